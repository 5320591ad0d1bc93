"""The versions of policy and calendar that bind a requisition, read from their rows."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import JSON, bindparam, cast, false, func, null, select, true
from sqlalchemy.orm import Session

from recruiterdash.db import Key, Question
from recruiterdash.errors import Conflict
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team.models import CalendarVersion
from recruiterdash.waiting.models import PolicyVersion, RequisitionLevels
from recruiterdash.waiting.policy import (
    EVER,
    ONTARIO,
    CalendarInForce,
    OwnLevels,
    Pack,
    Policy,
    PolicyInForce,
    Rulebook,
    pack_from,
    policy_from,
    stored_pack,
    with_own,
)
from recruiterdash.waiting.workdays import Calendar

# Made once: making a statement costs more than answering it, and every page of a person asks these.
_C, _L, _P = CalendarVersion.__table__.c, RequisitionLevels.__table__.c, PolicyVersion.__table__.c
_POLICIES = select(_P.number, _P.valid_from, _P.levels, _P.packs).order_by(_P.number)
_CALENDARS = select(
    _C.office_id,
    _C.number,
    _C.valid_from,
    _C.zone,
    _C.workweek,
    _C.opens,
    _C.closes,
    _C.holidays,
    _C.half_days,
).order_by(_C.number)
_OWN = select(_L.requisition_id, _L.number, _L.valid_from, _L.levels).order_by(_L.number)
_EVERY_POLICY = Question(_POLICIES)
_CALENDARS_OF_ONE = Question(_CALENDARS.where(_C.office_id == bindparam("office", type_=Key)))
# the policies, and what one requisition has of its own beside them: in one way to the server and back
_POLICIES_AND_OWN = Question(
    select(_P.number, _P.valid_from, _P.levels, _P.packs, false().label("own"))
    .union_all(
        select(_L.number, _L.valid_from, _L.levels, cast(null(), JSON), true()).where(
            _L.requisition_id == bindparam("requisition", type_=Key)
        )
    )
    .order_by("number")
)
_CALENDARS_OF_MANY = _CALENDARS.where(_C.office_id.in_(bindparam("offices", expanding=True)))
_OWN_OF_MANY = _OWN.where(_L.requisition_id.in_(bindparam("requisitions", expanding=True)))
#: A version that is not there yet has this number.
NOT_YET = 10**9


class Proposed(NamedTuple):
    """A version that nobody has saved yet, in force from a moment on."""

    at: datetime
    policy: Policy | None = None
    packs: tuple[Pack, ...] | None = None
    #: The office whose calendar it is.
    office_id: int | None = None
    calendar: Calendar | None = None
    #: The requisition whose own levels they are.
    requisition_id: int | None = None
    levels: Mapping[str, int] | None = None


def rulebook(session: Session, requisition: Requisition) -> Rulebook:
    """Return what binds one requisition."""
    return rulebooks(session, [requisition])[requisition.id]


def rulebooks(
    session: Session, requisitions: Iterable[Requisition], *, proposed: Proposed | None = None
) -> dict[int, Rulebook]:
    """Return what binds each requisition, in three statements however many there are.

    proposed: a version to be looked at as if it had been saved.
    """
    wanted = list(requisitions)
    policies, own = _said(session, [requisition.id for requisition in wanted])
    calendars = calendars_in_force(session, {requisition.office_id for requisition in wanted})
    if proposed is not None:
        policies = _with_policy(policies, proposed)
        _add_calendar(calendars, proposed)
        _add_own(own, proposed)
    return {
        each.id: _book(each, policies, own.get(each.id, ()), calendars[each.office_id]) for each in wanted
    }


def rules_and_packs_later(
    session: Session, requisition: Requisition
) -> Callable[[], tuple[Rulebook, tuple[Pack, ...]]]:
    """Ask for what binds one requisition, and for all statutory packs there are.

    Returns what gives them; see `db.together`.
    """
    said = _POLICIES_AND_OWN.asking(session, {"requisition": requisition.id})
    dated = _CALENDARS_OF_ONE.asking(session, {"office": requisition.office_id})

    def read() -> tuple[Rulebook, tuple[Pack, ...]]:
        policies, own = _said_of_one(said())
        calendars = _versions({requisition.office_id}, dated())[requisition.office_id]
        return _book(requisition, policies, own, calendars), policies[-1].packs

    return read


def _book(
    requisition: Requisition,
    policies: tuple[PolicyInForce, ...],
    own: Sequence[OwnLevels],
    calendars: tuple[CalendarInForce, ...],
) -> Rulebook:
    binds = [each._replace(packs=binding(each.packs, requisition)) for each in policies]
    return Rulebook(with_own(binds, own), calendars)


def _said(
    session: Session, requisition_ids: Sequence[int]
) -> tuple[tuple[PolicyInForce, ...], dict[int, list[OwnLevels]]]:
    """Return the policies and what requisitions have of their own; one alone takes one statement."""
    if len(requisition_ids) != 1:
        return policies_in_force(session), own_levels(session, requisition_ids)
    rows = _POLICIES_AND_OWN.ask(session, {"requisition": requisition_ids[0]})
    policies, own = _said_of_one(rows)
    return policies, {requisition_ids[0]: own}


def _said_of_one(
    rows: Sequence[Sequence[Any]],
) -> tuple[tuple[PolicyInForce, ...], list[OwnLevels]]:
    own = [OwnLevels(*row[:3]) for row in rows if row[4]]
    return _in_force([row[:4] for row in rows if not row[4]]), own


def own_levels(session: Session, requisition_ids: Sequence[int]) -> dict[int, list[OwnLevels]]:
    """Return the versions of their own levels that requisitions have, oldest first; most have none."""
    found: dict[int, list[OwnLevels]] = {}
    for start in range(0, len(requisition_ids), 500):
        some = list(requisition_ids[start : start + 500])
        for requisition_id, *version in session.execute(_OWN_OF_MANY, {"requisitions": some}):
            found.setdefault(requisition_id, []).append(OwnLevels(*version))
    return found


def _with_policy(policies: tuple[PolicyInForce, ...], proposed: Proposed) -> tuple[PolicyInForce, ...]:
    if proposed.policy is None:
        return policies
    packs = policies[-1].packs if proposed.packs is None else proposed.packs
    return (*policies, PolicyInForce(NOT_YET, proposed.at, proposed.policy, packs))


def _add_calendar(calendars: dict[int, tuple[CalendarInForce, ...]], proposed: Proposed) -> None:
    if proposed.calendar is not None and (before := calendars.get(proposed.office_id or 0)):
        coming = CalendarInForce(NOT_YET, proposed.at, proposed.calendar)
        calendars[proposed.office_id or 0] = (*before, coming)


def _add_own(own: dict[int, list[OwnLevels]], proposed: Proposed) -> None:
    if proposed.levels is not None and proposed.requisition_id is not None:
        coming = OwnLevels(NOT_YET, proposed.at, proposed.levels)
        own.setdefault(proposed.requisition_id, []).append(coming)


def binding(packs: Sequence[Pack], requisition: Requisition) -> tuple[Pack, ...]:
    """Return the statutory packs whose duty runs for a requisition: those that apply, and those not known to."""
    return tuple(
        pack
        for pack in packs
        if pack.applies(
            requisition.jurisdiction, requisition.publicly_advertised, requisition.employees_at_posting
        )
        is not False
    )


def policies_in_force(session: Session) -> tuple[PolicyInForce, ...]:
    """Return all policy versions, oldest first, and the packs of the newest; the defaults when there is none."""
    return _in_force(_EVERY_POLICY.ask(session, {}))


def _in_force(rows: Sequence[Sequence[Any]]) -> tuple[PolicyInForce, ...]:
    if not rows:
        return (PolicyInForce(1, EVER, Policy(), (ONTARIO,)),)
    return tuple(
        PolicyInForce(number, valid_from, policy_from(levels), tuple(map(pack_from, packs)))
        for number, valid_from, levels, packs in rows
    )


def calendars_in_force(session: Session, office_ids: set[int]) -> dict[int, tuple[CalendarInForce, ...]]:
    """Return each office's calendar versions, oldest first."""
    return _versions(office_ids, _calendar_rows(session, office_ids))


def _versions(office_ids: set[int], rows: Iterable[Sequence[Any]]) -> dict[int, tuple[CalendarInForce, ...]]:
    found: dict[int, list[CalendarInForce]] = {office_id: [] for office_id in office_ids}
    for office_id, number, valid_from, *said in rows:
        found[office_id].append(CalendarInForce(number, valid_from, _made(number, *said)))
    if any(not versions for versions in found.values()):
        raise Conflict("An office has no calendar. Give it one on the offices page; nothing was changed.")
    return {office_id: tuple(versions) for office_id, versions in found.items()}


def _calendar_rows(session: Session, office_ids: set[int]) -> Iterable[Sequence[Any]]:
    if len(office_ids) == 1:
        return _CALENDARS_OF_ONE.ask(session, {"office": next(iter(office_ids))})
    return session.execute(_CALENDARS_OF_MANY, {"offices": list(office_ids)}).all()


def _made(
    number: int,
    zone: str,
    workweek: list[int],
    opens: str,
    closes: str,
    holidays: list[str],
    half_days: dict[str, str],
) -> Calendar:
    return _calendar(
        zone,
        tuple(workweek),
        opens,
        closes,
        json.dumps(sorted(holidays)),
        json.dumps(sorted(half_days.items())),
        number,
    )


@lru_cache(maxsize=512)
def _calendar(
    zone: str, workweek: tuple[int, ...], opens: str, closes: str, holidays: str, half_days: str, number: int
) -> Calendar:
    return Calendar(
        zone,
        workweek,
        time.fromisoformat(opens),
        time.fromisoformat(closes),
        [date.fromisoformat(day) for day in json.loads(holidays)],
        {date.fromisoformat(day): time.fromisoformat(at) for day, at in json.loads(half_days)},
        number,
    )


def ensure_policy(session: Session) -> None:
    """Write the default policy as its first version where there is none."""
    if session.scalar(select(func.count()).select_from(PolicyVersion)):
        return
    levels = {name: getattr(Policy(), name) for name in Policy.__slots__}
    session.add(
        PolicyVersion(
            number=1, levels=levels, packs=[stored_pack(ONTARIO)], valid_from=EVER, note="as shipped"
        )
    )
    session.flush()
