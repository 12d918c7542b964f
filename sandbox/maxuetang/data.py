"""码学堂's part of data.toml, and what `publish` takes."""

from sandbox.fields import Fields
from sandbox.maxuetang.models import Solve, Stage
from sandbox.maxuetang.records import Records

RESULT = ("pid", "ptype", "result", "score", "time", "ans", "score_json", "error", "judging", "shows_merchant")
LONG = 2**63 - 1
CODES = 99  # result codes end well below


def filed(table: Fields) -> list[Solve]:
    rows = table.tables("solves")
    for row in rows:
        row.only("solve_id", *RESULT)
    return [_solve(row, _id(row), None) for row in rows]


def publish(wanted: Fields, records: Records) -> dict[str, object]:
    """Give a submission its result or other stages; without either, move it on to its next stage."""
    wanted.only("system", "solve_id", *RESULT)
    id_ = _id(wanted)
    old = records.solve(id_)
    if old is not None and wanted.names() == ["system", "solve_id"]:
        stage = records.move_on(old)
        return {"published": {"solve_id": id_, "result": stage.result if stage else old.result, "final": stage is None}}
    solve = _solve(wanted, id_, old)
    records.put(solve)
    first = solve.judging[0].result if solve.judging else solve.result
    return {"published": {"solve_id": id_, "result": first, "final": not solve.judging}}


def _solve(row: Fields, id_: str, old: Solve | None) -> Solve:
    """Read a submission, or the changes to an old one; its stages are not among what stays."""
    return Solve(
        id=id_,
        pid=row.whole("pid", 0, 2**31 - 1, old.pid if old else None),
        ptype=row.whole("ptype", 1, 8, old.ptype if old else None),
        result=_code(row, old.result if old else None),
        score=row.figure("score", old.score if old else "0"),
        time=row.text("time", old.time if old else "20261101120000"),
        ans=row.nested("ans") or (old.ans if old else {}),
        score_json=row.nested("score_json") or (old.score_json if old else {}),
        error=row.text("error", old.error if old else ""),
        judging=tuple(_stage(stage) for stage in row.tables("judging")),
        shows_merchant=row.flag("shows_merchant", default=old.shows_merchant if old else True),
    )


def _stage(row: Fields) -> Stage:
    row.only("result", "asks", "seconds")
    return Stage(
        result=_code(row, None),
        asks=row.whole("asks", 1, 10**6) if "asks" in row else None,
        seconds=row.number("seconds", 0, 10**6) if "seconds" in row else None,
    )


def _code(row: Fields, default: str | None) -> str:
    """Read a result code: a number, or a text as the wire has it."""
    text = row.figure("result", default)
    if not (text.isascii() and text.isdecimal() and int(text) <= CODES):
        raise row.wrong("result", "must be a result code such as 4")
    return text


def _id(row: Fields) -> str:
    """Read a solve_id: a text, since not every JSON reader holds 17 digits in a number."""
    text = row.figure("solve_id")
    if not (text.isascii() and text.isdecimal() and int(text) <= LONG):
        raise row.wrong("solve_id", "must be a long whole number")
    return text
