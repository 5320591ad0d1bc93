"""Questions about people and their applications; every one starts from what the viewer may see."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    bindparam,
    false,
    func,
    intersect,
    select,
    union_all,
)
from sqlalchemy.orm import Session, joinedload

from recruiterdash import paging
from recruiterdash.candidates.identity import (
    FEWEST_DIGITS,
    fold_mailbox,
    fold_phone,
    phone_word,
    same_phone,
    searched_phone_words,
    searched_words,
)
from recruiterdash.candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    CandidateWord,
    Decision,
    Disposition,
    Outcome,
    ReasonFamily,
)
from recruiterdash.candidates.visibility import visible, visible_people
from recruiterdash.db import Key, Question
from recruiterdash.errors import NotFound
from recruiterdash.paging import Order, Page
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team.models import User
from recruiterdash.team.permissions import Viewer

#: Behind every text that begins with another one.
_LAST = "\U0010ffff"
_MOST_WORDS = 6


# --- people ----------------------------------------------------------------------------------------


def get(session: Session, viewer: Viewer, candidate_id: int, *, to_change: bool = False) -> Candidate:
    """Return a candidate. to_change: nobody else changes them until the transaction ends.

    Raises NotFound when they are not there or not this viewer's to see.
    """
    statement = select(Candidate).where(Candidate.id == candidate_id, visible_people(viewer))
    found = session.scalars(statement.with_for_update(of=Candidate) if to_change else statement).one_or_none()
    if found is None:
        raise NotFound("This person")
    return found


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which people a list shows, and in which order."""

    text: str = ""
    internal: bool | None = None
    sort: str = "newest"


SORTS: dict[str, Order] = {
    "newest": Order((Candidate.id,), descending=True),
    "name": Order((Candidate.last_name, Candidate.first_name, Candidate.id)),
}
#: By name where a text is looked for: those it finds are put in order. In the order of an index, which this is not,
#: PostgreSQL would go through the names of everybody until it had met enough of them.
_FOUND_BY_NAME = Order((Candidate.last_name + "", Candidate.first_name + "", Candidate.id))


def listed(
    session: Session, viewer: Viewer, wanted: Wanted, cursor: str | None = None, *, size: int = paging.PAGE
) -> Page[Candidate]:
    """Return one page of the people a viewer may see. Raises BadInput for a damaged cursor."""
    statement: Select[*tuple[Any, ...]] = select(Candidate).where(visible_people(viewer))
    order = SORTS.get(wanted.sort, SORTS["newest"])
    if wanted.text.strip():
        statement = statement.where(matching(wanted.text))
        order = _FOUND_BY_NAME if order is SORTS["name"] else order
    if wanted.internal is not None:
        statement = statement.where(Candidate.internal.is_(wanted.internal))
    found = paging.page(session, statement, order, cursor, size=size)
    return Page([row[0] for row in found.rows], found.next)


def matching(text: str) -> ColumnElement[bool]:
    """Return the condition on `Candidate` that keeps people found by every word of a text.

    A word is found by its beginning, a phone number by its end. A text without any word finds nobody.
    """
    numbers = searched_phone_words(text)
    if numbers:
        return _among(union_all(*(_beginning_with(number) for number in sorted(numbers))))
    words = searched_words(text)[:_MOST_WORDS]
    # who has all the words is known from the words; looked at for one of them, thousands are read in vain
    return _among(intersect(*(_beginning_with(word) for word in words))) if words else false()


def _among(ids: CompoundSelect[int]) -> ColumnElement[bool]:
    return Candidate.id.in_(select(ids.subquery().c[0]))


def _with_word(word: str) -> Select[int]:
    return select(CandidateWord.candidate_id).where(
        CandidateWord.word >= word, CandidateWord.word < word + _LAST
    )


def _beginning_with(word: str) -> Select[int]:
    # looked up first and by itself: people of one name stand together in a list by name, and a plan that goes through
    # the list until it has met enough of them goes through most of it
    found = _with_word(word).cte().prefix_with("MATERIALIZED", dialect="postgresql")
    return select(found.c.candidate_id)


def perhaps_the_same(
    session: Session, viewer: Viewer, *, email: str | None, phone: str, but: int | None = None, most: int = 10
) -> list[Candidate]:
    """Return people the viewer may see who share a mailbox or a phone number: to be looked at, never merged.

    but: id of the person who is compared.
    """
    likely: list[Select[int]] = []
    mailbox, number = fold_mailbox(email), fold_phone(phone)
    if mailbox:
        likely.append(select(Candidate.id).where(Candidate.email_folded == mailbox).correlate(None))
    if number:
        likely.append(_with_word(phone_word(number)[: FEWEST_DIGITS + 1]))
    if not likely:
        return []
    # each is looked up by itself: one or the other is no range of any index
    these = union_all(*likely).subquery()
    statement = select(Candidate).where(
        Candidate.id.in_(select(these.c[0])), visible_people(viewer), Candidate.id != (but or 0)
    )
    found = session.scalars(statement.order_by(Candidate.id.desc()).limit(200)).all()
    return [
        each
        for each in found
        if (mailbox and each.email_folded == mailbox) or same_phone(fold_phone(each.phone), number)
    ][:most]


def colleagues(session: Session, candidate: Candidate) -> dict[int, str]:
    """Return the names of the colleagues a candidate is linked to, by id."""
    ids = [each for each in (candidate.linked_user_id, candidate.current_manager_id) if each is not None]
    return {row[0]: row[1] for row in session.execute(select(User.id, User.name).where(User.id.in_(ids)))}


# --- applications ----------------------------------------------------------------------------------


def applications_of(session: Session, viewer: Viewer, candidate_id: int) -> list[Application]:
    """Return the applications of one person that the viewer may see, newest first."""
    statement = (
        select(Application)
        .join(Application.candidate)
        .where(Application.candidate_id == candidate_id, visible(viewer))
        .options(
            joinedload(Application.requisition).joinedload(Requisition.office),
            joinedload(Application.stage),
            joinedload(Application.owner),
        )
        .order_by(Application.applied_at.desc(), Application.id.desc())
    )
    return list(session.scalars(statement))


def active_counts(session: Session, viewer: Viewer, requisition_ids: Collection[int]) -> dict[int, int]:
    """Return how many people are still open in each requisition, as far as the viewer may see them."""
    statement = (
        select(Application.requisition_id, func.count())
        .join(Application.candidate)
        .where(
            Application.requisition_id.in_(requisition_ids),
            Application.state == ApplicationState.ACTIVE,
            visible(viewer),
        )
        .group_by(Application.requisition_id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def has_people(session: Session, requisition_id: int) -> bool:
    """Return whether anybody ever applied to a requisition."""
    anybody = select(Application.id).where(Application.requisition_id == requisition_id).limit(1)
    return session.scalar(anybody) is not None


def stages_in_use(session: Session, requisition_id: int, seen_by: Viewer | None = None) -> frozenset[int]:
    """Return the ids of the stages of a requisition that somebody stands in or ended in.

    seen_by: who looks at a page and learns of nobody out of their sight; None counts everybody.
    """
    statement = select(Application.stage_id).where(Application.requisition_id == requisition_id).distinct()
    if seen_by is not None:
        statement = statement.join(Application.candidate).where(visible(seen_by))
    return frozenset(stage_id for stage_id in session.scalars(statement) if stage_id is not None)


# --- decisions -------------------------------------------------------------------------------------


class Decided(NamedTuple):
    """One version of a decision and who made it."""

    number: int
    outcome: Outcome
    reason: Disposition | None
    family: ReasonFamily | None
    note: str
    silence: str | None
    decided_at: datetime
    withdrawn_at: datetime | None
    by: str | None


_DECISIONS = Question(
    select(
        Decision.number,
        Decision.outcome,
        Decision.reason,
        Decision.family,
        Decision.note,
        Decision.silence,
        Decision.decided_at,
        Decision.withdrawn_at,
        User.name,
    )
    .outerjoin(User, User.id == Decision.decided_by)
    .where(Decision.application_id == bindparam("application", type_=Key))
    .order_by(Decision.number.desc())
)


def decisions_of(session: Session, application_id: int) -> list[Decided]:
    """Return every version of the decision about an application, newest first."""
    return decisions_later(session, application_id)()


def decisions_later(session: Session, application_id: int) -> Callable[[], list[Decided]]:
    """Ask for `decisions_of` an application, and return what gives them; see `db.together`."""
    found = _DECISIONS.asking(session, {"application": application_id})
    return lambda: [Decided(*row) for row in found()]
