"""Whether the offices' calendars reach as far as what falls due by them."""

from datetime import UTC, date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from recruiterdash.team import calendars, queries
from recruiterdash.waiting.slate import latest_dues


class Shortfall(NamedTuple):
    """An office whose calendar ends soon, or before something falls due."""

    office_id: int
    office: str
    covers_until: date
    #: The last day on which something falls due after the calendar's end; None when it only ends soon.
    due: date | None


def shortfalls(session: Session, now: datetime) -> dict[int, Shortfall]:
    """Return the offices that need the next years' holidays, by id.

    now: aware UTC. An office is told when its calendar ends within 60 days, or when a due lies beyond its end; one
    that has no holidays yet has nothing that could run out.
    """
    # an end nearer than this is told anyway, so that no more than the few dues beyond are looked at
    near = datetime.combine(now.date() + calendars.NEAR, time.min, UTC)
    latest = latest_dues(session, after=near)
    found = {}
    for line in queries.offices(session):
        if not line.holidays_known:
            continue
        due = latest[line.id].astimezone(ZoneInfo(line.zone)).date() if line.id in latest else None
        beyond = due if due is not None and due > line.covers_until else None
        if beyond or calendars.runs_out(line.covers_until, now.date()):
            found[line.id] = Shortfall(line.id, line.name, line.covers_until, beyond)
    return found
