"""What is sealed opens only under its key, at its place, whole; digests need their key."""

from pathlib import Path

import pytest

from bot.errors import KeyMissing, SettingsMistaken
from bot.sealing import KEY_BYTES, Digests, Sealer, keys_from, new_key, write_key_file

OLD, NEW = bytes(KEY_BYTES), bytes([1] * KEY_BYTES)
PLACE = "accounts/7"


def test_opened_again() -> None:
    sealer = Sealer(NEW)
    assert sealer.open(sealer.seal("罗增榕".encode(), PLACE), PLACE).decode() == "罗增榕"


def test_never_the_same_twice() -> None:
    """Equal values can't be told from their sealed forms."""
    sealer = Sealer(NEW)
    assert sealer.seal(b"446", PLACE) != sealer.seal(b"446", PLACE)


def test_newest_key_seals_and_each_opens() -> None:
    rotating = Sealer(NEW, OLD)
    assert rotating.open(Sealer(OLD).seal(b"446", PLACE), PLACE) == b"446"
    assert Sealer(NEW).open(rotating.seal(b"446", PLACE), PLACE) == b"446"


def test_missing_key_is_named() -> None:
    """By the id of the key that is needed, which is fit for logs."""
    with pytest.raises(KeyMissing) as caught:
        Sealer(NEW).open(Sealer(OLD).seal(b"446", PLACE), PLACE)
    assert caught.value.key_id == Sealer(OLD).key_id != Sealer(NEW).key_id
    assert caught.value.key_id in str(caught.value)


def test_wrong_place() -> None:
    """A row that was put into another's place does not open."""
    sealer = Sealer(NEW)
    with pytest.raises(KeyMissing):
        sealer.open(sealer.seal(b"446", PLACE), "accounts/8")


def test_truncated_or_changed() -> None:
    sealer = Sealer(NEW)
    sealed = sealer.seal(b"446", PLACE)
    for length in range(len(sealed)):
        with pytest.raises(KeyMissing):
            sealer.open(sealed[:length], PLACE)
    for at in range(len(sealed)):
        with pytest.raises(KeyMissing):
            sealer.open(sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :], PLACE)


def test_repr_shows_the_id_alone() -> None:
    key = new_key()
    (raw,) = keys_from(key, "store.key")
    sealer = Sealer(raw)
    assert repr(sealer) == f"Sealer({sealer.key_id})"
    for shown in (repr(sealer), repr(Digests(raw))):
        assert key not in shown
        assert raw.hex() not in shown
        assert repr(raw) not in shown


def test_digests_are_keyed() -> None:
    digests = Digests(NEW)
    assert digests.of("ticket", "1") == Digests(NEW).of("ticket", "1")
    assert len(digests.of("ticket", "1")) == 16
    assert digests.of("ticket", "1") != Digests(OLD).of("ticket", "1")


def test_digests_keep_words_apart() -> None:
    digests = Digests(NEW)
    assert len({digests.of("a", "b"), digests.of("b", "a"), digests.of("ab"), digests.of("a", "b", "")}) == 4


def test_keys_newest_first() -> None:
    one, two = new_key(), new_key()
    for text in (f"{one},{two}", f" {one} , {two}\n", f"{one}\n{two}\n"):
        assert keys_from(text, "store.key") == [*keys_from(one, "x"), *keys_from(two, "x")]


@pytest.mark.parametrize("text", ["", " \n", "short", "QUJD", "密钥", "A" * 43 + "=,QUJD", "*" * 44])
def test_no_key(text: str) -> None:
    """Blames the setting and does not show what stands there."""
    with pytest.raises(SettingsMistaken) as caught:
        keys_from(text, "store.key_file")
    assert caught.value.mistakes == ["store.key_file: not a key as `bot.py keys new` makes it"]


def test_key_file_is_its_owners_alone(tmp_path: Path) -> None:
    file, key = tmp_path / "data" / "gradebell.key", new_key()
    write_key_file(file, key)
    assert file.stat().st_mode & 0o777 == 0o600
    assert keys_from(file.read_text(), "store.key_file") == keys_from(key, "x")


def test_key_file_is_never_replaced(tmp_path: Path) -> None:
    file, key = tmp_path / "gradebell.key", new_key()
    write_key_file(file, key)
    with pytest.raises(FileExistsError):
        write_key_file(file, new_key())
    assert file.read_text() == f"{key}\n"
