"""Who gets a letter of a batch, who is left out and why, and how many people it takes to send it; pure."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from recruiterdash.candidates.models import ApplicationState, Disposition, Outcome
from recruiterdash.journey.colleagues import NOT_YET
from recruiterdash.messages.ats import SETTLE_FIRST
from recruiterdash.messages.days import spoken
from recruiterdash.messages.depth import Depth, possible, reached
from recruiterdash.messages.fitting import (
    nothing_to_confirm,
    nothing_to_move,
    nothing_to_thank_for,
    other_depth,
    other_reason,
    owed_the_outcome,
    put_off_again,
)
from recruiterdash.messages.known import Signer
from recruiterdash.messages.types import MANNERS, MessageType
from recruiterdash.requisitions.models import RequisitionState, StageType
from recruiterdash.waiting.workdays import Calendar

#: Applications of one batch at the most.
MOST = 10_000
#: A preview is confirmed within this time, or made again.
LASTS = timedelta(minutes=15)
#: What nobody confirmed is thrown away after this time: it holds people's names and letters.
KEPT = timedelta(days=1)
#: More letters than this: their number is typed. More than that: a second person says yes too.
TYPED_ABOVE = 20
SECOND_ABOVE = 100
#: Batches of one person within this time count as one.
TOGETHER = timedelta(minutes=10)
#: Longer than this nobody is taken to have read on, when nothing was opened in between.
PAUSE = timedelta(minutes=2)
#: Who has no colleague that could be the second confirms again after this time.
ALONE = timedelta(hours=1)
#: Nobody gets a letter of a batch so soon after our last word.
COOL_DOWN = timedelta(hours=1)
#: Minutes that somebody gave us in interviews, from which on a no says something about them.
EFFORT = 30
#: Characters of a line of one's own.
LINE_LEAST, LINE_MOST = 25, 600

#: Why nobody is decided about in bulk while the requisition is on hold.
ON_HOLD = (
    "The role is on hold and nothing is decided about them: they are owed a word that it is "
    f"(“{MANNERS[MessageType.HOLD].name}”), or a no that is decided first."
)
_STAGES = tuple(StageType)
_FINAL = frozenset({StageType.FINAL, StageType.OFFER, StageType.HIRED})


class Elsewhere(StrEnum):
    """What another application of the same person has come to."""

    HIRED = "hired"
    OFFER = "offer"
    FURTHER = "further"


class Known(NamedTuple):
    """All that is known of one application when a batch is made."""

    application_id: int
    candidate_id: int
    requisition_id: int
    version: int
    #: Of the link to their status page.
    status_number: int
    state: ApplicationState
    stage_type: StageType
    stage: str | None
    name: str
    addressed: str
    email: str
    language: str
    internal: bool
    title: str
    requisition: RequisitionState
    office: str
    decision: Outcome | None
    decision_number: int
    disposition: Disposition | None
    told_at: datetime | None
    last_word_at: datetime | None
    #: The newest entries of its own history and of its requisition's.
    last_event: int | None
    shared_event: int | None
    #: Clocks that run, with the office's days on which they are due.
    clocks: Mapping[str, date | None]
    #: A day promised earlier and neither kept nor answered yet.
    missed: date | None
    #: Types of the letters they have had in this spell.
    letters: frozenset[str]
    offered: bool
    #: The last letter to this address came back, or was refused.
    came_back: bool
    #: A letter is on its way, or may have arrived.
    under_way: bool
    #: Why another letter of this kind goes before, to the same person or mailbox; empty when none does.
    crossed: str
    #: Minutes spent in interviews with us; whether one was more than a screening; whether one was the last round.
    minutes: int
    met: bool
    final: bool
    ahead: bool
    #: The interview a letter of this type speaks of.
    interview_day: date | None
    interview_topic: str
    #: Who sat in it, and the last letter they had, as far as this one must not say the same.
    interviewers: tuple[str, ...]
    last_text: str | None
    elsewhere: frozenset[Elsewhere]
    #: Who signs; without one, why nobody can.
    signer: Signer | None
    unsigned: str
    #: The office's date, and what a promise is held against.
    today: date
    calendar: Calendar
    promise_cap: int
    cadence: int
    #: The stages they were moved to, one after the other.
    stood: tuple[StageType, ...] = ()
    #: A colleague from inside was hired for the role; None when nobody is on record.
    filled_inside: bool | None = None
    #: Somebody else of the requisition is told first.
    others_first: bool = False
    #: A mail of theirs is here of which nobody has said what it is.
    unread: bool = False
    #: The ATS says something else of them, which nobody has settled.
    disputed: bool = False
    #: HR looks into something they wrote: letters to many wait.
    frozen: bool = False
    #: The office's day on which a letter leaves that is confirmed now; None where nobody has asked.
    leaves: date | None = None
    #: They were put off twice in a row, and neither talked with nor asked about since.
    put_off: bool = False

    @property
    def finalist(self) -> bool:
        """They have been in the last round, or stand in it."""
        return self.final or not _FINAL.isdisjoint((self.stage_type, *self.stood))

    @property
    def reached(self) -> Depth:
        """How far they got for certain."""
        held = [StageType.SCREEN] * (self.minutes > 0) + [StageType.INTERVIEW] * self.met
        return reached([*held, *[StageType.FINAL] * self.final], [self.stage_type, *self.stood])

    @property
    def possible(self) -> Depth:
        """How far they may have got: not every talk is recorded."""
        return max(possible((), [self.stage_type, *self.stood]), self.reached, key=list(Depth).index)

    @property
    def effort(self) -> bool:
        """They gave us so much of their time that a no of the shelf is an insult."""
        return self.met or self.minutes >= EFFORT


class Out(NamedTuple):
    """Why somebody is left out: a word for programs, a sentence for readers."""

    code: str
    words: str


class Meant(NamedTuple):
    """What a batch says to one application, as far as eligibility depends on it."""

    type: MessageType
    now: datetime
    may_decide: bool = True
    #: They get a line of their own; the letter names their last interview.
    line: bool = False
    fact: bool = False


#: What an application that is over ended as.
_ENDED: dict[ApplicationState, Out] = {
    ApplicationState.HIRED: Out("hired", "They are hired."),
    ApplicationState.WITHDRAWN: Out("withdrew", "They withdrew."),
    ApplicationState.DECLINED: Out("withdrew", "They declined our offer."),
    ApplicationState.REJECTED: Out("told", "They have been told the outcome already."),
    ApplicationState.REQUISITION: Out("told", "They have been told already that the role is over."),
    ApplicationState.UNREACHABLE: Out("closed", "The application is closed: they cannot be reached."),
    ApplicationState.WAIVED: Out("closed", "The application was closed without a word."),
}


def left_out(known: Known, meant: Meant) -> Out | None:
    """Return why this application gets no letter of the batch, None when it does.

    Address, wording and text are looked at when the letter is made.
    """
    manner = MANNERS[meant.type]
    if known.internal:
        return Out(
            "internal",
            "A colleague: they are told in a conversation first, and get their own letter after it.",
        )
    if known.state is not ApplicationState.ACTIVE and not manner.after_the_end:
        return _ENDED[known.state]
    if known.state is ApplicationState.HIRED:
        return _ENDED[known.state]
    return (
        _offer(known)
        or (_rejected(known, meant) if manner.decision is Outcome.REJECT else _open(known, meant))
        or _contact(known, meant)
    )


def _offer(known: Known) -> Out | None:
    if (
        known.offered
        or known.decision in (Outcome.OFFER, Outcome.HIRE)
        or known.stage_type is StageType.OFFER
    ):
        return Out("offer", "An offer of ours is out, or decided.")
    return None


def _rejected(known: Known, meant: Meant) -> Out | None:
    """What speaks against a no that is said in bulk."""
    if known.told_at is not None:
        return _ENDED[ApplicationState.REJECTED]
    if known.decision is Outcome.ADVANCE:
        return Out("advanced", "It is decided that they go ahead.")
    if known.others_first:
        return Out("order", NOT_YET)
    if Elsewhere.HIRED in known.elsewhere or Elsewhere.OFFER in known.elsewhere:
        return Out("elsewhere", "They are hired or have an offer on another requisition: write on its own.")
    if Elsewhere.FURTHER in known.elsewhere:
        return Out("elsewhere", "They are further along on another requisition: write on its own.")
    if known.finalist:
        return Out("finalist", "A finalist: they are told in a letter of their own, best after a call.")
    # first what no line of their own could mend: nobody writes one for nothing
    if refusal := other_depth(meant.type, known.reached, known.possible):
        return Out("depth", refusal)
    if known.effort and not (meant.line or (meant.fact and not known.met)):
        return Out(
            "effort",
            "They have been interviewed: a no needs a line of their own, or a letter of its own.",
        )
    reason = known.disposition if known.decision is Outcome.REJECT else None
    if refusal := other_reason(meant.type, reason, known.requisition, known.filled_inside):
        return Out("reason", refusal)
    if known.decision is None and known.requisition is RequisitionState.ON_HOLD:
        return Out("on_hold", ON_HOLD)
    if known.decision is None and not meant.may_decide:
        return Out("undecided", "No rejection is decided, and deciding is not yours here.")
    return None


def _open(known: Known, meant: Meant) -> Out | None:
    """What speaks against a word to somebody who is still in the running."""
    manner = MANNERS[meant.type]
    if (rule := _RULES.get(meant.type)) is not None and (refusal := rule[1](known)):
        return Out(rule[0], refusal)
    if meant.type is MessageType.DELAY and (refusal := put_off_again(known.put_off)):
        return Out("put_off", refusal)
    if manner.after_the_end:
        return None
    no = known.decision is Outcome.REJECT
    if refusal := owed_the_outcome(no, known.requisition):
        return Out("decided" if no else "over", refusal)
    if (
        manner.decision is Outcome.ADVANCE
        and known.decision is Outcome.ADVANCE
        and "NOTICE" not in known.clocks
    ):
        return Out("told", "They have been told already that they go ahead.")
    if known.finalist and not meant.line:
        return Out("finalist", "A finalist: they need a line of their own.")
    return None


#: What one type alone asks for: the word for it, and why it fails, as for a single letter.
_RULES: Mapping[MessageType, tuple[str, Callable[[Known], str]]] = {
    MessageType.WITHDRAWAL_CONFIRMATION: (
        "not_withdrawn",
        lambda known: nothing_to_confirm(known.state, known.letters),
    ),
    MessageType.INTERVIEW_THANKS: ("not_met", lambda known: nothing_to_thank_for(known.possible)),
    MessageType.DELAY: ("no_promise", lambda known: nothing_to_move(known.missed)),
    MessageType.STATUS: ("put_off", lambda known: put_off_again(known.put_off)),
}


def _contact(known: Known, meant: Meant) -> Out | None:
    """What speaks against writing to them just now, whatever the letter says."""
    if known.ahead and MANNERS[meant.type].decision is not Outcome.ADVANCE:
        return Out("interview", "An interview with them lies ahead.")
    if "REPLY" in known.clocks or known.unread:
        return Out("unread", "A message from them waits for an answer: read it first.")
    if known.disputed:
        return Out("disputed", SETTLE_FIRST)
    if known.frozen:
        return Out("frozen", "HR holds letters to many back from them: write on its own, or ask HR.")
    if known.under_way:
        return Out("under_way", "A letter to them is on its way already, or may have arrived.")
    if known.crossed:
        return Out("crossed", known.crossed)
    if not known.email:
        return Out("no_address", "No mailbox is known for them: call, or write by post.")
    if known.came_back:
        return Out("bounced", "The last letter to this address came back or was refused: check the address.")
    if known.last_word_at is not None and known.last_word_at > meant.now - COOL_DOWN:
        return Out("cool_down", "They had a word from us within the last hour.")
    if known.signer is None:
        return Out("unsigned", known.unsigned)
    return None


def leaves_too_late(leaves: date, promise: date) -> str:
    """Return why a letter may not leave on a day, which promises another one; empty when it may."""
    if promise > leaves:
        return ""
    return (
        f"It would leave on {spoken(leaves)} and promises {spoken(promise)}: preview again with a later day."
    )


def further(stage: StageType, other: StageType) -> bool:
    """Return whether somebody who stands at `other` is further along than one at `stage`."""
    unmapped = StageType.UNMAPPED in (stage, other)
    return not unmapped and rank(other) > rank(stage)


def rank(stage: StageType) -> int:
    """Return how far along a stage is; a name that an import could not place comes first."""
    return -1 if stage is StageType.UNMAPPED else _STAGES.index(stage)


# --- how many people it takes ----------------------------------------------------------------------


def must_type(count: int, before: int) -> bool:
    """Return whether the number of letters is typed. before: letters of the same person's batches just now."""
    return count + before > TYPED_ABOVE


def needs_second(count: int, before: int, finalists: int) -> str:
    """Return why a second person says yes too; empty when the first is enough."""
    if finalists:
        return f"{'A finalist gets' if finalists == 1 else f'{finalists} finalists get'} one of these letters"
    if count + before <= SECOND_ABOVE:
        return ""
    if before:
        return f"With the batches of the last ten minutes it is {count + before} letters"
    return f"It is {count} letters, more than {SECOND_ABOVE}"


# --- a line of one's own ---------------------------------------------------------------------------


def with_line(body: str, line: str) -> str:
    """Return a letter with one person's own line as the paragraph after the greeting. line: empty for none."""
    if not line:
        return body
    lines = body.splitlines()
    greeting = next((place for place, text in enumerate(lines) if text.strip()), 0)
    rest = "\n".join(lines[greeting + 1 :]).lstrip("\n")
    return "\n".join([*lines[: greeting + 1], "", line, "", rest]).rstrip("\n") + "\n"


def line_in(body: str) -> str:
    """Return the line of one's own that stands in a letter which holds one, as `with_line` put it there."""
    paragraphs = [text for text in body.splitlines() if text.strip()]
    return paragraphs[1] if len(paragraphs) > 1 else ""


def flaw_of(line: str, others: Mapping[str, int]) -> str:
    """Return what is wrong with a line of one's own; empty when nothing is.

    others: lines of the batch in small letters, and for how many people each is.
    """
    bare = " ".join(line.split())
    if not LINE_LEAST <= len(bare) <= LINE_MOST:
        return f"A line of one's own has {LINE_LEAST} to {LINE_MOST} characters."
    if "{{" in bare or "{%" in bare:
        return "A line of one's own holds no placeholders: it is about this person alone."
    if others.get(bare.casefold(), 0) > 1:
        return "Two people have the same line: it is nobody's own then."
    return ""


def reading_time(shown: datetime, opened: Iterable[datetime], confirmed: datetime) -> timedelta:
    """Return for how long a preview was read: from letter to letter, without the time in which nothing was opened.

    shown: when the preview was there. opened: when each letter was. Moments are aware.
    """
    steps = [shown, *sorted(opened), confirmed]
    return sum((min(after - before, PAUSE) for before, after in pairwise(steps)), timedelta(0))
