"""What can come of a call to an exam system, besides an answer.

    ProviderError
    ├── BadInput           what was typed cannot be asked; mostly nothing was sent, else the system says so
    ├── NotFound           the system says that there is no such thing
    ├── Ambiguous          it failed and does not say why (the CET system's Status 0)
    ├── WrongCredentials   it refuses the password or proof; never tried again by itself
    ├── Expired            the credit or token has run out; a new login helps
    ├── Locked             the account may not be used for now
    ├── Throttled          too many calls; later
    ├── Unavailable        no answer: down, cut off, too slow, or resting after many failures
    └── Changed            an answer that does not fit what is documented

Each is a state of affairs, worded for people elsewhere. Texts name the fault and nothing of the call: no
address, query, body, name, ticket or password. For the same reason errors of the HTTP library, which quote
the address, are cut off with `from None` where they are translated.
"""

from datetime import datetime, timedelta
from enum import StrEnum


class ProviderError(Exception):
    """The root: catch it to catch them all.

    `untouched`: for sure nothing was done there, so that what should have changed is as it was.
    """

    untouched = False


class Problem(StrEnum):
    """Why a field cannot be asked for."""

    EMPTY = "empty"
    TOO_LONG = "too long"
    TOO_SHORT = "too short"
    SLASH = "holds a slash"
    MALFORMED = "malformed"
    UNKNOWN = "unknown"
    TAKEN = "taken"  # somebody else has it
    NOT_ALLOWED = "not allowed"  # for an account of this kind


class BadInput(ProviderError):
    """`field` is the parameter's name as the client's method has it, e.g. "ticket"."""

    def __init__(self, field: str, problem: Problem) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem


class NotFound(ProviderError):
    pass


class Ambiguous(ProviderError):
    pass


class WrongCredentials(ProviderError):
    pass


class Expired(ProviderError):
    pass


class Locked(ProviderError):
    pass


class Throttled(ProviderError):
    """`retry_after`: how long to wait from now; None where nobody said."""

    untouched = True

    def __init__(self, text: str, retry_after: timedelta | None = None) -> None:
        super().__init__(text)
        self.retry_after = retry_after


class Unavailable(ProviderError):
    """`since`: the first of the failures in a row, aware UTC; None where only one call was looked at.

    `passing` marks what may be gone a moment later (a reset, a 502), so that one repetition is worth it.
    """

    by_proxy = False  # it is the operator's proxy that lets nothing through

    def __init__(
        self, text: str, *, since: datetime | None = None, passing: bool = False, untouched: bool = False
    ) -> None:
        super().__init__(text)
        self.since = since
        self.passing = passing
        self.untouched = untouched


class Changed(ProviderError):
    """`broken`: nothing of the documented answer was there (an HTML page, half a JSON).

    Then the system as a whole is to be doubted. Without it one answer did not fit, perhaps due to what was
    asked.
    """

    def __init__(self, text: str, *, broken: bool = False, untouched: bool = False) -> None:
        super().__init__(text)
        self.broken = broken
        self.untouched = untouched
