"""Exams as a file that calendars read (RFC 5545)."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from functools import cache
from typing import TYPE_CHECKING

from bot.messages import Document
from bot.words import render
from handlers.sittings import Sitting

if TYPE_CHECKING:
    from icalendar import Timezone

NAME = "exams.ics"
_BUSY = timedelta(days=1)  # what may be taken any time within longer than this blocks no calendar
_ALARMS = (timedelta(days=1), timedelta(hours=1))  # before an exam


def calendar_file(sittings: Sequence[Sitting], now: datetime, language: str) -> Document | None:
    """Those whose begin is known; `None` where there is none. Imported anew, an exam that moved moves."""
    timed = [(each, each.begins) for each in sittings if each.begins and not each.practice]
    if not timed:
        return None
    from icalendar import Alarm, Calendar, Event  # noqa: PLC0415 - slow to import, and only needed here

    calendar = Calendar()
    calendar.add("prodid", "-//Gradebell//exams//")
    calendar.add("version", "2.0")
    for sitting, begins in timed:
        event = Event()
        event.add("uid", f"{sitting.id}@gradebell")
        event.add("dtstamp", now)
        event.add("dtstart", _local(begins, now.tzinfo))
        if sitting.ends and sitting.ends > begins:
            event.add("dtend", _local(sitting.ends, now.tzinfo))
            if sitting.ends - begins > _BUSY:
                event.add("transp", "TRANSPARENT")
        event.add("summary", sitting.title)
        event.add("description", "\n".join(render(each, language) for each in (sitting.account, *sitting.details)))
        if sitting.link:
            event.add("url", sitting.link)
        for before in _ALARMS:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", sitting.title)
            alarm.add("trigger", -before)
            event.add_component(alarm)
        calendar.add_component(event)
    for zone in calendar.get_missing_tzids():
        calendar.subcomponents.insert(0, _timezone(zone))
    return Document(NAME, calendar.to_ical())


@cache
def _timezone(zone: str) -> "Timezone":
    """Its rules of seventy years, which take 30 ms to find."""
    from icalendar import Timezone  # noqa: PLC0415 - as above

    return Timezone.from_tzid(zone)


def _local(at: datetime, zone: tzinfo | None) -> datetime:
    return at.astimezone(zone)
