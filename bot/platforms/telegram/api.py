"""python-telegram-bot's Bot, with answers left as they came."""

from typing import Any

from telegram import Bot, InputFile
from telegram.error import TelegramError

from bot.platforms.telegram.parts import Setup
from bot.platforms.telegram.refusals import Refusals
from bot.platforms.telegram.transport import Plain, Transport

Object = dict[str, Any]


class Api(Bot):
    """One bot's hands on the Bot API."""

    def __init__(self, setup: Setup, transport: Transport) -> None:
        base = setup.base_url.rstrip("/")
        super().__init__(
            setup.token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=transport,
            get_updates_request=transport,
        )
        self._refusals = Refusals()

    @property
    def refusals(self) -> Refusals:
        """What Telegram refuses for good, as far as calls have shown."""
        return self._refusals

    async def call(self, method: str, parameters: dict[str, Any], *, read_timeout: float | None = None) -> Any:
        """The `result` of a method as JSON. Raises `TelegramError`s, `NotConnected` among them.

        The library's own methods make an object of each answer, which costs more than the call itself and which
        nobody reads; its `do_api_request` warns of each method that it has one for.
        """
        try:
            answer = await self._asked(method, parameters, read_timeout)
        except TelegramError as problem:
            self._refusals.failed(problem)
            raise
        self._refusals.answered(method)
        return answer

    async def told(self, method: str, parameters: dict[str, Any], *, read_timeout: float | None = None) -> Object:
        """As `call`, of a method that answers with an object; a proxy may answer with anything."""
        result = await self.call(method, parameters, read_timeout=read_timeout)
        if not isinstance(result, dict):
            raise TelegramError("not an object")
        return result

    async def _asked(self, method: str, parameters: dict[str, Any], read_timeout: float | None) -> Any:
        given = {name: value for name, value in parameters.items() if value is not None}
        try:
            if any(isinstance(value, InputFile) for value in given.values()):
                return await self._post(method, given, read_timeout=read_timeout)
            body: Any = Plain(given)  # stands for a RequestData, which would look for files within each value
            return await self.request.post(f"{self.base_url}/{method}", body, read_timeout=read_timeout)
        except KeyError:  # "ok" in its status alone
            raise TelegramError("an answer without a result") from None
