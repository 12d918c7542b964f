"""Makes the clients of the exam systems that are set up; an empty `base_url` means off."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import ClientSession

from bot.settings import Settings
from bot.settings.model import Kaoshixing, Kaoshiyun, Maxuetang, Provider
from handlers import Clients
from providers.cet.client import CetClient, CetConfig
from providers.http import open_session
from providers.kaoshixing.client import KaoshixingClient, KaoshixingConfig
from providers.kaoshiyun.client import KaoshiyunClient, KaoshiyunConfig
from providers.kaoshiyun.token import TokenAddress
from providers.maxuetang.client import MaxuetangClient, MaxuetangConfig
from providers.system import Terms
from providers.wejh.client import WejhClient, WejhConfig


@asynccontextmanager
async def clients(settings: Settings) -> AsyncIterator[Clients]:
    """All of them over one session, until the end of the block."""
    async with open_session() as session:
        yield made(settings, session)


def made(settings: Settings, session: ClientSession) -> Clients:
    """`None` for each that is off."""

    def terms(provider: Provider) -> Terms:
        return Terms(
            timeout_s=provider.timeout_s or settings.limits.timeout_s,
            per_second=provider.per_second,
            at_once=provider.at_once,
            proxy=provider.proxy or None,
        )

    cet, kaoshiyun = settings.providers.cet, settings.providers.kaoshiyun
    maxuetang, kaoshixing = settings.providers.maxuetang, settings.providers.kaoshixing
    wejh = settings.providers.wejh
    return Clients(
        cet=CetClient(session, CetConfig(cet.base_url, terms(cet))) if cet.base_url else None,
        kaoshiyun=KaoshiyunClient(session, _kaoshiyun(kaoshiyun, terms(kaoshiyun))) if kaoshiyun.base_url else None,
        maxuetang=MaxuetangClient(session, _maxuetang(maxuetang, terms(maxuetang))) if maxuetang.base_url else None,
        kaoshixing=KaoshixingClient(session, _kaoshixing(kaoshixing, terms(kaoshixing)))
        if kaoshixing.base_url
        else None,
        wejh=WejhClient(session, WejhConfig(wejh.base_url, wejh.device, terms(wejh))) if wejh.base_url else None,
    )


def _kaoshiyun(choices: Kaoshiyun, terms: Terms) -> KaoshiyunConfig:
    return KaoshiyunConfig(choices.base_url, _token(choices), terms)


def _maxuetang(choices: Maxuetang, terms: Terms) -> MaxuetangConfig:
    return MaxuetangConfig(choices.base_url, choices.merchant_id, choices.merchant_key.get_secret_value(), terms)


def _kaoshixing(choices: Kaoshixing, terms: Terms) -> KaoshixingConfig:
    key = choices.app_key.get_secret_value()
    return KaoshixingConfig(choices.base_url, choices.app_id, key, choices.exp_unit, terms)


def _token(choices: Kaoshiyun) -> str | Path | TokenAddress:
    """Take the first that is set, in the order of the settings."""
    token = choices.token.get_secret_value()
    if token:
        return token
    if choices.token_file:
        return Path(choices.token_file)
    return TokenAddress(choices.token_url, choices.token_params, choices.token_path)
