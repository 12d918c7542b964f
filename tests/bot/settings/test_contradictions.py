"""Settings that are fine one by one and can't stand together."""

import pytest

from tests.bot.settings.conftest import File


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("[platforms.telegram]\nenabled = true\n", ["platforms.telegram.token"]),
        ("[platforms.telegram]\nenabled = true\ntoken = '1:a'\n", []),
        (
            "[platforms.telegram]\nenabled = true\ntoken = '1:a'\nmode = 'webhook'\n",
            ["http.public_url", "platforms.telegram.webhook_secret"],
        ),
        ("[platforms.onebot]\nenabled = true\n", []),
        ("[platforms.onebot]\nenabled = true\nmode = 'forward'\n", ["platforms.onebot.url"]),
        (
            "[platforms.onebot]\nenabled = true\n[http]\npublic_url = 'https://e.edu'\n",
            ["platforms.onebot.access_token"],
        ),
        (
            "[platforms.onebot]\nenabled = true\n[http]\nlisten = '0.0.0.0:1'\n[platforms.web]\nenabled = false\n",
            ["platforms.onebot.access_token"],
        ),
        ("[platforms.onebot]\nenabled = true\naccess_token = 'x'\n[http]\npublic_url = 'https://e.edu'\n", []),
        ("[http]\nlisten = '0.0.0.0:1'\n", ["http.public_url"]),
        ("[http]\nlisten = '192.168.1.2:1'\npublic_url = 'http://e.edu'\n", ["http.public_url"]),
        ("[http]\nlisten = '0.0.0.0:1'\npublic_url = 'https://e.edu'\n", []),
        ("[http]\nlisten = '0.0.0.0:1'\n[platforms.web]\nenabled = false\n", []),
        ("[http]\nlisten = '[::1]:1'\n", []),
        ("[http]\nlisten = 'localhost:1'\n", []),
        ("[providers.kaoshiyun]\nbase_url = 'http://e.edu'\n", ["providers.kaoshiyun.token"]),
        ("[providers.kaoshiyun]\nbase_url = 'http://e.edu'\ntoken_file = 't'\n", []),
        (
            "[providers.maxuetang]\nbase_url = 'http://e.edu'\n",
            ["providers.maxuetang.merchant_id", "providers.maxuetang.merchant_key"],
        ),
        (
            "[providers.kaoshixing]\nbase_url = 'http://e.edu'\napp_id = '1'\n",
            ["providers.kaoshixing.app_key"],
        ),
    ],
)
def test_together(file: File, text: str, wrong: list[str]) -> None:
    if wrong:
        assert file.wrong(text) == wrong
    else:
        file.read(text)


def test_a_wrong_value_is_not_also_missing(file: File) -> None:
    """One line a key, though what is wrong is left out where the rest is compared."""
    assert file.wrong("[platforms.telegram]\nenabled = true\ntoken = 5\n") == ["platforms.telegram.token"]
