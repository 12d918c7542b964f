"""What becomes of the system's bodies."""

from decimal import Decimal

import pytest

from providers.cet.client import CetClient
from providers.cet.level import Level
from providers.cet.models import CetResult, ResultWarning
from providers.cet.ticket import Sitting
from providers.errors import Ambiguous, Changed, Throttled
from tests.providers.cet_bodies import DOCUMENTED, FAILED, LATER, NAME, REAL, TICKET
from tests.providers.upstream import Upstream, says


async def look_up(client: CetClient, upstream: Upstream, body: object) -> CetResult:
    upstream.always = says(body)
    return await client.by_ticket(TICKET, NAME)


async def test_documented(client: CetClient, upstream: Upstream) -> None:
    """The document's own example: another name and a 17-digit ticket come back, and both are told."""
    assert await look_up(client, upstream, DOCUMENTED) == CetResult(
        name="罗撒旦",
        school="韶关学院",
        level=Level.CET4,
        sitting=Sitting(2015, 6),
        total=446,
        listening=130,
        reading=169,
        writing=147,
        ticket=TICKET,
        returned_ticket="44053015132210612",
        warnings=(ResultWarning.OTHER_NAME, ResultWarning.OTHER_TICKET),
    )


async def test_real(client: CetClient, upstream: Upstream) -> None:
    """As the program really answers."""
    result = await look_up(client, upstream, REAL)
    assert (result.ticket, result.name, result.warnings) == (TICKET, NAME, ())


async def test_other_ticket(client: CetClient, upstream: Upstream) -> None:
    """The ticket is the one asked for, be the returned one well formed or not."""
    result = await look_up(client, upstream, REAL | {"ticket": "440530162213802"})
    assert (result.ticket, result.returned_ticket) == (TICKET, "440530162213802")
    assert (result.level, result.sitting) == (Level.CET4, Sitting(2015, 6))
    assert result.warnings == (ResultWarning.OTHER_TICKET,)
    assert "4405" not in repr(result)


async def test_later_back_end(client: CetClient, upstream: Upstream) -> None:
    """Other keys and no Status make the same result."""
    assert await look_up(client, upstream, LATER) == await client.by_ticket(TICKET, NAME)
    assert (await client.by_ticket(TICKET, NAME)).total == 446


async def test_by_school(client: CetClient, upstream: Upstream) -> None:
    """The level is the one asked for; a valid ticket that comes back tells the sitting."""
    upstream.always = says(REAL)
    result = await client.by_school("广东", "韶关学院", Level.CET4, NAME)
    assert (result.level, result.sitting, result.ticket) == (Level.CET4, Sitting(2015, 6), TICKET)
    assert result.warnings == ()


async def test_by_school_other_level(client: CetClient, upstream: Upstream) -> None:
    upstream.always = says(REAL)
    result = await client.local(Level.CET6, NAME)
    assert (result.level, result.warnings) == (Level.CET6, (ResultWarning.OTHER_LEVEL,))


async def test_by_school_malformed_ticket(client: CetClient, upstream: Upstream) -> None:
    """A 17-digit ticket tells no sitting, and the result is shown all the same."""
    upstream.always = says(DOCUMENTED | {"name": NAME})
    result = await client.local(Level.CET4, NAME)
    assert (result.sitting, result.ticket) == (None, "44053015132210612")
    assert result.returned_ticket == result.ticket
    assert result.warnings == ()


async def test_without_ticket(client: CetClient, upstream: Upstream) -> None:
    """Where none comes back, the one asked for stands; by school there is none then."""
    body = {key: value for key, value in REAL.items() if key != "ticket"}
    result = await look_up(client, upstream, body)
    assert (result.ticket, result.returned_ticket) == (TICKET, None)
    result = await client.local(Level.CET4, NAME)
    assert (result.ticket, result.returned_ticket) == (None, None)


@pytest.mark.parametrize("status", ["1", 1, True, "true", " 1 "])
async def test_success(client: CetClient, upstream: Upstream, status: object) -> None:
    assert (await look_up(client, upstream, REAL | {"Status": status})).total == 446


@pytest.mark.parametrize("status", ["0", 0, False, "false"])
async def test_status_0(client: CetClient, upstream: Upstream, status: object) -> None:
    """Failed, whatever the cause; scores beside it would not count."""
    with pytest.raises(Ambiguous):
        await look_up(client, upstream, FAILED | {"Status": status})
    with pytest.raises(Ambiguous):
        await look_up(client, upstream, REAL | {"Status": status})


@pytest.mark.parametrize(
    ("written", "points"),
    [
        ("130", 130),
        (130, 130),
        (130.0, 130),
        ("130.50", Decimal("130.5")),
        (130.5, Decimal("130.5")),
        ("１３４", 134),
        (" 130 ", 130),
        ("", None),
        ("--", None),
        (None, None),
    ],
)
async def test_points(client: CetClient, upstream: Upstream, written: object, points: object) -> None:
    """Text or number; whole ones are int; blank or dashes say that there is none."""
    result = await look_up(client, upstream, REAL | {"Listening": written})
    assert result.listening == points
    assert type(result.listening) is type(points)


@pytest.mark.parametrize("field", ["name", "school", "Total", "Listening", "Reading", "Writing", "ticket", "Status"])
@pytest.mark.parametrize("wrong", [[], {}, ["1"], {"a": 1}, "wrong\x00", 1.25e7])
async def test_wrong_type(client: CetClient, upstream: Upstream, field: str, wrong: object) -> None:
    """A field of a wrong type is no result; one such answer does not make the system look down."""
    with pytest.raises(Changed) as caught:
        await look_up(client, upstream, REAL | {field: wrong})
    assert not caught.value.broken


def without(*fields: str) -> dict[str, str]:
    return {key: value for key, value in REAL.items() if key not in fields}


@pytest.mark.parametrize("field", ["name", "Total"])
async def test_missing(client: CetClient, upstream: Upstream, field: str) -> None:
    """Without a name or a total there is no score."""
    for body in (without(field), REAL | {field: None}):
        with pytest.raises(Changed, match=f"field {field.lower()} does not fit"):
            await look_up(client, upstream, body)


@pytest.mark.parametrize("body", [without("school"), REAL | {"school": None}])
async def test_without_school(client: CetClient, upstream: Upstream, body: object) -> None:
    result = await look_up(client, upstream, body)
    assert (result.school, result.total, result.warnings) == ("", 446, ())


@pytest.mark.parametrize("part", ["Listening", "Reading", "Writing"])
async def test_without_part(client: CetClient, upstream: Upstream, part: str) -> None:
    """A part that is left out throws no score away."""
    for body in (without(part), REAL | {part: None}):
        result = await look_up(client, upstream, body)
        assert getattr(result, part.lower()) is None
        assert (result.total, result.warnings) == (446, ())


async def test_total_only(client: CetClient, upstream: Upstream) -> None:
    result = await look_up(client, upstream, without("school", "Listening", "Reading", "Writing"))
    assert (result.school, result.total, result.listening, result.reading, result.writing) == (
        "",
        446,
        None,
        None,
        None,
    )


@pytest.mark.parametrize("name", ["", "x" * 201, None, 5])
async def test_no_name(client: CetClient, upstream: Upstream, name: object) -> None:
    with pytest.raises(Changed, match="name"):
        await look_up(client, upstream, REAL | {"name": name})


async def test_unknown_field(client: CetClient, upstream: Upstream) -> None:
    """What is new is passed over."""
    assert (await look_up(client, upstream, REAL | {"rank": [1], "notice": None})).total == 446


@pytest.mark.parametrize("body", ["null", "fail", '"fail"', " null\n"])
async def test_bare_failure(client: CetClient, upstream: Upstream, body: str) -> None:
    """Later front ends failed so for one person, which does not make the system look down."""
    with pytest.raises(Changed) as caught:
        await look_up(client, upstream, body)
    assert not caught.value.broken


@pytest.mark.parametrize(
    "body",
    [
        "",
        "  ",
        "<html>502</html>",
        '{"Status": "1"',
        "[]",
        '"text"',
        "true",
        "NaN",
        "jsonp({})",
        b"\xff\xfe\x00",
        "[" * 9999,
    ],
)
async def test_broken(client: CetClient, upstream: Upstream, body: object) -> None:
    """No answer in any documented shape: the system itself is to be doubted."""
    with pytest.raises(Changed) as caught:
        await look_up(client, upstream, body)
    assert caught.value.broken


async def test_no_score(client: CetClient, upstream: Upstream) -> None:
    """An object with neither Status nor scores is no failure that we know."""
    with pytest.raises(Changed):
        await look_up(client, upstream, {"message": "ok"})
    with pytest.raises(Changed):
        await look_up(client, upstream, {"Status": "1"})
    with pytest.raises(Changed):
        await look_up(client, upstream, without("Total", "Listening", "Reading", "Writing"))
    with pytest.raises(Changed, match="Status"):
        await look_up(client, upstream, REAL | {"Status": "7"})


async def test_id_error(client: CetClient, upstream: Upstream) -> None:
    with pytest.raises(Ambiguous):
        await look_up(client, upstream, "idError")


async def test_queue(client: CetClient, upstream: Upstream) -> None:
    """A bare number is the length of a queue."""
    with pytest.raises(Throttled):
        await look_up(client, upstream, "17")


@pytest.mark.parametrize(
    ("change", "warnings"),
    [
        ({"Total": "447"}, (ResultWarning.SUM,)),
        ({"Total": "0"}, ()),
        ({"Total": "500", "Writing": "--"}, ()),
        ({"Listening": "250", "Total": "566"}, (ResultWarning.RANGE,)),
        ({"Writing": "214", "Total": "513"}, (ResultWarning.RANGE,)),
        ({"name": "罗 增·榕"}, ()),
        ({"ticket": int(TICKET)}, ()),
        ({"ticket": ""}, ()),
    ],
)
async def test_warnings(
    client: CetClient, upstream: Upstream, change: dict[str, object], warnings: tuple[ResultWarning, ...]
) -> None:
    """Doubtful scores are shown, with a warning."""
    assert (await look_up(client, upstream, REAL | change)).warnings == warnings
