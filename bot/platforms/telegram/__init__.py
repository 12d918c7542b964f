"""Telegram, through python-telegram-bot's Bot and errors on a transport, a polling loop and budgets of our own."""
