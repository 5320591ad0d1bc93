"""What records of several systems tell in the same words: ends, moves, interviews, mails."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any
from zlib import crc32

from recruiterdash.candidates.models import Disposition
from recruiterdash.imports import cells
from recruiterdash.imports.events import MESSAGES
from recruiterdash.imports.mapping import Surroundings
from recruiterdash.imports.said import Happening, Unusable, Words
from recruiterdash.imports.subjects import OUTCOME, stem
from recruiterdash.requisitions.models import StageType

#: As much of a letter as is kept beside its subject.
LONGEST_TEXT = 20_000
#: Notes of one moment are told apart by so many words; each alone would fill the memory of a large export.
NOTES = 64
APPLIED = Words("applied", None, {}, "applied")
DAY_APPLIED = Words("applied", None, {"date_only": True}, "applied|day")
ENDS = {"rejected": "reject", "hired": "hire"}
_BY_THEM = re.compile(
    r"withdr[ae]w|declined (our |the |an )?offer|offer (was )?(declined|rejected)|(candidate|applicant) (has )?declined"
    r"|(accepted|took) (an)?other |(candidate|applicant|no longer) (is |was )?(not |un)?interested"
)


def text(value: Any, column: str, longest: int) -> str:
    """Return a plain value as text. Raises Unusable for a list or a table."""
    if value is None or value == "":
        return ""
    if isinstance(value, (dict, list)):
        raise Unusable(column, "is a list or a table, must be one value")
    return cells.name(str(value), column, longest)


def named(value: Any, column: str, longest: int, *keys: str) -> str:
    """Return the name of something that is given as text, or as a table with its name in it."""
    if isinstance(value, Mapping):
        value = next((value[key] for key in (*keys, "name", "text", "title") if value.get(key)), "")
    return text(value, column, longest)


def table(value: Any) -> Mapping[str, Any]:
    """Return a table, an empty one for anything else."""
    return value if isinstance(value, Mapping) else {}


def tables(value: Any) -> list[Mapping[str, Any]]:
    """Return the tables of a list, none for anything else."""
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def moment(around: Surroundings, value: Any, column: str, office: str, line: int) -> tuple[datetime, bool]:
    """Return a moment, and whether only the day is known. Raises Unusable."""
    return cells.date_and_kind(around, text(value, column, 80), column, office, line)


def coming(around: Surroundings) -> Surroundings:
    """Return the surroundings of what may well be ahead, such as an interview: that alone is not unsure."""

    def unsure(kind: str, about: str, words: str, line: int) -> None:
        if kind != cells.IS_AHEAD:
            around.unsure(kind, about, words, line)

    return around._replace(unsure=unsure)


def applied(day_only: bool) -> Words:
    return DAY_APPLIED if day_only else APPLIED


@lru_cache(maxsize=4096)
def by_candidate(reason: str) -> bool:
    """Say whether a reason's name tells that the person left, where the source has no kinds of reasons."""
    return _BY_THEM.search(f"{' '.join(reason.casefold().split())} ") is not None


@lru_cache(maxsize=4096)
def moved(name: str, type_: StageType) -> Words:
    """Return a move to a stage; what the stage is may be said anew later, the move stays the same one."""
    return Words("stage_change", None, {"stage": type_.value, "name": name}, cells.key("stage", name))


@lru_cache(maxsize=4096)
def held(name: str, type_: StageType, scorecards: int | None, day_only: bool) -> Words:
    """Return an interview that took place. scorecards: how many are waited for, None when nobody says."""
    data: dict[str, Any] = {"stage": type_.value}
    if scorecards is not None and type_ is not StageType.SCREEN:
        data["scorecards"] = scorecards
    if day_only:
        data["date_only"] = True
    return Words("interview_held", None, data, cells.key("held", name))


@lru_cache(maxsize=4096)
def booked(name: str, type_: StageType, end: str, scorecards: int | None) -> Words:
    """Return an interview that is to come. end: its end as ISO text."""
    data: dict[str, Any] = {"stage": type_.value, "end": end}
    if scorecards is not None and type_ is not StageType.SCREEN:
        data["scorecards"] = scorecards
    return Words("interview_scheduled", None, data, cells.key("booked", name, end))


@lru_cache(maxsize=4096)
def scorecard(id_: str) -> Words:
    """Return a scorecard that was given, without what stands in it."""
    return Words("scorecard", None, {}, cells.key("scorecard", id_))


@lru_cache(maxsize=4096)
def ended(
    status: str, called: str, reason: Disposition | None, *, day_only: bool = False, assumed: bool = False
) -> Words:
    """Return how an application ended.

    status: rejected, withdrawn or hired. called: the source's own word for why. assumed: the source does not
    say when.
    """
    data: dict[str, Any] = {}
    if day_only:
        data["date_only"] = True
    if assumed:
        data["assumed"] = True
    if reason is not None:
        data["reason"] = reason.value
    if called:
        data["called"] = called
    key = cells.key("ended", status, called)
    if status == "withdrawn":
        return Words("in", "withdraw", data, key)
    return Words("decision", None, {**data, "value": ENDS[status]}, key)


def mail(
    around: Surroundings,
    way: str,
    subject: str,
    body: str,
    at: datetime,
    ended_at: datetime | None,
    line: int,
) -> Happening:
    """Return a mail as a happening with its text; of what class it is, its subject says.

    ended_at: when the application was rejected, None when it was not. A mail that tells the end is one only
    when it is not earlier.
    """
    kind = around.subject(way, subject)
    if kind == OUTCOME:
        kind = "rejection_mail" if ended_at is not None and at >= ended_at else "personal"
    known = MESSAGES.get((way, kind))
    whole = "\n\n".join(part for part in (subject.strip(), body.strip()) if part)[:LONGEST_TEXT]
    if known is None:
        way_said = "to us" if way == "in" else "from us"
        called = stem(subject)[:60]
        words = f"Nobody said what mails {way_said} called “{called}” are: they count for nothing"
        around.unsure("subject", f"{way} {called}", words, line)
    return at, _mail_words(way, kind, stem(subject)), whole


@lru_cache(maxsize=4096)
def _mail_words(way: str, kind: str, called: str) -> Words:
    """A class that is said later makes another happening beside the unknown one, which counts for nothing."""
    type_, meant, data = MESSAGES.get((way, kind), (way, "unknown", {}))
    return Words(type_, meant, {**data, "channel": "email"}, cells.key("mail", way, kind, called))


def noted(apart: str) -> Words:
    """Return a note. apart: what tells it from other notes of the same moment."""
    return _note(crc32(apart.encode("utf-8", "surrogatepass")) % NOTES)


@lru_cache(maxsize=NOTES)
def _note(number: int) -> Words:
    return Words("note", None, {}, f"note|{number}")
