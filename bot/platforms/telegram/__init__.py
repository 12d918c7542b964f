"""Telegram, through python-telegram-bot's Bot and errors on a transport, a polling loop and budgets of our own."""

import os

# Without it the library warns at each 429 of what it will do some day.
os.environ.setdefault("PTB_TIMEDELTA", "true")
