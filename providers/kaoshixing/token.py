"""The JWT in the address of a call: HS256 with the key's plain bytes, and a short life (upstreams, section 4.2)."""

import warnings
from datetime import datetime, timedelta
from typing import Final, Literal

import jwt
from jwt.warnings import InsecureKeyLengthWarning

LIFE: Final = timedelta(seconds=10)  # as in the document's own example
_UNITS: Final = {"ms": timedelta(milliseconds=1), "s": timedelta(seconds=1)}


def make_token(action: str, key: str, until: datetime, unit: Literal["ms", "s"] = "ms") -> str:
    """Sign exp and action_id, in this order. The document has exp in milliseconds, which no standard does."""
    expires = int(until.timestamp() * 1000) * _UNITS["ms"] // _UNITS[unit]
    with warnings.catch_warnings():
        # The system gives out keys of 26 bytes; nobody here can make them longer.
        warnings.simplefilter("ignore", InsecureKeyLengthWarning)
        return jwt.encode({"exp": expires, "action_id": action}, key.encode(), algorithm="HS256")
