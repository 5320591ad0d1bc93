"""What stands in the place of each placeholder, for one letter and for many; pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from recruiterdash.messages.days import spoken, tongue_of
from recruiterdash.messages.known import Signer
from recruiterdash.messages.types import MessageType

_AND = {"en": "and", "de": "und", "fr": "et", "es": "y"}


class Told(Protocol):
    """What a wording is filled with of the application that a letter is first about."""

    @property
    def addressed(self) -> str: ...
    @property
    def office(self) -> str: ...
    @property
    def stage(self) -> str | None: ...
    @property
    def interview_day(self) -> date | None:
        """The day of the interview the letter speaks of."""

    @property
    def interview_topic(self) -> str | None: ...
    @property
    def missed(self) -> date | None:
        """A day promised earlier and neither kept nor answered yet."""

    @property
    def today(self) -> date: ...
    @property
    def signer(self) -> Signer | None: ...


def values(
    told: Told,
    type_: MessageType,
    language: str,
    *,
    titles: Sequence[str],
    company: str,
    promise: date | None,
    status_url: str | None,
) -> Mapping[str, str | None]:
    """Return placeholder -> text, None where nothing is known.

    language: the wording's, in which days are said. titles: of every application the letter is about.
    """

    def day(at: date | None) -> str | None:
        return spoken(at, language) if at else None

    named, signer = _joined(titles, language), told.signer
    # only a delay notice speaks of a promised day that is still to come
    passed = told.missed is not None and (type_ is MessageType.DELAY or told.missed < told.today)
    return {
        "candidate.preferred_name": told.addressed,
        "requisition.title": named,
        "requisition.titles": named,
        "company.name": company,
        "office.name": told.office,
        "stage.name": told.stage,
        "interview.date": day(told.interview_day),
        "interview.topic": told.interview_topic,
        "promise.date": day(promise),
        "missed.date": day(told.missed) if passed else None,
        "sender.name": signer.name if signer else None,
        "sender.role": signer.role if signer else None,
        "sender.phone": signer.phone if signer else None,
        "status.url": status_url,
    }


def _joined(titles: Sequence[str], language: str) -> str:
    """ "Nurse", "Nurse and Baker", "Nurse, Baker and Cook"; equal titles once."""
    once = list(dict.fromkeys(titles))
    if len(once) == 1:
        return once[0]
    return f"{', '.join(once[:-1])} {_AND[tongue_of(language) or 'en']} {once[-1]}"
