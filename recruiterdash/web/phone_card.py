"""What whoever answers the phone needs in one look: who calls, where they stand, what may be said. Pure."""

import re
from datetime import datetime
from typing import NamedTuple

LAST_DIGITS = 4


class Known(NamedTuple):
    """What the card is made from; moments are aware."""

    title: str
    phone: str
    email: str | None
    internal: bool
    owner: str | None
    #: Something is settled that they have not been told.
    owed: bool
    #: What they were told (reject, advance, offer) and when; None when nothing stands.
    told: str | None
    told_at: datetime | None
    #: Due of the promise that stands.
    promise_due: datetime | None
    closed: str | None
    on_hold: bool
    #: A letter to them is written and waits to be read by a person.
    drafted: bool = False


class Point(NamedTuple):
    """One sentence to say; with the moment it names, so that the page shows it in the right zone."""

    words: str
    moment: datetime | None = None


class Card(NamedTuple):
    """What the card says."""

    #: How to make sure who is calling.
    ask: tuple[str, ...]
    may_say: tuple[Point, ...]
    never: tuple[str, ...]
    #: A call in which this was said tells them where they stand.
    says_status: bool


def card(known: Known, now: datetime) -> Card:
    """Return the card: only what has been told already may be said, and never a reason.

    now: aware UTC.
    """
    return Card(_ask(known), (*_standing(known), *_next(known, now)), _never(known), not known.owed)


def _ask(known: Known) -> tuple[str, ...]:
    asked = [f"Which role did you apply for? We have: {known.title}."]
    digits = re.sub(r"\D", "", known.phone)
    if len(digits) > LAST_DIGITS:
        asked.append(
            f"What are the last {LAST_DIGITS} digits of your number? We have: …{digits[-LAST_DIGITS:]}."
        )
    if known.email:
        asked.append(f"Which mailbox did you write from? We have: {masked(known.email)}.")
    if len(asked) == 1:
        asked.append("There is no number and no mailbox on file: say nothing, ask where we can call back.")
    else:
        asked.append("In doubt say nothing, not even that they applied, and call back on the number on file.")
    return tuple(asked)


def masked(mailbox: str) -> str:
    """Return a mailbox with enough left to compare it, too little to give it away."""
    local, _, domain = mailbox.rpartition("@")
    return f"{local[:2]}…@{domain}"


def _standing(known: Known) -> tuple[Point, ...]:
    who = known.owner or "The recruiter"
    if known.owed:
        quiet = "Nothing more: it is not yours to tell in passing."
        return (Point(f"“{who} will be in touch with you about this.” {quiet}"),)
    if known.told is not None and known.told_at is not None:
        said = {
            "reject": "“We are not taking your application further.” They were told",
            "advance": "“You are going ahead to the next step.” They were told",
            "offer": "“We have made you an offer.” They were told",
        }.get(known.told, "They were told how it ended")
        return (Point(said, known.told_at),)
    if known.closed == "withdrawn":
        return (Point("“You withdrew; we have noted it and thank you.”"),)
    if known.closed is not None:
        return (Point(f"“{who} will be in touch with you about this.”"),)
    if known.on_hold:
        return (Point(f"“The position is paused. {who} will write to you.” Give no date for its end."),)
    return (Point("“No decision has been made yet.”"),)


def _next(known: Known, now: datetime) -> tuple[Point, ...]:
    if known.promise_due is not None and known.promise_due >= now:
        return (Point("“You will hear from us”, as promised, by", known.promise_due),)
    if known.promise_due is not None:
        return (
            Point("We promised a word and broke it: say sorry, once. It was due", known.promise_due),
            Point("Give no new date unless you log it as a promise."),
        )
    if known.closed is None:
        return (Point("Give no date, unless you log it as a promise."),)
    return ()


def _never(known: Known) -> tuple[str, ...]:
    never = [
        "Reasons, scores or what an interviewer thought.",
        "Anything about other people, how many there are or who is ahead.",
    ]
    if known.drafted:
        never.append("That a letter is on its way: one is drafted, and nobody has read it yet.")
    if known.internal:
        never.append("Anything to a colleague, an assistant or their manager: they may not know.")
    return tuple(never)
