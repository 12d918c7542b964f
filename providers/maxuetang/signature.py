"""The signature of 码学堂: the values in the order of their names, then the merchant's key (upstreams, 3.2)."""

from collections.abc import Mapping
from hashlib import sha256


def sign(parameters: Mapping[str, str], key: str) -> str:
    """Give 64 lower-case hex digits. `parameters` are those sent, without the sign itself."""
    values = "".join(parameters[name] for name in sorted(parameters))
    return sha256((values + key).encode()).hexdigest()
