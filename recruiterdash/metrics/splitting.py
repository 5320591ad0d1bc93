"""A figure taken apart: by requisition, by office, by stage. In the order of names: this is no ranking."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import fsum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from recruiterdash import bulk
from recruiterdash.candidates.models import Application
from recruiterdash.metrics import sentences
from recruiterdash.metrics.answers import FEW, Part, Split
from recruiterdash.metrics.estimates import ANSWERED, OPEN, Wait, Waits, kaplan_meier
from recruiterdash.metrics.queries import Ground
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team.models import Office, User

Row = Mapping[str, Any]
#: Parts of a list, the largest ones when there are very many.
MOST = 100


class Counted(NamedTuple):
    """Which results of a figure that counts are good and bad; what is neither is left out by name."""

    good: frozenset[str]
    bad: frozenset[str]
    #: Of these, which are not over.
    still: frozenset[str] = frozenset()
    value: str = "Share"

    def part(self, rows: Sequence[Row]) -> tuple[int, int, str]:
        """Return how many are measured, how many wait, and the share; none of fewer than five."""
        found = Counter(row["result"] for row in rows)
        good = sum(found[each] for each in self.good)
        bad = sum(found[each] for each in self.bad)
        still = sum(found[each] for each in self.still)
        share = sentences.share(good / (good + bad)) if good + bad >= FEW else "too few"
        return good + bad - still, still, share


class Lengths(NamedTuple):
    """A figure of how long something takes."""

    value: str

    def part(self, rows: Sequence[Row]) -> tuple[int, int, str]:
        """Return how many are measured, how many wait, and the median; none of fewer than five answers."""
        return self.of([Wait(row["days"], row["event"], row.get("entry")) for row in rows])

    def of(self, waits: Sequence[Wait] | Waits) -> tuple[int, int, str]:
        waits = Waits.of(waits)
        waiting, median = waits.number(OPEN), kaplan_meier(waits).median
        enough = waits.number(ANSWERED) >= FEW
        shown = "too few" if not enough else "not reached" if median is None else f"{median:.1f}"
        return waits.days.size - waiting, waiting, shown


class Numbers(NamedTuple):
    """A figure that is a number of cases: how many, how many of them go on, and how many are of some kind."""

    value: str
    of: Callable[[Row], bool]
    #: Whether all of them wait; else those do that say so.
    waiting: bool = False

    def part(self, rows: Sequence[Row]) -> tuple[int, int, str]:
        still = len(rows) if self.waiting else sum(row.get("event") == OPEN for row in rows)
        return len(rows) - still, still, f"{sum(map(self.of, rows)):,}"


class With(NamedTuple):
    """How many days of each wait lay with us."""

    value: str

    def part(self, rows: Sequence[Row]) -> tuple[int, int, str]:
        waiting = sum(row["event"] == OPEN for row in rows)
        ours = fsum(sum(row["held"].values()) - row["held"].get("candidate", 0.0) for row in rows)
        return len(rows) - waiting, waiting, f"{ours / len(rows):.1f}" if len(rows) >= FEW else "too few"


Taken = Counted | Lengths | Numbers | With


def split(
    heading: str,
    column: str,
    rows: Iterable[Row],
    taken: Taken,
    key: Callable[[Row], Any],
    called: Callable[[Any], str],
    leads: Callable[[Any], dict[str, str]],
) -> list[Split]:
    """Return a figure by some key of its rows; nothing where all have one.

    leads: to what part of an address: the filter that narrows the figure, or the mark that narrows its people.
    """
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    if len(groups) < 2:
        return []
    largest = sorted(groups, key=lambda each: (-len(groups[each]), str(each)))[:MOST]
    parts = [Part(called(each), *taken.part(groups[each]), leads(each)) for each in largest]
    found = sorted((part for part in parts if part.measured or part.waiting), key=lambda p: p.name.casefold())
    return [Split(heading, column, taken.value, found)] if len(found) > 1 else []


def office_names(ground: Ground) -> dict[int, str]:
    return {row.id: row.name for row in ground.session.execute(select(Office.id, Office.name))}


def colleagues(ground: Ground) -> dict[int, str]:
    """Return what all colleagues are called."""
    return {row.id: row.name for row in ground.session.execute(select(User.id, User.name))}


def managers_of(ground: Ground) -> dict[int, int]:
    """Return the hiring manager of each requisition that has one."""
    rows = ground.session.execute(
        select(Requisition.id, Requisition.hiring_manager_id).where(
            Requisition.hiring_manager_id.is_not(None)
        )
    )
    return {row[0]: row[1] for row in rows if row[1] is not None}


def owners_of(ground: Ground, application_ids: Iterable[int]) -> dict[int, int]:
    """Return the recruiter of each application that has one."""
    ids = bulk.listed(ground.session, sorted(set(application_ids)))
    rows = ground.session.execute(
        select(Application.id, Application.owner_id).where(
            Application.id.in_(ids), Application.owner_id.is_not(None)
        )
    )
    return {row[0]: row[1] for row in rows if row[1] is not None}


def by_place(ground: Ground, taken: Lengths, waits: Waits, requisitions: NDArray[np.int64]) -> list[Split]:
    """Return very many waits by office and by requisition. requisitions: of which each wait is."""
    names, places = office_names(ground), ground.places
    offices = np.zeros(max(places, default=0) + 1, "i8")
    for id_, place in places.items():
        offices[id_] = place.office_id
    titles = {id_: place.title for id_, place in places.items()}
    found = []
    for heading, name, keys, called in (
        ("By office", "office", offices[requisitions], names),
        ("By requisition", "requisition", requisitions, titles),
    ):
        order = np.argsort(keys, kind="stable")
        ids, firsts = np.unique(keys[order], return_index=True)
        groups = dict(zip(ids.tolist(), np.split(order, firsts[1:]), strict=True))
        largest = sorted(groups, key=lambda each: (-groups[each].size, str(each)))[:MOST]
        parts = [Part(called[id_], *taken.of(waits.only(groups[id_])), {name: str(id_)}) for id_ in largest]
        parts.sort(key=lambda part: part.name.casefold())
        if len(parts) > 1:
            found.append(Split(heading, name.capitalize(), taken.value, parts))
    return found
