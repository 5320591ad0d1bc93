"""What is known when a letter is written: the same for the draft and for its approval."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from recruiterdash import waiting
from recruiterdash.candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    Decision,
    Interview,
    InterviewState,
    Outcome,
)
from recruiterdash.candidates.visibility import visible
from recruiterdash.config import Settings
from recruiterdash.errors import BadInput
from recruiterdash.journey.colleagues import colleagues_first
from recruiterdash.journey.decisions import standing_decision
from recruiterdash.journey.models import Event
from recruiterdash.journey.overview import Overview
from recruiterdash.mail import check_address
from recruiterdash.messages import ats, depth, elsewhere, put_off, queries, status_links
from recruiterdash.messages.courtesy.said import Away
from recruiterdash.messages.depth import Depth
from recruiterdash.messages.models import OUTCOME, MessageApplication
from recruiterdash.messages.types import MANNERS, MessageType
from recruiterdash.requisitions.models import Requisition, RequisitionState, StageType
from recruiterdash.team import absences
from recruiterdash.team.absences import Ahead
from recruiterdash.team.models import User
from recruiterdash.team.permissions import Viewer
from recruiterdash.waiting.policy import Policy
from recruiterdash.waiting.workdays import Calendar

#: Dues that a promise may not pass; the others are answered by the letter itself or wait for nothing of ours.
DUTIES = ("CANDIDATE_DEADLINE", "NOTICE", "DECISION")

_LIVE = frozenset({"phone", "meeting"})
_THANKS = frozenset({"thank_you", "thank_you_question"})


class Signer(NamedTuple):
    """Who signs and is answered to: the responsible recruiter, else who writes."""

    user_id: int
    name: str
    role: str
    phone: str
    email: str
    #: When they are away from now on.
    away: tuple[Away, ...] = ()


class Elsewhere(NamedTuple):
    """Another application of the same person that ended in a hire, or has an offer of ours out."""

    application_id: int
    #: What it is for; empty when that is not the writer's to see.
    title: str
    hired: bool


class Context(NamedTuple):
    """Everything a letter to one person is written from and held against."""

    #: The office's date.
    today: date
    signer: Signer
    calendar: Calendar
    promise_cap: int
    #: Business days from a word to the next.
    cadence: int
    #: Office-local days on which something else is due.
    owed: tuple[date, ...]
    #: The last office-local day of a statutory duty that runs.
    legal_due: date | None
    #: A day promised earlier and neither kept nor answered yet.
    missed: date | None
    #: The newest decision that nobody has withdrawn.
    decision: Decision | None
    #: An offer of ours is out, as far as our words say.
    offered: bool
    outcome_on_its_way: bool
    #: What is settled has not been told.
    outcome_owed: bool
    elsewhere: tuple[Elsewhere, ...]
    #: How far they got for certain, and at the most.
    reached: Depth
    possible: Depth
    #: Names of the clocks that run.
    running: frozenset[str]
    #: Types of the letters they have had since they applied, or since the case was opened again.
    letters: frozenset[str]
    #: We have written or spoken to them at all.
    spoken_to: bool
    #: A talk with them about the outcome is logged.
    talked: bool
    #: They thanked us for something.
    thanked: bool
    #: A colleague from inside was hired for the role; None when nobody is on record.
    filled_inside: bool | None
    #: Names and titles on record.
    names: tuple[str, ...]
    company: str
    #: The person's own status page; None where there is none.
    status_url: str | None = None
    #: Somebody else of the requisition is told first.
    others_first: bool = False
    #: The ATS says something else of them, which nobody has settled.
    disputed: bool = False
    #: Types of letters that the ATS sends.
    sent_there: frozenset[MessageType] = frozenset()
    #: They were put off twice in a row, and neither talked with nor asked about since.
    put_off: bool = False

    @property
    def decided_no(self) -> bool:
        return self.decision is not None and self.decision.outcome is Outcome.REJECT


def context(
    session: Session,
    viewer: Viewer,
    about: Overview,
    *,
    now: datetime,
    company: str,
    settings: Settings | None = None,
) -> Context:
    """Return what is known when a letter about this application is written.

    settings: what the link to their status page is made from; without them no page is known.
    """
    rules = waiting.rulebook(session, about.requisition).at(now)
    running = queries.running_clocks(session, about.application.id, now)
    words = _words(session, about.application.id)
    said = [word.data for word in words if word.type == "out"]
    held, stood = _stages(session, about, now)
    signer = _signer(session, viewer, about, now)
    decision = standing_decision(session, about.application.id)
    return Context(
        today=rules.calendar.local_date(now),
        signer=signer,
        calendar=rules.calendar,
        promise_cap=rules.policy.promise_cap,
        cadence=_cadence(session, about, rules.policy, now),
        owed=tuple(rules.calendar.local_date(due) for name, due in running.items() if due and is_duty(name)),
        legal_due=min(
            (
                rules.calendar.local_date(due)
                for name, due in running.items()
                if due and name.startswith("LEGAL")
            ),
            default=None,
        ),
        missed=_missed(said) if "PROMISE" in running else None,
        decision=decision,
        offered=_offered(said),
        outcome_on_its_way=_outcome_on_its_way(session, about, decision),
        outcome_owed="NOTICE" in running,
        elsewhere=tuple(_elsewhere(session, viewer, about)),
        reached=depth.reached(held, stood),
        possible=depth.possible(held, stood),
        running=frozenset(running),
        letters=frozenset(data["letter"] for data in said if "letter" in data),
        spoken_to=bool(said),
        talked=_talked(words, decision),
        thanked=any(word.type == "in" and word.kind in _THANKS for word in words),
        filled_inside=_filled_inside(session, about.requisition.id),
        names=(about.requisition.title, about.candidate.addressed, signer.name, company, about.office.name),
        company=company,
        status_url=status_links.address(settings, about.application, about.candidate) if settings else None,
        others_first=bool(colleagues_first(session, [about.requisition.id])),
        disputed=bool(ats.disputed(session, [about.application.id])),
        sent_there=ats.beside(session).rules.sends,
        put_off=_put_off(session, about.application.id, said),
    )


def interview_of(session: Session, about: Overview, type_: MessageType, now: datetime) -> Interview | None:
    """Return the interview a letter of a type speaks of, if there is one.

    The one ahead when it says what comes next, else the last that was held.
    """
    own = select(Interview).where(Interview.application_id == about.application.id)
    ahead = own.where(Interview.state == InterviewState.SCHEDULED, Interview.ends_at > now)
    held = own.where(
        or_(
            Interview.state == InterviewState.HELD,
            (Interview.state == InterviewState.SCHEDULED) & (Interview.ends_at <= now),
        )
    )
    if MANNERS[type_].decision is Outcome.ADVANCE:
        return session.scalars(ahead.order_by(Interview.ends_at).limit(1)).one_or_none()
    return session.scalars(held.order_by(Interview.ends_at.desc()).limit(1)).one_or_none()


def recipient_of(about: Overview) -> str:
    """Return the mailbox on record. Raises BadInput when there is none that can be written to."""
    written = (about.candidate.email or "").strip()
    if not written:
        raise BadInput(f"No mailbox is known for {about.candidate.name}: call, or write by post, and log it.")
    check_address(written)
    return written


def _signer(session: Session, viewer: Viewer, about: Overview, now: datetime) -> Signer:
    # Answers go to who signs: never to the person's present manager, who may know nothing of it, and to nobody
    # who may no longer log in.
    owner = session.get(User, about.owner.id) if about.owner else None
    responsible = owner is not None and owner.active and owner.id not in about.candidate.walled_off
    user = owner if owner is not None and responsible else session.get_one(User, viewer.user_id)
    cover = absences.standing_in(session, [user.id], now).get(user.id)
    if cover is not None and cover.id not in about.candidate.walled_off:
        # whoever answers has to find somebody
        user = cover
    # The responsible recruiter is one whatever the title says; nobody else is given a title they do not have.
    role = user.title or ("Recruiter" if responsible else "")
    if not role:
        raise BadInput(
            f"{user.name} has no job title yet, and letters are signed with one: add it to the account."
        )
    away = absences.ahead(session, [user.id], now).get(user.id, [])
    return signer_of(user, role, away, about.candidate.walled_off)


def signer_of(user: User, role: str, away: Iterable[Ahead], walled_off: Collection[int | None]) -> Signer:
    """Return who signs. away: their absences. walled_off: whom the person must not be told of."""
    spans = tuple(
        Away(
            each.first,
            each.last,
            each.cover.name if each.cover.active and each.cover.id not in walled_off else "",
        )
        for each in away
    )
    return Signer(user.id, user.name, role, user.phone, user.email or "", spans)


def _cadence(session: Session, about: Overview, policy: Policy, now: datetime) -> int:
    """Business days until the word after this one is owed."""
    if about.requisition.state is RequisitionState.ON_HOLD:
        return policy.cadence_hold
    met = interview_of(session, about, MessageType.STATUS, now) is not None
    return policy.cadence if met else policy.cadence_applied


class _Word(NamedTuple):
    """One word that stands, theirs or ours."""

    type: str
    kind: str | None
    data: Mapping[str, Any]
    at: datetime


def _words(session: Session, application_id: int) -> list[_Word]:
    """What was said in this spell, newest first, without what was undone or came back."""
    rows = session.execute(
        select(Event.id, Event.type, Event.kind, Event.data, Event.happened_at, Event.voids_id)
        .where(
            Event.application_id == application_id,
            Event.type.in_(("out", "in", "undo", "unreject", "bounce")),
        )
        .order_by(Event.happened_at.desc(), Event.id.desc())
    ).all()
    undone = {row.voids_id for row in rows if row.voids_id is not None}
    words: list[_Word] = []
    for row in rows:
        if row.type == "unreject" and row.id not in undone:
            break  # what was said before it belongs to an earlier spell
        if row.type in ("out", "in") and row.id not in undone and not row.data.get("bounced"):
            words.append(_Word(row.type, row.kind, row.data, row.happened_at))
    return words


def _put_off(session: Session, application_id: int, said: list[Mapping[str, Any]]) -> bool:
    """Whether another letter without news is one too many. said: our words, which tell most people apart."""
    held = sum(data.get("letter") in put_off.HOLDING for data in said)
    return held >= put_off.MOST_IN_A_ROW and bool(put_off.stopped_of(session, [application_id]))


def _talked(words: list[_Word], decision: Decision | None) -> bool:
    """We told them in a talk, or talked with them once it was decided."""
    return any(
        word.type == "out"
        and word.kind in _LIVE
        and (
            word.data.get("decision") == Outcome.REJECT
            or (decision is not None and word.at >= decision.decided_at)
        )
        for word in words
    )


def _stages(session: Session, about: Overview, now: datetime) -> tuple[list[StageType], list[StageType]]:
    """The stages of interviews that took place, and those the application was moved to."""
    held = select(Interview.stage_type).where(
        Interview.application_id == about.application.id,
        or_(
            Interview.state == InterviewState.HELD,
            (Interview.state == InterviewState.SCHEDULED) & (Interview.ends_at <= now),
        ),
    )
    moves = select(Event.data).where(
        Event.application_id == about.application.id, Event.type == "stage_change"
    )
    known = {each.value for each in StageType}
    stood = [StageType(data["stage"]) for data in session.scalars(moves) if data.get("stage") in known]
    return list(session.scalars(held)), [about.application.stage_type, *stood]


def _filled_inside(session: Session, requisition_id: int) -> bool | None:
    hired = select(Candidate.internal).where(
        Candidate.id == Application.candidate_id,
        Application.requisition_id == requisition_id,
        Application.state == ApplicationState.HIRED,
    )
    inside = list(session.scalars(hired))
    return any(inside) if inside else None


def _offered(said: list[Mapping[str, Any]]) -> bool:
    return any(data.get("decision") == "offer" for data in said)


def _elsewhere(session: Session, viewer: Viewer, about: Overview) -> Iterator[Elsewhere]:
    """Yield the person's other applications with a hire or an offer, those out of sight without their title."""
    own = about.application.id
    found = elsewhere.settled(session, {about.candidate.id}, {own}).get(about.candidate.id, frozenset())
    if not found - {own}:
        return
    others = session.execute(
        select(Application.id, Application.state, Requisition.title, visible(viewer))
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Requisition, Requisition.id == Application.requisition_id)
        .where(Application.id.in_(found - {own}))
        .order_by(Application.id)
    ).all()
    for id_, state, title, seen in others:
        yield Elsewhere(id_, title if seen else "", state is ApplicationState.HIRED)


def _missed(said: list[Mapping[str, Any]]) -> date | None:
    days = [data["next_date"] for data in said if data.get("next_date")]
    return date.fromisoformat(str(days[0])[:10]) if days else None


def is_duty(clock: str) -> bool:
    """Return whether a promise may not pass what a clock says is due."""
    return clock in DUTIES or clock.startswith("LEGAL")


def _outcome_on_its_way(session: Session, about: Overview, decision: Decision | None) -> bool:
    settling = select(MessageApplication.id).where(
        MessageApplication.application_id == about.application.id,
        MessageApplication.decision_number == (decision.number if decision else 0),
        MessageApplication.intent == OUTCOME,
        MessageApplication.released_at.is_(None),
    )
    return session.scalar(settling.limit(1)) is not None
