"""What is stored of people is sealed: AES-256-GCM, and keyed digests for what must be found or be unique.

A sealed value is 8 bytes of key id, 12 of a random nonce, then ciphertext and tag. The place where it stands (its table
and natural key) is the associated data, so that a row can't be put in another's place. Several keys can be held, so
that keys rotate: the first seals, every one opens.
"""

import base64
import binascii
import hashlib
import hmac
import os
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.errors import KeyMissing, SettingsMistaken

KEY_BYTES = 32
_ID = 8
_NONCE = 12
_REMEMBERED = 10_000


def new_key() -> str:
    """A new key, as it stands in a key file: 32 random bytes in URL-safe Base64."""
    return base64.urlsafe_b64encode(os.urandom(KEY_BYTES)).decode()


class Sealer:
    """Seals under the first of `keys` and opens what any of them sealed."""

    def __init__(self, *keys: bytes) -> None:
        self._keys = {_key_id(key): AESGCM(key) for key in keys}
        self._current = _key_id(keys[0])

    def __repr__(self) -> str:
        return f"Sealer({self.key_id})"

    @property
    def key_id(self) -> str:
        """The id of the key that seals, fit for logs."""
        return self._current.hex()

    @property
    def key_ids(self) -> tuple[str, ...]:
        """The ids of all keys that open, the one that seals first."""
        return tuple(each.hex() for each in self._keys)

    def fresh(self, sealed: bytes) -> bool:
        """Whether this was sealed under the key that seals."""
        return sealed[:_ID] == self._current

    def seal(self, data: bytes, place: str) -> bytes:
        nonce = os.urandom(_NONCE)
        return self._current + nonce + self._keys[self._current].encrypt(nonce, data, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        """What was sealed at this place. Raises `KeyMissing` where key or place is another, or some of it is gone."""
        key = self._keys.get(sealed[:_ID])
        if key is None:
            raise KeyMissing(sealed[:_ID].hex())
        try:
            return key.decrypt(sealed[_ID : _ID + _NONCE], sealed[_ID + _NONCE :], place.encode())
        except (InvalidTag, ValueError) as problem:  # ValueError: cut off within the nonce
            raise KeyMissing(sealed[:_ID].hex()) from problem


class Digests:
    """Keyed digests: the same words give the same bytes, and nobody without the key can try words out."""

    def __init__(self, key: bytes) -> None:
        self._begun = hmac.new(key, digestmod="sha256")  # copied, which takes half as long as to begin anew
        self._hex = lru_cache(_REMEMBERED)(lambda *parts: self.of(*parts).hex())

    def of(self, *parts: str) -> bytes:
        """16 bytes for these words in this order."""
        digest = self._begun.copy()
        digest.update("\x1f".join(parts).encode())
        return digest.digest()[:16]

    def hex(self, *parts: str) -> str:
        """The same in hex; remembered until many others came, for who is asked for several times with each message."""
        return self._hex(*parts)


def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"gradebell key id" + key).digest()[:_ID]


def keys_from(text: str, whence: str) -> list[bytes]:
    """The keys in a file or an environment variable, newest first, parted by commas or lines.

    `whence` is the setting to blame in `SettingsMistaken`.
    """
    try:
        keys = [base64.b64decode(part, altchars=b"-_", validate=True) for part in text.replace(",", " ").split()]
    except (binascii.Error, ValueError) as problem:
        raise SettingsMistaken([f"{whence}: not a key as `bot.py keys new` makes it"]) from problem
    if not keys or any(len(key) != KEY_BYTES for key in keys):
        raise SettingsMistaken([f"{whence}: not a key as `bot.py keys new` makes it"])
    return keys


def write_key_file(path: Path, key: str) -> None:
    """A new key file that only its owner can read; raises `FileExistsError` rather than replace one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(key + "\n")
        file.flush()
        os.fsync(file.fileno())
