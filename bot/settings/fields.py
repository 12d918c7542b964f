"""The kinds of values that settings hold, and what is wrong with one. No message shows a value: it may be a secret."""

import re
from ipaddress import ip_network
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, SecretStr

_PLATFORMS = ("telegram", "onebot", "qq", "web")
_DATABASES = re.compile(r"sqlite(\+aiosqlite)?:///.|postgresql(\+asyncpg)?://.")


def _address(*schemes: str, query: bool = False) -> AfterValidator:
    """Something of `schemes` with a host, or nothing. Without `query` a path can be set behind it."""
    wanted = " or ".join(f"{scheme}://" for scheme in schemes)

    def check(value: str) -> str:
        if value and not _is_address(value, schemes):
            raise ValueError(f"not an address that begins with {wanted}")
        if not query and ("?" in value or "#" in value):
            raise ValueError("an address without ? and # is wanted")
        return value

    return AfterValidator(check)


def _is_address(value: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 - raises for what is no port
    except ValueError:
        return False
    return parts.scheme in schemes and bool(parts.hostname) and not re.search(r"\s", value)


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise ValueError("no such time zone") from problem
    return value


def _listen(value: str) -> str:
    host, _, port = value.rpartition(":")
    if not host.strip("[]") or not port.isdecimal() or int(port) > 65535:  # noqa: PLR2004 - the last port
        raise ValueError("not host:port")
    return value


def _network(value: str) -> str:
    try:
        ip_network(value, strict=False)
    except ValueError as problem:  # its own words quote the value
        raise ValueError("not an IP address or network") from problem
    return value


def _handle(value: str) -> str:
    platform, _, person = value.partition(":")
    if platform not in _PLATFORMS or not person:
        raise ValueError("not platform:id as /id shows it")
    return value


def _database(value: SecretStr) -> SecretStr:
    if not _DATABASES.match(value.get_secret_value()):
        raise ValueError("must begin with sqlite:/// or postgresql://")
    return value


Text = Annotated[str, Field(min_length=1, max_length=64)]
Zone = Annotated[str, AfterValidator(_zone)]
Handle = Annotated[str, AfterValidator(_handle)]
Listen = Annotated[str, AfterValidator(_listen)]
Network = Annotated[str, AfterValidator(_network)]
Database = Annotated[SecretStr, AfterValidator(_database)]

WebUrl = Annotated[str, _address("http", "https", query=True)]
BaseUrl = Annotated[str, _address("http", "https")]
SocketUrl = Annotated[str, _address("ws", "wss", query=True)]
Proxy = Annotated[str, _address("http", "https")]
AnyProxy = Annotated[str, _address("http", "https", "socks5")]

Seconds = Annotated[float, Field(ge=1, le=604_800)]
CallSeconds = Annotated[float, Field(gt=0, le=300)]
Pace = Annotated[float, Field(gt=0, le=1_000_000)]
Count = Annotated[int, Field(ge=1, le=1_000_000)]
