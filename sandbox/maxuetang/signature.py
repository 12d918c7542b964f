"""The signature over a request's parameters, as the vendor's SignHelper makes and checks it."""

from collections.abc import Mapping
from hashlib import sha256
from hmac import compare_digest

SIGN = "sign"


def sign(asked: Mapping[str, str], key: str) -> str:
    """Return SHA-256, in lower-case hex, of the values without their names, and the merchant's key at the end.

    The values stand in the order of a Java TreeMap: their names by UTF-16 code units, `sign` left out.
    """
    names = sorted((name for name in asked if name != SIGN), key=lambda name: name.encode("utf-16-be", "replace"))
    return sha256(("".join(asked[name] for name in names) + key).encode(errors="replace")).hexdigest()


def is_signed(asked: Mapping[str, str], key: str) -> bool:
    """Compare without regard to case, as the vendor's equalsIgnoreCase does."""
    given = asked.get(SIGN, "").lower().encode(errors="replace")
    return compare_digest(given, sign(asked, key).encode())
