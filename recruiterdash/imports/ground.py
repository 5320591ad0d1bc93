"""What an import meets: our offices, colleagues, remembered choices, and where requisitions stand."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash.db import folded
from recruiterdash.errors import BadInput
from recruiterdash.imports import stages, subjects
from recruiterdash.imports.choices import Choices
from recruiterdash.imports.dates import Order
from recruiterdash.imports.models import RememberedMapping
from recruiterdash.requisitions.models import StageType
from recruiterdash.team.models import Office, User

STAGE, COLLEAGUE, SUBJECT = "stage", "colleague", "subject"
#: What is said of a whole file and holds for the next ones of its system: it stands under no name.
OFFICE, ZONE, ORDER = "office", "zone", "dates"


class KnownOffice(NamedTuple):
    """An office there is."""

    id: int
    name: str
    zone: str
    zone_assumed: bool


@dataclass(slots=True)
class Ground:
    """Who and what is known before a file is read."""

    system: str
    choices: Choices
    #: The installation's zone, for offices nobody has set up.
    zone: str
    offices: dict[str, KnownOffice] = field(default_factory=dict)
    default: KnownOffice | None = None
    by_name: dict[str, list[int]] = field(default_factory=dict)
    by_mailbox: dict[str, int] = field(default_factory=dict)
    #: Name -> an owner without a log-in.
    owners: dict[str, int] = field(default_factory=dict)
    #: Id -> name of every colleague there ever was.
    names: dict[int, str] = field(default_factory=dict)
    #: Those who can log in.
    users: set[int] = field(default_factory=set)
    remembered: dict[tuple[str, str], str] = field(default_factory=dict)
    #: Order of day and month as confirmed before; for files whose own dates do not settle it.
    usual_order: Order | None = None
    _zones: dict[str, ZoneInfo] = field(default_factory=dict)

    def office(self, name: str) -> KnownOffice | None:
        """Return the office a row means, None when it has to be made."""
        called = name or self.choices.office
        if not called:
            return self.default
        return self.offices.get(folded(called))

    def office_name(self, name: str) -> str:
        """Return the name an office is made under."""
        return name or self.choices.office or "Main office"

    def zone_of(self, name: str) -> ZoneInfo:
        """Return the zone of wall-clock times in rows of an office, whether it is there yet or not."""
        zone = self._zones.get(name)
        if zone is None:
            zone = self._zones[name] = ZoneInfo(self.zone_name(name))
        return zone

    def zone_name(self, name: str) -> str:
        """Return a chosen zone, else one somebody gave the office, else that of offices yet to be made."""
        chosen, known = self.chosen_zone(self.office_name(name)), self.office(name)
        if chosen:
            return chosen
        if known is not None and not (known.zone_assumed and self.choices.zone):
            return known.zone
        return self.choices.zone or self.zone

    def chosen_zone(self, office: str) -> str:
        """Return the zone somebody gave an office for this import, empty when nobody did."""
        same = folded(office)
        return next((zone for name, zone in self.choices.offices.items() if folded(name) == same), "")

    def stage_type(self, name: str) -> StageType:
        """Return what a stage is: as chosen now, as confirmed before, as shipped, else unmapped."""
        same = stages.plain(name)
        for chosen, type_ in self.choices.stages.items():
            if stages.plain(chosen) == same:
                return type_
        remembered = self.remembered.get((STAGE, same))
        if remembered:
            return StageType(remembered)
        return stages.shipped_type(name) or StageType.UNMAPPED

    def subject(self, way: str, subject: str) -> str:
        """Return the class of mails with a subject: as chosen, as confirmed before, as shipped, else unknown.

        way: in or out; a class of the other way is none of theirs.
        """
        same = subjects.plain(subject)
        chosen = next(
            (kind for name, kind in self.choices.subjects.items() if subjects.meant(name, way) == same),
            None,
        )
        for kind in (chosen, self.remembered.get((SUBJECT, f"{way} {same}"))):
            if kind in subjects.CLASSES[way]:
                return kind
        return subjects.shipped_class(way, subject) or subjects.UNKNOWN

    def colleague(self, name: str) -> int | None:
        """Return the user a colleague's name means, None when it has to become an owner without a log-in.

        As chosen now, as confirmed before, else the only user of exactly this name. Who is to be kept without a
        log-in is the one kept so before.
        """
        mailbox = self.choices.colleagues.get(name)
        if mailbox is not None:
            return self.by_mailbox[mailbox.casefold()] if mailbox else self.owners.get(name)
        remembered = self.remembered.get((COLLEAGUE, name))
        if remembered:
            return int(remembered)
        same = self.by_name.get(name, [])
        return same[0] if len(same) == 1 else None

    def keeps(self, current: int | None, name: str) -> bool:
        """Say that a user stays what they are though a file names somebody else: that name is no user's.

        A name cannot log in and answer anybody; whoever is meant, the user would lose the people they look after.
        """
        return bool(name) and current in self.users and self.colleague(name) not in self.users

    def named(self, name: str) -> str:
        """Return the name of the colleague whom a name of the file means."""
        return self.names.get(self.colleague(name) or 0, name)


def survey(session: Session, system: str, choices: Choices, zone: str) -> Ground:
    """Look at what there is before a file of a source system is read.

    zone: the installation's. Raises BadInput when a chosen office or colleague is not there.
    """
    ground = Ground(system, choices, zone)
    rows = session.execute(
        select(Office.id, Office.name, Office.zone, Office.zone_assumed).order_by(
            Office.is_default.desc(), Office.id
        )
    )
    for row in rows:
        known = KnownOffice(*row)
        ground.default = ground.default or known
        ground.offices.setdefault(folded(known.name), known)
    if choices.office and folded(choices.office) not in ground.offices:
        there = ", ".join(sorted(each.name for each in ground.offices.values())) or "none yet"
        raise BadInput(f"There is no office called “{choices.office}”; offices are: {there}.")
    names: dict[str, list[int]] = defaultdict(list)
    for id_, name, email, active in session.execute(
        select(User.id, User.name, User.email, User.active).order_by(User.id)
    ):
        ground.names[id_] = name
        if not active:
            continue
        names[name].append(id_)
        if email:
            ground.by_mailbox[email.casefold()] = id_
            ground.users.add(id_)
        else:
            ground.owners.setdefault(name, id_)
    ground.by_name = dict(names)
    for name, mailbox in choices.colleagues.items():
        if mailbox and mailbox.casefold() not in ground.by_mailbox:
            raise BadInput(f"No colleague has the mailbox {mailbox}, which {name} is to be.")
    remembered = select(RememberedMapping).where(RememberedMapping.source == system)
    for mapping in session.scalars(remembered):
        ground.remembered[mapping.field, mapping.value] = mapping.meaning
    _take_up(ground)
    return ground


def _take_up(ground: Ground) -> None:
    """Let what was confirmed of files before hold where nobody says otherwise; an office that is gone is forgotten."""
    before = {field_: ground.remembered.get((field_, ""), "") for field_ in (OFFICE, ZONE, ORDER)}
    office = ground.choices.office or (before[OFFICE] if folded(before[OFFICE]) in ground.offices else "")
    ground.choices = replace(ground.choices, office=office, zone=ground.choices.zone or before[ZONE])
    ground.usual_order = Order(before[ORDER]) if before[ORDER] else None
