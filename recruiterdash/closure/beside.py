"""What an application page shows beside its story, in one statement: drafts, and who was asked for a date."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, select, true
from sqlalchemy.orm import Session

from recruiterdash.candidates.models import Application
from recruiterdash.closure import drafts
from recruiterdash.closure.asking import in_words
from recruiterdash.closure.models import Answer, ManagerQuestion
from recruiterdash.db import Key, Question
from recruiterdash.team.models import User


class Latest(NamedTuple):
    """The last question about one person."""

    manager: str
    asked_at: datetime
    answered_at: datetime | None
    answer: Answer | None
    until: date | None

    @property
    def said(self) -> str:
        """What was answered, in words; empty while it is not."""
        return in_words(self.answer, self.until)


class Beside(NamedTuple):
    """What an application page shows beside the story."""

    drafted: list[drafts.Drafted]
    asked: Latest | None


_DRAFTED = drafts.OF_ONE.subquery()
_NEWEST = (
    select(func.max(ManagerQuestion.id))
    .where(ManagerQuestion.application_id == Application.id)
    .correlate(Application)
    .scalar_subquery()
)
#: One statement for both: every page of an application asks it.
_BESIDE = Question(
    select(
        _DRAFTED.c.id,
        _DRAFTED.c.kind,
        _DRAFTED.c.body,
        User.name,
        ManagerQuestion.asked_at,
        ManagerQuestion.answered_at,
        ManagerQuestion.answer,
        ManagerQuestion.until,
    )
    .select_from(Application)
    .outerjoin(_DRAFTED, true())
    .outerjoin(ManagerQuestion, ManagerQuestion.id == _NEWEST)
    .outerjoin(User, User.id == ManagerQuestion.asked_of)
    .where(Application.id == bindparam("application", type_=Key))
    .order_by(_DRAFTED.c.id.desc())
)


def beside(session: Session, application_id: int) -> Beside:
    """Return the drafts that wait, newest first, and the last question; the viewer has been let in before."""
    rows = list(_BESIDE.ask(session, {"application": application_id}))
    drafted = [drafts.Drafted(*row[:3]) for row in rows if row[0] is not None]
    return Beside(drafted, Latest(*rows[0][3:]) if rows and rows[0][3] is not None else None)
