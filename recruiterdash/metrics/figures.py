"""Every figure by name: what it is called, how it is answered, compared with the period before, and taken apart."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from recruiterdash.errors import NotFound
from recruiterdash.metrics import beside as by
from recruiterdash.metrics import (
    compared,
    competing,
    counting,
    curves,
    filling,
    honesty,
    owed,
    punctual,
    said,
    sentences,
    told,
)
from recruiterdash.metrics.answers import Answer, Split
from recruiterdash.metrics.asked import DUTIES
from recruiterdash.metrics.beside import Beside
from recruiterdash.metrics.definitions import DEFINITIONS
from recruiterdash.metrics.queries import Ground
from recruiterdash.metrics.splitting import (
    Counted,
    Lengths,
    Numbers,
    Taken,
    With,
    colleagues,
    managers_of,
    office_names,
    owners_of,
    split,
)
from recruiterdash.waiting.policy import Policy
from recruiterdash.waiting.rulebooks import policies_in_force

Row = Mapping[str, Any]


class Figure(NamedTuple):
    """One figure."""

    name: str
    answer: Callable[[Ground], Answer]
    #: Which of the filters it takes beside the common ones.
    takes: tuple[str, ...] = ()
    #: How it is compared with the period before; curves do it themselves.
    beside: Beside | None = None
    #: How a part of it is told; None for what is a comparison itself.
    taken: Taken | None = None
    #: What else it has parts by: fact of its rows, heading and column.
    more: tuple[str, str, str] | None = None


def _curve(figure: str, more: tuple[str, str, str] | None = None) -> Figure:
    definition = DEFINITIONS[figure]

    def answer(ground: Ground) -> Answer:
        policy = policy_at(ground)
        return curves.answer(
            ground, definition, getattr(policy, definition.level) if definition.level else None
        )

    return Figure(definition.name, answer, taken=Lengths(curves.LENGTH), more=more)


def policy_at(ground: Ground) -> Policy:
    """Return the service levels in force at the moment asked about."""
    versions = policies_in_force(ground.session)
    return next(
        (each.policy for each in reversed(versions) if each.valid_from <= ground.at), versions[0].policy
    )


def _in(*results: str) -> Callable[[Row], bool]:
    return lambda row: row["result"] in results


def _still(result: str, words: str, where: str) -> Callable[[Row], str]:
    """Name somebody whose row stands so; `words` say it of them, and where the row is counted."""
    return lambda row: words.format(where_words(row[where])) if row["result"] == result else ""


def where_words(place: str) -> str:
    if len(place) == len("2026-10"):
        return sentences.month(place)
    return f"the week of {counting.week_words(place)}"


def _past_their_day(row: Row) -> bool:
    return row["result"] not in {"on time", "paused"}


def _at_night(row: Row) -> bool:
    return said.at_night(said.DAYS.index(row["day"]), row["hour"])


#: In the order of the page that lists them.
FIGURES: dict[str, Figure] = {
    "decision_wait": _curve("decision_wait"),
    "waiting_now": Figure(
        "Waiting right now",
        owed.waiting_now,
        beside=Beside(
            by.number("overdue", " past their day"),
            _past_their_day,
            "person waits past their day",
            "people wait past their day",
            lambda row: f"is {row['result'].removesuffix(' late')} days late" if row.get("days") else "",
        ),
        taken=Numbers("Past their day", _past_their_day, waiting=True),
    ),
    "on_time": Figure(
        "On time, week by week",
        punctual.on_time,
        ("duty",),
        Beside(
            by.share("rate"),
            _in("late", "open_late"),
            "late",
            "late",
            _still("open_late", "is late and still open, due in {}", "week"),
        ),
        Counted(
            frozenset({"on_time"}), frozenset({"late", "open_late"}), frozenset({"open_late"}), "In time"
        ),
    ),
    "promises": Figure(
        "Dates we promised",
        punctual.promises,
        beside=Beside(
            by.share("rate"),
            _in("broken", "broken, still open"),
            "broken date",
            "broken dates",
            _still("broken, still open", "has heard nothing since the date we broke, in {}", "week"),
        ),
        taken=Counted(
            frozenset({"kept"}),
            frozenset({"moved", "broken", "broken, still open"}),
            frozenset({"broken, still open"}),
            "Kept",
        ),
    ),
    "first_word": _curve("first_word"),
    "told_rate": Figure(
        "Told how it ended",
        told.told_rate,
        beside=Beside(
            by.share("rate"),
            _in("closed and not told", "left alone"),
            "person not told",
            "people not told",
            _still("left alone", "was left alone after an interview, in {}", "month"),
        ),
        taken=Counted(
            frozenset({"told"}),
            frozenset({"closed and not told", "left alone"}),
            frozenset({"closed and not told", "left alone"}),
            "Told",
        ),
    ),
    "whose_delay": Figure(
        "Whose delay",
        compared.whose_delay,
        beside=Beside(by.holders, steps=True),
        taken=With("With us, days for each wait"),
    ),
    "withdrawals": Figure(
        "Withdrew while they waited",
        competing.withdrawals,
        beside=Beside(
            by.share("share_withdrawn"), lambda row: row["event"] == "withdrew", "withdrawal", "withdrawals"
        ),
        taken=Numbers("Withdrew", lambda row: row["event"] == "withdrew"),
    ),
    "notice_lag": _curve("notice_lag"),
    "reply_time": _curve("reply_time"),
    "chasers": Figure(
        "Had to ask us",
        said.chasers,
        beside=Beside(
            by.number("per_100", " for every 100 candidates"), _in("after", "other"), "question", "questions"
        ),
        taken=Numbers("After a broken date", _in("after")),
    ),
    "silence_gaps": _curve("silence_gaps"),
    "acknowledgement": _curve("acknowledgement"),
    "internal_feedback": _curve("internal_feedback", ("kind", "Talk and writing", "Feedback")),
    "candidate_response": _curve("candidate_response"),
    "time_in_stage": _curve("time_in_stage", ("how", "By stage", "Stage")),
    "time_to_fill": Figure(
        "Time to fill",
        filling.time_to_fill,
        beside=Beside(by.medians, lengths=True),
        taken=Lengths("Median, calendar days"),
    ),
    "time_to_hire": Figure(
        "Time to hire",
        filling.time_to_hire,
        beside=Beside(by.medians, lengths=True),
        taken=Lengths("Median, calendar days"),
    ),
    "offers": Figure(
        "Offers",
        said.offers,
        beside=Beside(
            by.share("rate"),
            _in("declined", "ended", "rescinded"),
            "offer that was not accepted",
            "offers that were not accepted",
        ),
        taken=Counted(
            frozenset({"accepted"}), frozenset({"declined", "ended", "rescinded"}), value="Accepted"
        ),
    ),
    "split": Figure(
        "Automatic, in bulk, to one person",
        said.split,
        beside=Beside(
            by.share("share_individual"),
            _in("automatic", "bulk"),
            "word that was not to one person",
            "words that were not to one person",
        ),
        taken=Counted(frozenset({"individual"}), frozenset({"automatic", "bulk"}), value="To one person"),
    ),
    "send_times": Figure(
        "When our words arrive",
        said.send_times,
        beside=Beside(
            by.share("share"), _at_night, "word at night or on a weekend", "words at night or on a weekend"
        ),
        taken=Numbers("At night or on a weekend", _at_night),
    ),
    "equal_wait": Figure(
        "Do people wait alike?", compared.equal_wait, ("duty", "group"), beside=Beside(by.differing)
    ),
}
#: On the first page of figures: six charts, in this order.
FIRST = ("decision_wait", "waiting_now", "on_time", "promises", "first_word", "told_rate")

__all__ = ["DUTIES", "FIGURES", "FIRST", "Figure", "answered", "policy_at"]


def answered(ground: Ground, *, with_notes: bool = True, alone: bool = False) -> Answer:
    """Return the answer to what is asked. Raises NotFound for a figure there is not.

    alone: without the period before, what moved it, and its parts; where only numbers are wanted it is alone anyway.
    """
    figure = FIGURES.get(ground.asked.figure)
    if figure is None:
        raise NotFound("This figure")
    answer = figure.answer(ground)
    if ground.with_rows and not alone:
        if figure.beside is not None:
            by.compare(ground, figure.beside, answer, figure.answer(ground.earlier()))
        if not answer.parts and ground.of_people:
            answer.parts = _parts(ground, figure, answer)
    if with_notes:
        answer.notes += honesty.notes(ground)
    return answer if ground.of_people else answer.for_aggregates()


def _parts(ground: Ground, figure: Figure, answer: Answer) -> list[Split]:
    """Return a figure by what else it has parts by, by office and by requisition."""
    if figure.taken is None:
        return []
    found: list[Split] = []
    if figure.more is not None:
        fact, heading, column = figure.more
        found += split(
            heading,
            column,
            answer.rows,
            figure.taken,
            lambda row: row.get(fact, ""),
            lambda part: str(part).replace("_", " ").capitalize(),
            lambda part: {"mark": f"{fact}={part}"},
        )
    offices = office_names(ground)
    found += split(
        "By office",
        "Office",
        answer.rows,
        figure.taken,
        lambda row: ground.places[row["requisition"]].office_id,
        lambda id_: offices[id_],
        lambda id_: {"office": str(id_)},
    )
    found += split(
        "By requisition",
        "Requisition",
        answer.rows,
        figure.taken,
        lambda row: row["requisition"],
        lambda id_: ground.places[id_].title,
        lambda id_: {"requisition": str(id_)},
    )
    return [*found, *_by_colleague(ground, figure.taken, answer.rows)] if ground.by_person else found


def _by_colleague(ground: Ground, taken: Taken, rows: Sequence[Row]) -> list[Split]:
    """Return a figure by hiring manager and by recruiter, in the order of names; only where the house shows them."""
    names, managers = colleagues(ground), managers_of(ground)
    owners = owners_of(ground, (row["application"] for row in rows if "application" in row))
    return [
        *split(
            "By hiring manager",
            "Hiring manager",
            [row for row in rows if row["requisition"] in managers],
            taken,
            lambda row: managers[row["requisition"]],
            lambda id_: names[id_],
            lambda id_: {"manager": str(id_)},
        ),
        *split(
            "By recruiter",
            "Recruiter",
            [row for row in rows if row.get("application") in owners],
            taken,
            lambda row: owners[row["application"]],
            lambda id_: names[id_],
            lambda id_: {"owner": str(id_)},
        ),
    ]
