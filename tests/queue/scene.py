"""A small house in which people wait for every reason there is; written through the journey's own doors."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from recruiterdash import candidates, journey, team, waiting
from recruiterdash.candidates.models import Application, ApplicationState
from recruiterdash.db import Database
from recruiterdash.journey import Happened, History
from recruiterdash.requisitions.models import (
    Part,
    Requisition,
    RequisitionState,
    Stage,
    StageType,
    TeamMember,
)
from recruiterdash.team.models import Role
from recruiterdash.team.passwords import hashed
from recruiterdash.team.permissions import Viewer, permissions_of

#: A Monday afternoon in Madrid, morning in Toronto.
NOW = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)
MADRID, TORONTO = ZoneInfo("Europe/Madrid"), ZoneInfo("America/Toronto")
PASSWORD = "orange tractor on the moon"
HASHED = hashed(PASSWORD)


def at(day: str, clock: str = "10:00", zone: ZoneInfo = MADRID) -> datetime:
    """Return a moment of 2026, of November when no month is said: at("9", "15:00"), at("9-21")."""
    month, _, number = day.rpartition("-")
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, int(month or 11), int(number), hour, minute, tzinfo=zone).astimezone(UTC)


def applied(day: str, clock: str = "10:00") -> Happened:
    return Happened("applied", at(day, clock), source="system")


def said(day: str, kind: str = "personal", clock: str = "11:00", **data: Any) -> Happened:
    return Happened("out", at(day, clock), kind=kind, data=data)


def heard(day: str, kind: str = "question", clock: str = "18:10", **data: Any) -> Happened:
    return Happened("in", at(day, clock), kind=kind, data=data, body="Is there any news on the position?")


def interviewed(day: str, stage: str = "interview", clock: str = "15:00", **data: Any) -> Happened:
    return Happened("interview_held", at(day, clock), data={"stage": stage, **data})


def decided(day: str, value: str = "reject", clock: str = "12:00") -> Happened:
    return Happened("decision", at(day, clock), data={"value": value})


@dataclass
class Scene:
    """Two offices, their colleagues and requisitions, and whoever is added."""

    database: Database
    users: dict[str, Viewer] = field(default_factory=dict)
    requisitions: dict[str, int] = field(default_factory=dict)
    offices: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with self.database.writing() as session:
            yield session
            session.commit()

    # --- who is there --------------------------------------------------------------------------

    def colleague(self, name: str, *roles: Role) -> Viewer:
        draft = team.UserDraft(name, f"{name.split(maxsplit=1)[0].lower()}@house.test", frozenset(roles))
        with self.writing() as session:
            user = team.create_user(session, draft, now=NOW, actor_id=None, hashed=HASHED)
            viewer = Viewer(user.id, name, frozenset(roles), permissions_of(roles))
        self.users[name] = viewer
        return viewer

    def office(self, name: str, zone: ZoneInfo) -> int:
        with self.writing() as session:
            made = team.create_office(session, team.OfficeDraft(name, zone.key), now=NOW, actor_id=None)
            self.offices[name] = made.id
        return self.offices[name]

    def requisition(self, title: str, office: str, recruiter: str, manager: str, **facts: Any) -> int:
        r, m = self.users[recruiter].user_id, self.users[manager].user_id
        types = (
            StageType.APPLICATION,
            StageType.SCREEN,
            StageType.INTERVIEW,
            StageType.FINAL,
            StageType.OFFER,
        )
        with self.writing() as session:
            made = Requisition(
                reference=f"R-{len(self.requisitions) + 1}",
                title=title,
                state=RequisitionState.OPEN,
                office_id=self.offices[office],
                recruiter_id=r,
                hiring_manager_id=m,
                created_at=NOW,
                stages=[
                    Stage(position=n, name=each.value.title(), type=each) for n, each in enumerate(types)
                ],
                team=[
                    TeamMember(user_id=r, part=Part.RECRUITER),
                    TeamMember(user_id=m, part=Part.HIRING_MANAGER),
                ],
                **facts,
            )
            session.add(made)
            session.flush()
            self.requisitions[title] = made.id
        return self.requisitions[title]

    # --- who waits -----------------------------------------------------------------------------

    def person(
        self,
        name: str,
        requisition: str,
        *happened: Happened,
        stage: StageType = StageType.APPLICATION,
        imported: bool = False,
        candidate_id: int | None = None,
        **facts: Any,
    ) -> int:
        """Somebody applied to a requisition; return the application's id."""
        first, _, last = name.partition(" ")
        with self.writing() as session:
            if candidate_id is None:
                given = candidates.Facts(first, last, **facts)
                candidate_id = candidates.create(session, given, now=NOW, actor_id=None).id
            made = Application(
                candidate_id=candidate_id,
                requisition_id=self.requisitions[requisition],
                applied_at=happened[0].at,
                state=ApplicationState.ACTIVE,
                stage_type=stage,
                created_at=NOW,
                imported_at=NOW if imported else None,
            )
            session.add(made)
            session.flush()
            self._load(session, made, happened, imported=imported, internal=facts.get("internal", False))
            self.people[name] = made.id
        return self.people[name]

    def _load(
        self,
        session: Session,
        made: Application,
        happened: Sequence[Happened],
        *,
        imported: bool,
        internal: bool,
    ) -> None:
        requisition = session.get_one(Requisition, made.requisition_id)
        rules = waiting.rulebook(session, requisition)
        history = History(made.id, made.requisition_id, waiting.Person(None, internal), happened)
        journey.load(session, [journey.live(history, rules)], now=NOW, imported=imported)


def the_scene(database: Database) -> Scene:
    """Return a house with colleagues, requisitions and one person in each kind of trouble."""
    scene = Scene(database)
    scene.office("Madrid", MADRID)
    scene.office("Toronto", TORONTO)
    scene.colleague("Ada Admin", Role.ADMIN)
    scene.colleague("Priya Shah", Role.RECRUITER)
    scene.colleague("Rosa Lund", Role.RECRUITER)
    scene.colleague("Hugo Osei", Role.HIRING_MANAGER)
    scene.requisition("Staff Nurse", "Madrid", "Priya Shah", "Hugo Osei")
    scene.requisition("Data Analyst", "Toronto", "Rosa Lund", "Hugo Osei")
    scene.requisition(
        "Plant Engineer",
        "Toronto",
        "Rosa Lund",
        "Hugo Osei",
        jurisdiction="CA-ON",
        publicly_advertised=True,
        employees_at_posting=100,
    )
    ack = said("2", "auto_ack", "10:01")
    scene.person(
        "Tomás Rivera",
        "Staff Nurse",
        applied("2"),
        ack,
        interviewed("9", scorecards=1),
        Happened("scorecard", at("10")),
        heard("13"),
        heard("18"),
        stage=StageType.INTERVIEW,
    )
    scene.person("Amara Okafor", "Staff Nurse", applied("2"), ack, said("9", next_date="2026-11-13"))
    scene.person("محمد الفاسي", "Staff Nurse", applied("2"), ack, decided("16"), stage=StageType.SCREEN)
    scene.person("李 美玲", "Data Analyst", applied("2"), ack, interviewed("12", "screen"), said("17"))
    scene.person(
        "Jonas Berg",
        "Data Analyst",
        applied("2"),
        ack,
        interviewed("10", "final", scorecards=2),
        stage=StageType.FINAL,
        internal=True,
        internal_source="HR list",
    )
    scene.person("Fatima al-Sayed", "Data Analyst", applied("2"), ack, heard("19", clock="20:00"))
    scene.person("Oliver Stein", "Staff Nurse", applied("20"), said("20", "auto_ack"))
    scene.person(
        "Ines Duarte", "Staff Nurse", applied("9"), ack, said("16", asks=True, deadline="2026-11-27")
    )
    scene.person("Grace Mutua", "Staff Nurse", applied("2"), ack, said("3", next_date="2026-11-23"))
    scene.person("Wei Chen", "Staff Nurse", applied("2"), ack, said("10", next_date="2026-11-24"))
    scene.person(
        "Lena Fischer",
        "Plant Engineer",
        applied("9-1"),
        said("9-1", "auto_ack"),
        interviewed("9-28"),
        said("11-19", "invite"),
        stage=StageType.INTERVIEW,
    )
    scene.person("Old Timer", "Staff Nurse", applied("2"), ack, interviewed("5"), imported=True)
    scene.person("Older Timer", "Staff Nurse", applied("2"), ack, interviewed("4"), imported=True)
    return scene
