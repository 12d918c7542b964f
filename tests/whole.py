"""What of a message must hold before anything else sees it, wherever it came from."""

from pydantic import TypeAdapter

from bot.messages import Address, Incoming

_JSON = TypeAdapter(Incoming)


def whole(incoming: Incoming) -> bool:
    """Whether it can be stored, and is the same when it is read back."""
    stored = _JSON.validate_json(_JSON.dump_json(incoming))
    f"{incoming.lane}{incoming.handle}{incoming.update}".encode()
    names = incoming.sender, incoming.address.chat
    assert all(name.removeprefix("-").isdecimal() and name.isascii() for name in names)
    return stored == incoming and Address.parse(incoming.address.key) == incoming.address
