"""How long we allow ourselves: service levels and statutory packs, as values. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, NamedTuple

from recruiterdash.errors import BadInput
from recruiterdash.waiting.workdays import Calendar

EVER = datetime(1970, 1, 1, tzinfo=UTC)
#: More business days than anybody waits.
MOST = 260


@dataclass(frozen=True, slots=True)
class Policy:
    """Business days allowed for each duty; the names are the words of the service levels."""

    ack: int = 1
    silence_applied: int = 10
    silence_screen: int = 3
    silence_interview: int = 3
    silence_final: int = 2
    cadence_applied: int = 10
    cadence: int = 5
    cadence_hold: int = 10
    silence_deliverable: int = 2
    silence_reopen: int = 3
    decision_applied: int = 15
    decision_screen: int = 5
    decision_interview: int = 5
    decision_final: int = 5
    decision_reopen: int = 5
    reply: int = 2
    reply_final: int = 1
    notice: int = 2
    hold_notice: int = 2
    fb_talk: int = 5
    fb_written: int = 10
    written_confirm: int = 1
    courtesy_reply: int = 2
    promise_cap: int = 15
    ask_lapse: int = 5
    lapse_chase: int = 2
    #: After so many days without a word a holding message is drafted, if none is due before.
    silence_budget: int = 7
    #: A colleague is warned so many days before a duty is due, and told again after each so many once it is missed.
    warn_before: int = 1
    escalate_repeat: int = 5

    def days(self, level: str) -> int:
        """Return the business days of a service level."""
        return int(getattr(self, level))


LEVELS = tuple(each.name for each in fields(Policy))


def policy_from(levels: Mapping[str, Any]) -> Policy:
    """Return a policy from stored or typed levels; a level left out keeps its default.

    levels: name -> business days. Raises BadInput naming an unknown level or an impossible number.
    """
    for name, days in levels.items():
        if name not in LEVELS:
            raise BadInput(f"There is no service level called {name!r}.")
        if isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= MOST:
            raise BadInput(f"{name}: must be a whole number of business days from 1 to {MOST}, not {days!r}.")
    return Policy(**levels)


def whole(levels: Mapping[str, int]) -> dict[str, int]:
    """Return stored levels with those that came later, as they are when nobody has said otherwise."""
    return {name: levels.get(name, Policy().days(name)) for name in LEVELS}


@dataclass(frozen=True, slots=True)
class Pack:
    """A statutory duty as an editable example: what the law asks, where, since when, and who checked it."""

    clock: str
    jurisdiction: str
    #: Calendar days after the last interview.
    days: int
    #: The duty binds employers of at least this size on the day of posting.
    employees: int = 0
    #: Only for publicly advertised postings.
    advertised: bool = True
    alerts: tuple[int, ...] = ()
    valid_from: str = ""
    citation: str = ""
    #: "check with counsel" until somebody has.
    reviewed_by: str = "check with counsel"
    reviewed_on: str = ""

    def applies(self, jurisdiction: str, advertised: bool | None, employees: int | None) -> bool | None:
        """Return whether the duty binds a requisition; None when a fact it asks for is not known.

        What is not known counts as bound for the clock: unknown is not exempt.
        """
        if jurisdiction != self.jurisdiction:
            return False
        if (self.advertised and advertised is False) or (
            employees is not None and employees < self.employees
        ):
            return False
        if self.advertised and advertised is None:
            return None
        return None if self.employees and employees is None else True


#: Ontario, Employment Standards Act, Part III.1 and O. Reg. 476/24: within 45 days of the last interview tell
#: the applicant whether a hiring decision has been made. Shipped as an example, to be checked with counsel.
ONTARIO = Pack(
    clock="LEGAL_ON45",
    jurisdiction="CA-ON",
    days=45,
    employees=25,
    advertised=True,
    alerts=(30, 40),
    valid_from="2026-01-01",
    citation="ESA 2000, Part III.1; O. Reg. 476/24",
)


def pack_from(stored: Mapping[str, Any]) -> Pack:
    """Return a pack from stored or typed values. Raises BadInput for one that makes no sense."""
    known = {each.name for each in fields(Pack)}
    if unknown := set(stored) - known:
        raise BadInput(f"A statutory pack has no {', '.join(sorted(unknown))}.")
    values = dict(stored)
    values["alerts"] = tuple(values.get("alerts", ()))
    try:
        pack = Pack(**values)
    except TypeError as error:
        raise BadInput(f"A statutory pack is incomplete: {error}.") from None
    if not pack.clock.startswith("LEGAL_") or len(pack.clock) > 24:
        raise BadInput("The clock of a statutory pack is called LEGAL_ and a short word.")
    days: Any = pack.days
    if isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= 366:
        raise BadInput(f"{pack.clock}: days must be a whole number from 1 to 366.")
    return pack


def stored_pack(pack: Pack) -> dict[str, Any]:
    """Return a pack as it is stored."""
    return {**asdict(pack), "alerts": list(pack.alerts)}


class PolicyInForce(NamedTuple):
    """One version of the policy, in force from a moment on."""

    number: int
    valid_from: datetime
    policy: Policy
    #: The statutory packs of this version; of one requisition's rulebook, those that bind it.
    packs: tuple[Pack, ...] = ()
    #: The version of the requisition's own levels that stands above it, 0 for none, and the levels it says.
    own_number: int = 0
    own: frozenset[str] = frozenset()


class OwnLevels(NamedTuple):
    """One version of the levels that a requisition has for itself; without any, the policy holds again."""

    number: int
    valid_from: datetime
    levels: Mapping[str, int]


def with_own(policies: Sequence[PolicyInForce], own: Sequence[OwnLevels]) -> tuple[PolicyInForce, ...]:
    """Return the policy of a requisition: what it says for itself stands above what the house says.

    policies, own: oldest first. A new version of either makes the next one here, in force from its moment.
    """
    if not own:
        return tuple(policies)
    moments = sorted({each.valid_from for each in policies} | {each.valid_from for each in own})
    return tuple(_joined(policies, own, moment) for moment in moments)


def _joined(policies: Sequence[PolicyInForce], own: Sequence[OwnLevels], moment: datetime) -> PolicyInForce:
    house = next((each for each in reversed(policies) if each.valid_from <= moment), policies[0])
    mine = next((each for each in reversed(own) if each.valid_from <= moment), None)
    if mine is None or not mine.levels:
        return house._replace(valid_from=moment)
    policy = replace(house.policy, **mine.levels)
    own_said = frozenset(mine.levels)
    return house._replace(valid_from=moment, policy=policy, own_number=mine.number, own=own_said)


class CalendarInForce(NamedTuple):
    """One version of an office's calendar, in force from a moment on."""

    number: int
    valid_from: datetime
    calendar: Calendar


class Rules(NamedTuple):
    """What was in force at one moment."""

    policy: Policy
    policy_number: int
    calendar: Calendar
    calendar_number: int
    packs: tuple[Pack, ...] = ()
    own_number: int = 0
    own: frozenset[str] = frozenset()

    def says(self, level: str) -> int:
        """Return the version of the requisition's own levels that sets a level, 0 when the house's policy does."""
        return self.own_number if level in self.own else 0


@dataclass(frozen=True)
class Rulebook:
    """All versions of policy and calendar for one requisition, with the statutory packs that bind it.

    A clock keeps the versions in force at the moment of the event that made it: editing either moves no due
    that was there before.
    """

    policies: Sequence[PolicyInForce]
    calendars: Sequence[CalendarInForce]

    def at(self, moment: datetime) -> Rules:
        """Return what was in force at a moment; before the first version, the first."""
        only = self._only
        return only if only is not None else self._found(moment)

    @cached_property
    def _only(self) -> Rules | None:
        """What has always been in force, None when there is more than one version of something."""
        alone = len(self.policies) == 1 and len(self.calendars) == 1
        return self._found(EVER) if alone else None

    def _found(self, moment: datetime) -> Rules:
        policy = next((p for p in reversed(self.policies) if p.valid_from <= moment), self.policies[0])
        calendar = next((c for c in reversed(self.calendars) if c.valid_from <= moment), self.calendars[0])
        return Rules(
            policy.policy,
            policy.number,
            calendar.calendar,
            calendar.number,
            policy.packs,
            policy.own_number,
            policy.own,
        )
