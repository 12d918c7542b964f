"""Where a request comes from: the page that made it, and the network address behind the proxies."""

from collections.abc import Iterable
from ipaddress import IPv4Address as Ip4
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from aiohttp import web

Ip = Ip4 | IPv6Address


class Network:
    """Knows our own address and whose X-Forwarded-For is believed."""

    def __init__(self, public_url: str, trusted_proxies: Iterable[str]) -> None:
        self._public = _place(public_url, "https") if public_url else None
        self._trusted = tuple(ip_network(each, strict=False) for each in trusted_proxies)

    def ours(self, request: web.BaseRequest) -> bool:
        """Whether a page of ours sent this. Programs other than browsers name no page, and carry no one's cookie."""
        origin = request.headers.get("Origin")
        if origin is None:
            return True
        place = _place(origin, "")
        scheme = origin.partition(":")[0].lower()
        # Behind a proxy that rewrites Host only public_url tells what we are called outside.
        return place is not None and place in (self._public, _place(f"//{request.host}", scheme))

    def peer(self, request: web.BaseRequest) -> str:
        """The network address that limits count by: the rightmost hop that is no proxy of ours."""
        hop = _ip(request.remote or "")
        hops = ",".join(request.headers.getall("X-Forwarded-For", [])).split(",")
        while hop is not None and self._trusts(hop) and hops:
            behind = _ip(hops.pop())
            if behind is None:
                break
            hop = behind
        return _counted(hop) if hop is not None else ""

    def _trusts(self, hop: Ip) -> bool:
        return any(hop in network for network in self._trusted)


def _place(url: str, scheme: str) -> tuple[str, int] | None:
    """Host and port of an origin; None for what is no http origin, such as "null"."""
    try:
        parts = urlsplit(url, scheme)
        port = parts.port
    except ValueError:
        return None
    default = {"http": 80, "https": 443}.get(parts.scheme)
    if default is None or not parts.hostname:
        return None
    return parts.hostname, port or default


def _ip(text: str) -> Ip | None:
    """An address as proxies write it: bare, with a port, or in brackets."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


def _counted(address: Ip) -> str:
    """One household holds 2⁶⁴ addresses of IPv6: they count as one."""
    return str(ip_network((address, 64), strict=False)) if isinstance(address, IPv6Address) else str(address)
