"""How far somebody got with us: what a letter to them owes in courtesy follows from it; pure."""

from collections.abc import Iterable
from enum import StrEnum

from recruiterdash.requisitions.models import StageType


class Depth(StrEnum):
    """The furthest stage reached, in the order of how much of their time we had."""

    APPLIED = "applied"
    SCREENED = "screened"
    INTERVIEWED = "interviewed"
    FINAL = "final"

    def at_least(self, other: "Depth") -> bool:
        return _ORDER.index(self) >= _ORDER.index(other)


#: How a depth is called.
WORDS = {
    Depth.APPLIED: "after the application",
    Depth.SCREENED: "after a screening talk",
    Depth.INTERVIEWED: "after an interview",
    Depth.FINAL: "after the final round",
}
_ORDER = list(Depth)
#: A talk of this kind was held.
_HELD = {
    StageType.SCREEN: Depth.SCREENED,
    StageType.INTERVIEW: Depth.INTERVIEWED,
    StageType.FINAL: Depth.FINAL,
}
#: Whoever stands in a stage has been through what comes before it.
_STOOD = {
    StageType.INTERVIEW: Depth.SCREENED,
    StageType.FINAL: Depth.INTERVIEWED,
    StageType.OFFER: Depth.FINAL,
    StageType.HIRED: Depth.FINAL,
}


def reached(held: Iterable[StageType], stood: Iterable[StageType]) -> Depth:
    """Return how far somebody got for certain.

    held: the stages of interviews that took place. stood: the stages they were moved to.
    """
    return _furthest([*(_HELD.get(each) for each in held), *(_STOOD.get(each) for each in stood)])


def possible(held: Iterable[StageType], stood: Iterable[StageType]) -> Depth:
    """Return how far somebody may have got: a talk of the stage they stand in may not have been recorded."""
    stood = list(stood)
    if StageType.UNMAPPED in stood:
        return Depth.FINAL
    return _furthest([reached(held, stood), *(_HELD.get(each) for each in stood)])


def _furthest(found: Iterable[Depth | None]) -> Depth:
    return max((each for each in found if each is not None), key=_ORDER.index, default=Depth.APPLIED)
