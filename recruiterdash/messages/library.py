"""The starter wordings, written out: one for each type that is sent one by one."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash.messages.models import Template, TemplateState, TemplateVersion
from recruiterdash.messages.types import MessageType

LANGUAGE = "en"
NAME = "Starter"

_GREETING = "Dear {{ candidate.preferred_name }},"
_REPLY = "If you have a question before that, reply to this message: it reaches me."
_SIGNATURE = "Kind regards\n{{ sender.name }}\n{{ sender.role }}, {{ company.name }}"
_SUBJECT = "Your application for {{ requisition.title }}"


def _letter(*paragraphs: str) -> str:
    return "\n\n".join((_GREETING, *paragraphs, _SIGNATURE)) + "\n"


#: Type -> subject and body.
STARTERS: dict[MessageType, tuple[str, str]] = {
    MessageType.ACKNOWLEDGEMENT: (
        "We have your application for {{ requisition.title }}",
        _letter(
            "Thank you for applying to {{ company.name }} for the role of {{ requisition.title }}. "
            "Your application has arrived, and a person will read it.",
            "You will hear from me by {{ promise.date }}, even if there is no decision by then.",
            "If you have a question, or need something arranged differently, reply to this message: it "
            "reaches me. You can also ask at any time which of your data we keep.",
        ),
    ),
    MessageType.STATUS: (
        _SUBJECT,
        _letter(
            "I am writing to tell you where your application for the role of {{ requisition.title }} at "
            "{{ company.name }} stands. We have not decided yet, and you are still being considered.",
            "You will hear from me by {{ promise.date }}, even if there is still no decision then.",
            _REPLY,
        ),
    ),
    MessageType.DELAY: (
        _SUBJECT,
        _letter(
            "I told you that you would hear about your application for the role of {{ requisition.title }} "
            "by {{ missed.date }}. We have not finished our review, so that date does not hold. I am sorry "
            "for the longer wait.",
            "We have not decided yet. You will hear from me by {{ promise.date }}, even if there is still no "
            "decision then.",
            _REPLY,
        ),
    ),
    MessageType.REJECTION_APPLICATION: (
        _SUBJECT,
        _letter(
            "Thank you for applying for the role of {{ requisition.title }} at {{ company.name }}. We have "
            "decided not to go ahead with your application.",
            "We read what you sent against the points this role asks for. The decision is about this role "
            "only, and nothing more is needed from you.",
            "If you have a question about it, reply to this message: it reaches me.",
        ),
    ),
    MessageType.NEXT_STEP: (
        f"{_SUBJECT}: the next step",
        _letter(
            "I am glad to tell you that we would like to go ahead with your application for the role of "
            "{{ requisition.title }} at {{ company.name }}.",
            "The next step is a conversation with us. You will have a choice of times from me by "
            "{{ promise.date }}, with how long it takes and whom you will meet.",
            "If you have a question before that, or need something arranged differently, reply to this "
            "message: it reaches me.",
        ),
    ),
    MessageType.PERSONAL: (_SUBJECT, _letter("")),
}


def seed_library(session: Session, now: datetime) -> int:
    """Add the starter wordings that are not there yet, and return how many were added.

    A wording that people have edited keeps its own versions. Nothing is committed.
    """
    there = set(
        session.scalars(select(Template.type).where(Template.language == LANGUAGE, Template.name == NAME))
    )
    missing = [type_ for type_ in STARTERS if type_.value not in there]
    for type_ in missing:
        _add(session, type_, now)
    session.flush()
    return len(missing)


def _add(session: Session, type_: MessageType, now: datetime) -> None:
    template = Template(type=type_.value, language=LANGUAGE, name=NAME, created_at=now)
    session.add(template)
    session.flush()
    subject, body = STARTERS[type_]
    session.add(
        TemplateVersion(
            template_id=template.id,
            number=1,
            state=TemplateState.APPROVED,
            subject=subject,
            body=body,
            created_at=now,
        )
    )
