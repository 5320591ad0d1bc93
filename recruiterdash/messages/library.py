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
_SIGNATURE = "Kind regards\n{{ sender.name }}\n{{ sender.role }} at {{ company.name }}"
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
            "Thank you for applying for the role of {{ requisition.title }} at {{ company.name }}"
            "{% if interview.date %}, and for the time you gave us on {{ interview.date }}{% endif %}. "
            "We have decided not to go ahead with your application.",
            "This decision is about this one role, and nothing more is needed from you.",
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
    """Add the starter wordings that are not there yet or read otherwise by now; return how many were added.

    A wording that people have edited keeps its own versions. Nothing is committed.
    """
    starters = select(Template).where(Template.language == LANGUAGE, Template.name == NAME)
    there = {template.type: template for template in session.scalars(starters)}
    added = sum(_add(session, type_, there.get(type_.value), now) for type_ in STARTERS)
    session.flush()
    return added


def _add(session: Session, type_: MessageType, template: Template | None, now: datetime) -> bool:
    """Add the next version of a starter wording, unless it reads so already or somebody has taken it over."""
    if template is None:
        template = Template(type=type_.value, language=LANGUAGE, name=NAME, created_at=now)
        session.add(template)
        session.flush()
    of = select(TemplateVersion).where(TemplateVersion.template_id == template.id)
    versions = session.scalars(of.order_by(TemplateVersion.number)).all()
    subject, body = STARTERS[type_]
    if any(each.created_by is not None for each in versions):
        return False
    if versions and (versions[-1].subject, versions[-1].body) == (subject, body):
        return False
    session.add(
        TemplateVersion(
            template_id=template.id,
            number=len(versions) + 1,
            state=TemplateState.APPROVED,
            subject=subject,
            body=body,
            created_at=now,
        )
    )
    return True
