"""A house with two requisitions, people who wait in them, and one program for each colleague."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from recruiterdash import candidates, create_app, journey, moments, requisitions, team
from recruiterdash.candidates.models import Application, Candidate, Disposition, Outcome
from recruiterdash.config import Settings
from recruiterdash.db import Database
from recruiterdash.journey import Happened
from recruiterdash.requisitions.models import Requisition, RequisitionState
from recruiterdash.team import passwords
from recruiterdash.team.models import Role, TokenScope, User

#: A Monday.
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
PASSWORD = "orange tractor on the moon"
#: Everybody who asks, with the roles they hold.
COLLEAGUES: dict[str, tuple[Role, ...]] = {
    "admin": (Role.ADMIN,),
    "recruiter": (Role.RECRUITER,),
    "other": (Role.RECRUITER,),
    "hiring_manager": (Role.HIRING_MANAGER,),
    "interviewer": (Role.INTERVIEWER,),
    "viewer": (Role.VIEWER,),
    "auditor": (Role.AUDITOR,),
    "hr": (Role.HR,),
    "disabled": (Role.ADMIN,),
    # for the wall: what they hold would show them everything
    "subject": (Role.HR,),
    "manager": (Role.ADMIN,),
}


@dataclass
class House:
    """The application, its database, and who is who."""

    app: Flask
    database: Database
    users: dict[str, int] = field(default_factory=dict)
    headers: dict[str, Mapping[str, str]] = field(default_factory=dict)
    #: First name -> number of the application.
    people: dict[str, int] = field(default_factory=dict)
    requisitions: dict[str, int] = field(default_factory=dict)

    def ask(self, who: str | None, path: str, method: str = "GET", **more: Any) -> TestResponse:
        """Return the answer to somebody's program; None asks without a token."""
        headers = self.headers[who] if who else {}
        return self.app.test_client().open(f"/api/v1/{path}", method=method, headers=headers, **more)

    def told(self, who: str, path: str) -> Any:
        answer = self.ask(who, path)
        assert answer.status_code == 200, answer.text
        return answer.json

    def write(self) -> Session:
        return self.database.writing()

    def apply(self, session: Session, requisition: str, at: datetime, **facts: Any) -> Application:
        """Let somebody apply, as if recorded when it happened."""
        person = candidates.create(session, candidates.Facts(**facts), now=at, actor_id=None)
        wanted = session.get_one(Requisition, self.requisitions[requisition])
        made = journey.apply(session, person, wanted, applied_at=at, now=at, actor_id=None)
        self.people[person.addressed] = made.id
        return made


def days(count: float) -> timedelta:
    return timedelta(days=count)


def _colleagues(house: House, session: Session) -> None:
    hashed = passwords.hashed(PASSWORD)
    for name, roles in COLLEAGUES.items():
        draft = team.UserDraft(name=name.title(), email=f"{name}@house.test", roles=frozenset(roles))
        user = team.create_user(session, draft, now=NOW, actor_id=None, hashed=hashed)
        token = team.create_token(session, user, TokenScope.WRITE, now=NOW, actor_id=None)
        house.users[name], house.headers[name] = user.id, {"Authorization": f"Bearer {token}"}
    reading = team.create_token(
        session, session.get_one(User, house.users["recruiter"]), TokenScope.READ, now=NOW, actor_id=None
    )
    house.headers["reading"] = {"Authorization": f"Bearer {reading}"}
    session.get_one(User, house.users["disabled"]).active = False


def _requisitions(house: House, session: Session) -> None:
    office = team.create_office(session, team.OfficeDraft("London", "UTC"), now=NOW, actor_id=None)
    for title, recruiter in (("Nurse", "recruiter"), ("Baker", "other")):
        facts = requisitions.Facts(
            reference=title.upper(),
            title=title,
            office_id=office.id,
            recruiter_id=house.users[recruiter],
            hiring_manager_id=house.users["hiring_manager"] if title == "Nurse" else None,
        )
        made = requisitions.create(session, facts, now=NOW - days(60), actor_id=None)
        session.flush()
        journey.change_state(session, made, RequisitionState.OPEN, now=NOW - days(60), actor_id=None)
        house.requisitions[title] = made.id


def _people(house: House, session: Session) -> None:
    """Ana has heard nothing, Bo asked, Cy was told no, Ida works here; Zoe is another recruiter's."""
    house.apply(session, "Nurse", NOW - days(30), first_name="Ana", last_name="Ng", email="ana@mail.example")
    bo = house.apply(
        session, "Nurse", NOW - days(20), first_name="Robert", preferred_name="Bo", email="bo@mail.example"
    )
    at = NOW - days(10)
    journey.record(session, bo, Happened("in", at, "question", body="Any news?"), now=at)
    cy = house.apply(session, "Nurse", NOW - days(25), last_name="Cy", email="cy@mail.example")
    at = NOW - days(5)
    journey.decide(session, cy, Outcome.REJECT, now=at, actor_id=None, reason=Disposition.NOT_SELECTED)
    journey.record(session, cy, Happened("out", at, "personal", {"decision": "reject"}), now=at)
    house.apply(
        session,
        "Nurse",
        NOW - days(40),
        first_name="Ida",
        email="ida@house.test",
        internal=True,
        internal_source="hr",
        linked_user_id=house.users["subject"],
        current_manager_id=house.users["manager"],
    )
    house.apply(session, "Baker", NOW - days(30), first_name="Zoe", email="zoe@mail.example")


@pytest.fixture(scope="module")
def at_work() -> Iterator[None]:
    """Stop the clock at NOW."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(moments, "now", lambda: NOW)
        yield


@pytest.fixture(scope="module")
def house(database_url: str, at_work: None) -> Iterator[House]:
    """One house for a test module; its tests read."""
    app = create_app(Settings(database_url=database_url, secret_key="k" * 40))
    made = House(app, app.extensions["recruiterdash.database"])
    with made.write() as session:
        for furnish in (_colleagues, _requisitions, _people):
            furnish(made, session)
        session.commit()
    yield made
    made.database.close()


@pytest.fixture
def browser(house: House) -> Callable[[str], FlaskClient]:
    """Return a maker of browsers that are logged in."""

    def enter(name: str) -> FlaskClient:
        inside = house.app.test_client()
        page = inside.get("/login").text
        token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
        data = {"csrf_token": token, "email": f"{name}@house.test", "password": PASSWORD}
        assert inside.post("/login", data=data).status_code == 303
        return inside

    return enter


def names_of(items: list[dict[str, Any]]) -> list[str]:
    """Return whom a list of applications is about."""
    return [item["candidate"]["preferred_name"] for item in items]


def person_named(session: Session, house: House, name: str) -> Candidate:
    application = session.get_one(Application, house.people[name])
    return session.get_one(Candidate, application.candidate_id)
