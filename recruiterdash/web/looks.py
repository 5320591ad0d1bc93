"""What an entry will do to the clocks, said before it is saved; and the calls that one click logs."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from recruiterdash.journey.contact import Channel, Contact
from recruiterdash.journey.contacts import is_late, said
from recruiterdash.journey.foreseen import Foreseen, Running, SoFar, foreseen, without
from recruiterdash.web.waits import HOLDERS, label_of


class Effect(NamedTuple):
    """A clock that starts or moves."""

    label: str
    due_at: datetime | None


class Look(NamedTuple):
    """What an entry does, in the page's words."""

    stops: tuple[str, ...]
    starts: tuple[Effect, ...]
    moves: tuple[Effect, ...]
    suspends: tuple[str, ...]
    stays: tuple[str, ...]
    closes: str | None
    holder: str | None
    #: How often they will have asked: "twice"; empty when this does not count as asking.
    asked: str
    #: An earlier promise is moved: a slip.
    slip: bool
    nothing: bool
    late: bool
    #: Equal for two looks that say the same.
    signature: str


class Quick(NamedTuple):
    """A call that one click logs."""

    call: str
    words: str
    icon: str
    look: Look


#: Name of a quick call -> its words and drawing.
CALLS = {
    "answered": ("They asked, I said what stands here", "telephone-inbound"),
    "passed_on": ("They asked, I could not say: somebody calls back", "telephone-forward"),
}


def look_at(known: SoFar, contacts: Sequence[Contact], now: datetime) -> Look:
    """Return what logging these contacts does. now: aware UTC."""
    seen = foreseen(known, [said(contact) for contact in contacts], now)
    late = any(is_late(contact.happened_at, now) for contact in contacts)
    return _in_words(seen, late)


def look_without(known: SoFar, event_id: int, now: datetime) -> Look:
    """Return what undoing an entry does. now: aware UTC."""
    return _in_words(without(known, event_id, now), late=False)


def contacts_of_call(call: str, at: datetime, *, owed: bool) -> tuple[Contact, ...]:
    """Return what a quick call was: their question and, when it was answered, our word.

    owed: something is settled that they have not been told; then our word said nothing of where they stand.
    """
    asked = Contact("in", Channel.PHONE, at, kind="question")
    if call == "passed_on":
        return (asked,)
    return (asked, Contact("out", Channel.PHONE, at, says_status=not owed))


def quick_calls(known: SoFar, now: datetime, *, owed: bool) -> list[Quick]:
    """Return the calls that one click logs, each with what it does."""
    return [
        Quick(call, words, icon, look_at(known, contacts_of_call(call, now, owed=owed), now))
        for call, (words, icon) in CALLS.items()
    ]


def _in_words(seen: Foreseen, late: bool) -> Look:
    return Look(
        stops=tuple(map(label_of, seen.stops)),
        starts=tuple(map(_effect, seen.starts)),
        moves=tuple(map(_effect, seen.moves)),
        suspends=tuple(map(label_of, seen.suspends)),
        stays=tuple(map(label_of, seen.stays)),
        closes=seen.closes,
        holder=HOLDERS.get(seen.holder, ("", seen.holder))[1] if seen.holder else None,
        asked=times(seen.chasers) if seen.chasers else "",
        slip=seen.slip,
        nothing=seen.nothing,
        late=late,
        signature=f"{seen.signature}{'|late' if late else ''}",
    )


def times(number: int) -> str:
    """Return how often: "never", "once", "twice", "3 times"."""
    return {0: "never", 1: "once", 2: "twice"}.get(number, f"{number} times")


def _effect(running: Running) -> Effect:
    return Effect(label_of(running.name), running.due_at)
