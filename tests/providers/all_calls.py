"""All calls of all clients."""

from typing import Final

from tests.providers import cet_calls, kaoshixing_calls, kaoshiyun_calls, maxuetang_calls, wejh_calls

CALLS: Final = (
    *cet_calls.CALLS,
    *kaoshiyun_calls.CALLS,
    *maxuetang_calls.CALLS,
    *kaoshixing_calls.CALLS,
    *wejh_calls.CALLS,
)
SYSTEMS: Final = tuple({call.system.name: call.system for call in CALLS}.values())
