"""Whose delay it is, and whether people wait alike whoever they are."""

from collections import defaultdict
from collections.abc import Iterable
from math import fsum
from typing import Any, NamedTuple
from urllib.parse import quote

from sqlalchemy import select

from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.metrics import charts, sentences
from recruiterdash.metrics.answers import FEW, SMALL_GROUP, Answer, Plain, Population, Table
from recruiterdash.metrics.charts import Series
from recruiterdash.metrics.definitions import DEFINITIONS
from recruiterdash.metrics.estimates import ANSWERED, OPEN, Wait, kaplan_meier, log_rank
from recruiterdash.metrics.measuring import Case, measured
from recruiterdash.metrics.moving import days_by_holder, shown_holder
from recruiterdash.metrics.owed import HOLDER_TONES
from recruiterdash.metrics.queries import Ground
from recruiterdash.metrics.views import held_by
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team.models import User

#: Groups of a chart.
MOST_BARS = 30
#: Below this the difference is named; divided by the number of comparisons.
CHANCE = 0.05
GROUP_WORDS = {
    "internal": "colleagues and others",
    "origin": "people who came in different ways",
    "zone": "people in different time zones",
    "requisition": "requisitions",
    "recruiter": "recruiters",
}


def whose_delay(ground: Ground) -> Answer:
    """Return with whom the next step lay while people waited for a decision."""
    found = measured(ground, DEFINITIONS["decision_wait"])
    held = days_by_holder(ground, found, ground.at)
    total = fsum(held.values())
    whose = sorted(held, key=lambda who: list(HOLDER_TONES).index(who))
    ours = total - held.get("candidate", 0.0)
    worst = max((who for who in whose if who != "candidate"), key=lambda who: held[who], default=None)
    share = held[worst] / total if worst is not None and total else None
    n = len(found.cases) or 1
    unit = "business days" if ground.asked.time == "business" else "days"
    each = [round(held[who] / n, 4) for who in whose]
    return Answer(
        ground.asked,
        ground.at,
        where_it_lay(found.population, len(found.cases), share, worst),
        f"Of each wait {sentences.days(ours / n, ground.asked.time, ground.day_hours())} lay with us and "
        f"{sentences.days(held.get('candidate', 0.0) / n, ground.asked.time, ground.day_hours())} with the candidate."
        if share is not None
        else "",
        "Each wait for a decision, cut by who held the next step: the pieces add up to the wait exactly. What the "
        "candidate held is no wait for us; both sums are shown.",
        "Sums of days; waits that go on count as far as they have gone.",
        found.population,
        _rows(ground, found.cases),
        {
            "held": dict(held),
            "experienced": total,
            "with_us": ours,
            "waits": len(found.cases),
            "with_us_without_holds": ours - held.get("requisition", 0.0),
        },
        Table(
            ("Who held the next step", f"{unit.capitalize()}, all waits", "For each wait", "Share"),
            [
                (
                    sentences.HOLDERS[who],
                    round(held[who], 3),
                    value,
                    round(held[who] / total, 4) if total else None,
                )
                for who, value in zip(whose, each, strict=True)
            ],
            [f"held={who}" for who in whose],
            [("", *[f"held={who}"] * 3) for who in whose],
        ),
        charts.bars(
            [sentences.HOLDERS[who] for who in whose],
            [Series(f"{unit} for each wait", "--accent", each, [f"held={who}" for who in whose])],
            x=f"{unit} for each wait",
            y="",
            sideways=True,
        )
        if whose
        else None,
        headline=sentences.share(share) if len(found.cases) >= FEW else "too few to say",
        under=f"with {sentences.HOLDERS[worst]}" if worst else "",
        of_people=ground.of_people,
    )


def where_it_lay(population: Population, cases: int, share: float | None, worst: str | None) -> str:
    """Return with whom most of some waits lay. share: of all waiting, with `worst`."""
    if not population.total:
        return "Nobody's wait for a decision began in this period"
    if not cases:
        return f"None of these waits can be measured: {sentences.parts(population.excluded)}"
    if share is None or worst is None:
        return "Nobody has waited for a decision yet"
    if cases < FEW:
        return f"The longest part of the waiting was with {sentences.HOLDERS[worst]}"
    return f"{sentences.share(share)} of the waiting was with {sentences.HOLDERS[worst]}"


def _rows(ground: Ground, cases: Iterable[Case]) -> list[dict[str, Any]]:
    """Return each wait with its pieces; they add up to its time from start to end."""
    pieces, whose = [], []
    for case in cases:
        for who, start, end in held_by(case.view, ground.at):
            pieces.append((case.view.requisition_id, start, end))
            whose.append((case, who))
    rows: dict[tuple[int, Any], dict[str, Any]] = {}
    for (case, who), length in zip(whose, ground.lengths(pieces), strict=True):
        key = (case.view.application_id, case.view.started_at)
        row = rows.setdefault(
            key,
            {
                "application": key[0],
                "requisition": case.view.requisition_id,
                "days": case.wait.days,
                "event": case.wait.event,
                "held": {},
            },
        )
        shown = shown_holder(who, ground.staff)
        row["held"][shown] = row["held"].get(shown, 0.0) + length
    return [rows[key] for key in sorted(rows)]


class Group(NamedTuple):
    """People who should wait like the others."""

    name: str
    waits: list[Wait]
    p: float | None


def equal_wait(ground: Ground) -> Answer:
    """Return whether groups wait alike; groups of fewer than ten are not compared."""
    asked = ground.asked
    found = measured(ground, DEFINITIONS[asked.duty])
    named = _names(ground, asked.group, {case.view.application_id for case in found.cases})
    cells: dict[str, list[Case]] = defaultdict(list)
    for case in found.cases:
        cells[named.get(case.view.application_id, "not known")].append(case)
    compared = {name: cases for name, cases in cells.items() if len(cases) >= SMALL_GROUP}
    large = {name: [case.wait for case in cases] for name, cases in compared.items()}
    hidden = sum(len(waits) for name, waits in cells.items() if name not in large)
    # the groups left out are compared with nobody: not even as "the others"
    groups = [
        Group(
            name, waits, log_rank(waits, [w for other, some in large.items() if other != name for w in some])
        )
        for name, waits in sorted(large.items())
    ]
    # of two groups each is the other's others: one comparison
    comparisons = max(len(groups) - (len(groups) == 2), 1)
    differing = [each for each in groups if each.p is not None and each.p * comparisons < CHANCE]
    population = found.population
    excluded = dict(population.excluded)
    if hidden:
        excluded[f"in a group of fewer than {SMALL_GROUP}"] = hidden
    kept = [wait for waits in large.values() for wait in waits]
    waiting = sum(wait.event == OPEN for wait in kept)
    medians = [_median(each.waits) for each in groups]
    unit = "days" if asked.time == "calendar" else "business days"
    links = [f"group={quote(each.name, safe='')}" for each in groups]
    drawn = _drawn(groups, differing)
    chart = charts.bars(
        [_label(groups[n], medians[n]) for n in drawn],
        [Series(f"median, {unit}", "--accent", [medians[n] for n in drawn], [links[n] for n in drawn])],
        x=f"median wait, {unit}",
        y="",
        sideways=True,
    )
    lines = [
        (
            each.name,
            len(each.waits),
            sum(wait.event == OPEN for wait in each.waits),
            _shown(each, median),
            None if each.p is None else round(each.p, 5),
        )
        for each, median in zip(groups, medians, strict=True)
    ]
    columns = ("Group", "n", "Still waiting", f"Median, {unit}", "p")
    return Answer(
        asked,
        ground.at,
        _finding(groups, differing, asked.group),
        _reading(groups, drawn),
        f"{found_words(asked.duty)} of {GROUP_WORDS[asked.group]}, each group compared with all the others.",
        f"Log-rank test, two-sided, of each from when we knew of them; a difference is named when p, times the number "
        f"of comparisons, is below {CHANCE}. "
        f"Groups of fewer than {SMALL_GROUP} are hidden. Traits that the law protects are not kept here.",
        Population(population.total, len(kept) - waiting, waiting, excluded),
        _members(compared),
        {
            "groups": [
                {"group": each.name, "n": len(each.waits), "median": median, "p": each.p}
                for each, median in zip(groups, medians, strict=True)
            ],
            "comparisons": comparisons,
            "differing": [each.name for each in differing],
        },
        Table(columns, lines, links, [("", link, f"{link};event=open") for link in links]),
        chart if groups else None,
        headline=f"{len(differing)}",
        under=f"of {len(groups)} groups differ",
        of_people=ground.of_people,
        # how many of a group still wait may be few, though the group is not
        plainer=[Plain(Table((*columns[:2], *columns[3:]), [(*row[:2], *row[3:]) for row in lines]), chart)],
    )


def found_words(duty: str) -> str:
    return f"Waits{DEFINITIONS[duty].until}"


def _finding(groups: list[Group], differing: list[Group], group: str) -> str:
    if len(groups) < 2:
        return f"Too few people to compare {GROUP_WORDS[group]}: it takes two groups of {SMALL_GROUP}"
    if not differing:
        return f"No difference between {GROUP_WORDS[group]} that chance would not make"
    if len(groups) == 2:
        first, second = sorted(each.name for each in groups)
        return f"Waits of {first} and of {second} differ by more than chance"
    names = sorted(each.name for each in differing)
    some = [*names[:3], f"{len(names) - 3} more"] if len(names) > 4 else names
    return f"By more than chance, people wait otherwise than the rest: {sentences.joined(some)}"


def _reading(groups: list[Group], drawn: list[int]) -> str:
    said = (
        "A small p says that chance alone would seldom make such a difference. It says nothing of its cause."
    )
    if len(drawn) < len(groups):
        said += (
            f" The chart shows {len(drawn)} of {len(groups)} groups, those that differ first; the table all."
        )
    return said


def _drawn(groups: list[Group], differing: list[Group]) -> list[int]:
    """Return which groups a chart has room for, in the order of their names: those that differ, and others."""
    names = {each.name for each in differing}
    return sorted(sorted(range(len(groups)), key=lambda n: groups[n].name not in names)[:MOST_BARS])


def _answers(group: Group) -> int:
    return sum(wait.event == ANSWERED for wait in group.waits)


def _shown(group: Group, median: float | None) -> float | str:
    """Return a median as its cell says it; a group that has none has no bar either."""
    if median is not None:
        return round(median, 2)
    return "too few answers" if _answers(group) < FEW else "not reached"


def _label(group: Group, median: float | None) -> str:
    return group.name if median is not None else f"{group.name} ({_shown(group, median)})"


def _members(compared: dict[str, list[Case]]) -> list[dict[str, Any]]:
    """Return each wait that is compared, with its group."""
    rows = [
        {
            "application": case.view.application_id,
            "requisition": case.view.requisition_id,
            "days": case.wait.days,
            "event": case.wait.event,
            "group": name,
        }
        for name, cases in compared.items()
        for case in cases
    ]
    return sorted(rows, key=lambda row: (row["application"], row["days"]))


def _median(waits: list[Wait]) -> float | None:
    """Return the median of a group; none of fewer than five answers."""
    return kaplan_meier(waits).median if sum(w.event == ANSWERED for w in waits) >= FEW else None


def _names(ground: Ground, group: str, application_ids: Iterable[int]) -> dict[int, str]:
    """Return to which group each application belongs."""
    if group == "recruiter" and not ground.by_person:
        return {}
    columns = {
        "internal": Candidate.internal,
        "origin": Application.origin,
        "zone": Candidate.zone,
        "requisition": Requisition.title,
        "recruiter": User.name,
    }
    ids, found = sorted(application_ids), {}
    for start in range(0, len(ids), 900):
        rows = ground.session.execute(
            select(Application.id, columns[group])
            .join(Candidate, Candidate.id == Application.candidate_id)
            .join(Requisition, Requisition.id == Application.requisition_id)
            .outerjoin(User, User.id == Application.owner_id)
            .where(Application.id.in_(ids[start : start + 900]))
        )
        for id_, value in rows:
            found[id_] = _called(group, value)
    return found


def _called(group: str, value: Any) -> str:
    if group == "internal":
        return "colleagues" if value else "others"
    return str(value or "not known")
