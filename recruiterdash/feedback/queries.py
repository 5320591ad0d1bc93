"""Questions about feedback; every one starts from what the viewer may see."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, func, or_, select, true, union
from sqlalchemy.orm import Session

from recruiterdash import waiting
from recruiterdash.candidates.models import Application, Candidate, Interview, InterviewState
from recruiterdash.errors import NotFound
from recruiterdash.feedback.content import Action, Again, Content, Point, flaws
from recruiterdash.feedback.due import Owed, Step, steps
from recruiterdash.feedback.models import Announcement, Feedback, FeedbackLook, FeedbackText
from recruiterdash.feedback.protocol import ANSWERS, FIRST, SECOND
from recruiterdash.feedback.record import Record
from recruiterdash.feedback.visibility import no_stands, visible
from recruiterdash.requisitions.criteria import criteria_of
from recruiterdash.requisitions.models import Requisition, StageType
from recruiterdash.team.models import Office, Role, User, UserGrant, UserRole
from recruiterdash.team.permissions import Permission, Viewer
from recruiterdash.waiting.models import Clock, Standing
from recruiterdash.waiting.workdays import Calendar

#: Told longer ago than this and never begun, a case leaves the list of what is due.
REMEMBERED = timedelta(days=180)
MOST = 500
TALK, WRITTEN = "FEEDBACK_TALK", "FEEDBACK_WRITTEN"


class Case(NamedTuple):
    """One colleague who was told no, or is to be; with the record once somebody has begun it."""

    application: Application
    candidate: Candidate
    requisition: Requisition
    office: Office
    standing: Standing
    #: A no of ours stands.
    decided: bool
    feedback: Feedback | None
    giver: str | None
    giver_active: bool | None

    @property
    def giver_gone(self) -> bool:
        """Whoever was to give it was shut out, or may see nothing of it by now."""
        row = self.feedback
        return row is not None and (not self.giver_active or row.giver_id in self.candidate.walled_off)

    @property
    def begun(self) -> Feedback:
        """The record. Raises NotFound before anybody has begun it."""
        if self.feedback is None:
            raise NotFound("This record")
        return self.feedback

    @property
    def text(self) -> FeedbackText:
        """The newest version of what is written."""
        return self.begun.texts[-1]

    @property
    def released(self) -> FeedbackText | None:
        """The version the employee reads; None before there is one."""
        found = [each for each in self.begun.texts if each.released_at is not None]
        return found[-1] if found else None


def case(session: Session, viewer: Viewer, application_id: int, *, to_change: bool = False) -> Case:
    """Return one case. to_change: nobody else changes it until the transaction ends.

    Raises NotFound when there is none or it is not this viewer's: both look the same.
    """
    statement = _cases().where(Application.id == application_id, visible(viewer))
    if to_change:
        statement = statement.with_for_update(of=Application)
    found = session.execute(statement).one_or_none()
    if found is None:
        raise NotFound("This feedback")
    return Case._make(found)


def case_of(session: Session, feedback_id: int) -> Case | None:
    """Return the case of a record, for whoever holds its link."""
    found = session.execute(_cases().where(Feedback.id == feedback_id)).one_or_none()
    return Case._make(found) if found is not None else None


def cases(session: Session, viewer: Viewer, now: datetime) -> list[Case]:
    """Return the cases a viewer may see, those of requisitions that wait longest first."""
    recent = or_(Feedback.id.is_not(None), Standing.told_at.is_(None), Standing.told_at > now - REMEMBERED)
    # colleagues are few: looking for them first spares a look at everybody
    inside = select(Application.id).join(Candidate, Candidate.id == Application.candidate_id)
    concerned = union(inside.where(Candidate.internal), select(Feedback.application_id))
    statement = _cases().where(Application.id.in_(concerned), visible(viewer), recent)
    statement = statement.order_by(Application.id).limit(MOST)
    return [Case._make(row) for row in session.execute(statement)]


def _cases() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Application,
            Candidate,
            Requisition,
            Office,
            Standing,
            no_stands(),
            Feedback,
            User.name,
            User.active,
        )
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Requisition, Requisition.id == Application.requisition_id)
        .join(Office, Office.id == Requisition.office_id)
        .join(Standing, Standing.application_id == Application.id)
        .outerjoin(Feedback, Feedback.application_id == Application.id)
        .outerjoin(User, User.id == Feedback.giver_id)
    )


# --- what the protocol looks at ----------------------------------------------------------------------


def calendar_of(session: Session, found: Case, now: datetime) -> Calendar:
    """Return the calendar that binds a case now."""
    return waiting.rulebook(session, found.requisition).at(now).calendar


def record_of(found: Case, calendar: Calendar, now: datetime) -> Record:
    """Return a case as the protocol takes it."""
    told_at = found.standing.told_at if found.standing.closed in ("rejected", "requisition") else None
    row = found.feedback
    if row is None:
        return Record(giver_id=0, decided=found.decided, told_at=told_at)
    text, today = found.text, calendar.local_date(now)
    told = Record(giver_id=row.giver_id, decided=found.decided, told_at=told_at)
    return replace(
        told,
        **{name: getattr(row, name) for name in OF_RECORD},
        **{name: getattr(text, column) for name, column in OF_TEXT.items()},
        writers=tuple(text.writers),
        commented=bool(row.comment),
        flaws=flaws(content_of(text), today, manager_informed=row.manager_informed_on is not None),
        **_days(row, calendar),
    )


#: Fields of `Record` that stand on the record's own row.
OF_RECORD = (
    *(
        "agreement_applies",
        "offered_at",
        "talk_at",
        "waived_at",
        "released_at",
        "acknowledged_at",
        "lapsed_at",
    ),
    *("correction_asked_at", "followed_30_at", "followed_90_at", "closed_at", "held_at"),
)
#: And those on its newest text, with the column.
OF_TEXT = {
    "written_by": "written_by",
    "handed_over_at": "handed_over_at",
    "read_at": "read_at",
    "read_by": "read_by",
    "text_released_at": "released_at",
}


def _days(row: Feedback, calendar: Calendar) -> dict[str, Any]:
    if row.released_at is None:
        return {}
    from_ = calendar.local_date(row.talk_at or row.released_at)
    return {
        "answer_due_at": calendar.due_after(row.released_at, ANSWERS),
        "first_on": from_ + timedelta(days=FIRST),
        "second_on": from_ + timedelta(days=SECOND),
    }


def content_of(text: FeedbackText) -> Content:
    """Return what a version says."""
    points = (
        Point(each.criterion, each.level, each.weight, each.evidence, each.seen_on, each.next_time)
        for each in text.points
    )
    actions = (
        Action(each.criterion, each.what, each.owner, each.by_day, each.support) for each in text.actions
    )
    again = Again(text.again) if text.again else None
    return Content(tuple(points), tuple(actions), again, text.not_yet, text.watch)


# --- what is due --------------------------------------------------------------------------------------


class Due(NamedTuple):
    """One case with what is to be done next."""

    case: Case
    record: Record
    steps: tuple[Step, ...]

    @property
    def first_due(self) -> datetime | None:
        return min((each.due_at for each in self.steps if each.due_at), default=None)


def due(session: Session, viewer: Viewer, now: datetime) -> list[Due]:
    """Return what is due in the cases a viewer may see: what is on hold, then the longest overdue; what rests last."""
    found = cases(session, viewer, now)
    rulebooks = waiting.rulebooks(session, {each.requisition.id: each.requisition for each in found}.values())
    clocks = _clocks(session, [each.application.id for each in found])
    made = [
        _due(each, rulebooks[each.requisition.id].at(now).calendar, clocks.get(each.application.id, {}), now)
        for each in found
    ]
    far = now + timedelta(days=36_500)

    def urgency(each: Due) -> tuple[bool, bool, datetime, int]:
        held = each.record.held_at is not None
        return not each.steps, not held, each.first_due or far, each.case.application.id

    return sorted(made, key=urgency)


def due_of(session: Session, found: Case, now: datetime) -> Due:
    """Return what is due in one case."""
    clocks = _clocks(session, [found.application.id]).get(found.application.id, {})
    return _due(found, calendar_of(session, found, now), clocks, now)


def _due(found: Case, calendar: Calendar, clocks: dict[str, datetime | None], now: datetime) -> Due:
    record = record_of(found, calendar, now)
    decided = found.standing.decided_at
    owed = Owed(
        outcome=calendar.close_on(calendar.local_date(decided)) if decided else None,
        offer=_end_of(calendar.local_date(record.told_at) if record.told_at else None, calendar),
        talk=clocks.get(TALK),
        written=clocks.get(WRITTEN),
        first=_end_of(record.first_on, calendar),
        second=_end_of(record.second_on, calendar),
    )
    begun = found.feedback is not None
    late = _actions_late(found.released, calendar.local_date(now)) if begun else 0
    return Due(
        found, record, tuple(steps(record, owed, actions_late=late, begun=begun, giver_gone=found.giver_gone))
    )


def _end_of(day: date | None, calendar: Calendar) -> datetime | None:
    return calendar.end_of(day) if day is not None else None


def _actions_late(text: FeedbackText | None, today: date) -> int:
    actions = text.actions if text is not None else ()
    return sum(each.done_at is None and each.by_day is not None and each.by_day < today for each in actions)


def _clocks(session: Session, ids: Sequence[int]) -> dict[int, dict[str, datetime | None]]:
    """Return when talk and text fall due, of the newest spell."""
    found: dict[int, dict[str, datetime | None]] = {}
    rows = session.execute(
        select(Clock.application_id, Clock.name, Clock.due_at)
        .where(Clock.application_id.in_(ids), Clock.name.in_((TALK, WRITTEN)))
        .order_by(Clock.spell, Clock.cycle)
    )
    for application_id, name, due_at in rows:
        found.setdefault(application_id, {})[name] = due_at
    return found


# --- around it ----------------------------------------------------------------------------------------


def may_give(session: Session, found: Case) -> list[tuple[int, str]]:
    """Return the colleagues who may give this feedback, by name: never behind the wall around the employee."""
    by_role = select(UserRole.user_id).where(UserRole.role.in_((Role.HIRING_MANAGER, Role.HR)))
    alone = select(UserGrant.user_id).where(UserGrant.permission == Permission.FEEDBACK.value)
    statement = (
        select(User.id, User.name)
        .where(
            User.active,
            or_(User.id.in_(by_role), User.id.in_(alone)),
            User.id.not_in(sorted(found.candidate.walled_off)),
        )
        .order_by(User.name, User.id)
    )
    return [(row[0], row[1]) for row in session.execute(statement)]


def looks(session: Session, feedback_id: int) -> list[tuple[FeedbackLook, str | None]]:
    """Return who looked, newest first."""
    statement = (
        select(FeedbackLook, User.name)
        .outerjoin(User, User.id == FeedbackLook.user_id)
        .where(FeedbackLook.feedback_id == feedback_id)
        .order_by(FeedbackLook.id.desc())
        .limit(100)
    )
    return [(row[0], row[1]) for row in session.execute(statement)]


def names(session: Session, ids: Sequence[int | None]) -> dict[int, str]:
    """Return the names of users."""
    rows = session.execute(select(User.id, User.name).where(User.id.in_([each for each in ids if each])))
    return {row[0]: row[1] for row in rows}


def begun_at(session: Session, requisition_id: int, application_id: int | None = None) -> datetime | None:
    """Return when the first interview for a requisition began or is to begin, screenings left aside.

    application_id: of one person's alone.
    """
    begins = func.coalesce(Interview.starts_at, Interview.ends_at)
    return session.scalar(
        select(func.min(begins, type_=Interview.ends_at.type))
        .join(Application, Application.id == Interview.application_id)
        .where(
            Application.requisition_id == requisition_id,
            Interview.state.in_((InterviewState.SCHEDULED, InterviewState.HELD)),
            Interview.stage_type != StageType.SCREEN,
            ~Interview.preliminary,
            Application.id == application_id if application_id is not None else true(),
        )
    )


def announced(session: Session, requisition_ids: Sequence[int]) -> dict[int, Announcement]:
    """Return which requisitions' outcomes were announced."""
    rows = session.scalars(select(Announcement).where(Announcement.requisition_id.in_(requisition_ids)))
    return {row.requisition_id: row for row in rows}


def criteria(session: Session, found: Case) -> list[str]:
    """Return what people are chosen by for the requisition of a case."""
    return criteria_of(session, found.requisition.id)


def with_criteria(session: Session, found: Case, content: Content) -> Content:
    """Return a text that has no criteria yet with those that were fixed meanwhile."""
    return replace(content, points=tuple(Point(name) for name in criteria(session, found)))
