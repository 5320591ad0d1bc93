"""What a person may say about a candidate, checked; names stay as they were given, in whatever script."""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from zoneinfo import available_timezones

from recruiterdash.candidates.models import OutcomeChannel
from recruiterdash.errors import BadInput
from recruiterdash.mail.addresses import check_address, check_line

NAME_LIMIT = 200
EMAIL_LIMIT = 254
PHONE_LIMIT = 40
SOURCE_LIMIT = 120
ORIGIN_LIMIT = 80
TOPIC_LIMIT = 200
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything about a candidate that is typed in."""

    first_name: str = ""
    last_name: str = ""
    preferred_name: str = ""
    email: str | None = None
    phone: str = ""
    language: str = "en"
    #: Name of a time zone; empty is "not known".
    zone: str = ""
    internal: bool = False
    #: Who or what said that the person works here, and when.
    internal_source: str = ""
    internal_since: datetime | None = None
    linked_user_id: int | None = None
    current_manager_id: int | None = None
    outcome_channel: OutcomeChannel = OutcomeChannel.UNKNOWN


def checked(facts: Facts) -> Facts:
    """Return the facts as they are kept.

    Raises BadInput with what cannot stand: nobody named, a character that is not shown or turns the direction
    of writing, something that is no mailbox, phone number, language or time zone, an internal candidate
    without the source of that, a linked colleague who is not internal.
    """
    ensure_internal_holds(facts)
    kept = replace(
        facts,
        first_name=line(facts.first_name, "first name", NAME_LIMIT),
        last_name=line(facts.last_name, "last name", NAME_LIMIT),
        preferred_name=line(facts.preferred_name, "preferred name", NAME_LIMIT),
        email=mailbox(facts.email),
        phone=_phone(facts.phone),
        language=_language(facts.language),
        zone=_zone(facts.zone),
        internal_source=line(facts.internal_source, "source", SOURCE_LIMIT) if facts.internal else "",
        internal_since=facts.internal_since if facts.internal else None,
    )
    if not (kept.first_name or kept.last_name):
        raise BadInput("A person needs a first or a last name.")
    if kept.internal and not kept.internal_source:
        raise BadInput(
            "Say who or what told that this person works here, for example “HR list of 3 November”."
        )
    return kept


def line(text: str, what: str, limit: int) -> str:
    """Return one line as it is kept: composed (NFC), no outer blanks. what: the refusal's word for it."""
    return check_line(unicodedata.normalize("NFC", text), what, limit)


def mailbox(address: str | None) -> str | None:
    """Return a mailbox as it is kept, None for none. Raises BadInput for what is none or could be two."""
    written = (address or "").strip()
    if len(written) > EMAIL_LIMIT:
        raise BadInput(f"A mailbox has at most {EMAIL_LIMIT} characters.")
    return check_address(written) if written else None


def _phone(text: str) -> str:
    number = line(text, "phone number", PHONE_LIMIT)
    if number and sum(each.isdigit() for each in number) < 3:
        raise BadInput("The phone number has no digits in it: leave it empty when there is none.")
    return number


def _language(text: str) -> str:
    code = text.strip() or "en"
    if len(code) > 16 or not _LANGUAGE.fullmatch(code):
        raise BadInput("The language is a code such as en, de or pt-BR.")
    return code


def _zone(text: str) -> str:
    zone = text.strip()
    if zone and zone not in zones():
        raise BadInput("The time zone is a name such as Europe/Madrid; leave it empty when it is not known.")
    return zone


@cache
def zones() -> frozenset[str]:
    """Return the names of the world's time zones."""
    return frozenset(available_timezones())


def ensure_internal_holds(facts: Facts) -> None:
    """Refuse a wall without an internal flag, and a person who is their own manager."""
    if not facts.internal and (facts.linked_user_id is not None or facts.current_manager_id is not None):
        raise BadInput(
            "Who is linked to a colleague or has a manager here is an internal candidate: mark it so."
        )
    if facts.linked_user_id is not None and facts.linked_user_id == facts.current_manager_id:
        raise BadInput("Nobody is their own manager: name another colleague, or leave one of the two empty.")
