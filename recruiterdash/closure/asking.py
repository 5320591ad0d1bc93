"""Whoever decides is asked for a yes, a no or a date, by mail, and answers there without a log-in.

The answer tells the person nothing: it comes back to the recruiter, who writes or calls.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, aliased

from recruiterdash import audit, notices, waiting
from recruiterdash.candidates.models import Application, ApplicationState, Candidate
from recruiterdash.candidates.visibility import visible
from recruiterdash.closure.models import Answer, ManagerQuestion
from recruiterdash.config import Settings
from recruiterdash.errors import BadInput, Conflict, DomainError, NotFound
from recruiterdash.journey.decisions import standing_decision
from recruiterdash.journey.happened import Happened
from recruiterdash.journey.overview import Overview, overview
from recruiterdash.journey.recording import record
from recruiterdash.notices import links
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team import absences
from recruiterdash.team.identity import digest, viewer_of
from recruiterdash.team.models import User
from recruiterdash.team.permissions import Viewer
from recruiterdash.waiting.models import Clock, Standing
from recruiterdash.waiting.promisable import spoken

#: First part of the path of the address; see `web.asked`.
PURPOSE = "asked"
#: How long an address works, and how soon the same may be asked again.
LASTS = timedelta(days=14)
AGAIN = timedelta(hours=24)
#: Answers older than this are no longer shown as something to do.
FRESH = timedelta(days=60)
GONE = "This question"
SAID = {
    Answer.ADVANCE: "they go ahead",
    Answer.NO: "no",
    Answer.DATE: "needs until",
}


class Asked(NamedTuple):
    """What the page behind an address shows."""

    question: ManagerQuestion
    over: Overview
    manager: User
    #: The first and the last day that can be named.
    first: date
    last: date


class Pending(NamedTuple):
    """A question as the recruiter sees it."""

    question: ManagerQuestion
    name: str
    requisition: str
    manager: str

    @property
    def said(self) -> str:
        """What was answered, in words."""
        return in_words(self.question.answer, self.question.until)


# --- asking ----------------------------------------------------------------------------------------


def ask(
    session: Session,
    over: Overview,
    why: str,
    *,
    now: datetime,
    settings: Settings,
    actor_id: int | None,
    key: str = "",
) -> ManagerQuestion | None:
    """Ask who decides about somebody for a yes, a no or a date; a notice goes out with the address.

    over: of an application locked by the caller. why: one sentence for the manager. key: a cause that asks once
    for ever, None comes back when it has; without one, the same person is asked about once a day. Raises
    BadInput when nobody can be asked, Conflict when it is over or was asked just now.
    """
    if over.application.state is not ApplicationState.ACTIVE:
        raise Conflict("This application is closed: there is nothing to decide.")
    manager = _decider(session, over, now)
    if not key:
        _ensure_not_just_asked(session, over, now)
    claim = links.new_claim(PURPOSE)
    question = ManagerQuestion(
        application_id=over.application.id,
        asked_of=manager.id,
        asked_by=actor_id,
        digest=links.digest_of(settings, claim),
        why=why[:300],
        asked_at=now,
        expires_at=now + LASTS,
    )
    notice = notices.tell(
        session,
        manager,
        key or f"ask:{question.digest[:40]}",
        f"A date is needed: {over.requisition.title}",
        _letter(session, over, manager, question),
        now=now,
        settings=settings,
        link=claim,
        application_id=over.application.id,
    )
    if notice is None:
        return None
    session.add(question)
    session.flush()
    _audit(session, "manager.ask", question, now, actor_id)
    return question


def page_for(
    session: Session, settings: Settings, application_id: int, manager_id: int, cause: str, *, now: datetime
) -> str | None:
    """Return the address of a page on which a manager answers for somebody, and keep the question.

    cause: of the mail the address stands in, so that the same mail asks once however often it is written. None when
    there is nothing to decide, or it is not theirs. Nothing is committed.
    """
    claim = links.same_claim(settings, PURPOSE, cause, application_id, manager_id)
    key = links.digest_of(settings, claim)
    known = session.scalars(select(ManagerQuestion).where(ManagerQuestion.digest == key)).one_or_none()
    if known is None:
        try:
            over = overview(session, viewer_of(session, manager_id, now), application_id)
            theirs = _decider(session, over, now).id == manager_id
        except DomainError:
            return None
        if not theirs or over.application.state is not ApplicationState.ACTIVE:
            return None
        known = ManagerQuestion(
            application_id=application_id,
            asked_of=manager_id,
            asked_by=None,
            digest=key,
            why="They are waiting for a decision, or a day by which there will be one.",
            asked_at=now,
            expires_at=now + LASTS,
        )
        session.add(known)
        session.flush()
        _audit(session, "manager.ask", known, now, None)
    return links.address(settings, claim) if known.answer is None and known.expires_at > now else None


def can_be_asked(session: Session, over: Overview, now: datetime) -> bool:
    """Say whether there is somebody who decides about a person and can be asked."""
    try:
        _decider(session, over, now)
    except DomainError:
        return False
    return over.application.state is ApplicationState.ACTIVE


def _decider(session: Session, over: Overview, now: datetime) -> User:
    """The hiring manager, or who stands in; never somebody whom the wall keeps out."""
    if over.hiring_manager is None:
        raise BadInput(f"{over.requisition.title} has no hiring manager: name one first.")
    manager_id = over.hiring_manager.id
    cover = absences.standing_in(session, [manager_id], now).get(manager_id)
    manager = cover or session.get_one(User, manager_id)
    if not manager.active or not manager.email or not _sees(session, manager, over.application.id, now):
        raise BadInput(f"The hiring manager of {over.requisition.title} cannot be asked here: talk to them.")
    return manager


def _sees(session: Session, user: User, application_id: int, now: datetime) -> bool:
    try:
        overview(session, viewer_of(session, user.id, now), application_id)
    except DomainError:
        return False
    return True


def hides(session: Session, application_id: int, user_id: int) -> bool:
    """Say whether the wall hides an application from a user: a notice may have waited until it did."""
    application = session.get_one(Application, application_id)
    return user_id in session.get_one(Candidate, application.candidate_id).walled_off


def _ensure_not_just_asked(session: Session, over: Overview, now: datetime) -> None:
    lately = select(ManagerQuestion.id).where(
        ManagerQuestion.application_id == over.application.id,
        ManagerQuestion.answer.is_(None),
        ManagerQuestion.asked_at > now - AGAIN,
    )
    if session.scalar(lately.limit(1)) is not None:
        raise Conflict("They were asked within the last day and have not answered yet. Nothing was sent.")


def _letter(session: Session, over: Overview, manager: User, question: ManagerQuestion) -> str:
    asker = session.get_one(User, question.asked_by).name if question.asked_by else "Recruiting"
    calendar = waiting.rulebook(session, over.requisition).at(question.asked_at).calendar
    return (
        f"Hello {manager.name},\n\n"
        f"{asker} needs a word from you about {over.candidate.name}, who applied for "
        f"{over.requisition.title}.\n{question.why}\n\n"
        f"Say it here, without logging in. It takes a few seconds:\n{{link}}\n\n"
        "You can say that they go ahead, that they do not, or until which day you need. "
        f"{over.candidate.addressed} is told nothing before a recruiter writes or calls.\n\n"
        f"The page works once, until {spoken(calendar.local_date(question.expires_at))}.\n"
    )


# --- answering -------------------------------------------------------------------------------------


def behind(
    session: Session, settings: Settings, token: str, *, now: datetime, to_change: bool = False
) -> Asked:
    """Return the question behind an address. Raises NotFound for every address that opens none, always alike.

    now: aware UTC. to_change: nobody else answers it until the transaction ends.
    """
    if not links.is_ours(settings, PURPOSE, token):
        raise NotFound(GONE)
    statement = select(ManagerQuestion).where(ManagerQuestion.digest == digest(token))
    if to_change:
        statement = statement.with_for_update(of=ManagerQuestion)
    question = session.scalars(statement).one_or_none()
    if question is None or question.expires_at <= now:
        raise NotFound(GONE)
    manager = session.get_one(User, question.asked_of)
    try:
        viewer = viewer_of(session, manager.id, now)
        over = overview(session, viewer, question.application_id, to_change=to_change)
    except DomainError:
        raise NotFound(GONE) from None
    rules = waiting.rulebook(session, over.requisition).at(now)
    today = rules.calendar.local_date(now)
    first = rules.calendar.business_day_after(today, 1)
    return Asked(
        question, over, manager, first, rules.calendar.business_day_after(today, rules.policy.promise_cap - 1)
    )


def answer(
    session: Session,
    settings: Settings,
    token: str,
    said: Answer,
    until: date | None,
    *,
    now: datetime,
) -> Asked:
    """Keep a manager's answer, tell the recruiter, and note it in the person's story; no clock moves by it.

    until: the day they need, for `Answer.DATE`. Raises NotFound as `behind`, Conflict when it was answered or is
    over, BadInput for a day that cannot be.
    """
    asked = behind(session, settings, token, now=now, to_change=True)
    question = asked.question
    if question.answer is not None:
        raise Conflict("This question has been answered already. Nothing was changed.")
    if asked.over.application.state is not ApplicationState.ACTIVE:
        raise Conflict("This application is closed by now: there is nothing left to decide.")
    if is_settled(session, asked):
        raise Conflict("A decision has been made since this was asked. Nothing of your answer was kept.")
    if said is Answer.DATE:
        _ensure_possible(until, asked)
    question.answer, question.answered_at = said, now
    question.until = until if said is Answer.DATE else None
    session.flush()
    words = SAID[said] + (f" {spoken(question.until)}" if question.until else "")
    note = Happened("note", now, body=f"Asked for a date, answered: {words}.", actor_id=asked.manager.id)
    record(session, asked.over.application, note, now=now)
    _audit(session, "manager.answer", question, now, asked.manager.id, answer=said.value)
    _tell_recruiter(session, settings, asked, words, now)
    return asked


def is_settled(session: Session, asked: Asked) -> bool:
    """Say whether a decision stands that was made after the question was asked."""
    decision = standing_decision(session, asked.over.application.id)
    return decision is not None and decision.decided_at > asked.question.asked_at


def _ensure_possible(until: date | None, asked: Asked) -> None:
    if until is None:
        raise BadInput("Say until which day you need.")
    if not asked.first <= until <= asked.last:
        raise BadInput(
            f"Choose a day from {spoken(asked.first)} to {spoken(asked.last)}: they cannot be left longer."
        )


def _tell_recruiter(session: Session, settings: Settings, asked: Asked, words: str, now: datetime) -> None:
    over = asked.over
    if over.owner is None or over.owner.id in over.candidate.walled_off:
        return
    cover = absences.standing_in(session, [over.owner.id], now).get(over.owner.id)
    recruiter = cover or session.get_one(User, over.owner.id)
    if recruiter.id in over.candidate.walled_off:
        return
    notices.tell(
        session,
        recruiter,
        f"answer:{asked.question.id}",
        f"An answer for {over.requisition.title}",
        f"Hello {recruiter.name},\n\n{asked.manager.name} says about {over.candidate.name}: {words}.\n\n"
        f"{over.candidate.addressed} has been told nothing yet:\n"
        f"{settings.base_url}/applications/{over.application.id}\n",
        now=now,
        settings=settings,
        application_id=over.application.id,
    )


# --- what there is to do ---------------------------------------------------------------------------


def to_pass_on(session: Session, viewer: Viewer, *, now: datetime) -> list[Pending]:
    """Return the answers whose people have had no word since, the oldest first."""
    unsaid = or_(Standing.last_word_at.is_(None), Standing.last_word_at < ManagerQuestion.answered_at)
    return _pending(session, viewer, ManagerQuestion.answered_at > now - FRESH, unsaid)


def unanswered(session: Session, viewer: Viewer, *, now: datetime) -> list[Pending]:
    """Return the questions that nobody has answered and that still can be, one a person, the oldest first."""
    found = _pending(session, viewer, ManagerQuestion.answer.is_(None), ManagerQuestion.expires_at > now)
    # each week's mail asks anew about whoever still waits
    newest = {each.question.application_id: each.question.id for each in found}
    return [each for each in found if newest[each.question.application_id] == each.question.id]


def last_date(session: Session, application_id: int, today: date) -> date | None:
    """Return the day a manager needs until, as said last, while it lies ahead."""
    until = session.scalars(
        select(ManagerQuestion.until)
        .where(ManagerQuestion.application_id == application_id, ManagerQuestion.answered_at.is_not(None))
        .order_by(ManagerQuestion.answered_at.desc(), ManagerQuestion.id.desc())
        .limit(1)
    ).one_or_none()
    return until if until is not None and until >= today else None


def promised(session: Session, application_id: int, now: datetime) -> datetime | None:
    """Return until when a word is promised to somebody who has not had it."""
    due = select(Clock.due_at).where(
        Clock.application_id == application_id,
        Clock.name == "PROMISE",
        Clock.stopped_at.is_(None),
        Clock.started_at <= now,
    )
    return session.scalars(due.limit(1)).one_or_none()


def day_answered(session: Session, over: Overview, now: datetime) -> date | None:
    """Return the day to name to somebody whose manager needs until a day that lies ahead; None without one."""
    rules = waiting.rulebook(session, over.requisition).at(now)
    until = last_date(session, over.application.id, rules.calendar.local_date(now))
    return rules.calendar.business_day_after(until, 1) if until else None


def day_to_name(session: Session, over: Overview, until: date, now: datetime) -> date:
    """Return the day to name to somebody whose manager needs until a day: the business day after it."""
    return waiting.rulebook(session, over.requisition).at(now).calendar.business_day_after(until, 1)


def in_words(answer: Answer | None, until: date | None) -> str:
    """Return what was answered, in words; empty while nothing is. until: the day they need, in the office."""
    if answer is None:
        return ""
    return SAID[answer] + (f" {spoken(until)}" if until else "")


def _pending(session: Session, viewer: Viewer, *conditions: ColumnElement[bool]) -> list[Pending]:
    manager = aliased(User)
    rows: Sequence[Any] = session.execute(
        select(ManagerQuestion, Candidate, Requisition.title, manager.name)
        .join(Application, Application.id == ManagerQuestion.application_id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Requisition, Requisition.id == Application.requisition_id)
        .join(Standing, Standing.application_id == Application.id)
        .join(manager, manager.id == ManagerQuestion.asked_of)
        .where(visible(viewer), Application.state == ApplicationState.ACTIVE, *conditions)
        .order_by(ManagerQuestion.asked_at, ManagerQuestion.id)
        .limit(100)
    ).all()
    return [Pending(question, who.name, title, name) for question, who, title, name in rows]


def _audit(
    session: Session, act: str, question: ManagerQuestion, now: datetime, actor_id: int | None, **detail: str
) -> None:
    audit.note(
        session,
        at=now,
        actor_id=actor_id,
        act=act,
        subject="application",
        subject_id=question.application_id,
        question=question.id,
        **detail,
    )
