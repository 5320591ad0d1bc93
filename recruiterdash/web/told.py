"""Decided, told, delivered: three facts that are easily taken for one another. Pure."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from recruiterdash.candidates.models import Outcome
from recruiterdash.candidates.queries import Decided
from recruiterdash.journey.timeline import Item
from recruiterdash.waiting.models import Standing

#: Said live: nothing can come back.
LIVE = frozenset({"phone", "meeting"})


class Stand(StrEnum):
    """Where the outcome stands."""

    OPEN = "open"
    OWED = "owed"
    TOLD = "told"
    #: Told, and it did not arrive after all.
    RETURNED = "returned"


class Owed(NamedTuple):
    """The notice that is owed; its due is empty while it is paused."""

    due_at: datetime | None


class Told(NamedTuple):
    """The three facts as the banner shows them."""

    stand: Stand
    #: The decision that stands; None when none was made here.
    outcome: Outcome | None
    number: int | None
    decided_at: datetime | None
    decided_by: str | None
    #: What they were told: reject, advance, offer.
    told: str | None
    told_at: datetime | None
    told_how: str | None
    untold_at: datetime | None
    #: By when the notice is owed, while it is.
    notice_due: datetime | None
    #: A letter about them is on its way.
    on_its_way: bool

    @property
    def live(self) -> bool:
        return self.told_how in LIVE


def told_of(
    standing: Standing, decisions: Sequence[Decided], items: Sequence[Item], owed: Owed | None
) -> Told:
    """Return the three facts.

    decisions: every version, newest first. items: what passed, newest first.
    owed: the notice that is due, while one is.
    """
    decision = next((each for each in decisions if each.withdrawn_at is None), None)
    said = last_decision_said(items)
    told = _told_at(standing, said)
    untold_at = standing.untold_at or came_back_at(items)
    return Told(
        stand=_stand(standing, told, untold_at, owed),
        outcome=decision.outcome if decision else None,
        number=decision.number if decision else None,
        decided_at=decision.decided_at if decision else standing.decided_at,
        decided_by=decision.by if decision else None,
        told=said.data.get("decision") if said and told else None,
        told_at=told[0] if told else None,
        told_how=told[1] if told else None,
        untold_at=untold_at,
        notice_due=owed.due_at if owed else None,
        on_its_way=standing.letters_on_way > 0,
    )


def last_decision_said(items: Sequence[Item]) -> Item | None:
    """Return the newest word of ours that carried a decision and arrived. items: newest first."""
    return next(
        (
            item
            for item in items
            if item.type == "out"
            and item.data.get("decision")
            and not (item.voided or item.data.get("bounced"))
        ),
        None,
    )


def came_back_at(items: Sequence[Item]) -> datetime | None:
    """Return when the newest word that carried a decision came back; None when none did. items: newest first."""
    if not any(
        item.type == "out" and item.data.get("decision") and item.data.get("bounced") for item in items
    ):
        return None
    return next((item.happened_at for item in items if item.type == "bounce"), None)


def _told_at(standing: Standing, said: Item | None) -> tuple[datetime, str] | None:
    """When and how the outcome reached them; a new spell begins untold."""
    if standing.told_at is not None:
        return standing.told_at, standing.told_how or ""
    taken_back = standing.untold_at
    if said is None or (taken_back is not None and said.happened_at <= taken_back):
        return None
    return said.happened_at, said.kind or ""


def _stand(
    standing: Standing, told: tuple[datetime, str] | None, untold_at: datetime | None, owed: Owed | None
) -> Stand:
    if told is None and untold_at is not None and standing.decided_at is not None:
        return Stand.RETURNED
    if owed is not None:
        return Stand.OWED
    return Stand.TOLD if told is not None else Stand.OPEN
