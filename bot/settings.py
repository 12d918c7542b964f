"""The settings of an operator: `settings.toml`, over it `settings.local.toml`, over it the environment.

`GRADEBELL__PLATFORMS__TELEGRAM__TOKEN` overrides `platforms.telegram.token`, and so for every key; lists and tables are
JSON there. `load` raises `SettingsMistaken` with every mistake at once, each led by its whole dotted key and none
showing a value, since a value may be a secret.
"""

import os
import tomllib
from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource, SettingsConfigDict
from pydantic_settings.sources import TomlConfigSettingsSource

from bot.errors import SettingsMistaken

PREFIX = "GRADEBELL__"


def _url(*schemes: str) -> AfterValidator:
    def check(value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in schemes or not parts.hostname):
            raise ValueError(f"not an address that begins with {' or '.join(f'{one}://' for one in schemes)}")
        return value

    return AfterValidator(check)


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise ValueError("no such time zone") from problem
    return value


def _listen(value: str) -> str:
    host, _, port = value.rpartition(":")
    if not host.strip("[]") or not port.isdecimal() or int(port) > 65535:  # noqa: PLR2004 - the last port
        raise ValueError("not host:port")
    return value


def _network(value: str) -> str:
    ip_network(value, strict=False)
    return value


def _handle(value: str) -> str:
    platform, _, person = value.partition(":")
    if platform not in ("telegram", "onebot", "qq", "web") or not person:
        raise ValueError("not platform:id as /id shows it")
    return value


WebUrl = Annotated[str, _url("http", "https")]
SocketUrl = Annotated[str, _url("ws", "wss")]
ProxyUrl = Annotated[str, _url("http", "https", "socks5")]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Bot(_Section):
    name: Annotated[str, Field(min_length=1, max_length=64)] = "Gradebell"
    language: Literal["zh_CN", "en"] = "zh_CN"
    timezone: Annotated[str, AfterValidator(_zone)] = "Asia/Shanghai"
    admins: tuple[Annotated[str, AfterValidator(_handle)], ...] = ()
    contact: str = ""


class Store(_Section):
    url: Annotated[SecretStr, Field(min_length=1)] = SecretStr("sqlite:///data/gradebell.db")
    key_file: Path = Path("data/gradebell.key")
    key: SecretStr = SecretStr("")


class Http(_Section):
    listen: Annotated[str, AfterValidator(_listen)] = "127.0.0.1:8080"
    public_url: WebUrl = ""
    trusted_proxies: tuple[Annotated[str, AfterValidator(_network)], ...] = ()
    token: SecretStr = SecretStr("")

    @property
    def host(self) -> str:
        return self.listen.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        return int(self.listen.rpartition(":")[2])

    @property
    def loopback(self) -> bool:
        """Whether nobody but this machine can connect."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


class Telegram(_Section):
    enabled: bool = False
    token: SecretStr = SecretStr("")
    base_url: WebUrl = "https://api.telegram.org"
    mode: Literal["polling", "webhook"] = "polling"
    webhook_secret: SecretStr = SecretStr("")
    proxy: ProxyUrl = ""
    protect: bool = False


class OneBot(_Section):
    enabled: bool = False
    mode: Literal["reverse", "forward"] = "reverse"
    url: SocketUrl = ""
    access_token: SecretStr = SecretStr("")
    friends: Literal["accept", "ask", "ignore"] = "accept"
    groups: Literal["accept", "ask", "ignore"] = "ask"
    links: bool = False


class Web(_Section):
    enabled: bool = True
    rooms: bool = False
    footer: str = ""
    cookie_days: Annotated[int, Field(ge=1, le=400)] = 180


class Platforms(_Section):
    telegram: Telegram = Telegram()
    onebot: OneBot = OneBot()
    web: Web = Web()


class _Provider(_Section):
    base_url: WebUrl = ""
    proxy: ProxyUrl = ""
    timeout_s: Annotated[float, Field(gt=0, le=300)] | None = None  # None: limits.timeout_s
    per_second: Annotated[float, Field(gt=0, le=10_000)] = 50.0
    at_once: Annotated[int, Field(ge=1, le=1000)] = 20


class Cet(_Provider):
    local_province: str = "广东"
    local_school: str = "韶关学院"
    by_name: bool = True
    official_url: WebUrl = "https://cjcx.neea.edu.cn/"


class Kaoshiyun(_Provider):
    token: SecretStr = SecretStr("")
    token_file: str = ""
    token_url: WebUrl = ""
    token_params: dict[str, str] = {}
    token_path: str = "access_token"  # noqa: S105 - where a token stands, not one
    proof: Literal["code", "name"] = "code"
    exams_days: Annotated[int, Field(ge=1, le=3660)] = 400


class Maxuetang(_Provider):
    merchant_id: str = ""
    merchant_key: SecretStr = SecretStr("")


class Kaoshixing(_Provider):
    app_id: str = ""
    app_key: SecretStr = SecretStr("")
    exp_unit: Literal["ms", "s"] = "ms"
    proof: Literal["code", "digits"] = "code"


class Wejh(_Provider):
    device: Literal["pc", "mobile"] = "pc"


class Providers(_Section):
    cet: Cet = Cet()
    kaoshiyun: Kaoshiyun = Kaoshiyun()
    maxuetang: Maxuetang = Maxuetang()
    kaoshixing: Kaoshixing = Kaoshixing()
    wejh: Wejh = Wejh()


class Limits(_Section):
    commands_per_minute: Annotated[int, Field(ge=1, le=1_000_000)] = 30
    lookups_per_hour: Annotated[int, Field(ge=1, le=1_000_000)] = 30
    names_per_day: Annotated[int, Field(ge=1, le=1_000_000)] = 10
    timeout_s: Annotated[float, Field(gt=0, le=300)] = 15.0
    watch_interval_s: Annotated[float, Field(ge=1, le=604_800)] = 600.0
    group_gather_s: Annotated[float, Field(ge=0, le=604_800)] = 3600.0
    conversation_s: Annotated[float, Field(ge=1, le=604_800)] = 1800.0


class Log(_Section):
    format: Literal["auto", "console", "json"] = "auto"
    level: Literal["debug", "info", "warning", "error"] = "info"


class Settings(BaseSettings):
    """Every choice of an operator; see the comments in `settings.toml`."""

    model_config = SettingsConfigDict(
        extra="forbid", frozen=True, hide_input_in_errors=True, env_prefix=PREFIX, env_nested_delimiter="__"
    )

    bot: Bot = Bot()
    store: Store = Store()
    http: Http = Http()
    platforms: Platforms = Platforms()
    providers: Providers = Providers()
    limits: Limits = Limits()
    log: Log = Log()


class _Environment(EnvSettingsSource):
    """Leaves JSON that can't be read to the validation, which knows its dotted key."""

    def decode_complex_value(self, field_name: str, field: FieldInfo, value: Any) -> Any:
        try:
            return super().decode_complex_value(field_name, field, value)
        except ValueError:
            return value


def load(path: Path, overlay: Mapping[str, Any] | None = None, *, required: bool = True) -> Settings:
    """The settings in `path`, its `.local.toml` and the environment; over all of them `overlay`.

    Without `required`, a file that is not there means the defaults.
    """
    mistakes: list[str] = []
    values: dict[str, Any] = {}
    if required and not path.is_file():
        mistakes.append(f"{path}: there is no such file")
    for file in (path, path.with_suffix(".local.toml")):
        _merge(values, _read(file, mistakes))
    _merge(values, _Environment(Settings)())
    _merge(values, overlay or {})
    mistakes += _unknown_in_environment()
    try:
        settings = Settings.model_validate(values)
    except ValidationError as problem:
        mistakes += [f"{_dotted(error['loc'])}: {_said(error['msg'])}" for error in problem.errors()]
        settings = _what_can_be_read(values, problem)
    mistakes += _contradictions(settings)
    if mistakes:
        raise SettingsMistaken(mistakes)
    return settings


def _read(file: Path, mistakes: list[str]) -> dict[str, Any]:
    try:
        return dict(TomlConfigSettingsSource(Settings, file)())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as problem:
        mistakes.append(f"{file}: {problem if isinstance(problem, tomllib.TOMLDecodeError) else 'can not be read'}")
        return {}


def _merge(into: dict[str, Any], over: Mapping[str, Any]) -> None:
    for key, value in over.items():
        if isinstance(value, Mapping) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = dict(value) if isinstance(value, Mapping) else value


def _dotted(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location)


def _said(message: str) -> str:
    message = message.removeprefix("Value error, ")
    return "there is no such setting" if message == "Extra inputs are not permitted" else message


def _unknown_in_environment() -> list[str]:
    """Sections that do not exist; within a section the validation finds what is unknown."""
    names = [name.upper().removeprefix(PREFIX).lower() for name in os.environ if name.upper().startswith(PREFIX)]
    unknown = [name for name in names if name.partition("__")[0] not in Settings.model_fields]
    return [f"{name.replace('__', '.')}: there is no such setting (in the environment)" for name in unknown]


def _what_can_be_read(values: dict[str, Any], problem: ValidationError) -> Settings:
    """The settings without what is mistaken, so that what contradicts itself is found in the same run."""
    for error in problem.errors():
        at: Any = values
        for part in error["loc"][:-1]:
            at = at.get(part) if isinstance(at, dict) else None
        if isinstance(at, dict):
            at.pop(error["loc"][-1], None)
    try:
        return Settings.model_validate(values)
    except ValidationError:  # a list with a wrong item, say: its own mistake is named already
        return Settings.model_construct()


def _contradictions(settings: Settings) -> list[str]:
    telegram, onebot, web = settings.platforms.telegram, settings.platforms.onebot, settings.platforms.web
    http = settings.http
    alone = http.loopback and not http.public_url
    checks = {
        "platforms.telegram.token: Telegram is enabled and needs the token from BotFather": (
            telegram.enabled and not telegram.token.get_secret_value()
        ),
        "http.public_url: Telegram's webhook needs the address under which it reaches this server": (
            telegram.enabled and telegram.mode == "webhook" and not http.public_url
        ),
        "platforms.telegram.webhook_secret: Telegram's webhook needs a secret": (
            telegram.enabled and telegram.mode == "webhook" and not telegram.webhook_secret.get_secret_value()
        ),
        "platforms.onebot.access_token: needed, unless this server listens on loopback with an empty http.public_url": (
            onebot.enabled and not onebot.access_token.get_secret_value() and not alone
        ),
        "platforms.onebot.url: the forward mode needs the address to connect to": (
            onebot.enabled and onebot.mode == "forward" and not onebot.url
        ),
        "http.public_url: the web chat off loopback needs an https address here": (
            web.enabled and not http.loopback and not http.public_url.startswith("https://")
        ),
        "providers.maxuetang.merchant_id: needed where base_url is set": _lacks(
            settings.providers.maxuetang, settings.providers.maxuetang.merchant_id
        ),
        "providers.maxuetang.merchant_key: needed where base_url is set": _lacks(
            settings.providers.maxuetang, settings.providers.maxuetang.merchant_key.get_secret_value()
        ),
        "providers.kaoshixing.app_id: needed where base_url is set": _lacks(
            settings.providers.kaoshixing, settings.providers.kaoshixing.app_id
        ),
        "providers.kaoshixing.app_key: needed where base_url is set": _lacks(
            settings.providers.kaoshixing, settings.providers.kaoshixing.app_key.get_secret_value()
        ),
        "providers.kaoshiyun.token: one of token, token_file and token_url is needed where base_url is set": _lacks(
            settings.providers.kaoshiyun,
            settings.providers.kaoshiyun.token.get_secret_value()
            + settings.providers.kaoshiyun.token_file
            + settings.providers.kaoshiyun.token_url,
        ),
    }
    return [mistake for mistake, is_so in checks.items() if is_so]


def _lacks(provider: _Provider, value: str) -> bool:
    return bool(provider.base_url) and not value
