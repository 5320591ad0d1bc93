"""Days: promised, missed, vague, impossible: K11, K12, K13 and K15."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from recruiterdash.messages.courtesy.naming import holds
from recruiterdash.messages.courtesy.reading import Day, Reading
from recruiterdash.messages.courtesy.said import Found, Said, Severity

#: Business days ahead that a promise may lie at most.
FARTHEST = 15


# --- K11 ------------------------------------------------------------------------------------------


def k11(letter: Reading) -> Iterator[Found]:
    """The letter says by when they hear again: one day, and one we can keep."""
    said = letter.said
    if not letter.understood:
        return
    if said.today is None and said.promise is None:
        if not letter.days:
            yield _missing(letter)
        return
    ahead = _ahead(letter)
    days = {each.day for each in ahead}
    if not days:
        yield _missing(letter)
    elif len(days) > 1:
        meant = said.promise if said.promise in days else ahead[0].day
        other = next(each for each in ahead if each.day != meant)
        yield Found(
            other.span,
            f"The letter names {letter.speak(other.day)} beside {letter.speak(meant)}: say one date.",
            "Name the one day by which they hear from you, and no other that lies ahead.",
        )
    else:
        yield from _impossible(letter, ahead[0])


def _ahead(letter: Reading) -> list[Day]:
    """The days that lie ahead, without one that this letter replaces."""
    said = letter.said
    gone = {
        each for each in (said.broken_promise, said.replaced) if each is not None and each != said.promise
    }
    return [
        each for each in letter.days if each.day not in gone and (said.today is None or each.day > said.today)
    ]


def _missing(letter: Reading) -> Found:
    promise = letter.said.promise
    vague = letter.spans(letter.lexicon.vague)
    if promise is None:
        return Found(
            vague[0] if vague else None,
            "The letter does not say by which day they hear again.",
            "Name the day: weekday, day and month.",
        )
    return Found(
        vague[0] if vague else None,
        f"The promised day is not in the letter: it must say {letter.speak(promise)}.",
        "Name the promised day: weekday, day and month.",
    )


def _impossible(letter: Reading, found: Day) -> Iterator[Found]:
    said = letter.said
    fix = letter.speak(said.promise) if said.promise and said.promise != found.day else None
    if said.promise is not None and said.promise != found.day:
        yield Found(
            found.span,
            f"The letter says {letter.speak(found.day)}, and {letter.speak(said.promise)} is promised.",
            "Let the letter say the promised day.",
            fix,
        )
    elif not said.works_on(found.day):
        yield Found(
            found.span, f"Nobody works here on {letter.speak(found.day)}.", "Name a working day.", fix
        )
    elif said.today is not None and _business_days(said, said.today, found.day) > FARTHEST:
        yield Found(
            found.span,
            f"{letter.speak(found.day)} is more than {FARTHEST} working days away.",
            "Name a nearer day, even if nothing will be decided by then.",
            fix,
        )


def _business_days(said: Said, first: date, last: date) -> int:
    """Working days after the first up to the last; beyond 60 days ahead they are too many to be counted."""
    span = (last - first).days
    if span > 60:
        return span
    return sum(said.works_on(first + timedelta(days=each)) for each in range(1, span + 1))


# --- K12 ------------------------------------------------------------------------------------------

_NUMBERS = re.compile(
    r"(?<![\w/.,-])(?:(?P<iso>20\d\d-\d{1,2}-\d{1,2})|(?P<a>\d{1,2})(?P<sep>[/.-])(?P<b>\d{1,2})(?:(?P=sep)(?P<year>(?:20)?\d\d)|(?P=sep))?)(?![\w/-]|[.,]\d)"
)
_BEFORE = re.compile(
    r"\b(?:by|on|until|before|till|from|of|am|bis|zum|vom|den|le|du|au|avant|el|del|al|hasta|dated)\s+(?:(?:the|zum|le|el|día)\s+)?$",
    re.IGNORECASE,
)


def k12(letter: Reading) -> Iterator[Found]:
    """A day is said so that nobody reads another: weekday, day, and the month in letters."""
    promise = letter.said.promise
    fix = letter.speak(promise) if promise else None
    for day in letter.days:
        if day.wrong_weekday:
            right = letter.speak(promise if promise and _same_day(promise, day.day) else day.day)
            yield Found(
                day.span,
                f"“{letter.quote(day.span)}”: that day is a {_weekday(letter, day.day)}.",
                "Let weekday and date agree.",
                fix or right,
            )
    for span in letter.spans(letter.lexicon.vague):
        yield Found(
            span,
            f"“{letter.quote(span)}” can be read as any day.",
            "Name the day: weekday, day and month.",
            _in_place(letter, span, fix),
        )
    for match in _NUMBERS.finditer(letter.text):
        if _is_date(match, letter):
            yield Found(
                match.span(),
                f"“{match.group()}” can be read in two ways.",
                "Write the month in letters.",
                fix,
            )


def _same_day(one: date, other: date) -> bool:
    return (one.day, one.month) == (other.day, other.month)


def _weekday(letter: Reading, day: date) -> str:
    return letter.speak(day).replace(",", " ").split()[0]


def _in_place(letter: Reading, span: tuple[int, int], spoken: str | None) -> str | None:
    """What the vague words can be replaced with, the little word before the day kept or added."""
    if spoken is None:
        return None
    words = letter.lower[span[0] : span[1]].split()
    if words[0] == "at":
        return f"by {spoken}"
    if words[0] in _LITTLE:
        return f"{letter.text[span[0] : span[0] + len(words[0])]} {_THE.get(letter.language, '')}{spoken}"
    before = letter.lower[: span[0]].split()[-1:]
    if before and before[0] in _LITTLE:
        return f"{_THE.get(letter.language, '')}{spoken}"
    return f"{_BY[letter.language]} {spoken}"


_LITTLE = frozenset({"by", "until", "before", "on", "bis", "avant", "d'ici", "hasta", "para"})
_BY = {"en": "by", "de": "bis", "fr": "avant le", "es": "antes del"}
_THE = {"fr": "le ", "es": "el "}


def _is_date(match: re.Match[str], letter: Reading) -> bool:
    if match["iso"]:
        return True
    a, b = int(match["a"]), int(match["b"])
    if not (1 <= a <= 31 and 1 <= b <= 31 and min(a, b) <= 12) or (a, b) == (24, 7):
        return False
    padded = len(match["a"]) == 2 == len(match["b"]) and "0" in (match["a"][0], match["b"][0])
    if match["sep"] == "-":
        return match["year"] is not None
    if match["sep"] == "." and not match["year"] and not match.group().endswith("."):
        return False
    said = _BEFORE.search(letter.text[max(0, match.start() - 16) : match.start()]) is not None
    return bool(match["year"]) or said or (padded and match["sep"] == "/")


# --- K13 and K15 ----------------------------------------------------------------------------------


def k13(letter: Reading) -> Iterator[Found]:
    """What is promised comes before what is owed, and while somebody works on it."""
    said = letter.said
    ahead = _ahead(letter) if said.today or said.promise else []
    promise = said.promise or (ahead[0].day if ahead else None)
    if promise is None:
        return
    span = next((each.span for each in ahead if each.day == promise), None)
    if said.legal_due is not None and promise > said.legal_due:
        late = said.today is None or said.legal_due >= said.today
        fix = letter.speak(said.legal_due) if span and late else None
        yield Found(
            span,
            f"{letter.speak(promise)} is promised, and the duty to answer ends on {letter.speak(said.legal_due)}.",
            "Promise a day before the duty ends.",
            fix,
        )
    away = said.absence_on(promise)
    if away is not None and not (away.cover and holds(letter.text, away.cover)):
        yield Found(
            span,
            f"{said.sender_name or 'Who signs'} is away on {letter.speak(promise)}.",
            f"Promise a day before that, or say that {away.cover} writes then."
            if away.cover
            else "Promise a day on which somebody is here to keep it.",
        )
    if said.requisition_state == "on_hold":
        yield Found(
            span,
            "The role is on hold: nobody works on a decision until that day.",
            "Write a hold notice, which says since when and when you write again.",
        )


def k15(letter: Reading) -> Iterator[Found]:
    """A broken promise is named, and one apology made for it; more than two are too many."""
    said = letter.said
    sorry = letter.spans(letter.lexicon.apology)
    if said.broken_promise is not None and letter.understood:
        if not letter.writes(said.broken_promise):
            yield Found(
                None,
                f"{letter.speak(said.broken_promise)} was promised and is passed over.",
                "Name the day that was missed.",
                None,
                Severity.BLOCK,
            )
        if not sorry:
            yield Found(
                None,
                f"{letter.speak(said.broken_promise)} was missed, and nobody says sorry.",
                "Say once that you are sorry.",
                None,
                Severity.BLOCK,
            )
    if len(sorry) > 2:
        yield Found(
            sorry[2],
            f"The letter says sorry {len(sorry)} times.",
            "One apology is enough.",
            None,
            Severity.WARN,
        )
