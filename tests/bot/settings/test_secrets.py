"""What is secret shows in no mistake and in no repr."""

import pytest

from tests.bot.settings.conftest import File


@pytest.mark.parametrize(
    "text",
    [
        "[platforms.telegram]\ntoken = ['hunter2']\n",
        "[platforms.telegram]\ntoken = hunter2\n",
        "[platforms.telegram]\nproxy = 'http://me:hunter2@ho st'\n",
        "[platforms.telegram]\nproxy = 'http://me:hunter2\u2100@host'\n",
        "[platforms.telegram]\nmode = 'hunter2'\n",
        "[store]\nurl = 'mysql://me:hunter2@host/db'\n",
        "[http]\ntoken = { value = 'hunter2' }\n",
        "[http]\ntrusted_proxies = ['hunter2']\n",
        "[http]\nlisten = 'hunter2'\n",
        "[bot]\nadmins = ['hunter2']\ntimezone = 'hunter2'\nlanguage = 'hunter2'\n",
        "[providers.cet]\nbase_url = 'http://me:hunter2@host:x'\nat_once = 'hunter2'\n",
        "[providers.kaoshiyun]\ntoken_params = { secret = ['hunter2'] }\ntoken_url = 'hunter2'\n",
    ],
)
def test_mistakes_show_no_value(file: File, text: str) -> None:
    told = file.mistakes(text)
    assert told
    assert "hunter2" not in "\n".join(told)


def test_repr_shows_no_secret(file: File) -> None:
    """Passwords within addresses included."""
    settings = file.read(
        """
        [store]
        url = "postgresql://me:hunter2@host/db"
        key = "hunter2"
        [http]
        token = "hunter2"
        [platforms.telegram]
        token = "hunter2"
        webhook_secret = "hunter2"
        proxy = "socks5://me:hunter2@host:1080"
        [platforms.onebot]
        access_token = "hunter2"
        url = "ws://host/?access_token=hunter2"
        [providers.cet]
        base_url = "http://me:hunter2@host"
        proxy = "http://me:hunter2@host"
        [providers.kaoshiyun]
        token = "hunter2"
        token_url = "http://host/?secret=hunter2"
        token_params = { secret = "hunter2" }
        [providers.maxuetang]
        merchant_key = "hunter2"
        [providers.kaoshixing]
        app_key = "hunter2"
        """,
    )
    assert "hunter2" not in repr(settings)
    assert "hunter2" not in str(settings)
    assert settings.platforms.telegram.token.get_secret_value() == "hunter2"
