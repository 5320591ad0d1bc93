"""What OpenCATS keeps beside its tables of applications: mails by their addresses, calls and notes with their text."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from recruiterdash.errors import BadInput
from recruiterdash.imports.histories import LONGEST_TEXT, mail, noted
from recruiterdash.imports.mapping import Surroundings
from recruiterdash.imports.said import Happening

ACTIVITY, MAILS = "activity.csv", "email_history.csv"
#: What was done, by its number; a text stands for itself.
ACTIVITIES = {
    "100": "Call",
    "200": "E-mail",
    "300": "Meeting",
    "400": "Other",
    "500": "Call (talked)",
    "600": "Call (left a message)",
    "700": "Call (missed)",
}
#: An entry of that table is about a person, and not about a company, a contact or a requisition.
PERSON = ("", "100")
#: What stands where no date is.
NO_DATES = ("1000-01-01", "0000-00-00")
#: No requisition is named.
NOBODYS = ("", "0", "-1")
#: So many letters of texts are held in memory beside the other tables.
MOST_TEXT = 40_000_000
_SUBJECT = re.compile(
    r"\s*subject:[ \t]*(?P<subject>[^\r\n]*)\s*(?:message:\s*)?(?P<body>.*)", re.IGNORECASE | re.DOTALL
)

Row = Mapping[str, str]
Rows = Callable[[str], Iterator[tuple[int, dict[str, str]]]]
#: A person and a requisition -> what was said and done.
Beside = Mapping[tuple[str, str], Mapping[str, list[Row]]]


class Applications(NamedTuple):
    """What each person applied for, and who has which mailbox."""

    jobs: Mapping[str, list[str]]
    titles: Mapping[str, str]
    people: Mapping[str, str]

    def for_words(self, person: str, words: str) -> str:
        """Return the requisition whose title stands in some words, the longest of several; else the first."""
        own = self.jobs[person]
        named = [job for job in own if self.titles.get(job) and self.titles[job] in words]
        return max(named, key=lambda job: len(self.titles[job])) if named else own[0]


def beside(rows: Rows, there: Mapping[str, bool], known: Applications) -> Beside:
    """Return the calls, notes and mails of people who applied, each with one application of theirs.

    rows: of a table by its name. there: which tables were exported. What names no requisition belongs to the one
    whose title it names, else to the first. Raises BadInput where the texts are too many to be held.
    """
    found: dict[tuple[str, str], dict[str, list[Row]]] = {}
    size = 0
    for name, part, own in ((ACTIVITY, "activity", _of_activity), (MAILS, "mails", _of_mail)):
        if not there[name]:
            continue
        for _, row in rows(name):
            for person, job, kept in own(row, known):
                found.setdefault((person, job), {}).setdefault(part, []).append(kept)
                size += sum(map(len, kept.values()))
            if size > MOST_TEXT:
                raise BadInput(f"The texts of {name} are too many to be held: export a shorter time.")
    return found


def _of_activity(row: Row, known: Applications) -> Iterator[tuple[str, str, Row]]:
    person, at = row.get("candidate_id") or row.get("data_item_id", ""), row.get("date_created", "")
    if person not in known.jobs or row.get("data_item_type", "") not in PERSON or not is_date(at):
        return
    job, notes = row.get("joborder_id", ""), row.get("notes", "")[:LONGEST_TEXT]
    if job in NOBODYS:
        job = known.for_words(person, notes)
    yield (
        person,
        job,
        {
            "type": row.get("type", "") or row.get("activity_type_id", ""),
            "notes": notes,
            "at": at,
        },
    )


def _of_mail(row: Row, known: Applications) -> Iterator[tuple[str, str, Row]]:
    words, at = row.get("text", "")[:LONGEST_TEXT], row.get("date", "")
    if not is_date(at):
        return
    writer = known.people.get(_mailbox(row.get("from_address", "")))
    readers = {known.people.get(_mailbox(each)) for each in re.split(r"[,;]", row.get("recipients", ""))}
    for person, way in (
        (writer, "in"),
        *((each, "out") for each in sorted(filter(None, readers - {writer}))),
    ):
        if person is not None and person in known.jobs:
            yield person, known.for_words(person, words), {"way": way, "text": words, "at": at}


def is_date(said: str) -> bool:
    """Say whether a moment is there: the sentinels are none."""
    return bool(said) and not said.startswith(NO_DATES)


def _mailbox(said: str) -> str:
    return said.rpartition("<")[2].strip(" <>\t\r\n").casefold()


Moment = Callable[[Mapping[str, Any], str], datetime]


def happenings(
    record: Mapping[str, Any],
    rejected_at: datetime | None,
    at: Moment,
    around: Surroundings,
    line: int,
) -> Iterator[Happening]:
    """Yield the mails of one application, and its calls and notes, which count for nothing."""
    for each in record.get("mails") or ():
        subject, body = _parted(each["text"])
        yield mail(around, each["way"], subject, body, at(each, "at"), rejected_at, line)
    for each in record.get("activity") or ():
        what = ACTIVITIES.get(each["type"], each["type"])
        words = ": ".join(part for part in (what, each["notes"].strip()) if part)
        if words:
            yield at(each, "at"), noted(words), words


def _parted(words: str) -> tuple[str, str]:
    """Return subject and body of a mail; OpenCATS keeps both in one text, and some keep no subject."""
    found = _SUBJECT.fullmatch(words)
    return (found["subject"].strip(), found["body"].strip()) if found else ("", words)
