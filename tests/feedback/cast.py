"""A colleague who is told no, and the steps of the protocol as each person takes them in a browser."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from recruiterdash import journey
from recruiterdash.candidates.models import Application, Disposition, Outcome
from recruiterdash.feedback.models import Feedback
from recruiterdash.requisitions import criteria
from recruiterdash.requisitions.models import Requisition
from tests.web.nouns.house import NOW, House

CRITERIA = ("Planning a shift", "Measuring results", "Leading a handover")
#: What the giver writes, whole.
TEXT = {
    "points-0-level": "met",
    "points-0-weight": "strength",
    "points-0-evidence": "Planned a shift of nine aloud and in order.",
    "points-0-seen_on": "2026-11-10",
    "points-1-level": "partly",
    "points-1-weight": "gap",
    "points-1-evidence": "Two of three answers held no measured result.",
    "points-1-seen_on": "2026-11-10",
    "points-1-next_time": "One change, with the figure before and after.",
    "points-2-level": "met",
    "points-2-weight": "neither",
    "actions-0-criterion": CRITERIA[1],
    "actions-0-what": "Measure one change on the ward from beginning to end.",
    "actions-0-owner": "employee",
    "actions-0-by": "2027-01-29",
    "actions-0-support": "An hour a week with the quality team",
    "again": "not_yet",
    "not_yet": CRITERIA[1],
    "watch": "Care coordination, next round in spring",
}
AT = "2026-11-23T10:55"


def colleague(house: House, *, told: bool = False, requisition: int | None = None, **person: Any) -> int:
    """Return the application of somebody who works here, with a no that stands; told: they know of it."""
    requisition = requisition or with_criteria(house)
    facts = {"first": "Jonas", "last": "Berg", "internal": True, "internal_source": "HR list", **person}
    application = house.application(requisition, house.person(**facts), days_ago=20)
    with house.writing() as session:
        row = session.get_one(Application, application)
        journey.decide(
            session,
            row,
            Outcome.REJECT,
            now=NOW - timedelta(hours=2),
            actor_id=None,
            reason=Disposition.NOT_SELECTED,
        )
        session.commit()
    if told:
        assert act(house, "hiring_manager", application, "outcome", told_at=AT, how="in_person") == 303
    return application


def with_criteria(house: House) -> int:
    requisition = house.requisition()
    with house.writing() as session:
        row = session.get_one(Requisition, requisition)
        criteria.fix_criteria(session, row, CRITERIA, begun_at=None, now=NOW, actor_id=None)
        session.commit()
    return requisition


def record(house: House, application: int) -> Feedback | None:
    with house.writing() as session:
        return session.scalars(select(Feedback).where(Feedback.application_id == application)).one_or_none()


def version(house: House, application: int) -> int:
    row = record(house, application)
    return row.version if row is not None else 0


def post(house: House, who: str, application: int, act: str, **data: Any) -> TestResponse:
    fields = {"version": version(house, application), **data}
    return house.post(who, f"/feedback/{application}/{act}", **fields)


def act(house: House, who: str, application: int, act: str, **data: Any) -> int:
    return post(house, who, application, act, **data).status_code


def begun(house: House, **person: Any) -> int:
    """A colleague who was told, with a record that is begun."""
    application = colleague(house, told=True, **person)
    giver = house.users["hiring_manager"]
    assert act(house, "hiring_manager", application, "begin", giver_id=giver) == 303
    return application


def read(house: House, **person: Any) -> int:
    """A record whose text was written, handed over and read."""
    application = begun(house, **person)
    assert act(house, "hiring_manager", application, "write", **TEXT) == 303
    assert act(house, "hiring_manager", application, "hand-over") == 303
    assert act(house, "hr", application, "read", verdict="approve") == 303
    return application


def released(house: House, **person: Any) -> int:
    application = read(house, **person)
    talk = {"held_at": AT, "how": "in_person", "talk_note": "Went through each criterion."}
    assert act(house, "hiring_manager", application, "talk", **talk) == 303
    assert act(house, "hiring_manager", application, "release") == 303
    return application
