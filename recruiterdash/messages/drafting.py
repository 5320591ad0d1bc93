"""A letter before it is approved: what its writer starts from."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from recruiterdash.config import Settings
from recruiterdash.errors import BadInput
from recruiterdash.journey.overview import Overview, overview
from recruiterdash.messages import filling, together, wordings
from recruiterdash.messages.days import LANGUAGES, tongue_of
from recruiterdash.messages.fitting import Choice, choices_of, first_choice, needs_decision, settled_elsewhere
from recruiterdash.messages.known import Context, Signer, context, interview_of, recipient_of
from recruiterdash.messages.models import Message, MessageApplication, TemplateVersion
from recruiterdash.messages.promising import offered
from recruiterdash.messages.together import Role
from recruiterdash.messages.types import MANNERS, Letter, MessageType
from recruiterdash.messages.wording import render, used
from recruiterdash.messages.wordings import Offered
from recruiterdash.team.permissions import Viewer


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
    #: Language of the wording, which its days are said in.
    language: str
    #: The wordings of this type that may be used instead, the present one among them.
    wordings: list[Offered]
    #: A rejection whose decision will be recorded with it.
    needs_reason: bool
    #: A hire or an offer on another requisition, which a no must be meant in spite of; empty when there is none.
    settled_elsewhere: str
    #: The day promised already, while nothing has kept it.
    promised_before: date | None
    #: Every type, with why it cannot be written now if it cannot.
    choices: list[Choice]
    #: Other applications of theirs whose no it tells as well.
    beside: Sequence[Role] = ()

    @property
    def refusal(self) -> str:
        """Why this type cannot be sent now, whatever is written; empty when it can."""
        return next((each.refusal for each in self.choices if each.type is self.type), "")


class Untranslated(BadInput):
    """No wording in the person's language is approved; the writer may choose another one on purpose."""

    def __init__(self, type_: MessageType, language: str, others: Sequence[str]) -> None:
        name = LANGUAGES.get(tongue_of(language), language)
        super().__init__(
            f"No wording of the type “{MANNERS[type_].name}” is approved in their language ({name})."
            if others
            else f"No wording of the type “{MANNERS[type_].name}” is approved."
        )
        self.type = type_
        #: Languages there is one in.
        self.others = tuple(others)


def prepare(
    session: Session,
    viewer: Viewer,
    application_id: int,
    type_: MessageType | None,
    *,
    now: datetime,
    company: str,
    promise: date | None = None,
    needed: date | None = None,
    template_id: int | None = None,
    language: str | None = None,
    settings: Settings | None = None,
    also: Sequence[int] = (),
) -> Draft:
    """Return the letter of a type to one person, filled in and ready to be read.

    type_: the one that things call for when left out. promise: the day to promise, the suggested one when left
    out. needed: the day that whoever decides has asked for, suggested where no duty is earlier. template_id: the
    wording to use; the best for their language and depth when left out. language: another language, chosen on
    purpose. settings: what the link to their status page is made from. also: other applications whose no it tells
    as well, see `together.roles`. Raises NotFound out of sight, Untranslated when there is no wording in their
    language, BadInput naming what a letter of this type needs and nobody knows.
    """
    about = overview(session, viewer, application_id)
    known = context(session, viewer, about, now=now, company=company, settings=settings)
    type_ = type_ or first_choice(about, known)
    beside = together.roles(session, viewer, about, type_, also, now=now, company=company)
    possible = wordings.offered(session, type_.value, known.reached)
    wording = chosen(possible, type_, about.candidate.language, template_id, language)
    wanted = promise or _suggested(known, type_, needed)
    values = _values(session, about, known, type_, wanted, now, wording.language, beside)
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
        language=wording.language,
        wordings=possible,
        needs_reason=needs_decision(about, type_, known),
        settled_elsewhere=settled_elsewhere(about, type_, known),
        promised_before=known.missed,
        choices=choices_of(about, known),
        beside=beside,
    )


def chosen(
    possible: Sequence[Offered],
    type_: MessageType,
    spoken_language: str,
    template_id: int | None = None,
    language: str | None = None,
) -> Offered:
    """Return the wording a letter begins with; see `prepare`. possible: the best first."""
    if template_id is not None:
        picked = [each for each in possible if each.template_id == template_id]
        if not picked:
            raise BadInput("That template is not approved for a letter of this type to them.")
        return picked[0]
    wanted = language or tongue_of(spoken_language)
    for each in possible:
        if each.language == wanted:
            return each
    raise Untranslated(type_, language or spoken_language, list(dict.fromkeys(p.language for p in possible)))


def filled(
    session: Session,
    viewer: Viewer,
    application_id: int,
    type_: MessageType,
    subject: str,
    body: str,
    *,
    now: datetime,
    company: str,
    language: str = "en",
    promise: date | None = None,
    settings: Settings | None = None,
) -> tuple[str, str]:
    """Return a wording's subject and body as they would read to one person, whether or not it may be sent now.

    promise: the day it promises, the suggested one when left out. settings: as for `prepare`. Raises NotFound out
    of sight, BadInput naming the placeholder that has no value for them.
    """
    about = overview(session, viewer, application_id)
    known = context(session, viewer, about, now=now, company=company, settings=settings)
    values = _values(session, about, known, type_, promise or _suggested(known, type_), now, language)
    return render(subject, values), render(body, values)


def worded(
    session: Session,
    about: Overview,
    known: Context,
    type_: MessageType,
    version: TemplateVersion,
    promise: date | None,
    now: datetime,
) -> tuple[str, str]:
    """Return subject and body that one version of a template makes for one person. Raises BadInput as `filled`."""
    language = wordings.template_of(session, version.template_id).language
    values = _values(session, about, known, type_, promise or _suggested(known, type_), now, language)
    return render(version.subject, values), render(version.body, values)


def is_as_worded(session: Session, about: Overview, known: Context, letter: Letter, now: datetime) -> bool:
    """Return whether a letter says what its template makes of it, and nothing of its writer's own."""
    if letter.template_version_id is None:
        return False
    version = session.get_one(TemplateVersion, letter.template_version_id)
    try:
        made = worded(session, about, known, letter.type, version, letter.promise, now)
    except BadInput:
        return False
    return [text.split() for text in made] == [letter.subject.split(), letter.body.split()]


def _suggested(known: Context, type_: MessageType, needed: date | None = None) -> date:
    return offered(
        type_,
        known.today,
        known.owed,
        known.missed,
        known.cadence,
        known.calendar,
        known.promise_cap,
        known.signer.away,
        needed,
    )


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


class _Told(NamedTuple):
    """As `filling.Told`."""

    addressed: str
    office: str
    stage: str | None
    interview_day: date | None
    interview_topic: str | None
    missed: date | None
    today: date
    signer: Signer


def _values(
    session: Session,
    about: Overview,
    known: Context,
    type_: MessageType,
    promise: date,
    now: datetime,
    language: str,
    beside: Sequence[Role] = (),
) -> Mapping[str, str | None]:
    interview = interview_of(session, about, type_, now)
    zone = ZoneInfo(about.office.zone)
    told = _Told(
        addressed=about.candidate.addressed,
        office=about.office.name,
        stage=about.stage,
        interview_day=(interview.starts_at or interview.ends_at).astimezone(zone).date()
        if interview
        else None,
        interview_topic=interview.topic if interview else None,
        missed=together.missed(known, beside),
        today=known.today,
        signer=known.signer,
    )
    return filling.values(
        told,
        type_,
        language,
        titles=together.titles(about, beside),
        company=known.company,
        promise=promise,
        status_url=known.status_url,
    )
