"""What stands in the place of each placeholder, for one letter and for many; pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from recruiterdash.messages.days import spoken, tongue_of
from recruiterdash.messages.known import Signer
from recruiterdash.messages.types import MessageType

_AND = {"en": "and", "de": "und", "fr": "et", "es": "y"}


class Facts(NamedTuple):
    """What a wording is filled with."""

    addressed: str
    #: Of every application the letter is about.
    titles: Sequence[str]
    company: str
    office: str
    stage: str | None
    #: The interview it speaks of.
    interview_day: date | None
    interview_topic: str | None
    promise: date | None
    #: A day promised earlier and neither kept nor answered yet.
    missed: date | None
    today: date
    signer: Signer | None
    status_url: str | None


def values(facts: Facts, type_: MessageType, language: str) -> Mapping[str, str | None]:
    """Return placeholder -> text, None where nothing is known. language: the wording's, in which days are said."""

    def day(at: date | None) -> str | None:
        return spoken(at, language) if at else None

    titles, signer = _joined(facts.titles, language), facts.signer
    # only a delay notice speaks of a promised day that is still to come
    passed = facts.missed is not None and (type_ is MessageType.DELAY or facts.missed < facts.today)
    return {
        "candidate.preferred_name": facts.addressed,
        "requisition.title": titles,
        "requisition.titles": titles,
        "company.name": facts.company,
        "office.name": facts.office,
        "stage.name": facts.stage,
        "interview.date": day(facts.interview_day),
        "interview.topic": facts.interview_topic,
        "promise.date": day(facts.promise),
        "missed.date": day(facts.missed) if passed else None,
        "sender.name": signer.name if signer else None,
        "sender.role": signer.role if signer else None,
        "sender.phone": signer.phone if signer else None,
        "status.url": facts.status_url,
    }


def _joined(titles: Sequence[str], language: str) -> str:
    """ "Nurse", "Nurse and Baker", "Nurse, Baker and Cook"; equal titles once."""
    once = list(dict.fromkeys(titles))
    if len(once) == 1:
        return once[0]
    return f"{', '.join(once[:-1])} {_AND[tongue_of(language) or 'en']} {once[-1]}"
