"""Fills an empty database with the demo, a batch at a time, so that a million people need little memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import bulk, journey, requisitions, waiting
from recruiterdash.candidates.identity import fold_mailbox, index_words
from recruiterdash.candidates.models import Application, Candidate, CandidateWord, Disposition
from recruiterdash.demo import cast, house, mails, panels
from recruiterdash.demo.given import Giving, fix_all_criteria, insiders
from recruiterdash.demo.imagine import Imagined, Place, imagine
from recruiterdash.demo.stories import Story
from recruiterdash.errors import Conflict
from recruiterdash.journey import Happened, History
from recruiterdash.requisitions.models import Requisition, RequisitionState, Stage, StageType
from recruiterdash.team.models import CalendarVersion, InstanceFact, Office

#: Applications replayed and written together.
BATCH = 5_000
#: With fewer applications than this there are no colleagues to give feedback to.
ENOUGH = 100
#: Longer than any story goes back.
OPEN_FOR = timedelta(days=80)
#: Above the eight, requisitions are repeated so that none has more people than a real one.
PEOPLE_EACH = 400
#: Stories that end well or speak of interviews to come make no sense where hiring has stopped.
NOT_WHERE_STOPPED = {"offer out", "hired", "screened, booked ahead", "asked today"}
PERSON_COLUMNS = (
    "id",
    "first_name",
    "last_name",
    "preferred_name",
    "email",
    "email_folded",
    "phone",
    "language",
    "zone",
    "internal",
    "internal_source",
    "internal_since",
    "outcome_channel",
    "created_at",
    "version",
)
APPLICATION_COLUMNS = (
    "id",
    "candidate_id",
    "requisition_id",
    "applied_at",
    "state",
    "stage_id",
    "stage_type",
    "owner_id",
    "origin",
    "disposition",
    "closed_at",
    "created_at",
    "version",
)
ORIGINS = ("Careers page", "LinkedIn", "Referral", "Agency")


class Ground(NamedTuple):
    """What a requisition gives every history played in it."""

    requisition: Requisition
    place: Place
    stages: dict[StageType, int]
    rules: waiting.Rulebook
    shared: tuple[waiting.Happening, ...]


def fill(session: Session, *, applications: int, seed: int, now: datetime) -> Iterator[int]:
    """Fill the database and yield how many applications are there after each batch; the caller commits.

    Nobody can log in before a password is set. Raises Conflict for a database with people in it.
    """
    ensure_empty(session)
    users = house.colleagues(session, now)
    house.absences(session, users, now)
    offices = house.offices(session, users, now)
    grounds = _grounds(session, offices, users, applications, now)
    fix_all_criteria(session, [ground.requisition for ground in grounds], now)
    session.add(InstanceFact(name="demo", value={"seed": seed, "applications": applications}, at=now))
    session.flush()

    def fits(index: int, story: Story) -> bool:
        stopped = grounds[index].requisition.state in (RequisitionState.ON_HOLD, RequisitionState.CANCELLED)
        return not (stopped and story.name in NOT_WHERE_STOPPED)

    places = [ground.place for ground in grounds]
    inside = insiders(places, now) if applications >= ENOUGH else []
    people = imagine(applications - len(inside), places, seed, now, fits)
    done = len(inside)
    ids = _write(session, inside, grounds, now) if inside else ()
    panels.seat(session, users, ids, inside)
    while batch := list(islice(people, BATCH)):
        panels.seat(session, users, _write(session, batch, grounds, now), batch)
        done += len(batch)
        yield done
    mails.write(session, users[cast.YOU.name], now)
    bulk.take_stock(session)
    if inside:
        Giving(session, users, places, now).all(ids)
    yield done


def ensure_empty(session: Session) -> None:
    """Refuse a database that holds anybody: demo data and real people never mix."""
    for model in (Candidate, Requisition):
        if session.scalar(select(model.id).limit(1)) is not None:
            raise Conflict("This database holds people or requisitions already. The demo needs an empty one.")


def _grounds(
    session: Session, offices: dict[str, Office], users: dict[str, int], applications: int, now: datetime
) -> list[Ground]:
    copies = max(1, -(-applications // (PEOPLE_EACH * len(cast.REQUISITIONS))))
    grounds: list[Ground] = []
    for number in range(copies):
        for at, role in enumerate(cast.REQUISITIONS):
            facts = requisitions.Facts(
                reference=role.reference if number == 0 else f"{role.reference}-{number + 1}",
                title=role.title,
                office_id=offices[role.place].id,
                recruiter_id=users[role.recruiter],
                hiring_manager_id=users[role.hiring_manager],
                backup_id=users.get(role.backup),
                evergreen=role.evergreen,
                publicly_advertised=role.advertised,
                employees_at_posting=role.employees,
                jurisdiction=role.jurisdiction,
            )
            made = requisitions.create(session, facts, openings=role.openings, now=now, actor_id=None)
            ground = _ground(session, made, role, now)
            # a calendar remembers the days it was asked for: one for all copies of a role, not thousands of them
            grounds.append(ground._replace(rules=grounds[at].rules) if number else ground)
    return grounds


def _ground(session: Session, requisition: Requisition, role: cast.Role, now: datetime) -> Ground:
    if requisition.state is RequisitionState.DRAFT:
        journey.change_state(session, requisition, RequisitionState.OPEN, now=now, actor_id=None)
        requisition.opened_at = now - OPEN_FOR
    office = session.get_one(Office, requisition.office_id)
    calendar = session.scalars(
        select(CalendarVersion).where(CalendarVersion.office_id == office.id).order_by(CalendarVersion.number)
    ).first()
    place = Place(ZoneInfo(office.zone), tuple(calendar.workweek) if calendar else (0, 1, 2, 3, 4))
    shared: tuple[waiting.Happening, ...] = ()
    if role.state in (RequisitionState.ON_HOLD, RequisitionState.CANCELLED):
        said = "req_hold" if role.state is RequisitionState.ON_HOLD else "req_cancel"
        at = _days_ago(role.since, place, now)
        journey.record_for_requisition(session, requisition, Happened(said, at, source="import"), now=now)
        requisition.state = role.state
        shared = (journey.happening(said, None, at, {}),)
    stages = session.execute(select(Stage.type, Stage.id).where(Stage.requisition_id == requisition.id)).all()
    rules = waiting.rulebook(session, requisition)
    place = place._replace(by_law=bool(rules.policies[-1].packs))
    return Ground(requisition, place, {row.type: row.id for row in stages}, rules, shared)


def _days_ago(days: int, place: Place, now: datetime) -> datetime:
    day, left = now.astimezone(place.zone).date(), days
    while left or day.weekday() not in place.workweek:
        day = day.fromordinal(day.toordinal() - 1)
        left -= day.weekday() in place.workweek and left > 0
    return datetime.combine(day, time(10, 30), place.zone).astimezone(UTC)


def _write(
    session: Session, batch: Sequence[Imagined], grounds: Sequence[Ground], now: datetime
) -> Sequence[int]:
    """Write people with their applications and stories; return the numbers of the applications."""
    people = bulk.reserve(session, Candidate, len(batch))
    ids = bulk.reserve(session, Application, len(batch))
    lived = [
        journey.live(
            History(
                application_id,
                grounds[each.requisition].requisition.id,
                waiting.Person(zone=each.zone or None, internal=each.internal),
                each.happened,
            ),
            grounds[each.requisition].rules,
            grounds[each.requisition].shared,
        )
        for each, application_id in zip(batch, ids, strict=True)
    ]
    bulk.insert(
        session,
        Candidate,
        PERSON_COLUMNS,
        (_person(id_, each, now) for id_, each in zip(people, batch, strict=True)),
    )
    _write_words(session, people, batch)
    bulk.insert(
        session,
        Application,
        APPLICATION_COLUMNS,
        (
            _application(application_id, person_id, each, grounds[each.requisition], one.course, now)
            for application_id, person_id, each, one in zip(ids, people, batch, lived, strict=True)
        ),
    )
    journey.load(session, lived, now=now, imported=False, disposition_of=lambda _id: Disposition.NOT_SELECTED)
    return ids


def _person(id_: int, each: Imagined, now: datetime) -> tuple[object, ...]:
    return (
        id_,
        each.first_name,
        each.last_name,
        "",
        each.mailbox,
        fold_mailbox(each.mailbox),
        each.phone,
        "en",
        each.zone,
        each.internal,
        "HR list" if each.internal else "",
        now if each.internal else None,
        "unknown",
        now,
        1,
    )


@dataclass(slots=True)
class _Findable:
    first_name: str
    last_name: str
    preferred_name: str
    email: str | None
    phone: str


def _write_words(session: Session, people: Sequence[int], batch: Sequence[Imagined]) -> None:
    pairs = [
        (word, id_)
        for id_, each in zip(people, batch, strict=True)
        for word in index_words(_Findable(each.first_name, each.last_name, "", each.mailbox, each.phone))
    ]
    keys = bulk.reserve(session, CandidateWord, len(pairs))
    bulk.insert(
        session,
        CandidateWord,
        ("id", "word", "candidate_id"),
        ((key, word, id_) for key, (word, id_) in zip(keys, pairs, strict=True)),
    )


def _application(
    id_: int, person_id: int, each: Imagined, ground: Ground, course: waiting.Course, now: datetime
) -> tuple[object, ...]:
    applied = next(said.at for said in each.happened if said.type == "applied")
    state = course.closed or "active"
    return (
        id_,
        person_id,
        ground.requisition.id,
        applied,
        state,
        ground.stages.get(each.stage),
        each.stage.value,
        ground.requisition.recruiter_id,
        ORIGINS[id_ % len(ORIGINS)],
        Disposition.NOT_SELECTED if state == "rejected" else None,
        course.closed_at,
        now,
        1,
    )
