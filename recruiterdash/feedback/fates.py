"""What became of every colleague who was told no, read for the table of counts alone."""

from collections import defaultdict
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash.candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    Interview,
    InterviewState,
)
from recruiterdash.candidates.visibility import outside_the_wall
from recruiterdash.feedback.measures import Fate
from recruiterdash.feedback.models import Feedback, FeedbackAction, FeedbackText
from recruiterdash.feedback.queries import TALK, WRITTEN
from recruiterdash.team.permissions import Viewer
from recruiterdash.waiting.models import Clock, Standing

#: Colleagues looked at: a house has few, and the page must answer.
MOST = 5000


def fates(session: Session, viewer: Viewer) -> list[Fate]:
    """Return one fate for each colleague and no, without names; for hr, less whom the wall hides from them."""
    statement = (
        select(Application.id, Application.candidate_id, Standing.told_at, Feedback)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Standing, Standing.application_id == Application.id)
        .outerjoin(Feedback, Feedback.application_id == Application.id)
        .where(
            Candidate.internal,
            outside_the_wall(viewer),
            Standing.told_at.is_not(None),
            Application.state.in_((ApplicationState.REJECTED, ApplicationState.REQUISITION)),
        )
        .order_by(Standing.told_at.desc())
        .limit(MOST)
    )
    rows: list[Any] = list(session.execute(statement))
    ids = [row[0] for row in rows]
    in_time, later = _in_time(session, ids), _later(session, [row[1] for row in rows])
    actions = _actions(session, [row[3].id for row in rows if row[3] is not None])
    return [_fate(row, in_time[row[0]], later[row[1]], actions) for row in rows]


def _fate(row: Any, in_time: set[str], later: list[Any], actions: dict[int, list[FeedbackAction]]) -> Fate:
    application_id, told_at = row[0], row[2]
    record: Feedback | None = row[3]
    after = [each for each in later if each.applied_at > told_at and each.id != application_id]
    given = actions.get(record.id, []) if record is not None else []
    return Fate(
        told_at=told_at,
        talked_in_time=TALK in in_time,
        written_in_time=WRITTEN in in_time,
        acknowledged=record is not None and record.acknowledged_at is not None,
        actions=len(given),
        actions_in_time=sum(_done_in_time(each) for each in given),
        applied_at=min((each.applied_at for each in after), default=None),
        interviewed_at=min((each.held for each in after if each.held is not None), default=None),
        appointed_at=min(
            (each.closed_at or each.applied_at for each in after if each.state is ApplicationState.HIRED),
            default=None,
        ),
        moved_at=_moment(record.moved_on) if record is not None else None,
        left_at=_moment(record.left_on) if record is not None else None,
    )


def _done_in_time(action: FeedbackAction) -> bool:
    done, day = action.done_at, action.by_day
    return done is not None and (day is None or done.date() <= day)


def _moment(day: date | None) -> datetime | None:
    return datetime.combine(day, time(12), UTC) if day is not None else None


def _in_time(session: Session, ids: list[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    rows = session.execute(
        select(Clock.application_id, Clock.name).where(
            Clock.application_id.in_(ids), Clock.name.in_((TALK, WRITTEN)), Clock.result == "on_time"
        )
    )
    for application_id, name in rows:
        found[application_id].add(name)
    return found


def _later(session: Session, people: list[int]) -> dict[int, list[Any]]:
    """Return every application of some people, with the end of its first interview that was held."""
    held = (
        select(Interview.ends_at)
        .where(Interview.application_id == Application.id, Interview.state == InterviewState.HELD)
        .order_by(Interview.ends_at)
        .limit(1)
        .correlate(Application)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Application.id,
            Application.candidate_id,
            Application.applied_at,
            Application.closed_at,
            Application.state,
            held.label("held"),
        ).where(Application.candidate_id.in_(people))
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.candidate_id].append(row)
    return found


def _actions(session: Session, ids: list[int]) -> dict[int, list[FeedbackAction]]:
    """Return the actions of the version that was released last, by record."""
    newest: dict[int, tuple[int, list[FeedbackAction]]] = {}
    texts = session.scalars(
        select(FeedbackText)
        .where(FeedbackText.feedback_id.in_(ids), FeedbackText.released_at.is_not(None))
        .order_by(FeedbackText.number)
    )
    for text in texts:
        newest[text.feedback_id] = (text.number, list(text.actions))
    return {id_: actions for id_, (_, actions) in newest.items()}
