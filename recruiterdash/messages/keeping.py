"""Wordings are written, approved by somebody else, and put away; what letters were made from stays."""

import re
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from recruiterdash import audit
from recruiterdash.errors import BadInput, Conflict, NotAllowed
from recruiterdash.messages import wordings
from recruiterdash.messages.days import LANGUAGES
from recruiterdash.messages.depth import Depth
from recruiterdash.messages.library import ANY, NAME
from recruiterdash.messages.models import Template, TemplateState, TemplateVersion
from recruiterdash.messages.types import MANNERS, MessageType
from recruiterdash.messages.wording import check, plain, used
from recruiterdash.team.models import User, UserGrant, UserRole
from recruiterdash.team.permissions import GRANTED, Permission, Viewer

#: Marks of a text that is not meant to leave the house. A written test is a thing of interviews, "todo" is Spanish.
_UNFINISHED = re.compile(
    r"(?i:\b(?:lorem|ipsum|tbd|tbc|fix[ -]?me|asdf\w*|qwert\w*|x{3,})\b)"
    r"|\bTO[ -]?D[O]\b|\b[Tt]o[ -]?[Dd]o:"
    r"|(?i:\bthis is (?:just |only )?a test\b|\btest(?:ing)? ?(?:text|template|letter|e?-?mail|message|only)\b)"
    r"|(?i:\btest(?:ing)?,? test(?:ing)?\b)|(?im:^\W*test(?:ing)?\W*$)"
)
#: Fewest words of its own that a wording has, subject and placeholders apart.
FEWEST = 8


class Wording(NamedTuple):
    """A template as a person writes it."""

    type: MessageType
    language: str
    #: `any` or a depth.
    depth: str
    name: str
    subject: str
    body: str


def create_template(session: Session, viewer: Viewer, wording: Wording, *, now: datetime) -> Template:
    """Keep a new template whose first version is a draft. Raises BadInput for a text that could not be used."""
    _ensure_sound(wording)
    _ensure_name_is_free(session, wording, None)
    template = Template(
        type=wording.type.value,
        language=wording.language,
        depth=wording.depth,
        name=wording.name,
        owner_id=viewer.user_id,
        created_at=now,
    )
    session.add(template)
    session.flush()
    _add_version(session, template, wording, viewer, now)
    _note(session, viewer, template, "template.create", now)
    return template


def edit_template(
    session: Session, viewer: Viewer, template_id: int, wording: Wording, *, seen: int | None, now: datetime
) -> Template:
    """Write the next version of a template, a draft; the approved one stays in use until this one is.

    seen: the template's version that the writer looked at. Type and language stay as they are. Raises Conflict
    when somebody changed it meanwhile, BadInput for a text that could not be used.
    """
    template = _to_change(session, template_id, seen)
    wording = wording._replace(type=MessageType(template.type), language=template.language)
    _ensure_sound(wording)
    _ensure_name_is_free(session, wording, template.id)
    newest = wordings.history(session, template.id)[0].version
    same_text = (newest.subject, newest.body) == (wording.subject, wording.body)
    if same_text and (template.name, template.depth) == (wording.name, wording.depth):
        raise BadInput("Nothing was changed: the template reads so already.")
    template.name, template.depth = wording.name, wording.depth
    if template.owner_id is None:
        template.owner_id = viewer.user_id
    if not same_text:
        _add_version(session, template, wording, viewer, now)
    _touch(session, template)
    _note(session, viewer, template, "template.edit", now)
    return template


def approve_template(
    session: Session, viewer: Viewer, template_id: int, number: int, *, seen: int | None, now: datetime
) -> TemplateVersion:
    """Let letters be made from the newest version of a template.

    number: the version that was read. Raises NotAllowed for one's own text, unless nobody else may approve;
    Conflict when another version came meanwhile; BadInput for a text that is not meant to leave.
    """
    if not viewer.may(Permission.APPROVE_TEMPLATE):
        raise NotAllowed("Approving wordings is not yours here.")
    template = _to_change(session, template_id, seen)
    if template.archived_at is not None:
        raise NotAllowed("This template was put away: bring it back first.")
    kept = wordings.history(session, template.id)
    version = kept[0].version
    if version.number != number:
        raise Conflict(f"Version {version.number} was written meanwhile: read that one.")
    if version.state is TemplateState.APPROVED:
        return version
    if viewer.user_id in authors(kept) and not is_alone(session, viewer):
        raise NotAllowed("Nobody approves their own wording: ask a colleague who may approve to read it.")
    ensure_ready(MessageType(template.type), version.subject, version.body)
    version.state = TemplateState.APPROVED
    version.approved_at, version.approved_by = now, viewer.user_id
    _touch(session, template)
    _note(session, viewer, template, "template.approve", now, number=number)
    return version


def archive_template(
    session: Session, viewer: Viewer, template_id: int, *, seen: int | None, now: datetime, away: bool = True
) -> Template:
    """Put a template away, or bring it back; letters that were made from it keep their version."""
    template = _to_change(session, template_id, seen)
    if not may_put_away(viewer, template):
        raise NotAllowed("Only its owner, or who may approve wordings, puts a template away.")
    template.archived_at = now if away else None
    _note(session, viewer, template, "template.archive" if away else "template.restore", now)
    return template


def may_put_away(viewer: Viewer, template: Template) -> bool:
    """Return whether somebody may put a template away, or bring it back."""
    return viewer.may(Permission.APPROVE_TEMPLATE) or template.owner_id == viewer.user_id


def ensure_ready(type_: MessageType, subject: str, body: str) -> None:
    """Refuse a text that is not fit to leave. Raises BadInput with what is missing."""
    check(subject)
    check(body)
    words = re.findall(r"[^\W\d_]{2,}", plain(body))
    if not plain(subject).strip():
        raise BadInput("The subject says nothing but placeholders.")
    if len(words) < FEWEST and type_ is not MessageType.PERSONAL:
        raise BadInput(f"The text has {len(words)} words of its own: that is no letter yet.")
    if found := _UNFINISHED.search(plain(f"{subject}\n{body}")):
        raise BadInput(f"“{found.group()}” is in the text: it is not finished.")
    missing = [name for name in _needed(type_) if name not in used(body)]
    if missing:
        raise BadInput(f"A letter of this type needs {{{{ {missing[0]} }}}} in its text.")
    if type_ is not MessageType.PERSONAL and not {"requisition.title", "requisition.titles"} & (
        used(subject) | used(body)
    ):
        raise BadInput("The letter must say which role it is about: {{ requisition.title }}.")


def is_alone(session: Session, viewer: Viewer) -> bool:
    """Return whether nobody else who can log in may approve wordings."""
    roles = [role for role, allowed in GRANTED.items() if Permission.APPROVE_TEMPLATE in allowed]
    others = select(User.id).where(
        User.id != viewer.user_id,
        User.active,
        User.password.is_not(None),
        or_(
            exists().where(UserRole.user_id == User.id, UserRole.role.in_(roles)),
            exists().where(
                UserGrant.user_id == User.id, UserGrant.permission == Permission.APPROVE_TEMPLATE.value
            ),
        ),
    )
    return session.scalar(others.limit(1)) is None


def _needed(type_: MessageType) -> list[str]:
    needed = ["candidate.preferred_name"]
    needed += ["promise.date"] if MANNERS[type_].needs_promise else []
    return [*needed, "missed.date"] if type_ is MessageType.DELAY else needed


def authors(kept: list[wordings.Kept]) -> set[int | None]:
    """Return who wrote what is not approved yet. kept: every version, the newest first."""
    authors: set[int | None] = set()
    for each in kept:
        if each.version.state is TemplateState.APPROVED:
            break
        authors.add(each.version.created_by)
    return authors


def _ensure_sound(wording: Wording) -> None:
    if wording.language not in LANGUAGES:
        raise BadInput(f"Templates are kept in {', '.join(LANGUAGES.values())}.")
    if wording.depth != ANY and wording.depth not in list(Depth):
        raise BadInput("Say how far somebody must have got for this wording.")
    if not wording.name.strip():
        raise BadInput("A template has a name.")
    if not wording.subject.strip() or not wording.body.strip():
        raise BadInput("A template has a subject and a text.")
    for what, text in (("subject", wording.subject), ("text", wording.body)):
        try:
            check(text)
        except BadInput as wrong:
            raise BadInput(f"In the {what}: {wrong}") from None


def _ensure_name_is_free(session: Session, wording: Wording, own: int | None) -> None:
    same = select(Template.id).where(
        Template.type == wording.type.value,
        Template.language == wording.language,
        Template.name == wording.name,
    )
    if (found := session.scalar(same)) is not None and found != own:
        raise BadInput("There is a template of this type, language and name already: give it another name.")
    of_ours = session.get_one(Template, own).name if own is not None else ""
    if of_ours.startswith(NAME) and wording.name != of_ours:
        raise BadInput(f"What came with the program keeps its name, “{of_ours}”: make a wording of your own.")
    if wording.name.startswith(NAME) and wording.name != of_ours:
        raise BadInput(f"Names that begin with “{NAME}” are those of wordings that came with the program.")


def _to_change(session: Session, template_id: int, seen: int | None) -> Template:
    template = wordings.template_of(session, template_id, to_change=True)
    if seen is not None and seen != template.version:
        raise Conflict("This template was changed meanwhile. Nothing of yours was saved yet.")
    return template


def _add_version(
    session: Session, template: Template, wording: Wording, viewer: Viewer, now: datetime
) -> None:
    last = select(TemplateVersion.number).where(TemplateVersion.template_id == template.id)
    number = session.scalar(last.order_by(TemplateVersion.number.desc()).limit(1)) or 0
    session.add(
        TemplateVersion(
            template_id=template.id,
            number=number + 1,
            state=TemplateState.DRAFT,
            subject=wording.subject,
            body=wording.body,
            created_at=now,
            created_by=viewer.user_id,
        )
    )
    session.flush()


def _touch(session: Session, template: Template) -> None:
    """Move the version, though none of the template's own columns may have changed."""
    flag_modified(template, "name")
    session.flush()


def _note(
    session: Session, viewer: Viewer, template: Template, act: str, now: datetime, **detail: Any
) -> None:
    audit.note(
        session,
        at=now,
        actor_id=viewer.user_id,
        act=act,
        subject="template",
        subject_id=template.id,
        name=template.name,
        type=template.type,
        language=template.language,
        **detail,
    )
