"""How the programs differ that speak for a QQ account (../shared/platforms.md, 2.3)."""

from dataclasses import dataclass, replace
from typing import Literal


@dataclass(frozen=True, slots=True)
class Variant:
    name: str
    agent: str
    message_format: Literal["array", "string"] = "array"  # of events; calls may have either
    empty_bearer: bool = True  # `Authorization: Bearer ` though there is no token
    extras: bool = True  # fields and actions that the standard doesn't have
    strings: bool = False  # ids are told as strings
    reports_own: bool = False  # the account's own messages come as message_sent
    failed: int = 1200  # what was understood and could not be done
    negative_ids: bool = False
    base64: bool = False  # get_image and get_file bring the bytes along, else a URL alone
    refuses_by_frame: bool = True  # forward: a wrong token is let in, told 1403 and put out
    heartbeat_s: float = 30  # 0: none


NAPCAT = Variant("napcat", "OneBot/11", base64=True)
LLBOT = Variant("llbot", "LLOneBot/4.0", message_format="string", reports_own=True)
STRINGS = replace(NAPCAT, name="strings", strings=True, reports_own=True, base64=False)
# The standard as it was frozen, and nothing besides.
PLAIN = Variant(
    "plain",
    "CQHttp/4.15.0",
    empty_bearer=False,
    extras=False,
    failed=100,
    negative_ids=True,
    refuses_by_frame=False,
    heartbeat_s=0,
)
ALL = (NAPCAT, LLBOT, STRINGS, PLAIN)
