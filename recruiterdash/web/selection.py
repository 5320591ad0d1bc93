"""People selected in a queue: who they are, as its address says, and who comes after whom."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import request

from recruiterdash import doors
from recruiterdash.waiting import queries
from recruiterdash.web import asking

#: More do not fit an address, nor a morning.
MOST = 100
#: Stands for the first person selected in the address of a page.
SELECTED = "selected"
#: Stands for nobody, once one has gone through them all: the whole list, and nobody is selected any more.
DONE = "done"


class Place(NamedTuple):
    """Which one of the people selected somebody is, counted from one."""

    at: int
    of: int


class Selection(NamedTuple):
    """The people selected, in the order in which one goes through them."""

    ids: tuple[int, ...] = ()
    #: Those of them who do not stand on this page of the list.
    elsewhere: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """Return it as it stands in an address."""
        return ",".join(map(str, self.ids))

    def place(self, person: int | None) -> Place | None:
        """Return which one somebody is, None for who is not selected."""
        return Place(self.ids.index(person) + 1, len(self.ids)) if person in self.ids else None

    def after(self, person: int) -> int | None:
        """Return who comes after one of them, None after the last."""
        following = self.ids[self.ids.index(person) + 1 :]
        return following[0] if following else None


def asked() -> Selection:
    """Return the selection the address names; whether the viewer may see these people is not yet known."""
    return Selection(asking.numbers("chosen", MOST))


def plainer_address(selection: Selection) -> str | None:
    """Return the address that names a selection as we write it ourselves, None when it is this one.

    A form without a script names every person for itself.
    """
    after = asking.cursor()
    if request.args.get("person") == DONE:
        return asking.address(chosen=None, person=None, after=after)
    if request.args.getlist("chosen") != ([selection.text] if selection.ids else []):
        return asking.address(chosen=selection.text, after=after)
    return None


def seen(selection: Selection, rows: Sequence[queries.Row]) -> Selection:
    """Return a selection less those the viewer may not see. rows: the page of the list that is shown."""
    if not selection.ids:
        return selection
    here = {row.application_id for row in rows}
    elsewhere = [each for each in selection.ids if each not in here]
    if not elsewhere:
        return selection
    others = queries.some(doors.session(), doors.viewer(), elsewhere, now=doors.now())
    found = tuple(row.application_id for row in others)
    return Selection(tuple(each for each in selection.ids if each in here or each in found), found)
