"""Questions about wordings: which are kept, which may be used for a letter, who wrote and approved what."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session, aliased

from recruiterdash.errors import NotFound
from recruiterdash.messages.depth import Depth
from recruiterdash.messages.library import ANY, LIBRARY, NAME
from recruiterdash.messages.models import Message, MessageState, Template, TemplateState, TemplateVersion
from recruiterdash.team.models import User


class Offered(NamedTuple):
    """A wording that may be used for a letter: the newest approved version of a template that is kept."""

    #: Both are None for one that comes with the program, where nobody keeps any of the type.
    template_id: int | None
    version_id: int | None
    name: str
    language: str
    #: `any`, or for whom by how far they got.
    depth: str
    subject: str
    body: str


class Listed(NamedTuple):
    """A template as lists show it."""

    template: Template
    owner: str | None
    newest: TemplateVersion
    #: Number of the version that is in use, None when none is approved.
    in_use: int | None


class Kept(NamedTuple):
    """One version of a template with who wrote and who approved it."""

    version: TemplateVersion
    by: str | None
    approved_by: str | None


_DEPTHS: list[str] = [ANY, *Depth]
_NEWEST_APPROVED = (
    select(TemplateVersion.template_id, func.max(TemplateVersion.number).label("number"))
    .where(TemplateVersion.state == TemplateState.APPROVED)
    .group_by(TemplateVersion.template_id)
    .subquery()
)


def offered(session: Session, type_: str, reached: Depth) -> list[Offered]:
    """Return the wordings for letters of a type to somebody who got so far, in every language, the best first.

    One made for their depth comes before one for everybody, what people here named before what came with the
    program, the newer before the older.
    """
    statement = (
        select(Template, TemplateVersion)
        .join(TemplateVersion, TemplateVersion.template_id == Template.id)
        .join(
            _NEWEST_APPROVED,
            (_NEWEST_APPROVED.c.template_id == Template.id)
            & (_NEWEST_APPROVED.c.number == TemplateVersion.number),
        )
        .where(Template.type == type_, Template.archived_at.is_(None))
        .order_by(TemplateVersion.id.desc())
    )
    found = [
        Offered(
            template.id,
            version.id,
            template.name,
            template.language,
            template.depth,
            version.subject,
            version.body,
        )
        for template, version in session.execute(statement)
    ]
    if not found and session.scalar(select(Template.id).where(Template.type == type_).limit(1)) is None:
        found = [Offered(None, None, each.name, *each[1:]) for each in LIBRARY if each.type == type_]
    fitting = [each for each in found if each.depth == ANY or reached.at_least(Depth(each.depth))]
    return sorted(fitting, key=_rank, reverse=True)


def _rank(each: Offered) -> tuple[int, bool]:
    return _DEPTHS.index(each.depth), not each.name.startswith(NAME)


def listed(session: Session, *, archived: bool = False) -> list[Listed]:
    """Return the templates that are kept, or those put away, by type, English first, and name."""
    newest = (
        select(TemplateVersion.template_id, func.max(TemplateVersion.number).label("number"))
        .group_by(TemplateVersion.template_id)
        .subquery()
    )
    statement = (
        select(Template, User.name, TemplateVersion, _NEWEST_APPROVED.c.number)
        .join(newest, newest.c.template_id == Template.id)
        .join(
            TemplateVersion,
            (TemplateVersion.template_id == Template.id) & (TemplateVersion.number == newest.c.number),
        )
        .outerjoin(User, User.id == Template.owner_id)
        .outerjoin(_NEWEST_APPROVED, _NEWEST_APPROVED.c.template_id == Template.id)
        .where(Template.archived_at.is_not(None) if archived else Template.archived_at.is_(None))
        .order_by(Template.type, Template.language != "en", Template.language, Template.name)
    )
    return [Listed(*row) for row in session.execute(statement)]


def template_of(session: Session, template_id: int, *, to_change: bool = False) -> Template:
    """Return a template. to_change: nobody else changes it until the transaction ends. Raises NotFound."""
    statement = select(Template).where(Template.id == template_id)
    found = session.scalars(statement.with_for_update() if to_change else statement).one_or_none()
    if found is None:
        raise NotFound("This template")
    return found


def history(session: Session, template_id: int) -> list[Kept]:
    """Return every version of a template, newest first."""
    writer, approver = aliased(User), aliased(User)
    statement = (
        select(TemplateVersion, writer.name, approver.name)
        .outerjoin(writer, writer.id == TemplateVersion.created_by)
        .outerjoin(approver, approver.id == TemplateVersion.approved_by)
        .where(TemplateVersion.template_id == template_id)
        .order_by(TemplateVersion.number.desc())
    )
    return [Kept(*row) for row in session.execute(statement)]


def approved(session: Session, template_id: int) -> TemplateVersion | None:
    """Return the version of a template that letters are made from."""
    return session.scalars(
        select(TemplateVersion)
        .where(TemplateVersion.template_id == template_id, TemplateVersion.state == TemplateState.APPROVED)
        .order_by(TemplateVersion.number.desc())
        .limit(1)
    ).one_or_none()


def waiting_from(session: Session, template_id: int, *, edited: bool | None = None) -> Sequence[int]:
    """Return the held letters that an older version of a template made, oldest first.

    edited: those whose text was changed by hand, or those left as they were; all when left out.
    """
    now = approved(session, template_id)
    if now is None:
        return []
    return session.scalars(
        select(Message.id)
        .join(TemplateVersion, TemplateVersion.id == Message.template_version_id)
        .where(
            TemplateVersion.template_id == template_id,
            TemplateVersion.number < now.number,
            Message.state.in_((MessageState.DRAFT, MessageState.HELD)),
            Message.edited == edited if edited is not None else true(),
        )
        .order_by(Message.id)
    ).all()
