"""A file of every call, a line of JSON each, for whoever wants to judge them afterwards (see tests/interop)."""

import json
from pathlib import Path
from typing import TextIO

from tests.botapi.world import Called

KEPT_OUT = "secret_token"  # of webhooks; a journal may end up in somebody's report


class Journal:
    def __init__(self, path: str) -> None:
        # Several fakes may write into one file, one after the other or at once: each line is one write.
        self._file: TextIO | None = None
        if path:
            self._file = Path(path).open("a", encoding="utf-8", buffering=1)  # noqa: SIM115 - closed by whoever serves

    def note(self, called: Called) -> None:
        if self._file is None:
            return
        params = {name: value for name, value in called.params.items() if name != KEPT_OUT}
        files = {name: {"name": file.name, "bytes": len(file.body)} for name, file in called.files.items()}
        line = {"method": called.method, "params": params, "files": files, "status": called.status, "at": called.at}
        self._file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
