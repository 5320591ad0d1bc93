"""What a source says, in our words: the same small values whichever format they were read from."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple


class PersonSaid(NamedTuple):
    """A person as one row names them."""

    #: The source's own id, empty when it gives none.
    id: str
    first: str
    last: str
    #: A mailbox, empty when there is none.
    email: str
    phone: str
    zone: str
    #: Works here already; None when the source does not say.
    internal: bool | None

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}".strip()


class RequisitionSaid(NamedTuple):
    """A requisition as one row names it; colleagues by name."""

    reference: str
    title: str
    #: Empty: the office chosen for the file.
    office: str
    recruiter: str
    hiring_manager: str
    #: The source's own id, for systems whose requisitions have no reference.
    id: str = ""
    #: A state of ours, empty where the source says none.
    state: str = ""


#: What a person stands beside who has applied for nothing that the source tells of.
NOWHERE = RequisitionSaid("", "", "", "", "")


class ApplicationSaid(NamedTuple):
    """An application as one row tells it, without its happenings; for NOWHERE it is the person alone."""

    #: The source's own id, empty when it gives none.
    ref: str
    person: PersonSaid
    requisition: RequisitionSaid
    #: What the source calls the present stage; empty when only happenings tell it.
    stage: str = ""
    #: active, rejected, withdrawn, hired as the source has it now; empty when only happenings tell it.
    status: str = ""
    #: How the person came: careers page, referral ...
    origin: str = ""


class Words(NamedTuple):
    """What happened, whenever: few of them stand for all rows of a file.

    Type, kind and data are the words of the waiting rules.
    """

    type: str
    kind: str | None
    data: Mapping[str, Any]
    #: With the moment it names the happening among those of its application, so that it is taken in once.
    key: str
    body: str | None = None


#: A happening: its moment, what it was, and its own text where it has one.
Happening = tuple[datetime, Words] | tuple[datetime, Words, str]


class Said(NamedTuple):
    """One row of a file, read."""

    application: ApplicationSaid
    happenings: tuple[Happening, ...]
    #: A later moment the row knows of though nothing is said to have happened: how old the file is.
    as_of: datetime | None = None


class HappenedSaid(NamedTuple):
    """One happening of an application, for those that are compared with what is here."""

    at: datetime
    type: str
    kind: str | None
    data: Mapping[str, Any]
    key: str
    body: str | None = None


def key_of(words: Words, at: datetime) -> str:
    """Return what names a happening among those of its application."""
    return f"{words.key} {at.isoformat()[:-6]}"


def happened_said(words: Words, at: datetime, body: str | None) -> HappenedSaid:
    return HappenedSaid(at, words.type, words.kind, words.data, key_of(words, at), body or words.body)


class Unusable(Exception):
    """A row cannot be taken in: which column, and why in words that follow the column's name."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason
