"""Entries of a timeline as a page calls them: a letter by what it was."""

from collections.abc import Iterable

from recruiterdash.journey.timeline import Item
from recruiterdash.journey.words import title_of
from recruiterdash.messages import MANNERS, MessageType


def named(items: Iterable[Item]) -> list[Item]:
    """Return entries with the letters among them called by their types."""
    return [each._replace(title=_title(each)) for each in items]


def _title(item: Item) -> str:
    letter = str(item.data.get("letter") or "")
    if item.type != "out" or letter not in set(MessageType) or letter == MessageType.PERSONAL:
        return item.title
    manner = MANNERS.get(MessageType(letter))
    if manner is None:
        return item.title
    to_many = " to many" if item.kind == "bulk" else ""
    return f"{manner.name}{to_many}{item.title.removeprefix(title_of('out', item.kind, {}))}"
