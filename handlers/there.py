"""What a form needs that may be switched off."""

from typing import TypeVar

from providers.errors import Unavailable

T = TypeVar("T")


def there(needed: T | None) -> T:
    """The client, or what else only a form that is off lacks; and such a form never runs."""
    if needed is None:
        raise Unavailable("the system is not set up")
    return needed
