"""What an application page shows beside its story, in one statement: drafts, a date asked for, what the ATS says."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, func, select, true
from sqlalchemy.orm import Session

from recruiterdash.candidates.models import Application, Disagreement
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


class Otherwise(NamedTuple):
    """What the ATS says of them otherwise than somebody here did, and nobody has settled."""

    id: int
    system: str
    #: status or stage.
    about: str
    theirs: str
    theirs_at: datetime | None
    #: How it stood here when the export came.
    ours: str


class Beside(NamedTuple):
    """What an application page shows beside the story."""

    drafted: list[drafts.Drafted]
    asked: Latest | None
    otherwise: list[Otherwise]


_DRAFTED = drafts.OF_ONE.subquery()
_NEWEST = (
    select(func.max(ManagerQuestion.id))
    .where(ManagerQuestion.application_id == Application.id)
    .correlate(Application)
    .scalar_subquery()
)
#: One statement for all: every page of an application asks it.
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
        Disagreement.id,
        Disagreement.source_system,
        Disagreement.about,
        Disagreement.theirs,
        Disagreement.theirs_at,
        Disagreement.ours,
    )
    .select_from(Application)
    .outerjoin(_DRAFTED, true())
    .outerjoin(ManagerQuestion, ManagerQuestion.id == _NEWEST)
    .outerjoin(User, User.id == ManagerQuestion.asked_of)
    .outerjoin(
        Disagreement,
        and_(Disagreement.application_id == Application.id, Disagreement.settled_at.is_(None)),
    )
    .where(Application.id == bindparam("application", type_=Key))
    .order_by(_DRAFTED.c.id.desc(), Disagreement.id)
)


def beside_later(session: Session, application_id: int) -> Callable[[], Beside]:
    """Ask for the drafts that wait, newest first, the last question, and what the ATS says otherwise.

    Returns what gives them; see `db.together`. The viewer has been let in before.
    """
    found = _BESIDE.asking(session, {"application": application_id})
    return lambda: _beside(found())


def _beside(rows: Sequence[Sequence[Any]]) -> Beside:
    drafted = {row[0]: drafts.Drafted(*row[:3]) for row in rows if row[0] is not None}
    otherwise = {row[8]: Otherwise(*row[8:]) for row in rows if row[8] is not None}
    asked = Latest(*rows[0][3:8]) if rows and rows[0][3] is not None else None
    return Beside(list(drafted.values()), asked, list(otherwise.values()))
