"""/problem: the problems that there are. Another chapter of the guide has it, and the vendor's demo."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sandbox.fields import Fields

LIMIT = 10  # problems a page
LISTED = ("title", "desc", "score", "diff", "teacher", "source")
DETAILS = ("in", "out", "sample_in", "sample_out", "tip", "language", "memory", "time")


@dataclass(frozen=True, slots=True)
class Problem:
    pid: str
    ptype: str
    listed: Mapping[str, str]  # under the names of LISTED, and so on
    details: Mapping[str, object]  # told where the problem itself is asked for

    def told(self, *, whole: bool) -> dict[str, object]:
        return {"pid": self.pid, **self.listed, **(self.details if whole else {})}


def problems(table: Fields) -> list[Problem]:
    return [_problem(row) for row in table.tables("problems")]


def loaded(asked: Mapping[str, str], known: Sequence[Problem]) -> dict[str, object]:
    """Return the data of an answer: the one problem of `pid`, or the page of `start`, counted from 0.

    `rows` is how many there are on all pages. Figures are texts, as in the vendor's demo.
    """
    of_type = [problem for problem in known if problem.ptype == asked["ptype"]]
    start = int(asked.get("start") or 0)
    if asked.get("pid"):
        found = [problem for problem in of_type if problem.pid == asked["pid"]]
        return _page(0, len(found), [problem.told(whole=True) for problem in found])
    shown = of_type[start * LIMIT : (start + 1) * LIMIT]
    return _page(start, len(of_type), [problem.told(whole=False) for problem in shown])


def _page(start: int, rows: int, listed: Sequence[Mapping[str, object]]) -> dict[str, object]:
    return {"start": str(start), "limit": str(LIMIT), "rows": str(rows), "list": listed}


def _problem(row: Fields) -> Problem:
    row.only("pid", "ptype", *LISTED, *DETAILS, "other_in_out")
    details: dict[str, object] = {name: row.text(name) for name in DETAILS if name in row}
    if "other_in_out" in row:
        details["other_in_out"] = [
            {"in": pair.text("in"), "out": pair.text("out")} for pair in row.tables("other_in_out")
        ]
    return Problem(
        pid=str(row.whole("pid", 1, 2**31 - 1)),
        ptype=str(row.whole("ptype", 1, 8)),
        listed={name: row.text(name, "") for name in LISTED},
        details=details,
    )
