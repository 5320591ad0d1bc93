"""Which letter fits: what must not be said to somebody as things stand; pure."""

from typing import NamedTuple

from recruiterdash.candidates.models import ApplicationState, Outcome
from recruiterdash.errors import BadInput, Conflict, DomainError, NotAllowed
from recruiterdash.journey.overview import Overview
from recruiterdash.messages.known import Context
from recruiterdash.messages.types import MANNERS, Letter, MessageType
from recruiterdash.requisitions.models import RequisitionState

#: A requisition in one of these owes people the outcome.
OVER = (RequisitionState.CANCELLED, RequisitionState.FILLED, RequisitionState.CLOSED)


class Choice(NamedTuple):
    """One type of letter, and why it cannot be written now; empty when it can."""

    type: MessageType
    refusal: str


def called_for(state: ApplicationState, decision: Outcome | None, owed: bool) -> MessageType:
    """Return the type of letter that things as they stand call for.

    decision: the one that stands, None before there is one. owed: they have not been told it.
    """
    if state is not ApplicationState.ACTIVE or decision in (Outcome.OFFER, Outcome.HIRE):
        return MessageType.PERSONAL
    if decision is Outcome.REJECT:
        return MessageType.REJECTION_APPLICATION
    return MessageType.NEXT_STEP if decision is Outcome.ADVANCE and owed else MessageType.STATUS


def first_choice(about: Overview, context: Context) -> MessageType:
    """Return the type a writer starts from: the one called for, else the first that can be written."""
    decided = context.decision.outcome if context.decision else None
    wanted = called_for(about.application.state, decided, context.outcome_owed)
    possible = [each.type for each in choices_of(about, context) if not each.refusal]
    return wanted if wanted in possible or not possible else possible[0]


def choices_of(about: Overview, context: Context) -> list[Choice]:
    """Return every type of letter with why it cannot be written now, if it cannot."""
    return [Choice(type_, _refusal(about, type_, context)) for type_ in MANNERS]


def ensure_fits(about: Overview, type_: MessageType, context: Context) -> None:
    """Refuse a type that the facts forbid, in the order in which a colleague would object.

    Raises BadInput for a type without a wording, NotAllowed or Conflict with what forbids it.
    """
    manner = MANNERS.get(type_)
    if manner is None:
        raise BadInput(f"There is no wording for letters of the type {type_.value} yet.")
    if about.application.state is not ApplicationState.ACTIVE and not manner.after_the_end:
        raise NotAllowed(
            f"This application is closed ({about.application.state.value}): only a personal message fits."
        )
    if manner.decision is Outcome.REJECT:
        _ensure_may_be_rejected(about, context)
    elif not manner.after_the_end:
        _ensure_still_open(about, context)
    if type_ is MessageType.DELAY and context.missed is None:
        raise NotAllowed("No date was promised to them that could move: write a status update.")


def settled_elsewhere(about: Overview, type_: MessageType, context: Context) -> str:
    """Return what speaks against a no though it does not forbid it: a hire or an offer on another requisition."""
    if MANNERS[type_].decision is not Outcome.REJECT or not context.elsewhere:
        return ""
    said = [
        f"{'has been hired' if each.hired else 'has an offer from us'} "
        f"{f'for {each.title}' if each.title else 'on another requisition'}"
        for each in context.elsewhere
    ]
    return f"{about.candidate.name} {' and '.join(said)}."


def ensure_meant(about: Overview, letter: Letter, context: Context) -> None:
    """Refuse a no to somebody who is hired or has an offer elsewhere, unless its writer says that it is meant."""
    settled = settled_elsewhere(about, letter.type, context)
    if settled and not letter.despite_offer:
        raise BadInput(f"{settled} Say that this no is meant all the same; nothing was sent.")


def _ensure_may_be_rejected(about: Overview, context: Context) -> None:
    if about.candidate.internal:
        raise NotAllowed(
            f"{about.candidate.name} is a colleague: they are told in a conversation first, and get their "
            "letter after it. No rejection is sent from here."
        )
    current = context.decision
    if context.offered or (current is not None and current.outcome in (Outcome.OFFER, Outcome.HIRE)):
        raise NotAllowed(
            f"{about.candidate.name} has an offer from us or is hired: no rejection can be sent."
        )
    if context.outcome_on_its_way:
        raise Conflict("A letter with this outcome is on its way already.")


def _ensure_still_open(about: Overview, context: Context) -> None:
    if context.decided_no:
        raise NotAllowed("A no has been decided and they have not been told: that is the word they are owed.")
    if about.requisition.state in OVER:
        raise NotAllowed(
            f"The requisition is {about.requisition.state.value}: they are owed the outcome, not a status."
        )


def _refusal(about: Overview, type_: MessageType, context: Context) -> str:
    try:
        ensure_fits(about, type_, context)
    except DomainError as refusal:
        return str(refusal)
    return ""
