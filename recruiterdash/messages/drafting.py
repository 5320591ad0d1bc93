"""A letter before it is approved: what its writer starts from."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from recruiterdash.candidates.models import Outcome
from recruiterdash.config import Settings
from recruiterdash.errors import BadInput
from recruiterdash.journey.overview import Overview, overview
from recruiterdash.messages import queries
from recruiterdash.messages.fitting import Choice, choices_of, first_choice, settled_elsewhere
from recruiterdash.messages.known import Context, Signer, context, interview_of, recipient_of
from recruiterdash.messages.library import STARTERS
from recruiterdash.messages.models import Message, MessageApplication
from recruiterdash.messages.promising import suggested
from recruiterdash.messages.types import MANNERS, MessageType
from recruiterdash.messages.wording import render, spoken, used
from recruiterdash.team.permissions import Viewer


class Wording(NamedTuple):
    """What a draft is made from."""

    version_id: int | None
    subject: str
    body: str


class Draft(NamedTuple):
    """What the form shows first."""

    about: Overview
    type: MessageType
    subject: str
    body: str
    promise: date | None
    recipient: str
    signer: Signer
    token: str
    template_version_id: int | None
    #: A rejection whose decision will be recorded with it.
    needs_reason: bool
    #: A hire or an offer on another requisition, which a no must be meant in spite of; empty when there is none.
    settled_elsewhere: str
    #: The day promised already, while nothing has kept it.
    promised_before: date | None
    #: Every type, with why it cannot be written now if it cannot.
    choices: list[Choice]

    @property
    def refusal(self) -> str:
        """Why this type cannot be sent now, whatever is written; empty when it can."""
        return next((each.refusal for each in self.choices if each.type is self.type), "")


def prepare(
    session: Session,
    viewer: Viewer,
    application_id: int,
    type_: MessageType | None,
    *,
    now: datetime,
    company: str,
    promise: date | None = None,
    settings: Settings | None = None,
) -> Draft:
    """Return the letter of a type to one person, filled in and ready to be read.

    type_: the one that things call for when left out. promise: the day to promise, the suggested one when left
    out. settings: what the link to their status page is made from. Raises NotFound out of sight, BadInput
    naming what a letter of this type needs and nobody knows.
    """
    about = overview(session, viewer, application_id)
    known = context(session, viewer, about, now=now, company=company, settings=settings)
    type_ = type_ or first_choice(about, known)
    wording = _wording(session, type_, about.candidate.language)
    wanted = promise or _suggested(known, type_)
    values = _values(session, about, known, type_, wanted, now)
    promised = "promise.date" in used(wording.subject) | used(wording.body)
    return Draft(
        about=about,
        type=type_,
        subject=render(wording.subject, values),
        body=render(wording.body, values),
        promise=wanted if promised or MANNERS[type_].needs_promise else None,
        recipient=recipient_of(about),
        signer=known.signer,
        token=secrets.token_urlsafe(24),
        template_version_id=wording.version_id,
        needs_reason=MANNERS[type_].decision is Outcome.REJECT and not known.decided_no,
        settled_elsewhere=settled_elsewhere(about, type_, known),
        promised_before=known.missed,
        choices=choices_of(about, known),
    )


def _suggested(known: Context, type_: MessageType) -> date:
    """The day to offer: a promise that stands is not moved by what nobody chose, but by a delay notice."""
    stands = known.missed if type_ is not MessageType.DELAY else None
    owed = (*known.owed, stands) if stands else known.owed
    return suggested(known.today, owed, known.cadence, known.calendar, known.promise_cap)


def again(draft: Draft, message: Message, settled: MessageApplication) -> Draft:
    """Return the draft with the text of a letter that was kept back, so that nobody writes it twice."""
    promised = date.fromisoformat(settled.promised) if settled.promised else None
    return draft._replace(subject=message.subject, body=message.body, promise=promised)


def choices(
    session: Session, viewer: Viewer, application_id: int, *, now: datetime, company: str
) -> list[Choice]:
    """Return every type of letter with why it cannot be written to this person now, if it cannot."""
    about = overview(session, viewer, application_id)
    return choices_of(about, context(session, viewer, about, now=now, company=company))


def _wording(session: Session, type_: MessageType, language: str) -> Wording:
    """The approved wording, or the starter where nobody has kept one yet."""
    if type_ not in MANNERS:
        raise BadInput(f"There is no wording for letters of the type {type_.value} yet.")
    found = queries.template_for(session, type_.value, language)
    if found is not None:
        return Wording(found.id, found.subject, found.body)
    if queries.has_template(session, type_.value):
        raise BadInput(
            f"No wording of the type {MANNERS[type_].name} is approved in this language or in English."
        )
    return Wording(None, *STARTERS[type_])


def _values(
    session: Session, about: Overview, known: Context, type_: MessageType, promise: date, now: datetime
) -> Mapping[str, str | None]:
    interview = interview_of(session, about, type_, now)
    zone = ZoneInfo(about.office.zone)
    held = (interview.starts_at or interview.ends_at).astimezone(zone).date() if interview else None
    return {
        "candidate.preferred_name": about.candidate.addressed,
        "requisition.title": about.requisition.title,
        "requisition.titles": about.requisition.title,
        "company.name": known.company,
        "office.name": about.office.name,
        "stage.name": about.stage,
        "interview.date": spoken(held) if held else None,
        "interview.topic": interview.topic if interview else None,
        "promise.date": spoken(promise),
        "missed.date": spoken(known.missed) if known.missed else None,
        "sender.name": known.signer.name,
        "sender.role": known.signer.role,
        "sender.phone": known.signer.phone,
        "status.url": known.status_url,
    }
