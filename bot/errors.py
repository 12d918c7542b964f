"""What can go wrong in the runtime itself, as states of affairs.

    GradebellError
    ├── SettingsMistaken     the settings can't be used as they are; all mistakes at once
    ├── KeyMissing           a sealed row names a key that is not here
    ├── StoreBusy            another process works on this database
    ├── StoreOutdated        the database's schema is newer than this program
    └── LeaseLost            what was being worked on belongs to somebody else by now

Each but `LeaseLost` ends a command with exit status 2 and its text, which is written for an operator.
"""


class GradebellError(Exception):
    """Root of everything that the runtime raises on purpose."""


class SettingsMistaken(GradebellError):
    """`mistakes` holds one line each, led by the setting's whole dotted key."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


class KeyMissing(GradebellError):
    """The key and the sealed rows of the database do not fit."""

    def __init__(self, key_id: str) -> None:
        super().__init__(f"the key {key_id} that this database was sealed under is missing")
        self.key_id = key_id


class StoreBusy(GradebellError):
    """Another bot holds the lock of this database."""


class StoreOutdated(GradebellError):
    """The database was made by a newer program than this one."""


class LeaseLost(GradebellError):
    """The row was settled or taken over by somebody else; nothing of the writing was kept."""
