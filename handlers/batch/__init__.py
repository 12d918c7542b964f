"""Commands that take a file of many lines too."""
