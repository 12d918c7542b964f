"""Words that nobody can guess, or that stand for something, and that people can read to each other."""

import secrets
from functools import lru_cache
from hashlib import sha256

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that looks like something else


def new_word(letters: int = 16) -> str:
    """A word of so many letters; each holds five bits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(letters))


@lru_cache(1000)
def word_for(key: str, letters: int = 6) -> str:
    """The same word for the same key, which it does not tell."""
    number = int.from_bytes(sha256(key.encode()).digest()[:8])
    return "".join([_ALPHABET[number >> 5 * place & 31] for place in range(letters)])
