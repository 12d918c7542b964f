"""Words that nobody can guess, and that people can read to each other."""

import secrets

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that looks like something else


def new_word(letters: int = 16) -> str:
    """A word of so many letters; each holds five bits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(letters))
