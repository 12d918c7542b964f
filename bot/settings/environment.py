"""What of the settings the environment says, as pydantic-settings reads it."""

from typing import Any

from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource

from bot.settings.model import Settings


class _Overridable(Settings, BaseSettings):  # type: ignore[misc] # both have a model_config; ours is the stricter
    """The same keys, as pydantic-settings wants them in order to look for them in the environment."""


class _Environment(EnvSettingsSource):
    """Leaves JSON that can't be read to the validation, which knows its dotted key."""

    def decode_complex_value(self, field_name: str, field: FieldInfo, value: Any) -> Any:
        try:
            return super().decode_complex_value(field_name, field, value)
        except ValueError:
            return value


def overrides(prefix: str) -> dict[str, Any]:
    """The values whose names begin with `prefix`, by section."""
    return _Environment(_Overridable, env_prefix=prefix, env_nested_delimiter="__")()
