"""Every choice of an operator and its default. What each of them means stands in `settings.toml`.

What may hold a password shows in no repr: secrets by their type, addresses by `repr=False`.
"""

from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from bot.settings.fields import (
    AnyProxy,
    BaseUrl,
    CallSeconds,
    Count,
    Database,
    Handle,
    Listen,
    Network,
    Pace,
    Proxy,
    Seconds,
    SocketUrl,
    Text,
    WebUrl,
    Zone,
)

Hidden = Field(repr=False)


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Bot(_Section):
    name: Text = "Gradebell"
    language: Literal["zh_CN", "en"] = "zh_CN"
    timezone: Zone = "Asia/Shanghai"
    admins: tuple[Handle, ...] = ()
    contact: str = ""
    pictures: bool = True


class Store(_Section):
    url: Database = SecretStr("sqlite:///data/gradebell.db")
    key_file: Path = Path("data/gradebell.key")
    key: SecretStr = SecretStr("")
    forgotten_file: str = ""


class Http(_Section):
    listen: Listen = "127.0.0.1:8080"
    public_url: BaseUrl = ""
    trusted_proxies: tuple[Network, ...] = ()
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
        return _loopback(self.host)

    @property
    def alone(self) -> bool:
        """Whether nobody else is brought here by a proxy either, as far as can be told: a public address is one's."""
        public = urlsplit(self.public_url).hostname
        return self.loopback and not self.trusted_proxies and (not public or _loopback(public))


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Telegram(_Section):
    enabled: bool = False
    token: SecretStr = SecretStr("")
    base_url: BaseUrl = "https://api.telegram.org"
    mode: Literal["polling", "webhook"] = "polling"
    webhook_secret: SecretStr = SecretStr("")
    proxy: Annotated[AnyProxy, Hidden] = ""
    protect: bool = False
    per_second: Pace = 29.0
    per_chat_second: Pace = 1.0
    per_group_minute: Annotated[int, Field(ge=1, le=1_000_000)] = 18

    @property
    def bot(self) -> str:
        """The bot's own id, which stands in its token; "" for what is no token of Telegram's."""
        number, colon, _secret = self.token.get_secret_value().partition(":")
        return number if colon and number.isdecimal() else ""


class OneBot(_Section):
    enabled: bool = False
    mode: Literal["reverse", "forward"] = "reverse"
    url: Annotated[SocketUrl, Hidden] = ""
    access_token: SecretStr = SecretStr("")
    accounts: tuple[Annotated[str, Field(pattern="^[1-9][0-9]{4,19}$")], ...] = ()
    friends: Literal["accept", "ask", "ignore"] = "accept"
    groups: Literal["accept", "ask", "ignore"] = "ask"
    links: bool = False
    gap_s: Annotated[float, Field(ge=0.01, le=60)] = 1.3
    per_group_minute: Annotated[int, Field(ge=1, le=1_000_000)] = 18
    per_day: Annotated[int, Field(ge=1, le=1_000_000)] = 4500


class Web(_Section):
    enabled: bool = True
    rooms: bool = False
    footer: str = ""
    cookie_days: Annotated[int, Field(ge=1, le=400)] = 180


class Platforms(_Section):
    telegram: Telegram = Telegram()
    onebot: OneBot = OneBot()
    web: Web = Web()


class Provider(_Section):
    """What every exam system's section has."""

    base_url: Annotated[BaseUrl, Hidden] = ""
    proxy: Annotated[Proxy, Hidden] = ""  # aiohttp speaks no socks5
    timeout_s: CallSeconds | None = None  # None: limits.timeout_s
    per_second: Annotated[float, Field(gt=0, le=10_000)] = 50.0
    at_once: Annotated[int, Field(ge=1, le=1000)] = 20


class Cet(Provider):
    local_province: str = "广东"
    local_school: str = "韶关学院"
    by_name: bool = True
    official_url: WebUrl = "https://cjcx.neea.edu.cn/"


class Kaoshiyun(Provider):
    token: SecretStr = SecretStr("")
    token_file: str = ""
    token_url: Annotated[WebUrl, Hidden] = ""
    token_params: Annotated[dict[str, str], Hidden] = {}
    token_path: str = "access_token"  # noqa: S105 - where a token stands, not one
    proof: Literal["code", "name"] = "code"
    exams_days: Annotated[int, Field(ge=1, le=3660)] = 400


class Maxuetang(Provider):
    merchant_id: str = ""
    merchant_key: SecretStr = SecretStr("")


class Kaoshixing(Provider):
    app_id: str = ""
    app_key: SecretStr = SecretStr("")
    exp_unit: Literal["ms", "s"] = "ms"
    proof: Literal["code", "digits"] = "code"


class Wejh(Provider):
    device: Literal["pc", "mobile"] = "pc"


class Providers(_Section):
    cet: Cet = Cet()
    kaoshiyun: Kaoshiyun = Kaoshiyun()
    maxuetang: Maxuetang = Maxuetang()
    kaoshixing: Kaoshixing = Kaoshixing()
    wejh: Wejh = Wejh()


class Limits(_Section):
    commands_per_minute: Count = 30
    lookups_per_hour: Count = 30
    names_per_day: Count = 10
    timeout_s: CallSeconds = 15.0
    watch_interval_s: Seconds = 600.0
    group_gather_s: Annotated[float, Field(ge=0, le=604_800)] = 3600.0
    conversation_s: Seconds = 1800.0


class Log(_Section):
    format: Literal["auto", "console", "json"] = "auto"
    level: Literal["debug", "info", "warning", "error"] = "info"


class Settings(_Section):
    bot: Bot = Bot()
    store: Store = Store()
    http: Http = Http()
    platforms: Platforms = Platforms()
    providers: Providers = Providers()
    limits: Limits = Limits()
    log: Log = Log()
