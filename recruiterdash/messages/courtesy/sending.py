"""To whom, how many and when: K35, K37, K38 and K39."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from recruiterdash.messages.courtesy.naming import holds
from recruiterdash.messages.courtesy.reading import Reading
from recruiterdash.messages.courtesy.said import DEPTHS, Found, Said, Severity
from recruiterdash.messages.courtesy.scopes import FINAL, INTERNAL, REJECTIONS, STATUS
from recruiterdash.messages.types import MessageType as T

#: More letters than these are not one batch.
LARGEST_BATCH = 10_000
#: A letter of whose words so many are those of the whole batch is nobody's own.
ALIKE = 0.95
OPENS, CLOSES, FRIDAY_CLOSES = time(9), time(17), time(14)
FRIDAY = 4
#: A no sooner than this after applying reads as unread.
UNREAD = timedelta(hours=24)


def k35(letter: Reading) -> Iterator[Found]:
    """One true thing of this application, in every no to somebody we have talked to."""
    said = letter.said
    if said.depth is not None:
        talked = said.depth >= DEPTHS["screen"]
    else:
        talked = said.type in FINAL or said.type is T.REJECTION_SCREEN
    if talked and said.alike is not None and said.alike >= ALIKE:
        yield Found(
            None,
            "But for names and days it is the letter that everybody in the batch gets.",
            "Give them a line of their own.",
            None,
            Severity.BLOCK if said.type in FINAL else None,
        )
        return
    known = bool(said.interview_date or said.interview_topic or said.interviewers)
    if (said.bulk or 0) > 1 and said.type in FINAL | {T.REJECTION_SCREEN}:
        known = True  # the same wording for many proves nothing about one
    if not talked or not known or personal(letter):
        return
    yield Found(
        None,
        "Nothing in the letter shows that it is about this person.",
        "Name the day or the topic of your conversation.",
        None,
        Severity.BLOCK if said.type in FINAL else None,
    )


def personal(letter: Reading) -> bool:
    """Return whether the letter names a fact of this application: day, topic or interviewer."""
    said = letter.said
    if said.interview_date is not None and letter.writes(said.interview_date):
        return True
    topic = {word for word in re.findall(r"[^\W\d_]+", (said.interview_topic or "").lower()) if len(word) > 3}
    titles = {word for title in said.titles for word in re.findall(r"[^\W\d_]+", title.lower())}
    topic = (topic - titles - _GENERAL) or (topic - _GENERAL)
    words = letter.words - titles - _GENERAL
    if topic & letter.words or any(_inflected(word, each, letter) for each in topic for word in words):
        return True
    return any(
        holds(letter.text[: letter.signature], name) for name in said.interviewers if name != said.sender_name
    )


def _inflected(word: str, topic: str, letter: Reading) -> bool:
    """Whether a word is the topic's in another form; German makes one word of two: “Übergabeprotokoll”."""
    if letter.language == "de" and len(topic) >= _LONG:
        return topic in word
    short, long = sorted((word, topic), key=len)
    return len(short) >= _LONG - 1 and long.startswith(short) and len(long) - len(short) <= _ENDING


#: Letters of a word that is no part of others by chance, and of an ending at the most.
_LONG, _ENDING = 6, 2
_GENERAL = frozenset(
    [
        "interview",
        "conversation",
        "round",
        "first",
        "second",
        "final",
        "call",
        "with",
        "about",
        "gespräch",
        "erstes",
        "zweites",
        "runde",
        "über",
        "entretien",
        "premier",
        "deuxième",
        "entrevista",
        "primera",
        "segunda",
        "ronda",
        "conversación",
        "sobre",
        "your",
        "role",
        "team",
        "screening",
        "phone",
        "video",
    ]
)


def k37(letter: Reading) -> Iterator[Found]:
    """A batch holds only those whom a batch may tell this."""
    said = letter.said
    if said.bulk is None or said.bulk < 2:
        return
    for reason, advice in _not_in_bulk(letter):
        yield Found(None, reason, advice)


def _not_in_bulk(letter: Reading) -> Iterator[tuple[str, str]]:
    said = letter.said
    alone = "Write to them alone."
    if said.bulk is not None and said.bulk > LARGEST_BATCH:
        yield (
            f"{said.bulk:,} letters are more than one batch holds ({LARGEST_BATCH:,}).",
            "Choose the people again: is this everybody you mean?",
        )
    if said.internal or said.type in INTERNAL:
        yield "A colleague is told in a conversation, never in a batch.", alone
    if said.depth is None and said.type in FINAL:
        yield "A finalist is told alone, never in a batch.", alone
    elif said.depth is not None and said.depth >= DEPTHS["offer"]:
        yield "Somebody with an offer is in the batch.", alone
    elif said.depth == DEPTHS["final"] or said.type in FINAL:
        if said.type in REJECTIONS:
            yield "A finalist is told alone, never in a batch.", alone
        elif said.type in STATUS and not personal(letter):
            yield (
                "A finalist is in the batch without a line of their own.",
                "Name the day or the topic of the conversation with them.",
            )
    if said.type is T.POSITION_CANCELLED and said.depth is not None and said.depth == DEPTHS["interview"]:
        yield "Somebody who has been interviewed is told alone that the role is cancelled.", alone


# --- K38 ------------------------------------------------------------------------------------------


def k38(letter: Reading) -> Iterator[Found]:
    """A no arrives in working hours, and not before it can have been read."""
    said = letter.said
    last_round = said.type in FINAL or said.depth == DEPTHS["final"]
    if said.offer_out and last_round and not said.internal:
        yield Found(
            None,
            "An offer for this role is out and not accepted yet: should it fall through, they are asked next.",
            "Wait for the answer, or say why they are told before it.",
        )
    if said.send_at is None:
        return
    if said.applied_at is not None and _apart(said.send_at, said.applied_at) < UNREAD:
        yield Found(
            None,
            "They applied less than 24 hours ago: it reads as if nobody had looked.",
            "Let it leave tomorrow.",
        )
    if inside(said.send_at):
        return
    opens = _next_opening(said.send_at)
    if any(due < opens for due in _dues(said)):
        return  # what is owed comes before the nicer hour
    yield Found(
        None,
        f"It leaves at {said.send_at:%H:%M} on a {said.send_at:%A}: not Monday to Thursday 9 to 17, Friday 9 to 14.",
        f"Let it leave on {opens:%A} at {OPENS:%H:%M}.",
    )


def inside(moment: datetime) -> bool:
    """Return whether a moment in the recipient's zone lies in the window for a no."""
    if moment.weekday() > FRIDAY:
        return False
    return OPENS <= moment.time() <= (FRIDAY_CLOSES if moment.weekday() == FRIDAY else CLOSES)


def _next_opening(moment: datetime) -> date:
    day = moment.date() if moment.time() < OPENS else moment.date() + timedelta(days=1)
    while day.weekday() > FRIDAY:
        day += timedelta(days=1)
    return day


def _dues(said: Said) -> list[date]:
    return [each for each in (said.legal_due, said.promise, said.broken_promise) if each is not None]


def _apart(later: datetime, earlier: datetime) -> timedelta:
    if (later.tzinfo is None) != (earlier.tzinfo is None):
        later, earlier = later.replace(tzinfo=None), earlier.replace(tzinfo=None)
    return later - earlier


# --- K39 ------------------------------------------------------------------------------------------


def k39(letter: Reading) -> Iterator[Found]:
    """Finalists and colleagues are told in person before they read it."""
    said = letter.said
    if said.told_live is not False:
        return
    internal = bool(said.internal) or said.type in INTERNAL
    if said.type not in FINAL and not internal:
        return
    yield Found(
        None,
        "Nobody has told them in person yet, and they have not asked for mail.",
        "Call or meet them first, and log it; a voicemail is not a call.",
        None,
        Severity.BLOCK if internal else None,
    )
