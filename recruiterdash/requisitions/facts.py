"""What a person may say about a requisition, checked; its state is no fact but a happening."""

import re
import unicodedata
from dataclasses import dataclass, replace

from recruiterdash.errors import BadInput
from recruiterdash.mail.addresses import check_line

TITLE_LIMIT = 200
REFERENCE_LIMIT = 60
STAGE_LIMIT = 120
LABEL_LIMIT = 60
REASON_LIMIT = 120
MOST_EMPLOYEES = 10_000_000
MOST_OPENINGS = 500
#: ISO 3166-1, or 3166-2 with the subdivision.
_JURISDICTION = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")

#: Said when only the database saw that a reference was taken.
TAKEN = "Another requisition got this reference in the same moment. Nothing was saved."


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything about a requisition that is typed in; the last three are asked for by statutory duties."""

    reference: str
    title: str
    office_id: int
    recruiter_id: int | None = None
    hiring_manager_id: int | None = None
    backup_id: int | None = None
    evergreen: bool = False
    #: None is "not known", which is not "no".
    publicly_advertised: bool | None = None
    employees_at_posting: int | None = None
    jurisdiction: str = ""


def checked(facts: Facts) -> Facts:
    """Return the facts as they are kept.

    Raises BadInput with what cannot stand: an empty or overlong text, a character that is not shown, a place
    that is no ISO code, one colleague in the two parts that look after each other.
    """
    if facts.backup_id is not None and facts.backup_id == facts.recruiter_id:
        raise BadInput("The backup stands in for the recruiter: name somebody else, or nobody.")
    return replace(
        facts,
        reference=required(facts.reference, "reference", REFERENCE_LIMIT),
        title=required(facts.title, "public title", TITLE_LIMIT),
        employees_at_posting=_employees(facts.employees_at_posting),
        jurisdiction=_jurisdiction(facts.jurisdiction),
    )


def required(text: str, what: str, limit: int) -> str:
    """Return a line that must say something, composed (NFC). what: the word a refusal uses for it."""
    line = optional(text, what, limit)
    if not line:
        raise BadInput(f"The {what} is empty.")
    return line


def optional(text: str, what: str, limit: int) -> str:
    """Return a line that may be empty, composed (NFC)."""
    return check_line(unicodedata.normalize("NFC", text), what, limit)


def _employees(number: int | None) -> int | None:
    if number is not None and not 0 <= number <= MOST_EMPLOYEES:
        raise BadInput("The number of employees is zero or more; leave it empty when it is not known.")
    return number


def _jurisdiction(text: str) -> str:
    place = text.strip().upper()
    if place and not _JURISDICTION.fullmatch(place):
        raise BadInput("The place of work is an ISO code such as CA-ON for Ontario, or ES for Spain.")
    return place
