"""Colleagues as a program names them: by their id or their mailbox, for a part that they may take."""

from typing import Annotated

from msgspec import Meta
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash.api.asking import storable
from recruiterdash.errors import BadInput
from recruiterdash.requisitions.queries import may_be
from recruiterdash.team.models import Role, User

#: An id or a mailbox.
Colleague = int | Annotated[str, Meta(max_length=254, description="A colleague's mailbox.")]


def chosen(
    session: Session, named: Colleague | None, role: Role | None, field: str, *, keep: int | None = None
) -> int | None:
    """Return the id of a colleague who may take a part; None for nobody.

    role: who may take it, as in `may_be`. field: what the refusal is about. keep: who has the part now. Raises
    BadInput for anybody else, in the same words for who is not here at all.
    """
    if named is None:
        return None
    if isinstance(named, str):
        found = session.scalar(select(User.id).where(User.email == named.strip().lower()))
    else:
        found = storable(named)
    if found is None or found not in {each.id for each in may_be(session, role, keep=[keep])}:
        raise BadInput(f"{field}: nobody here who may take this part.")
    return found
