"""The starter wordings that come with the program, read from one text file a language."""

import re
from datetime import datetime
from importlib.resources import files
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash.messages.days import LANGUAGES
from recruiterdash.messages.depth import WORDS, Depth
from recruiterdash.messages.models import Template, TemplateState, TemplateVersion
from recruiterdash.messages.types import MessageType

NAME = "Starter"
#: A wording for everybody, however far they got.
ANY = "any"

_HEADING = re.compile(r"^=== (\w+)(?: (\w+))?$", re.MULTILINE)


class Starter(NamedTuple):
    """One wording as it comes with the program."""

    type: MessageType
    language: str
    #: `any` or a depth.
    depth: str
    subject: str
    body: str

    @property
    def name(self) -> str:
        return NAME if self.depth == ANY else f"{NAME}, {WORDS[Depth(self.depth)]}"


def _read(language: str) -> list[Starter]:
    """Read one file: sections that begin with `=== type depth`, a subject line, then the body.

    The sections `greeting` and `signature` stand around every body.
    """
    text = files("recruiterdash.messages").joinpath("starters", f"{language}.txt").read_text("utf-8")
    _, *parts = _HEADING.split(text)
    sections = {(parts[at], parts[at + 1] or ANY): parts[at + 2].strip() for at in range(0, len(parts), 3)}
    greeting, signature = sections.pop(("greeting", ANY)), sections.pop(("signature", ANY))
    starters = []
    for (type_, depth), section in sections.items():
        subject, _, body = section.partition("\n")
        whole = "\n\n".join((greeting, body.strip(), signature)) + "\n"
        starters.append(Starter(MessageType(type_), language, depth, subject.strip(), whole))
    return starters


#: Every starter, by language.
LIBRARY: tuple[Starter, ...] = tuple(each for language in LANGUAGES for each in _read(language))
#: Type -> subject and body of the English one for everybody.
STARTERS: dict[MessageType, tuple[str, str]] = {
    each.type: (each.subject, each.body) for each in LIBRARY if each.language == "en" and each.depth == ANY
}


def seed_library(session: Session, now: datetime) -> int:
    """Add the starter wordings that are not there yet or read otherwise by now; return how many were added.

    A wording that people have edited keeps its own versions. Nothing is committed.
    """
    there = {
        (template.type, template.language, template.name): template
        for template in session.scalars(select(Template).where(Template.name.startswith(NAME)))
    }
    added = sum(
        _add(session, each, there.get((each.type, each.language, each.name)), now) for each in LIBRARY
    )
    session.flush()
    return added


def _add(session: Session, starter: Starter, template: Template | None, now: datetime) -> bool:
    """Add the next version of a starter wording, unless it reads so already or somebody has taken it over."""
    if template is None:
        template = Template(
            type=starter.type.value,
            language=starter.language,
            depth=starter.depth,
            name=starter.name,
            created_at=now,
        )
        session.add(template)
        session.flush()
    of = select(TemplateVersion).where(TemplateVersion.template_id == template.id)
    versions = session.scalars(of.order_by(TemplateVersion.number)).all()
    if any(each.created_by is not None for each in versions):
        return False
    if versions and (versions[-1].subject, versions[-1].body) == (starter.subject, starter.body):
        return False
    session.add(
        TemplateVersion(
            template_id=template.id,
            number=len(versions) + 1,
            state=TemplateState.APPROVED,
            subject=starter.subject,
            body=starter.body,
            created_at=now,
            approved_at=now,
        )
    )
    return True
