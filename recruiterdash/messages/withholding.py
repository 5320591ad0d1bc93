"""A letter about several roles names them all: whoever does not see all of them reads none of its words."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import bulk
from recruiterdash.journey.timeline import Item
from recruiterdash.messages.models import Message
from recruiterdash.messages.queries import OfApplication, within_sight
from recruiterdash.messages.types import manner
from recruiterdash.team.permissions import Viewer

#: What an entry carries when its letter was about more than one application.
SEVERAL = "several"


def story_for(session: Session, viewer: Viewer, items: Sequence[Item]) -> list[Item]:
    """Return the entries of a story as a viewer may read them; not even a gap tells that there was another role."""
    about_several = {item.data["message"] for item in items if SEVERAL in item.data}
    hidden = _out_of_sight(session, viewer, about_several)
    return [_plain(item, item.data["message"] in hidden) if SEVERAL in item.data else item for item in items]


def _plain(item: Item, hidden: bool) -> Item:
    data = {key: value for key, value in item.data.items() if key != SEVERAL}
    return item._replace(data=data, subject="", body="") if hidden else item._replace(data=data)


def letters_for(session: Session, viewer: Viewer, letters: Sequence[OfApplication]) -> list[OfApplication]:
    """Return letters as a viewer may read of them: what each is called stands for a subject that names other roles."""
    hidden = _out_of_sight(session, viewer, {each.id for each in letters})
    return [each._replace(subject=manner(each.type).name) if each.id in hidden else each for each in letters]


def _out_of_sight(session: Session, viewer: Viewer, message_ids: Iterable[int]) -> set[int]:
    ids = set(message_ids)
    if not ids:
        return set()
    seen = select(Message.id).where(Message.id.in_(bulk.listed(session, ids)), within_sight(viewer))
    return ids - set(session.scalars(seen))
