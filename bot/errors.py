"""What can go wrong in the runtime itself, as states of affairs.

    GradebellError
    ├── SettingsMistaken     the settings can't be used as they are; all mistakes at once
    ├── KeyMissing           a sealed row names a key that is not here
    ├── StoreOutdated        the database's schema is newer than this program
    ├── StoreBusy            another process works on this database
    ├── StoreUnreachable     the database can't be opened, or does not answer
    ├── PortTaken            the server can't listen where it should
    ├── LoopEnded            what always goes on ended by a fault of ours
    ├── NotDone              a command refuses, or can't go on; nothing was half done
    └── LeaseLost            what was being worked on belongs to somebody else by now

All but `LeaseLost` end a command with their text, which is written for an operator: the first three, which somebody has
to mend, with exit status 2, the others with 1.
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
        super().__init__(
            f"the key {key_id} that this database was sealed under is missing: put your copy back to store.key_file"
            " (a file can hold several keys, one a line, the newest first)"
        )
        self.key_id = key_id


class StoreOutdated(GradebellError):
    """The database was made by a newer program than this one."""


class StoreBusy(GradebellError):
    """Another bot holds the lock of this database."""


class StoreUnreachable(GradebellError):
    """No such folder, no such server, no right to it; or a server that is away for now."""


class PortTaken(GradebellError):
    """Another program listens there, or this one may not."""


class LoopEnded(GradebellError):
    """Whoever keeps the bot running has to start it anew."""


class NotDone(GradebellError):
    """Its text says why, and what to do."""


class LeaseLost(GradebellError):
    """The row was settled or taken over by somebody else; nothing of the writing was kept."""
