"""Every wording that comes with the program passes the checks, for people at the depth it is written for."""

from datetime import date

import pytest

from recruiterdash.candidates.models import Disposition
from recruiterdash.messages.courtesy import Said, check
from recruiterdash.messages.days import spoken
from recruiterdash.messages.depth import Depth
from recruiterdash.messages.library import ANY, LIBRARY, Starter
from recruiterdash.messages.reviewing import STAGES, review, said_of
from recruiterdash.messages.types import MANNERS, Letter, MessageType
from recruiterdash.messages.wording import render, used

TODAY, PROMISE = date(2026, 11, 23), date(2026, 12, 8)
MISSED, MET = date(2026, 11, 20), date(2026, 11, 18)
TITLES = {"en": "Staff Nurse", "de": "Pflegefachkraft", "fr": "Infirmière", "es": "Enfermera"}
ROLES = {"en": "Recruiter", "de": "Recruiterin", "fr": "Chargée de recrutement", "es": "Técnica de selección"}
TOPICS = {"en": "Ward handover", "de": "Übergabe", "fr": "Transmission", "es": "Relevo"}
#: Types that are written to people we have met, whatever depth their wording is for.
AFTER_THE_END = {MessageType.REJECTION_FINAL, MessageType.SILVER_MEDALIST, MessageType.INTERNAL_NO}
#: Types that are written to people we have not met.
BEFORE_WE_MEET = {MessageType.ACKNOWLEDGEMENT, MessageType.REJECTION_APPLICATION}


def named(starter: Starter) -> str:
    return f"{starter.language} {starter.type} {starter.depth}"


def depths(starter: Starter) -> list[Depth]:
    if starter.depth != ANY:
        return [Depth(starter.depth)]
    if starter.type in AFTER_THE_END:
        return [Depth.FINAL]
    if starter.type in BEFORE_WE_MEET:
        return [Depth.APPLIED]
    return [Depth.APPLIED, Depth.INTERVIEWED]


#: What a personal message says is its writer's.
WORDED = [each for each in LIBRARY if each.type is not MessageType.PERSONAL]


@pytest.mark.parametrize("starter", WORDED, ids=named)
def test_a_starter_has_no_block_and_no_warning(starter: Starter) -> None:
    for depth in depths(starter):
        met = depth is not Depth.APPLIED
        language = starter.language
        values = {
            "candidate.preferred_name": "Amara",
            "requisition.title": TITLES[language],
            "requisition.titles": TITLES[language],
            "company.name": "Borealis",
            "office.name": "Riga",
            "stage.name": "Interview",
            "interview.date": spoken(MET, language) if met else None,
            "interview.topic": TOPICS[language] if met else None,
            "promise.date": spoken(PROMISE, language),
            "missed.date": spoken(MISSED, language) if starter.type is MessageType.DELAY else None,
            "sender.name": "Priya Shah",
            "sender.role": ROLES[language],
            "sender.phone": "+371 2000 0000",
        }
        body = render(starter.body, values)
        promised = "promise.date" in used(starter.body)
        letter = Letter(
            starter.type, render(starter.subject, values), body, "", PROMISE if promised else None,
            reason=next(iter(MANNERS[starter.type].reasons), None),
        )  # fmt: skip
        around = Said(
            type=starter.type,
            body="",
            preferred_name="Amara",
            titles=(TITLES[language],),
            company="Borealis",
            sender_name="Priya Shah",
            sender_role=ROLES[language],
            today=TODAY,
            stage=STAGES[depth],
            language=language,
            internal=False,
            requisition_state="on_hold" if starter.type is MessageType.HOLD else "open",
            disposition=(letter.reason or Disposition.NOT_SELECTED).value,
            interview_date=MET if met else None,
            interview_topic=TOPICS[language] if met else None,
            other_titles=("Analyst", "Ward Manager"),
            recipients=("amara@example.org",),
            reply_to="priya@borealis.example",
            told_live=True,
            untold=True,
        )
        said = said_of(letter, around, missed=MISSED if starter.type is MessageType.DELAY else None)
        assert review(said) == [*check(said)]
        found = [each for each in check(said) if each.severity != "hint"]
        assert found == [], f"{depth}\n{body}"
