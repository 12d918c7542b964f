"""JSON web tokens with an `exp` in milliseconds, which no strict library takes for a date.

The key is the application's key as UTF-8 bytes, shorter than the standard wants it.
"""

import json
import warnings
from dataclasses import dataclass

import jwt
from jwt.exceptions import InvalidTokenError

from sandbox.kaoshixing.refusals import bad_jwt, expired_jwt, no_action

ALGORITHM = "HS256"


@dataclass(frozen=True, slots=True)
class Claims:
    exp_ms: int
    action: str
    user: int  # 考试星's own number of the user; 0 in a caller's token


def read(token: str, key: str, now_ms: int, *, unit_ms: int = 1) -> Claims:
    """Check signature, then what is claimed, then the time; `unit_ms` is what one of `exp` counts."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", jwt.InsecureKeyLengthWarning)
            claimed = json.loads(jwt.PyJWS().decode(token, key.encode(), algorithms=[ALGORITHM]))
    except (InvalidTokenError, ValueError) as error:
        raise bad_jwt() from error
    exp, action = (claimed.get("exp"), claimed.get("action_id")) if isinstance(claimed, dict) else (None, None)
    if not isinstance(exp, int) or isinstance(exp, bool):
        raise bad_jwt()
    if not isinstance(action, str):
        raise no_action()
    if exp * unit_ms <= now_ms:
        raise expired_jwt()
    user = claimed.get("user_id")
    return Claims(exp, action, user if isinstance(user, int) else 0)


def made(claims: Claims, key: str, *, typ: bool) -> str:
    """Return a token as the system itself makes them, in 206 without `typ` in the header."""
    exp, user, action = ("exp", claims.exp_ms), ("user_id", claims.user), ("action_id", claims.action)
    payload = json.dumps(dict((user, exp, action) if typ else (exp, user, action)), separators=(",", ":"))
    headers = None if typ else {"typ": None}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", jwt.InsecureKeyLengthWarning)
        return jwt.PyJWS().encode(payload.encode(), key.encode(), ALGORITHM, headers=headers)
