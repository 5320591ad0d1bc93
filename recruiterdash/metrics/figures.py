"""Every figure by name: what it is called, who it is for, and how it is answered."""

from collections.abc import Callable
from typing import NamedTuple

from recruiterdash.errors import NotFound
from recruiterdash.metrics import compared, curves, filling, honesty, owed, punctual, said, told
from recruiterdash.metrics.answers import Answer
from recruiterdash.metrics.asked import DUTIES
from recruiterdash.metrics.definitions import DEFINITIONS
from recruiterdash.metrics.queries import Ground
from recruiterdash.waiting.policy import Policy
from recruiterdash.waiting.rulebooks import policies_in_force


class Figure(NamedTuple):
    """One figure."""

    name: str
    answer: Callable[[Ground], Answer]
    #: Which of the filters it takes beside the common ones.
    takes: tuple[str, ...] = ()


def _curve(figure: str) -> Figure:
    definition = DEFINITIONS[figure]

    def answer(ground: Ground) -> Answer:
        policy = policy_at(ground)
        return curves.answer(
            ground, definition, getattr(policy, definition.level) if definition.level else None
        )

    return Figure(definition.name, answer)


def policy_at(ground: Ground) -> Policy:
    """Return the service levels in force at the moment asked about."""
    versions = policies_in_force(ground.session)
    return next(
        (each.policy for each in reversed(versions) if each.valid_from <= ground.at), versions[0].policy
    )


#: In the order of the page that lists them.
FIGURES: dict[str, Figure] = {
    "decision_wait": _curve("decision_wait"),
    "waiting_now": Figure("Waiting right now", owed.waiting_now),
    "on_time": Figure("On time, week by week", punctual.on_time, ("duty",)),
    "promises": Figure("Dates we promised", punctual.promises),
    "first_word": _curve("first_word"),
    "told_rate": Figure("Told how it ended", told.told_rate),
    "whose_delay": Figure("Whose delay", compared.whose_delay),
    "notice_lag": _curve("notice_lag"),
    "reply_time": _curve("reply_time"),
    "chasers": Figure("Had to ask us", said.chasers),
    "silence_gaps": _curve("silence_gaps"),
    "acknowledgement": _curve("acknowledgement"),
    "internal_feedback": _curve("internal_feedback"),
    "candidate_response": _curve("candidate_response"),
    "time_in_stage": _curve("time_in_stage"),
    "time_to_fill": Figure("Time to fill", filling.time_to_fill),
    "time_to_hire": Figure("Time to hire", filling.time_to_hire),
    "offers": Figure("Offers", said.offers),
    "split": Figure("Automatic, in bulk, to one person", said.split),
    "send_times": Figure("When our words arrive", said.send_times),
    "equal_wait": Figure("Do people wait alike?", compared.equal_wait, ("group",)),
}
#: On the first page of figures: six charts, in this order.
FIRST = ("decision_wait", "waiting_now", "on_time", "promises", "first_word", "told_rate")

__all__ = ["DUTIES", "FIGURES", "FIRST", "Figure", "answered", "policy_at"]


def answered(ground: Ground, *, with_notes: bool = True) -> Answer:
    """Return the answer to what is asked. Raises NotFound for a figure there is not."""
    figure = FIGURES.get(ground.asked.figure)
    if figure is None:
        raise NotFound("This figure")
    answer = figure.answer(ground)
    if with_notes:
        answer.notes += honesty.notes(ground)
    return answer if ground.of_people else answer.for_aggregates()
