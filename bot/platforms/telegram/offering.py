"""Inline queries: answered at once or not at all, for the one who asks, and cached by nobody."""

import asyncio

import structlog
from telegram.error import TelegramError

from bot.inline import Card, Offer
from bot.platforms.telegram.api import Api
from bot.platforms.telegram.parts import NAME, Queried, Setup
from bot.words import _, render

log = structlog.get_logger()

_WITHIN_S = 8.0  # Telegram takes no later answer
_AT_ONCE = 100
_ALONE = _("私聊查成绩")


class Offering:
    """Answers what people type behind the bot's name; of one person, what was typed last."""

    def __init__(self, api: Api, setup: Setup) -> None:
        self._api, self._setup = api, setup
        self._under_way: dict[str, asyncio.Task[None]] = {}

    def begin(self, asked: Queried) -> None:
        """Answer without holding up anything else."""
        if before := self._under_way.pop(asked.sender, None):
            before.cancel()
        if len(self._under_way) >= _AT_ONCE:
            return
        task = self._under_way[asked.sender] = asyncio.create_task(self._answered(asked))
        task.add_done_callback(lambda ended: self._ended(asked.sender, ended))

    def _ended(self, sender: str, task: asyncio.Task[None]) -> None:
        if self._under_way.get(sender) is task:
            del self._under_way[sender]

    async def _answered(self, asked: Queried) -> None:
        try:
            async with asyncio.timeout(_WITHIN_S):
                offer = await self._setup.menu.inline(f"{NAME}:{asked.sender}", asked.text)
                await self._api.call("answerInlineQuery", _answer(asked.query, offer, self._setup.language))
        except (TelegramError, TimeoutError) as problem:
            log.info("inline query not answered", error=type(problem).__name__)


def _answer(query: str, offer: Offer, language: str) -> dict[str, object]:
    language = offer.language or language
    return {
        "inline_query_id": query,
        "results": [_article(str(number), card, language) for number, card in enumerate(offer.cards)],
        "cache_time": 0,
        "is_personal": True,  # else somebody who types the same gets what was meant for another one
        "button": {"text": render(_ALONE, language), "start_parameter": "inline"},
    }


def _article(number: str, card: Card, language: str) -> dict[str, object]:
    content = {"message_text": render(card.text, language), "link_preview_options": {"is_disabled": True}}
    below = render(card.below, language)
    article: dict[str, object] = {
        "type": "article",
        "id": number,
        "title": render(card.title, language),
        "input_message_content": content,
    }
    return {**article, "description": below} if below else article
