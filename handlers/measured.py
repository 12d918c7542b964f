"""The exam systems' figures, for metrics."""

from collections.abc import Mapping
from dataclasses import asdict

from bot.measures import System, Systems
from providers.client import Client


def measured(clients: Mapping[str, Client | None]) -> Systems:
    """How the systems that are set up do, by their names in the settings."""
    there = {name: client for name, client in clients.items() if client}
    return lambda: [_system(name, client) for name, client in there.items()]


def _system(name: str, client: Client) -> System:
    ended = asdict(client.counts)
    seconds = ended.pop("seconds")
    health = client.health
    return System(name, ended, seconds, health.state.value, health.last_success)
