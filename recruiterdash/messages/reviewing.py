"""The one door to the checks of courtesy: what is known is put beside a letter, and what they find is answered.

Pages, batches and the API ask here, so that a letter is judged alike whichever way it goes.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from recruiterdash import bulk as bulk_rows
from recruiterdash.candidates.models import Application, ApplicationState, Candidate, OutcomeChannel
from recruiterdash.candidates.visibility import outside_the_wall
from recruiterdash.config import NOBODYS_NAME, Settings
from recruiterdash.errors import BadInput
from recruiterdash.journey.overview import Overview, overview, sittings
from recruiterdash.messages import courtesy, elsewhere, known, leaving, together
from recruiterdash.messages.courtesy import Finding, Names, Said, Severity
from recruiterdash.messages.courtesy.scopes import FINAL, STATUS, UNDECIDING
from recruiterdash.messages.depth import Depth
from recruiterdash.messages.known import Context
from recruiterdash.messages.leaving import Whose
from recruiterdash.messages.models import Message, MessageApplication, MessageState
from recruiterdash.messages.together import Role
from recruiterdash.messages.types import MANNERS, NOES, Letter, MessageType
from recruiterdash.requisitions.models import Requisition, RequisitionState
from recruiterdash.team.permissions import Viewer

#: A reason for letting a warning stand.
REASON_WORDS, REASON_LETTERS, REASON_LIMIT = 2, 8, 300
#: Control signs, halves of signs, and marks that turn the direction of writing.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
#: Titles of other open roles, and names of other people, that a letter is searched for at the most.
TITLES, BESIDE = 2_000, 20_000

#: How the checks call what somebody has reached.
STAGES = {
    Depth.APPLIED: "application",
    Depth.SCREENED: "screen",
    Depth.INTERVIEWED: "interview",
    Depth.FINAL: "final",
}


def said_of(letter: Letter, said: Said, *, missed: date | None) -> Said:
    """Return a letter in the midst of what is known, as the checks want it; asks no database.

    said: what is known, with no letter in it yet. missed: a day promised earlier and neither kept nor answered. A
    statutory duty that has passed binds no promise. What is not known stays out, and its checks with it.
    """
    today = said.today
    passed = missed is not None and today is not None and missed < today
    over = said.legal_due is not None and today is not None and said.legal_due < today
    return replace(
        said,
        type=letter.type,
        subject=letter.subject,
        body=letter.body,
        promise=letter.promise,
        broken_promise=missed if passed else None,
        replaced=None if passed else missed,
        legal_due=None if over else said.legal_due,
        company=said.company if said.company != NOBODYS_NAME else None,
        # nobody knows what is empty
        preferred_name=said.preferred_name or None,
        sender_name=said.sender_name or None,
        sender_role=said.sender_role or None,
        reply_to=said.reply_to or None,
        interview_topic=said.interview_topic or None,
        language=said.language or None,
    )


def said_about(
    session: Session,
    viewer: Viewer,
    about: Overview,
    letter: Letter,
    context: Context,
    *,
    now: datetime,
    settings: Settings,
    beside: Sequence[Role] = (),
) -> Said:
    """Return a letter to one person with all that the database knows around it.

    beside: the other applications whose outcome it tells as well.
    """
    application, requisition = about.application, about.requisition
    met = next((each for each in sittings(session, application.id) if each.took_place(now)), None)
    titles, every = together.titles(about, beside), [context, *(each.context for each in beside)]
    reasons = [_disposition(letter, each) for each in every]
    held = (met.starts_at or met.ends_at).astimezone(ZoneInfo(about.office.zone)).date() if met else None
    known_of_them = Said(
        type=letter.type,
        body="",
        preferred_name=about.candidate.addressed,
        titles=tuple(titles),
        company=context.company,
        sender_name=context.signer.name,
        sender_role=context.signer.role,
        today=context.today,
        stage=STAGES[context.reached],
        language=about.candidate.language,
        internal=about.candidate.internal,
        requisition_state=requisition.state.value,
        disposition=reasons[0],
        dispositions=tuple(dict.fromkeys(each for each in reasons if each is not None)),
        legal_due=min((each.legal_due for each in every if each.legal_due is not None), default=None),
        workweek=context.calendar.workweek,
        holidays=context.calendar.holidays,
        interview_date=held,
        interview_topic=met.topic if met else None,
        interviewers=met.panel if met else (),
        other_titles=tuple(each for each in open_titles(session, requisition.title) if each not in titles),
        recipients=(about.candidate.email,) if about.candidate.email else None,
        reply_to=None if settings.imap_url else context.signer.email,
        away=context.signer.away,
        leaves_on=_leaves_on(session, about, letter, context, now, settings),
        offer_out=_offer_out(session, viewer, about, letter.type, context),
        last_text=last_texts(session, [application.id], letter.type).get(application.id),
        told_live=_told_live(about, letter.type, context),
        untold=_untold(session, about, letter.type),
        other_names=names_beside(
            session,
            viewer,
            {requisition.id, *(each.about.requisition.id for each in beside)},
            {about.candidate.id},
        ),
        facts=(*context.names, *titles, about.candidate.name),
    )
    return said_of(letter, known_of_them, missed=together.missed(context, beside))


def review(said: Said) -> list[Finding]:
    """Return what is to be said about a letter: what the checks find, and what our own records ask of it.

    Beyond the checks, a day that is promised stands in the letter, the letter says something, and no letter tells
    somebody no that records no rejection.
    """
    found = courtesy.check(said)
    if courtesy.says_nothing(said):
        found = [each for each in found if each.check != "K31"]
        found.append(_blocked("K31", "The letter says nothing yet between its greeting and its signature."))
    if said.promise is not None and said.type not in STATUS and not courtesy.names_day(said, said.promise):
        day = courtesy.spoken_in(said, said.promise)
        found.append(_blocked("K11", f"The promised day is not in the letter: it must say {day}."))
    if said.untold and said.type in UNDECIDING and (span := courtesy.no_in(said)) is not None:
        found.append(
            Finding(
                "K10",
                Severity.BLOCK,
                span,
                f"“{' '.join(said.body[slice(*span)].split())}” says no, and this letter records none.",
                "Write a rejection: it tells the decision, and holds out whom no rejection may reach.",
            )
        )
    return found


def _blocked(check: str, message: str) -> Finding:
    return Finding(check, Severity.BLOCK, None, message, "")


def ensure_courteous(findings: Sequence[Finding], overrides: Mapping[str, str]) -> dict[str, str]:
    """Refuse a letter that is stopped, or warned of without a reason; return the reasons that were needed.

    overrides: check id -> why its warnings stand, in a few words. Raises BadInput with every sentence.
    """
    blocks = [each.message for each in findings if each.severity is Severity.BLOCK]
    if blocks:
        raise BadInput(" ".join(dict.fromkeys(blocks)))
    warned = {each.check: each.message for each in reversed(findings) if each.severity is Severity.WARN}
    missing = [warned[id_] for id_ in sorted(warned) if not overrides.get(id_, "").strip()]
    if missing:
        raise BadInput(f"{' '.join(missing)} Change the letter, or say why it stays as it is.")
    reasons = {id_: " ".join(overrides[id_].split()) for id_ in sorted(warned)}
    for id_, reason in reasons.items():
        ensure_reason(courtesy.NAMES[id_], reason)
    return reasons


def ensure_reason(name: str, reason: str) -> None:
    """Refuse a reason that tells a colleague nothing. name: of the check. Raises BadInput."""
    if len(reason) > REASON_LIMIT:
        raise BadInput(f"The reason for “{name}” has more than {REASON_LIMIT} characters.")
    if _UNSEEN.search(reason):
        raise BadInput(f"The reason for “{name}” holds signs that cannot be seen.")
    words = {word.casefold() for word in re.findall(r"[^\W\d_]{2,}", reason)}
    spaced = reason.isascii() or " " in reason  # some scripts put no gap between words
    if sum(map(len, words)) < (REASON_LETTERS if spaced else 4) or (spaced and len(words) < REASON_WORDS):
        raise BadInput(f"Say in a few words why “{name}” stays: “{reason}” tells a colleague nothing.")


def open_titles(session: Session, own: str) -> tuple[str, ...]:
    """Return the titles of other roles we hire for at present."""
    titles = select(Requisition.title).where(Requisition.state == RequisitionState.OPEN).distinct()
    return tuple(title for title in session.scalars(titles.limit(TITLES)) if title != own)


def _disposition(letter: Letter, context: Context) -> str | None:
    """The reason recorded, or recorded with this letter."""
    reasons = MANNERS[letter.type].reasons
    if letter.reason is not None:
        return letter.reason.value
    if context.decision is not None and context.decision.reason is not None:
        return context.decision.reason.value
    return reasons[0].value if len(reasons) == 1 else None


def names_beside(
    session: Session, viewer: Viewer, requisitions: Collection[int], but: Collection[int]
) -> Names:
    """Return the names of people who applied for some requisitions, whatever came of it.

    but: people who are left out. That a colleague has applied is not told by a check either; who was hired may not
    be named, and nothing is told of whom this viewer may know nothing of.
    """
    outsider = and_(~Candidate.internal, Candidate.linked_user_id.is_(None))
    chosen = and_(Application.state == ApplicationState.HIRED, outside_the_wall(viewer))
    people = session.execute(
        select(Candidate.id, Candidate.first_name, Candidate.last_name)
        .join(Application, Application.candidate_id == Candidate.id)
        .where(
            Application.requisition_id.in_(bulk_rows.listed(session, requisitions)),
            or_(outsider, chosen),
        )
        # those in the running first, should there be more than a letter is searched for
        .order_by(Application.state != ApplicationState.ACTIVE, Application.id.desc())
        .limit(BESIDE)
    )
    return Names(f"{first} {last}".strip() for id_, first, last in people if id_ not in but)


def last_texts(session: Session, application_ids: Collection[int], type_: MessageType) -> dict[int, str]:
    """Return the body of the last letter about each that has left, as far as a letter of this type must differ."""
    if type_ not in STATUS or not application_ids:
        return {}
    newest = (
        select(MessageApplication.application_id, func.max(Message.id).label("message_id"))
        .join(Message, Message.id == MessageApplication.message_id)
        .where(
            MessageApplication.application_id.in_(bulk_rows.listed(session, application_ids)),
            Message.state == MessageState.SENT,
        )
        .group_by(MessageApplication.application_id)
        .subquery()
    )
    rows = session.execute(
        select(newest.c.application_id, Message.body).join(Message, Message.id == newest.c.message_id)
    )
    return {row.application_id: row.body for row in rows}


def _untold(session: Session, about: Overview, type_: MessageType) -> bool | None:
    """Whether nobody has told them how it came out, not even by mistake; asked only where it matters."""
    if type_ not in UNDECIDING:
        return None
    if about.application.state is not ApplicationState.ACTIVE or about.standing.told_at is not None:
        return False
    told = (
        select(Message.id)
        .join(MessageApplication, MessageApplication.message_id == Message.id)
        .where(
            MessageApplication.application_id == about.application.id,
            Message.type.in_(each.value for each in NOES),
            Message.state.in_((MessageState.DATA, MessageState.SENT, MessageState.UNCERTAIN)),
        )
    )
    return session.scalar(told.limit(1)) is None


def _told_live(about: Overview, type_: MessageType, context: Context) -> bool | None:
    """Whether they were told in person or want mail; asked only where it matters."""
    if type_ not in FINAL and type_ is not MessageType.INTERNAL_NO and not about.candidate.internal:
        return None
    return context.talked or about.candidate.outcome_channel is OutcomeChannel.MAIL


def _leaves_on(
    session: Session, about: Overview, letter: Letter, context: Context, now: datetime, settings: Settings
) -> date | None:
    """The day on which it leaves; asked only where it matters: who signs is here today, and away soon."""
    if not context.signer.away:
        return None
    planned = leaving.plan(
        session, Whose.of(about), letter.type, now=now, settings=settings, later=letter.later
    )
    return context.calendar.local_date(planned.send_at)


def _offer_out(
    session: Session, viewer: Viewer, about: Overview, type_: MessageType, context: Context
) -> bool | None:
    """Whether somebody else has an offer for the role and has not accepted it; asked only where it matters."""
    last_round = type_ in FINAL or context.reached is Depth.FINAL
    if type_ not in NOES or not last_round:
        return None
    return elsewhere.offer_out(session, viewer, about.requisition.id, about.application.id)


def findings(
    session: Session,
    viewer: Viewer,
    application_id: int,
    letter: Letter,
    *,
    now: datetime,
    settings: Settings,
) -> list[Finding]:
    """Return what is to be said about a letter to one person before it is sent. Raises NotFound out of sight."""
    about = overview(session, viewer, application_id)
    context = known.context(session, viewer, about, now=now, company=settings.company, settings=settings)
    beside = together.roles(
        session, viewer, about, letter.type, letter.also, now=now, company=settings.company
    )
    return review(
        said_about(session, viewer, about, letter, context, now=now, settings=settings, beside=beside)
    )
