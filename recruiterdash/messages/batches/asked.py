"""What is asked for when a batch is previewed, checked before anybody is looked at; pure but for the wording."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from recruiterdash.candidates.models import Disposition, Outcome
from recruiterdash.errors import BadInput, Conflict
from recruiterdash.mail.addresses import check_line
from recruiterdash.messages import wordings
from recruiterdash.messages.batches import rules
from recruiterdash.messages.courtesy import NAMES
from recruiterdash.messages.days import LANGUAGES
from recruiterdash.messages.models import Template, TemplateVersion
from recruiterdash.messages.reviewing import ensure_reason
from recruiterdash.messages.types import MANNERS, TO_MANY, MessageType
from recruiterdash.messages.wording import check

#: The largest number of a row on both databases.
LARGEST = 2**63 - 1
SUBJECT_LIMIT = 300


#: Why a type that many may wait for is written to each alone.
_BECAUSE = {
    MessageType.HOLD: " The same words to many tell nobody where they stand: their hold notice would stay owed."
}


class Wanted(NamedTuple):
    """A batch as a person or a program asks for it."""

    #: Ids as they were given.
    applications: Sequence[object]
    type: MessageType
    #: Text with placeholders; empty when a template is named.
    subject: str = ""
    body: str = ""
    #: What the text is written in; a template's own is taken.
    language: str = "en"
    #: A template's id: its approved wording is taken.
    template: int | None = None
    promise: date | None = None
    #: Check -> why its warning is set aside.
    overrides: Mapping[str, str] = {}
    #: Recorded with a rejection for whom none is decided.
    reason: Disposition | None = None
    #: Application -> a line of one's own.
    lines: Mapping[int, str] = {}
    #: The question that found these people, to be asked again before anything is sent.
    selection: Mapping[str, Any] | None = None


class Wording(NamedTuple):
    """What all letters are made from."""

    version_id: int | None
    subject: str
    body: str
    language: str = "en"


def ids_of(given: Sequence[object]) -> list[int]:
    """Return the ids that were given. Raises BadInput for all of them when one is none, or stands there twice."""
    if not given:
        raise BadInput("Nobody is selected.")
    if len(given) > rules.MOST:
        raise BadInput(
            f"{len(given)} applications are more than one batch takes: {rules.MOST} are the most. "
            "Nothing was done."
        )
    ids: list[int] = []
    for each in given:
        if type(each) is not int or not 1 <= each <= LARGEST:
            raise BadInput(f"{str(each)[:40]!r} is no application's number. Nothing was done.")
        ids.append(each)
    if len(set(ids)) != len(ids):
        twice = Counter(ids).most_common(1)[0][0]
        raise BadInput(f"Application {twice} is named more than once. Nothing was done.")
    return sorted(ids)


def ensure_bulk(wanted: Wanted) -> None:
    """Refuse what is never said to many at once, and what does not belong together."""
    manner = MANNERS.get(wanted.type)
    if manner is None:
        raise BadInput(f"There is no wording for letters of the type {wanted.type.value} yet.")
    if wanted.type not in TO_MANY:
        raise BadInput(
            f"A letter of the type {wanted.type.value} is written to one person at a time: "
            f"no batch is made of it.{_BECAUSE.get(wanted.type, '')}"
        )
    if wanted.reason is not None and manner.decision is not Outcome.REJECT:
        raise BadInput("Only a rejection has a reason.")
    ensure_overrides(wanted.overrides)
    strangers = set(wanted.lines) - set(wanted.applications)
    if strangers:
        raise BadInput("A line of one's own is for an application that is not selected.")


def ensure_overrides(overrides: Mapping[str, str]) -> None:
    """Refuse a warning that is set aside without a reason, and a check that there is not."""
    for check_id, why in overrides.items():
        if check_id not in NAMES:
            raise BadInput(f"There is no check called {check_id[:20]!r}.")
        ensure_reason(f"{NAMES[check_id]} ({check_id})", " ".join(why.split()))


def reason_of(wanted: Wanted) -> Disposition | None:
    """Return the reason a rejection is recorded with: the one given, else the one its type stands for.

    Raises BadInput for a reason that letters of the type do not tell.
    """
    if MANNERS[wanted.type].decision is not Outcome.REJECT:
        return None
    tells = MANNERS[wanted.type].reasons
    if wanted.reason is not None and wanted.reason not in tells:
        raise BadInput(
            f"A letter of this type does not tell that reason ({wanted.reason.value.replace('_', ' ')})."
        )
    return wanted.reason or tells[0]


def wording_of(session: Session, wanted: Wanted) -> Wording:
    """Return the text: the one given, or the newest approved one of the template that is named.

    Raises BadInput for both, for neither, for a template of another type or one that nobody has approved.
    """
    if wanted.template is None:
        if wanted.language not in LANGUAGES:
            raise BadInput(f"Letters are written in {', '.join(LANGUAGES.values())}.")
        wording = Wording(None, wanted.subject.strip(), wanted.body, wanted.language)
    elif wanted.subject.strip() or wanted.body.strip():
        raise BadInput("Name a template or write a text, not both.")
    else:
        wording = _of_template(session, wanted)
    if not wording.subject:
        raise BadInput("The letters have no subject.")
    if not wording.body.strip():
        raise BadInput("The letters have no text.")
    if len(wording.subject) > SUBJECT_LIMIT:
        raise BadInput(f"The subject has {len(wording.subject)} characters; {SUBJECT_LIMIT} are the most.")
    check_line(wording.subject, "subject", SUBJECT_LIMIT)
    check(wording.subject)
    check(wording.body)
    return wording


def _of_template(session: Session, wanted: Wanted) -> Wording:
    named = wanted.template or 0
    template = session.get(Template, named) if 0 < named <= LARGEST else None
    if template is None or template.archived_at is not None:
        raise BadInput("The template is not here.")
    if template.type != wanted.type.value:
        raise BadInput(f"This template is for letters of the type {template.type}.")
    version = wordings.approved(session, template.id)
    if version is None:
        raise BadInput("Nobody has approved this template yet: it cannot be sent.")
    return Wording(version.id, version.subject, version.body, template.language)


def ensure_wording_stands(session: Session, version_id: int | None) -> None:
    """Refuse a batch whose template was edited or put away since. Raises Conflict."""
    if version_id is None:
        return
    version = session.get(TemplateVersion, version_id)
    if version is not None and wordings.template_of(session, version.template_id).archived_at is not None:
        raise Conflict("The template was put away since the preview. Nothing was sent: preview again.")
    newest = wordings.approved(session, version.template_id) if version is not None else None
    if newest is None or newest.id != version_id:
        raise Conflict("The template was changed since the preview. Nothing was sent: preview again.")
