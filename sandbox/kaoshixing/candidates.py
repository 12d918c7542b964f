"""What the actions 201, 202, 206, 208 and 209 do to candidates and departments, and 207 to permissions."""

from collections.abc import Callable, Mapping

from yarl import URL

from sandbox.kaoshixing import refusals
from sandbox.kaoshixing.models import KEPT, TOLD, UNKNOWN_SEX, Candidate
from sandbox.kaoshixing.records import Pair, Records

Asked = Mapping[str, str]

NEEDED = ("user_id", "user_name", "department")
CHANGEABLE = tuple(name for name in (*TOLD, *KEPT) if name != "user_id")
PHOTOS = (".png", ".jpg", ".jpeg")
DONE: Mapping[str, object] = {"msg": "success", "code": 10000}


def needed(asked: Asked, *names: str) -> list[str]:
    """Return the values; raise `Refused` where one is missing or empty."""
    values = [asked.get(name, "") for name in names]
    if not all(values):
        raise refusals.no_parameter()
    return values


def added(asked: Asked, records: Records) -> Candidate:
    """Add a candidate, or change the one that is there (201, 206)."""
    needed(asked, *NEEDED)
    return records.put_candidate(_changes(asked))


def updated(asked: Asked, records: Records) -> Mapping[str, object]:
    (user_id,) = needed(asked, "user_id")
    if records.candidate(user_id) is None:
        raise refusals.no_candidate()
    changes = _changes(asked)
    if len(changes) == 1:  # 除了user_id以外,还至少需要一个
        raise refusals.candidate_not_changed()
    records.put_candidate(changes)
    return {"code": 10000, "msg": "更新考生信息成功"}


def permitted(asked: Asked, records: Records) -> Mapping[str, object]:
    """Grant or revoke (207). The document has no answer for it: 208's is taken."""
    user_id, exam, event = needed(asked, "user_id", "exam_id", "event_type")
    if event not in ("add", "del"):
        raise refusals.no_parameter()
    if records.candidate(user_id) is None:
        raise refusals.no_candidate()
    if exam not in records.exams:
        raise refusals.no_exam()
    records.permit(Pair(user_id, exam), may=event == "add")
    return DONE


def moved(asked: Asked, records: Records) -> Mapping[str, object]:
    path, parent = needed(asked, "depName", "pDepName")
    records.departments.move(path, parent)
    return DONE


def queried(asked: Asked, records: Records) -> Mapping[str, object]:
    """Return the candidate as a list of one, without any code; nobody is an empty list."""
    (user_id,) = needed(asked, "user_id")
    found = records.candidate(user_id)
    rows = [] if found is None else [told(found)]
    return {"total": len(rows), "current": 1, "rowCount": len(rows), "rows": rows}


def told(candidate: Candidate) -> dict[str, str]:
    """Return what 209 tells: never the password, the labels or whether somebody is disabled."""
    return {name: candidate.values.get(name, UNKNOWN_SEX if name == "sex" else "") for name in TOLD}


def _changes(asked: Asked) -> dict[str, str]:
    for name, fits in RULES.items():
        if asked.get(name) and not fits(asked[name]):
            raise refusals.candidate_not_changed()
    return {name: asked[name] for name in ("user_id", *CHANGEABLE) if name in asked}


def _is_own_address(url: str) -> bool:
    try:
        host = URL(url).host or ""
    except ValueError:
        return False
    return host.endswith(".kaoshixing.com")


RULES: Mapping[str, Callable[[str], bool]] = {
    "sex": ("0", "1").__contains__,
    "status": ("0", "1").__contains__,
    "compare_photo": lambda url: url.lower().endswith(PHOTOS),
    "custom_url": _is_own_address,
}
