"""Which letter fits: what must not be said to somebody as things stand; pure."""

from collections.abc import Callable, Collection
from datetime import date
from typing import NamedTuple

from recruiterdash.candidates.models import ApplicationState, Disposition, Outcome
from recruiterdash.errors import BadInput, Conflict, DomainError, NotAllowed
from recruiterdash.journey.colleagues import NOT_YET
from recruiterdash.journey.overview import Overview
from recruiterdash.messages.ats import SETTLE_FIRST, sent_there
from recruiterdash.messages.calling import BY_REASON, CONFIRMED, ENDED, TOLD_NO, Situation, called_for
from recruiterdash.messages.depth import WORDS, Depth
from recruiterdash.messages.known import Context
from recruiterdash.messages.put_off import REFUSAL
from recruiterdash.messages.types import MANNERS, Letter, MessageType
from recruiterdash.requisitions.models import RequisitionState

#: A requisition in one of these owes people the outcome.
OVER = (RequisitionState.CANCELLED, RequisitionState.FILLED, RequisitionState.CLOSED)


#: How far somebody must have got, and may have got at the most.
_DEPTHS = {
    MessageType.REJECTION_APPLICATION: (Depth.APPLIED, Depth.APPLIED),
    MessageType.REJECTION_SCREEN: (Depth.SCREENED, Depth.INTERVIEWED),
    MessageType.REJECTION_FINAL: (Depth.INTERVIEWED, Depth.FINAL),
    MessageType.SILVER_MEDALIST: (Depth.INTERVIEWED, Depth.FINAL),
}


class Choice(NamedTuple):
    """One type of letter, and why it cannot be written now; empty when it can."""

    type: MessageType
    refusal: str


def situation(about: Overview, context: Context) -> Situation:
    """Return how things stand for one application."""
    return Situation(
        state=about.application.state,
        decision=context.decision.outcome if context.decision else None,
        owed=context.outcome_owed,
        reached=context.reached,
        reason=context.decision.reason if context.decision else None,
        requisition=about.requisition.state,
        internal=about.candidate.internal,
        filled_inside=bool(context.filled_inside),
        running=context.running,
    )


def first_choice(about: Overview, context: Context) -> MessageType:
    """Return the type a writer starts from: the one called for, else the first that can be written."""
    wanted = called_for(situation(about, context))
    possible = [each.type for each in choices_of(about, context) if not each.refusal]
    return wanted if wanted in possible or not possible else possible[0]


def choices_of(about: Overview, context: Context) -> list[Choice]:
    """Return every type of letter with why it cannot be written now, if it cannot."""
    return [Choice(type_, _refusal(about, type_, context)) for type_ in MANNERS]


def ensure_fits(about: Overview, type_: MessageType, context: Context) -> None:
    """Refuse a type that the facts forbid, in the order in which a colleague would object.

    Raises NotAllowed or Conflict with what forbids it.
    """
    manner = MANNERS[type_]
    if refusal := sent_there(type_, context.sent_there):
        raise NotAllowed(refusal)
    if manner.decision is not None and context.disputed:
        raise NotAllowed(SETTLE_FIRST)
    if manner.decision is Outcome.REJECT:
        _ensure_may_be_rejected(about, context)
        _ensure_this_no(about, type_, context)
        return
    if about.application.state is not ApplicationState.ACTIVE and not manner.after_the_end:
        raise NotAllowed(
            f"This application is closed ({about.application.state.value}): only a personal message fits."
        )
    if not manner.after_the_end:
        _ensure_still_open(about, context)
    if (rule := _RULES.get(type_)) is not None and (refusal := rule(about, context)):
        raise NotAllowed(refusal)


def needs_decision(about: Overview, type_: MessageType, context: Context) -> bool:
    """Return whether a no has to be decided together with the letter that tells it."""
    manner = MANNERS[type_]
    made = context.decided_no or (manner.of_requisition and about.requisition.state in ENDED)
    active = about.application.state is ApplicationState.ACTIVE
    return manner.decision is Outcome.REJECT and active and not made


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


def ensure_told_with(about: Overview, type_: MessageType, context: Context) -> None:
    """Refuse to tell the no of one more role in a letter that is written for another.

    It says the reason there is, and is no less than how far they got calls for. Raises as `ensure_fits`.
    """
    role = about.requisition.title
    if context.disputed:
        raise NotAllowed(SETTLE_FIRST)
    _ensure_may_be_rejected(about, context)
    if context.others_first:
        raise NotAllowed(NOT_YET)
    if refusal := _other_reason(about, type_, context):
        raise NotAllowed(f"{role}: {refusal}")
    if _too_late(type_, context.reached):
        raise NotAllowed(
            f"They got further for {role} ({WORDS[context.reached]}): write the letter from there."
        )


def _ensure_may_be_rejected(about: Overview, context: Context) -> None:
    """What forbids any no, whatever its words."""
    state, current = about.application.state, context.decision
    settled = current is not None and current.outcome in (Outcome.OFFER, Outcome.HIRE)
    if context.offered or settled or state is ApplicationState.HIRED:
        raise NotAllowed(
            f"{about.candidate.name} has an offer from us or is hired: no rejection can be sent."
        )
    confirms = state in TOLD_NO and CONFIRMED in context.running
    if state is not ApplicationState.ACTIVE and not confirms:
        raise NotAllowed(f"This application is closed ({state.value}): only a personal message fits.")
    if context.outcome_on_its_way:
        raise Conflict("A letter with this outcome is on its way already.")


def _ensure_this_no(about: Overview, type_: MessageType, context: Context) -> None:
    """What forbids this no and calls for another: whom it is to, why it is said, how far they got."""
    if about.candidate.internal and type_ is not MessageType.INTERNAL_NO:
        raise NotAllowed(
            f"{about.candidate.name} is a colleague: they are told in a conversation first, and get their "
            f"letter after it (“{MANNERS[MessageType.INTERNAL_NO].name}”). No other rejection is sent from here."
        )
    if context.others_first and not about.candidate.internal:
        raise NotAllowed(NOT_YET)
    refusal = (
        _internal(about, context)
        if type_ is MessageType.INTERNAL_NO
        else _other_reason(about, type_, context)
    )
    if refusal := refusal or other_depth(type_, context.reached, context.possible):
        raise NotAllowed(refusal)


def _internal(about: Overview, context: Context) -> str:
    if not about.candidate.internal:
        return f"{about.candidate.name} is not a colleague: another no fits."
    if not context.talked:
        return f"{about.candidate.name} is a colleague: talk with them first and log the conversation, then write."
    return ""


def _other_reason(about: Overview, type_: MessageType, context: Context) -> str:
    reason = context.decision.reason if context.decision and context.decided_no else None
    return other_reason(type_, reason, about.requisition.state, context.filled_inside)


def other_reason(
    type_: MessageType,
    reason: Disposition | None,
    state: RequisitionState,
    filled_inside: bool | None,
) -> str:
    """Return what forbids a no that says another reason than the one there is; empty when it may be said.

    reason: the one on record, None before there is one. state: of the requisition. filled_inside: a colleague
    got the role; None when nobody knows.
    """
    manner = MANNERS[type_]
    if reason is not None:
        fitting = BY_REASON.get(reason)
        if reason in manner.reasons or (fitting is None and not manner.of_requisition):
            return ""
        said = reason.value.replace("_", " ")
        return f"The reason on record is another one ({said}): the letter would say something else."
    if type_ is MessageType.POSITION_CANCELLED and state is not RequisitionState.CANCELLED:
        return f"The requisition is not cancelled, it is {state.value.replace('_', ' ')}."
    if type_ is MessageType.FILLED_INTERNALLY:
        if state is not RequisitionState.FILLED:
            return f"The requisition is not filled, it is {state.value.replace('_', ' ')}."
        return "" if filled_inside is not False else "Whoever was hired for it is not a colleague."
    if state is RequisitionState.CANCELLED and not manner.of_requisition:
        name = MANNERS[MessageType.POSITION_CANCELLED].name
        return f"The requisition is cancelled: they are told that it was the role and not they (“{name}”)."
    return ""


def other_depth(type_: MessageType, reached: Depth, possible: Depth) -> str:
    """Return what forbids a no that is not meant for how far somebody got; empty when it may be said.

    Nobody who gave us an hour is told no as if we had only read their papers, and nobody the other way. reached:
    how far they got for certain. possible: how far they may have got.
    """
    if _too_early(type_, possible):
        least, _most = _DEPTHS[type_]
        return f"They have not got so far: this is a no {WORDS[least]}. {_that_fit(reached, possible)}"
    if _too_late(type_, reached):
        further = f"They got further than that ({WORDS[reached]}), and their letter should say so."
        return f"{further} {_that_fit(reached, possible)}"
    return ""


def _too_early(type_: MessageType, possible: Depth) -> bool:
    least, _most = _DEPTHS.get(type_, (Depth.APPLIED, Depth.FINAL))
    return not possible.at_least(least)


def _too_late(type_: MessageType, reached: Depth) -> bool:
    _least, most = _DEPTHS.get(type_, (Depth.APPLIED, Depth.FINAL))
    return reached is not most and reached.at_least(most)


def _that_fit(reached: Depth, possible: Depth) -> str:
    """Say which plain no is meant for how far somebody got."""
    names = [
        f"“{MANNERS[type_].name}”"
        for type_ in _DEPTHS
        if type_ is not MessageType.SILVER_MEDALIST
        and not (_too_early(type_, possible) or _too_late(type_, reached))
    ]
    return f"{' or '.join(names)} {'fits' if len(names) == 1 else 'fit'}."


def _ensure_still_open(about: Overview, context: Context) -> None:
    if refusal := owed_the_outcome(context.decided_no, about.requisition.state):
        raise NotAllowed(refusal)


def owed_the_outcome(decided_no: bool, state: RequisitionState) -> str:
    """Return what forbids a word that leaves things open; empty when they are. state: of the requisition."""
    if decided_no:
        return "A no has been decided and they have not been told: that is the word they are owed."
    return (
        f"The requisition is {state.value}: they are owed the outcome, not a status." if state in OVER else ""
    )


def _on_hold(about: Overview, _context: Context) -> str:
    held = about.requisition.state is RequisitionState.ON_HOLD
    return "" if held else "The requisition is not on hold: write a status update."


def _held_off(_about: Overview, context: Context) -> str:
    return put_off_again(context.put_off)


def put_off_again(put_off: bool) -> str:
    """Return what forbids a third letter in a row without news. put_off: nothing has happened since the second."""
    return REFUSAL if put_off else ""


def _delayed(about: Overview, context: Context) -> str:
    return nothing_to_move(context.missed) or _held_off(about, context)


def nothing_to_move(promised: date | None) -> str:
    """Return what forbids a delay notice. promised: the day they were told, while nothing has kept it."""
    return "" if promised else "No date was promised to them that could move: write a status update."


def _asked(_about: Overview, context: Context) -> str:
    return "" if "REPLY" in context.running else "They have no question open: write a status update."


def _interviewed(_about: Overview, context: Context) -> str:
    return nothing_to_thank_for(context.possible)


def nothing_to_thank_for(possible: Depth) -> str:
    """Return what forbids thanks after an interview. possible: how far they may have got."""
    met = possible.at_least(Depth.SCREENED)
    return "" if met else "No interview with them is on record: there is nothing to thank them for yet."


def _thanked(_about: Overview, context: Context) -> str:
    return "" if context.thanked else "No thank-you of theirs is on record: log it first."


def _withdrew(about: Overview, context: Context) -> str:
    return nothing_to_confirm(about.application.state, context.letters)


def nothing_to_confirm(state: ApplicationState, letters: Collection[str]) -> str:
    """Return what forbids confirming a withdrawal. letters: types of those they have had in this spell."""
    if state is not ApplicationState.WITHDRAWN:
        return "They have not withdrawn: log it first, then confirm it."
    confirmed = MessageType.WITHDRAWAL_CONFIRMATION.value in letters
    return "Their withdrawal has been confirmed already." if confirmed else ""


def _told_no(about: Overview, _context: Context) -> str:
    return "" if about.application.state in TOLD_NO else "They have not been told a no."


def _thanked_after_no(about: Overview, context: Context) -> str:
    return _told_no(about, context) or _thanked(about, context)


def _wants_feedback(about: Overview, context: Context) -> str:
    if about.candidate.internal:
        return "Feedback to a colleague is given in a talk and in its own record, not in a letter like this."
    return _told_no(about, context)


def _spoken_to(_about: Overview, context: Context) -> str:
    return "" if context.spoken_to else "They have had no word from us yet that could be corrected."


_RULES: dict[MessageType, Callable[[Overview, Context], str]] = {
    MessageType.STATUS: _held_off,
    MessageType.HOLD: _on_hold,
    MessageType.DELAY: _delayed,
    MessageType.CHASER_REPLY: _asked,
    MessageType.INTERVIEW_THANKS: _interviewed,
    MessageType.THANK_YOU_REPLY: _thanked,
    MessageType.WITHDRAWAL_CONFIRMATION: _withdrew,
    MessageType.THANK_YOU_REPLY_AFTER_NO: _thanked_after_no,
    MessageType.FEEDBACK_REPLY: _wants_feedback,
    MessageType.CORRECTION: _spoken_to,
}


def _refusal(about: Overview, type_: MessageType, context: Context) -> str:
    try:
        ensure_fits(about, type_, context)
    except DomainError as refusal:
        return str(refusal)
    return ""
