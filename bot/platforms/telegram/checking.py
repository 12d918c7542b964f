"""Whether Telegram takes the token, for `bot.py check`; asks and changes nothing."""

from telegram.error import Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.platforms.telegram.api import Api
from bot.platforms.telegram.outcomes import seconds
from bot.platforms.telegram.parts import Setup
from bot.platforms.telegram.transport import NotConnected, Transport
from bot.platforms.telegram.updates import Unreadable, identity
from bot.platforms.telegram.webhook import address

_WITHIN_S = 10.0


async def looked_at(setup: Setup) -> str:
    """Say "ok …", or what to do."""
    transport = Transport(setup.proxy)
    api = Api(setup, transport)
    try:
        me = identity(await api.call("getMe", {}, read_timeout=_WITHIN_S))
        set_now = (await api.call("getWebhookInfo", {}, read_timeout=_WITHIN_S)).get("url", "")
    except TelegramError as problem:
        return _advice(problem, setup)
    except (Unreadable, AttributeError):
        return "answers, but not as Telegram does: is platforms.telegram.base_url right?"
    finally:
        await transport.shutdown()
    return f"ok, @{me.username}{_noted(set_now, setup)}"


def _noted(set_now: object, setup: Setup) -> str:
    wanted = address(setup) if setup.webhook else ""
    if set_now == wanted:
        return ""
    if not set_now:
        return ", polled so far: the webhook is set at the next start"
    if wanted:
        return ", with another webhook: the one of these settings takes its place at the next start"
    return ", with a webhook of another bot or mode: it is removed at the next start"


def _advice(problem: TelegramError, setup: Setup) -> str:
    through = "platforms.telegram.proxy" if setup.proxy else "platforms.telegram.base_url"
    match problem:
        case InvalidToken():
            return "token refused: is platforms.telegram.token the one from @BotFather?"
        case RetryAfter():
            return f"asks to wait {seconds(problem):.0f} s: try again then"
        case NotConnected():
            return f"no connection ({problem.message}): is {through} right, and the network up?"
        case Conflict() | Forbidden():
            return f"refused ({type(problem).__name__}): try again later"
        case NetworkError():
            return f"no answer ({type(problem).__name__}): is {through} right, and the network up?"
        case _:
            return "answers, but not as Telegram does: is platforms.telegram.base_url right?"
