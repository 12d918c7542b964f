"""The CET records of data.toml, and those that a steering request publishes."""

import re
from dataclasses import replace

from sandbox.cet.records import Record, Records, Scores
from sandbox.fields import Fields
from sandbox.places import PROVINCES

TICKET = re.compile("[0-9]{15}")
FULL = 710
PARTS = {"listening": 249, "reading": 249, "writing": 213}

PROVINCE_OF_CODE = {code: province for province, code in PROVINCES.items()}


def filed(table: Fields) -> list[Record]:
    """Read `[[cet.people]]`; raise `Wrong` with the dotted name of what can't be used."""
    return [record for person in table.tables("people") for record in _records_of(person)]


def published(wanted: Fields, records: Records) -> Record:
    """Return the record that a `publish` asks for: a new one, or the known ticket's with changes."""
    wanted.only("system", "ticket", "name", "shown", "province", "school", *PARTS, "total")
    ticket = _ticket(wanted)
    old = records.by_ticket(ticket)
    if old is None:
        old = Record(
            ticket,
            name=wanted.text("name"),
            province=wanted.one_of("province", PROVINCES, PROVINCE_OF_CODE.get(ticket[:2])),
            school=wanted.text("school"),
        )
    return replace(
        old,
        name=wanted.text("name", old.name),
        shown=wanted.text("shown", old.shown),
        province=wanted.one_of("province", PROVINCES, old.province),
        school=wanted.text("school", old.school),
        scores=_scores(wanted, old.scores),
    )


def _records_of(person: Fields) -> list[Record]:
    person.only("name", "shown", "province", "school", "results")
    return [
        Record(
            ticket=_ticket(result),
            name=person.text("name"),
            province=person.one_of("province", PROVINCES),
            school=person.text("school"),
            scores=_released(result),
            shown=person.text("shown", ""),
            readme_result=result.text("readme_result", ""),
        )
        for result in person.tables("results")
    ]


def _ticket(fields: Fields) -> str:
    ticket = fields.text("ticket")
    if not TICKET.fullmatch(ticket):
        raise fields.wrong("ticket", "must have 15 digits")
    return ticket


def _released(result: Fields) -> Scores | None:
    """Return the scores, None where a result has none of the three parts."""
    result.only("ticket", *PARTS, "total", "readme_result")
    return _scores(result, None) if any(part in result for part in PARTS) else None


def _scores(fields: Fields, old: Scores | None) -> Scores:
    """Return the given scores; what is left out stays as it was, the total is the sum unless given."""
    before = {} if old is None else {part: getattr(old, part) for part in PARTS}
    parts = {part: fields.whole(part, 0, full, before.get(part)) for part, full in PARTS.items()}
    return Scores(**parts, total=fields.whole("total", 0, FULL, sum(parts.values())))
