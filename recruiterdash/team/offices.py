"""What happens to an office: it opens, is renamed, gets a new version of its calendar."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from recruiterdash import audit
from recruiterdash.errors import BadInput, Conflict
from recruiterdash.team import calendars, queries
from recruiterdash.team.calendars import CalendarDraft
from recruiterdash.team.models import CalendarVersion, Office


class OfficeDraft(NamedTuple):
    """What is said of an office."""

    name: str
    zone: str
    country: str = ""
    shared: bool = False
    is_default: bool = False


def create_office(
    session: Session,
    draft: OfficeDraft,
    *,
    now: datetime,
    actor_id: int | None,
    subdivision: str = "",
    zone_assumed: bool = False,
) -> Office:
    """Open an office with its first calendar: Monday to Friday, 09:00 to 17:00, its country's holidays.

    The first version is in force from ever, so that history imported from before has a calendar, too.
    Raises BadInput for a name in use, an unknown zone or country.
    """
    _ensure_sound(session, draft, None)
    first = calendars.start_from(draft.zone, draft.country, subdivision, now.date())
    nobody = session.execute(select(Office.id).limit(1)).first() is None
    office = Office(
        name=draft.name.strip(),
        zone=first.zone,
        country=draft.country,
        zone_assumed=zone_assumed,
        shared=draft.shared,
        is_default=draft.is_default or nobody,
        created_at=now,
    )
    session.add(office)
    session.flush()
    _only_default(session, office)
    session.add(_version(office.id, 1, first, calendars.EVER, actor_id))
    _note(session, "office.create", office.id, now, actor_id)
    session.flush()
    return office


def edit_office(
    session: Session, office: Office, draft: OfficeDraft, *, now: datetime, actor_id: int
) -> Office:
    """Change an office's facts; its zone belongs to the calendar and changes with a new version of that."""
    _ensure_sound(session, draft, office.id)
    wanted = {
        "name": draft.name.strip(),
        "country": draft.country,
        "shared": draft.shared,
        "is_default": draft.is_default or office.is_default,
    }
    changed = [field for field, value in wanted.items() if getattr(office, field) != value]
    for field in changed:
        setattr(office, field, wanted[field])
    _only_default(session, office)
    _note(session, "office.edit", office.id, now, actor_id, changed=changed)
    session.flush()
    return office


def new_calendar(
    session: Session, office: Office, draft: CalendarDraft, *, after: int, now: datetime, actor_id: int
) -> CalendarVersion:
    """Follow an office's calendar by a new version, in force from now.

    after: the version it was made from. Due moments that stand stay as they are. Raises Conflict when
    somebody else made a version meanwhile, BadInput for a calendar on which nothing can fall due.
    """
    calendars.ensure_sound(draft)
    newest = session.execute(
        select(func.max(CalendarVersion.number)).where(CalendarVersion.office_id == office.id)
    ).scalar_one()
    if newest != after:
        raise Conflict(f"Somebody else made version {newest} of this calendar meanwhile.")
    version = _version(office.id, newest + 1, draft, now, actor_id)
    session.add(version)
    office.zone = draft.zone
    office.zone_assumed = False
    known = {"number": version.number}
    if draft.quiet_dates is not None and draft.quiet_dates != office.quiet_dates:
        office.quiet_dates = dict(sorted(draft.quiet_dates.items()))
        known["quiet_dates"] = len(office.quiet_dates)
    _note(session, "office.calendar", office.id, now, actor_id, **known)
    session.flush()
    return version


def _ensure_sound(session: Session, draft: OfficeDraft, present: int | None) -> None:
    if not draft.name.strip():
        raise BadInput("An office needs a name.")
    calendars.ensure_zone(draft.zone)
    found = queries.office_named(session, draft.name.strip())
    if found is not None and found.id != present:
        raise BadInput(f"There is an office {found.name!r} already.")


def _only_default(session: Session, office: Office) -> None:
    if office.is_default:
        others = update(Office).where(Office.id != office.id, Office.is_default).values(is_default=False)
        session.execute(others, execution_options={"synchronize_session": False})


def _version(
    office_id: int, number: int, draft: CalendarDraft, valid_from: datetime, actor_id: int | None
) -> CalendarVersion:
    return CalendarVersion(
        office_id=office_id,
        number=number,
        zone=draft.zone,
        workweek=sorted(draft.workweek),
        opens=draft.opens,
        closes=draft.closes,
        holidays=dict(sorted(draft.holidays.items())),
        half_days=dict(sorted(draft.half_days.items())),
        covers_until=draft.covers_until,
        valid_from=valid_from,
        created_by=actor_id,
        note=draft.note,
    )


def _note(
    session: Session, act: str, office_id: int, now: datetime, actor_id: int | None, **detail: Any
) -> None:
    audit.note(session, at=now, actor_id=actor_id, act=act, subject="office", subject_id=office_id, **detail)
