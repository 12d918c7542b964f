"""The same small bot, written as others would: to know what ours costs beside them."""
