"""The departments: paths such as 总部/财务部, and the moves that they have made."""

from sandbox.kaoshixing.refusals import department_not_changed, department_not_moved


class Departments:
    def __init__(self) -> None:
        self._paths: set[str] = set()
        self._moves: list[tuple[str, str]] = []

    def add(self, path: str) -> None:
        """Make what is missing of a path.

        Raise `Refused` for an empty part, and for the bare name of a department that is no root: without a
        path only a root can be meant.
        """
        parts = path.split("/")
        if not all(part.strip() for part in parts):
            raise department_not_changed()
        if path not in self._paths and any(known.endswith(f"/{path}") for known in self._paths):
            raise department_not_changed()
        self._paths |= {"/".join(parts[:depth]) for depth in range(1, len(parts) + 1)}

    def move(self, path: str, parent: str) -> None:
        """Move a department with all below it; raise `Refused` where that is impossible."""
        target = f"{parent}/{path.rpartition('/')[2]}"
        inside = f"{parent}/".startswith(f"{path}/")
        if not {path, parent} <= self._paths or inside or target in self._paths:
            raise department_not_moved()
        self._moves.append((path, target))
        self._paths = {_moved(known, path, target) for known in self._paths}

    def now(self, path: str, since: int = 0) -> str:
        """Return where a path has come to, by the moves after the first `since` ones."""
        for old, new in self._moves[since:]:
            path = _moved(path, old, new)
        return path

    @property
    def moves(self) -> int:
        return len(self._moves)


def _moved(path: str, old: str, new: str) -> str:
    return new + path[len(old) :] if f"{path}/".startswith(f"{old}/") else path
