"""The offices, colleagues and requisitions of the demo."""

from typing import NamedTuple

from recruiterdash.requisitions.models import RequisitionState

S = RequisitionState


class Place(NamedTuple):
    name: str
    zone: str
    country: str
    subdivision: str = ""


class Colleague(NamedTuple):
    name: str
    title: str
    roles: tuple[str, ...]
    #: Permissions given alone.
    grants: tuple[str, ...] = ()
    #: Who stands in when they are away.
    backup: str = ""


class Role(NamedTuple):
    """One requisition of the demo."""

    reference: str
    title: str
    place: str
    recruiter: str
    hiring_manager: str
    #: Who steps in for the recruiter.
    backup: str = ""
    openings: int = 1
    evergreen: bool = False
    #: Where it stands now, and how many business days ago it came there.
    state: RequisitionState = S.OPEN
    since: int = 0
    advertised: bool | None = None
    employees: int | None = None
    jurisdiction: str = ""


OFFICES = (
    Place("New York", "America/New_York", "US", "NY"),
    Place("London", "Europe/London", "GB", "ENG"),
    Place("Toronto", "America/Toronto", "CA", "ON"),
    Place("Riyadh", "Asia/Riyadh", "SA"),
)
COMPANY = "Borealis"
#: The one who logs in; everybody else is there to own work.
YOU = Colleague("Priya Shah", "Recruiter", ("admin", "recruiter"), ("feedback",), backup="Ben Adler")
COLLEAGUES = (
    YOU,
    Colleague("Ben Adler", "Recruiter", ("recruiter",), backup="Noor Haddad"),
    Colleague("Noor Haddad", "Talent Partner", ("recruiter",)),
    Colleague("Karin Lindqvist", "Head of Nursing", ("hiring_manager", "interviewer")),
    Colleague("Michael Osei", "Analytics Lead", ("hiring_manager", "interviewer")),
    Colleague("Katja Novak", "Plant Director", ("hiring_manager", "interviewer")),
    Colleague("Joanna Bell", "Finance Director", ("hiring_manager", "interviewer")),
    Colleague("Arun Kumar", "Senior Engineer", ("interviewer",)),
    Colleague("Helen Marsh", "HR Business Partner", ("hr",), ("approve_batch",)),
)
#: Whom to log in as, too, to see the other side: who decides, and the second reader of feedback and of letters to many.
OTHERS = ("Karin Lindqvist", "Helen Marsh")
#: Who is away, who stands in, from which day to which: calendar days from today.
ABSENCES = (("Noor Haddad", "Priya Shah", -2, 6), ("Ben Adler", "Noor Haddad", 14, 18))
REQUISITIONS = (
    Role("REQ-100", "Staff Nurse", "New York", "Priya Shah", "Karin Lindqvist", "Noor Haddad", openings=3),
    Role("REQ-101", "Data Analyst", "London", "Ben Adler", "Michael Osei"),
    Role(
        "REQ-102",
        "Plant Engineer",
        "Toronto",
        "Noor Haddad",
        "Katja Novak",
        "Priya Shah",
        advertised=True,
        employees=240,
        jurisdiction="CA-ON",
    ),
    Role("REQ-103", "Buyer", "London", "Priya Shah", "Joanna Bell", state=S.ON_HOLD, since=4),
    Role("REQ-104", "Payroll Lead", "Riyadh", "Ben Adler", "Joanna Bell"),
    Role("REQ-105", "Barista", "New York", "Noor Haddad", "Michael Osei", openings=12, evergreen=True),
    Role("REQ-106", "Site Manager", "Toronto", "Priya Shah", "Katja Novak", state=S.CANCELLED, since=3),
    Role("REQ-107", "Counsel, EMEA", "London", "Ben Adler", "Joanna Bell"),
)
