"""Subjects of mails and the classes they are of: a short shipped list, which a person's choice goes before."""

import re

from recruiterdash.imports.events import MESSAGES

#: A mail that tells the end once the application has ended, and is a personal word before.
OUTCOME = "outcome"
UNKNOWN = "unknown"
#: Way of a mail -> its classes, in the words of an events file.
CLASSES = {
    "out": (OUTCOME, *(kind for way, kind in MESSAGES if way == "out"), UNKNOWN),
    "in": (*(kind for way, kind in MESSAGES if way == "in"), UNKNOWN),
}
SHIPPED = {
    ("out", "we received your application"): "auto_ack",
    ("out", "where your application stands"): "personal",
    ("out", "your application"): OUTCOME,
}
LONGEST = 120
_ABOUT = re.compile(r"(?<=\S)\s*\(.*$")
_BLANKS = re.compile(r"\s+")


def stem(subject: str) -> str:
    """Return what mails of one kind share of their subjects: what stands before the requisition in parentheses."""
    return _ABOUT.sub("", _BLANKS.sub(" ", subject[:500])).strip()[:LONGEST]


def plain(subject: str) -> str:
    """Return a subject as two are compared."""
    return stem(subject).casefold()


def meant(name: str, way: str) -> str | None:
    """Return the subject that a choice is about, None when it is about mails of the other way.

    name: a subject, or one with the way before it: `in: Re: any news?`.
    """
    before, colon, after = name.partition(": ")
    if colon and before in CLASSES:
        return plain(after) if before == way else None
    return plain(name)


def shipped_class(way: str, subject: str) -> str | None:
    """Return what the shipped list says of a subject, None when it says nothing."""
    return SHIPPED.get((way, plain(subject)))
