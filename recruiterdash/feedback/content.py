"""What is written to a colleague: criterion, what was shown, what was missing, what would show it next time. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

#: Of strengths and of gaps.
MOST_NAMED = 3
MOST_ACTIONS = 6


class Level(StrEnum):
    """How far a criterion was shown."""

    MET = "met"
    PARTLY = "partly"
    NOT_SHOWN = "not_shown"


class Weight(StrEnum):
    """Whether a criterion is named among the strengths or the gaps."""

    NEITHER = "neither"
    STRENGTH = "strength"
    GAP = "gap"


class Owner(StrEnum):
    """Who sees to an action."""

    EMPLOYEE = "employee"
    HIRING_MANAGER = "hiring_manager"
    #: Only once they have been told, with the employee's consent.
    CURRENT_MANAGER = "current_manager"
    LEARNING = "learning"


class Again(StrEnum):
    """Whether we would encourage them to apply again."""

    YES = "yes"
    NO = "no"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class Point:
    """One criterion, as it was fixed before the interviews, and what was seen of it."""

    criterion: str
    level: Level | None = None
    weight: Weight = Weight.NEITHER
    #: What was said or done, and on which day.
    evidence: str = ""
    seen_on: date | None = None
    #: What would show it next time.
    next_time: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """What somebody will do about a gap."""

    criterion: str
    what: str = ""
    owner: Owner | None = None
    by: date | None = None
    support: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """One text, whole."""

    points: tuple[Point, ...]
    actions: tuple[Action, ...] = ()
    again: Again | None = None
    #: The criterion that "not yet" hangs on.
    not_yet: str = ""
    #: Families of roles, or times of the year, to watch. No promise of a job.
    watch: str = ""

    @property
    def strengths(self) -> tuple[Point, ...]:
        return tuple(each for each in self.points if each.weight is Weight.STRENGTH)

    @property
    def gaps(self) -> tuple[Point, ...]:
        return tuple(each for each in self.points if each.weight is Weight.GAP)

    @property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """Every text that the employee may read, with where it stands."""
        points = (
            (f"{where} “{each.criterion}”", text)
            for each in self.points
            for where, text in (
                ("what was seen of", each.evidence),
                ("what would show it next time, of", each.next_time),
            )
        )
        actions = (
            (f"{where} for “{each.criterion}”", text)
            for each in self.actions
            for where, text in (("the action", each.what), ("the support", each.support))
        )
        given = (*points, *actions, ("what to watch for", self.watch))
        return tuple((where, text) for where, text in given if text)


def flaws(content: Content, today: date, *, manager_informed: bool) -> tuple[str, ...]:
    """Return what a text lacks before a second reader gets it, a sentence each; nothing when it is whole.

    today: the office's date. manager_informed: their present manager knows, with their consent.
    """
    if not content.points:
        return (
            "It names no criterion: they are fixed on the requisition's page before the interviews begin.",
        )
    return (
        *_of_points(content, today),
        *_of_balance(content),
        *_of_actions(content, today, manager_informed=manager_informed),
        *_of_outlook(content),
    )


def _of_points(content: Content, today: date) -> Iterator[str]:
    for each in content.points:
        if each.level is None:
            yield f"Say of “{each.criterion}” how far it was shown."
        if each.weight is Weight.NEITHER:
            continue
        if not each.evidence:
            yield f"“{each.criterion}” needs evidence: what was said or done."
        if each.seen_on is None:
            yield f"“{each.criterion}” needs the day on which that was seen."
        elif each.seen_on > today:
            yield f"What was seen of “{each.criterion}” has a day that has not come yet."
        if each.weight is Weight.GAP and each.level is Level.MET:
            yield f"“{each.criterion}” was met: it is no gap."
        if each.weight is Weight.STRENGTH and each.level is Level.NOT_SHOWN:
            yield f"“{each.criterion}” was not shown: it is no strength."
        if each.weight is Weight.GAP and not each.next_time:
            yield f"Say what would show “{each.criterion}” next time."


def _of_balance(content: Content) -> Iterator[str]:
    for named, what in ((content.strengths, "strength"), (content.gaps, "gap")):
        if not named:
            yield f"It names no {what}: one at least is needed."
        if len(named) > MOST_NAMED:
            yield f"It names {len(named)} {what}s: three at the most can be worked with."


def _of_actions(content: Content, today: date, *, manager_informed: bool) -> Iterator[str]:
    gaps = {each.criterion for each in content.gaps}
    for gap in sorted(gaps - {each.criterion for each in content.actions}):
        yield f"“{gap}” needs an action: who does what by when."
    for each in content.actions:
        if each.criterion not in gaps:
            yield f"An action is for “{each.criterion}”, which is not among the gaps."
        if not each.what:
            yield f"An action for “{each.criterion}” does not say what is done."
        if each.owner is None:
            yield f"An action for “{each.criterion}” has no owner."
        if each.by is None:
            yield f"An action for “{each.criterion}” has no date."
        elif each.by < today:
            yield f"An action for “{each.criterion}” has a date that has gone by."
        if each.owner is Owner.CURRENT_MANAGER and not manager_informed:
            yield (
                "Their present manager can own an action only once they know of the application, with consent: "
                "record that first."
            )


def _of_outlook(content: Content) -> Iterator[str]:
    if content.again is None:
        yield "Say whether you would encourage them to apply again."
    criteria = {each.criterion for each in content.points}
    if content.again is Again.NOT_YET and content.not_yet not in criteria:
        yield "“Not yet” needs the criterion it hangs on."
