"""Names of stages and the types they are of: a shipped list, which a person's own choice goes before."""

import re
from collections.abc import Iterable

from recruiterdash.requisitions.models import StageType

#: What the common systems call their stages when nobody renames them. A name that is not here is nobody's
#: guess: it becomes `unmapped` until a person says what it is.
SHIPPED: dict[StageType, tuple[str, ...]] = {
    StageType.APPLICATION: (
        "application", "application review", "applied", "new", "new applicant", "new application", "new lead",
        "resume review", "cv review", "hiring manager review", "application received", "inbox", "to review",
        "no status", "no contact", "contacted", "candidate responded",
    ),
    StageType.SCREEN: (
        "screen", "screening", "phone screen", "recruiter phone screen", "preliminary phone screen",
        "recruiter screen", "recruiter call", "phone interview", "phone screening", "telephone screen",
        "qualifying",
    ),
    StageType.INTERVIEW: (
        "interview", "interviewing", "hiring manager interview", "hiring manager screen", "first interview",
        "second interview", "video interview", "technical interview", "team interview", "1st interview",
        "2nd interview", "technical phone interview",
    ),
    StageType.FINAL: (
        "final", "final round", "final interview", "onsite", "onsite panel", "on site", "on site interview",
        "onsite interview", "panel", "panel interview", "face to face", "executive interview",
    ),
    StageType.OFFER: ("offer", "offered", "offer extended", "offer stage", "offer sent"),
    StageType.HIRED: ("hired", "placed", "offer accepted"),
}  # fmt: skip
_TYPES = {name: type_ for type_, names in SHIPPED.items() for name in names}
_BETWEEN = re.compile(r"[\W_]+")

#: The order in which stages of a plan stand when only their types are known.
ORDER = tuple(StageType)


def plain(name: str) -> str:
    """Return a stage's name as two are compared."""
    return _BETWEEN.sub(" ", name.casefold()).strip()


def same(name: str, others: Iterable[str]) -> str | None:
    """Return which of other names is this one, whatever its capitals and blanks; None when none is."""
    meant = _without_case(name)
    return next((each for each in others if _without_case(each) == meant), None)


def _without_case(name: str) -> str:
    return " ".join(name.casefold().split())


def shipped_type(name: str) -> StageType | None:
    """Return what the shipped list says of a name, None when it says nothing."""
    return _TYPES.get(plain(name))
