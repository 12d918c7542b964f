"""Ports for servers whose port has to be known before they listen."""

import socket
from random import Random

# Below those that the system hands out by itself, to clients too: one of them may be taken before it is used.
_FIRST, _LAST = 10_000, 32_000
_ports = Random()


def free_port() -> int:
    """One on which nobody listens."""
    while True:
        port = _ports.randrange(_FIRST, _LAST)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
