"""Settings that are fine one by one and can't stand together."""

from collections.abc import Iterator

from bot.settings.model import Http, OneBot, Providers, Settings, Telegram

Mistake = tuple[str, str]
"""The dotted key to change, and why."""


def contradictions(settings: Settings) -> Iterator[Mistake]:
    platforms, http = settings.platforms, settings.http
    if platforms.telegram.enabled:
        yield from _telegram(platforms.telegram, http)
    if platforms.onebot.enabled:
        yield from _onebot(platforms.onebot, http)
    if platforms.web.enabled and not http.loopback and not http.public_url.startswith("https://"):
        yield "http.public_url", "the web chat off loopback needs an https address here"
    yield from _providers(settings.providers)


def _telegram(telegram: Telegram, http: Http) -> Iterator[Mistake]:
    if not telegram.token.get_secret_value():
        yield "platforms.telegram.token", "Telegram is enabled and needs the token from BotFather"
    if telegram.mode == "webhook" and not http.public_url:
        yield "http.public_url", "Telegram's webhook needs the address under which it reaches this server"
    if telegram.mode == "webhook" and not telegram.webhook_secret.get_secret_value():
        yield "platforms.telegram.webhook_secret", "Telegram's webhook needs a secret"


def _onebot(onebot: OneBot, http: Http) -> Iterator[Mistake]:
    alone = http.loopback and not http.public_url
    if not onebot.access_token.get_secret_value() and not alone:
        yield (
            "platforms.onebot.access_token",
            "needed, unless this server listens on loopback with an empty http.public_url",
        )
    if onebot.mode == "forward" and not onebot.url:
        yield "platforms.onebot.url", "the forward mode needs the address to connect to"


def _providers(providers: Providers) -> Iterator[Mistake]:
    kaoshiyun, maxuetang, kaoshixing = providers.kaoshiyun, providers.maxuetang, providers.kaoshixing
    tokens = kaoshiyun.token.get_secret_value(), kaoshiyun.token_file, kaoshiyun.token_url
    if kaoshiyun.base_url and not any(tokens):
        yield (
            "providers.kaoshiyun.token",
            "one of token, token_file and token_url is needed where base_url is set",
        )
    needed = {
        "maxuetang.merchant_id": (maxuetang, maxuetang.merchant_id),
        "maxuetang.merchant_key": (maxuetang, maxuetang.merchant_key.get_secret_value()),
        "kaoshixing.app_id": (kaoshixing, kaoshixing.app_id),
        "kaoshixing.app_key": (kaoshixing, kaoshixing.app_key.get_secret_value()),
    }
    for key, (provider, value) in needed.items():
        if provider.base_url and not value:
            yield f"providers.{key}", "needed where base_url is set"
