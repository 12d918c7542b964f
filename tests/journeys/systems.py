"""Settings with which a bot asks the sandbox, by the keys in sandbox/data.toml."""

from typing import Any


def settings(systems: str) -> dict[str, dict[str, Any]]:
    """Sections of `providers`."""
    fast = {"base_url": systems, "per_second": 1000}
    return {
        "cet": fast,
        "kaoshiyun": fast | {"token": "sandbox-token", "proof": "name"},
        "maxuetang": fast | {"merchant_id": "88", "merchant_key": "testkey"},
        "kaoshixing": fast | {"app_id": "14343", "app_key": "xf5ha3h67h4Ger34wh35p345h4", "proof": "digits"},
        "wejh": fast,
    }
