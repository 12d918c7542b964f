"""The launcher: `python bot.py --help`."""

from bot.cli import main

main()
