"""码学堂 on the wire. Nobody else knows these names. The sources are seeds/002 and upstreams, section 3.

- The body is a form; `timestamp` is optional, yet signed where it is sent. It is always sent.
- `ans` and `score_json` are objects in the examples and "JSON字符串" in the table: both are read, and nothing.
- What `ans` holds is told by its shape rather than by the type, since the document confuses 5 and 6: objects are
  blanks, a key `ans` is an essay, a key `source` is a program, and flags are choices.
- In blanks, `length` and `language` stand between the numbers.
- success may be text. A failure has a `msg` in Chinese and no code.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from yarl import URL

from providers.clock import CHINA
from providers.errors import Ambiguous, Changed, NotFound, ProviderError, Throttled, WrongCredentials
from providers.fields import Fields, body, misfit
from providers.http import Answer, Ask, parse_json
from providers.maxuetang.models import Blank, Choice, Judgement, TestRun, Verdict
from providers.maxuetang.signature import sign
from providers.maxuetang.submission import ProblemType, Submission

_EPOCH: Final = datetime(1970, 1, 1, 8, tzinfo=CHINA)
_LONGEST_CODE: Final = 20
_LONGEST_PROGRAM: Final = 20_000
_MOST_BLANKS: Final = 500
_CHOICES: Final = frozenset({ProblemType.TRUE_FALSE, ProblemType.SINGLE_CHOICE, ProblemType.MULTIPLE_CHOICE})


def ask(base: str, merchant_id: str, key: str, asked: Submission, now: datetime) -> Ask:
    """Make a read, though it is a POST: the system only tells what it has judged."""
    form = {
        "merchant_id": merchant_id,
        "pid": asked.pid,
        "ptype": str(int(asked.problem_type)),
        "solve_id": asked.solve_id,
        "timestamp": str((now - _EPOCH) // timedelta(milliseconds=1)),
    }
    form["sign"] = sign(form, key)
    return Ask(URL(base + "/result", encoded=True), "POST", form=form, repeatable=True)


def decode(answer: Answer, asked: Submission) -> Judgement:
    """Make a judgement of it. Raises NotFound, WrongCredentials (the signature), Throttled, Ambiguous and Changed."""
    envelope = body(answer)
    success = envelope.flag("success")
    if success is False:
        raise _refusal(envelope.text("msg"))
    data = envelope.raw("data")
    if success is None or not isinstance(data, dict):
        raise Changed(f"the field {'success' if success is None else 'data'} does not fit")
    return _judgement(Fields(data), asked)


def _refusal(text: str) -> ProviderError:
    # No code, and no list of texts is known. What is certain in a text is its subject.
    word = text.casefold()
    if any(part in word for part in ("签名", "商户", "sign", "merchant", "授权", "白名单")):
        return WrongCredentials("the merchant or its signature is refused")
    if any(part in word for part in ("不存在", "未找到", "没有找到", "无此", "找不到")):
        return NotFound("no such submission")
    if "频繁" in word:
        return Throttled("asked too often")
    return Ambiguous("success is false")


def _judgement(data: Fields, asked: Submission) -> Judgement:
    solve_id = data.text("solve_id") or asked.solve_id
    if solve_id != asked.solve_id:
        raise Changed("another submission came back")
    answered = _object(data, "ans", asked)
    return Judgement(
        problem_type=asked.problem_type,
        pid=data.text("pid") or asked.pid,
        solve_id=solve_id,
        verdict=_verdict(data) or misfit("result"),
        score=data.number("score"),
        at=data.moment("time"),
        choices=_choices(answered, asked.problem_type),
        blanks=tuple(_blanks(answered, asked.problem_type)),
        runs=tuple(_run(name, value) for name, value in _object(data, "score_json", asked).items()),
        language=Fields(answered).text("language"),
        text=Fields(answered).lines("ans", "source", longest=_LONGEST_PROGRAM),
        error=data.lines("error", longest=_LONGEST_PROGRAM),
    )


def _verdict(fields: Fields) -> Verdict | None:
    code = fields.text("result")
    if len(code) > _LONGEST_CODE:
        misfit("result")
    return Verdict(code) if code else None


def _object(data: Fields, field: str, asked: Submission) -> dict[str, object]:
    """Read an object, or an object written as a text; empty where there is none."""
    value = data.raw(field)
    if isinstance(value, str):
        value = _parsed(value, field, asked)
    if value is None:
        return {}
    return value if isinstance(value, dict) else misfit(field)


def _parsed(text: str, field: str, asked: Submission) -> object:
    if not text.strip():
        return None
    try:
        value: object = parse_json(text)
    except Changed:
        value = text
    if isinstance(value, dict) or value is None:
        return value
    # An essay may come as it was written, without an object around it.
    return {"ans": text} if field == "ans" and asked.problem_type is ProblemType.ESSAY else misfit(field)


def _choices(answered: dict[str, object], problem_type: ProblemType) -> tuple[Choice, ...]:
    if problem_type not in _CHOICES:
        return ()
    fields = Fields(answered)
    return tuple(Choice(key[:_LONGEST_CODE], bool(fields.flag(key))) for key in answered if _is_plain(key))


def _blanks(answered: dict[str, object], problem_type: ProblemType) -> Iterator[Blank]:
    if problem_type in _CHOICES or problem_type is ProblemType.ESSAY:
        return
    fields = Fields(answered)
    for key in _numbers(answered, fields):
        value = answered.get(key)
        if isinstance(value, dict):
            inner = Fields(value)
            yield Blank(key, _verdict(inner), inner.number("score"), inner.lines("ans"))
        elif value is not None:
            yield Blank(key, None, None, fields.lines(key))


def _numbers(answered: dict[str, object], fields: Fields) -> list[str]:
    length = fields.whole("length")
    if length is not None and 0 <= length <= _MOST_BLANKS:
        return [str(number) for number in range(1, length + 1)]
    return sorted((key for key in answered if key.isdecimal() and key.isascii()), key=lambda key: (len(key), key))


def _run(name: str, value: object) -> TestRun:
    if not isinstance(value, dict) or not _is_plain(name):
        misfit("score_json")
    fields = Fields(value)
    return TestRun(
        name=name[:_LONGEST_CODE],
        verdict=_verdict(fields),
        score=fields.number("score"),
        memory_kb=fields.number("memory"),
        milliseconds=fields.number("time"),
        description=fields.text("desc"),
    )


def _is_plain(key: str) -> bool:
    return key.isascii() and key.isprintable() and bool(key)
