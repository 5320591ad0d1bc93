"""When a colleague tells their present manager that they applied: a rule of the house, never our act. Pure."""

from typing import NamedTuple

from recruiterdash.config import ManagerNotice

_WHEN = {
    "before_apply": "They tell their present manager themself, before they apply.",
    "at_interview": "They tell their present manager themself, before the first interview.",
    "at_offer": "They tell their present manager themself, once they have an offer.",
    "never": "Their present manager is not told of an application, unless they wish it.",
}
_NOT_YET = "Until then nobody tells: no copy, no entry in a shared calendar, no word in passing."
_COME = "That time has come: ask them whether they have. Nobody else tells, and the program never does."
_KNOWN = "They agreed that their manager knows."


class Notice(NamedTuple):
    """What the house's rule says of one application."""

    #: For whoever handles it.
    words: str
    #: The time to tell has come by that rule.
    come: bool


def notice_of(policy: ManagerNotice, *, interviewed: bool, offered: bool, informed: bool = False) -> Notice:
    """Return what the rule says now.

    interviewed: an interview is booked or was held. offered: an offer stands. informed: it is on record that the
    manager knows, with the employee's consent.
    """
    come = {
        "before_apply": True,
        "at_interview": interviewed or offered,
        "at_offer": offered,
        "never": False,
    }[policy]
    if informed:
        return Notice(f"{_WHEN[policy]} {_KNOWN}", come)
    if policy == "never":
        return Notice(_WHEN[policy], come)
    return Notice(f"{_WHEN[policy]} {_COME if come else _NOT_YET}", come)
