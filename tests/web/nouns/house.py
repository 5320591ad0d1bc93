"""The real application with one colleague for each role, an office and a requisition, on one database."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import time_machine
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from recruiterdash import candidates, create_app, journey, requisitions, team
from recruiterdash.audit import AuditRow
from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.config import Settings
from recruiterdash.db import Database
from recruiterdash.requisitions.models import Part, Requisition, RequisitionState, TeamMember
from recruiterdash.team.models import Role
from recruiterdash.waiting.models import Clock

#: A Monday morning in London and Madrid.
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
PASSWORD = "orange tractor on the moon"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@cache
def hashed() -> str:
    """Made with little effort: each jump in time logs everybody in again."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


class House:
    """The application and its database; names of colleagues are those of their roles."""

    def __init__(self, url: str) -> None:
        self.app: Flask = create_app(Settings(database_url=url, secret_key="k" * 40, zone="Europe/London"))
        # a failure shows its trace instead of the page that hides it
        self.app.config["PROPAGATE_EXCEPTIONS"] = True
        self.database: Database = self.app.extensions["recruiterdash.database"]
        self.users: dict[str, int] = {}
        self.browsers: dict[str, tuple[FlaskClient, str]] = {}
        self.numbers = iter(range(1, 10_000))
        with self.writing() as session:
            self.office = team.create_office(
                session, team.OfficeDraft("Madrid", "Europe/Madrid"), now=NOW, actor_id=None
            ).id
            session.commit()
        for role in Role:
            self.add(role.value, role)
        self.add("other_recruiter", Role.RECRUITER)
        self.add("other_manager", Role.HIRING_MANAGER)

    # --- rows ------------------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with self.database.writing() as session:
            yield session

    def add(self, name: str, *roles: Role) -> int:
        draft = team.UserDraft(name=name, email=f"{name}@house.test", roles=frozenset(roles))
        with self.writing() as session:
            user = team.create_user(session, draft, now=NOW, actor_id=None, hashed=hashed())
            session.commit()
            self.users[name] = user.id
        return self.users[name]

    def requisition(self, title: str = "Staff Nurse", *, interviewers: tuple[str, ...] = ()) -> int:
        """An open requisition of the recruiter and the hiring manager."""
        facts = requisitions.Facts(
            reference=f"REQ-{next(self.numbers)}",
            title=title,
            office_id=self.office,
            recruiter_id=self.users["recruiter"],
            hiring_manager_id=self.users["hiring_manager"],
        )
        with self.writing() as session:
            made = requisitions.create(session, facts, now=NOW, actor_id=None)
            journey.change_state(session, made, RequisitionState.OPEN, now=NOW, actor_id=None)
            for name in interviewers:
                made_team = TeamMember(
                    requisition_id=made.id, user_id=self.users[name], part=Part.INTERVIEWER
                )
                session.add(made_team)
            session.commit()
            return made.id

    def person(self, first: str = "Ada", last: str = "Lovelace", **said: Any) -> int:
        with self.writing() as session:
            facts = candidates.Facts(first_name=first, last_name=last, **said)
            made = candidates.create(session, facts, now=NOW, actor_id=None)
            session.commit()
            return made.id

    def application(self, requisition: int, candidate: int | None = None, *, days_ago: float = 3) -> int:
        candidate = candidate or self.person()
        with self.writing() as session:
            made = journey.apply(
                session,
                session.get_one(Candidate, candidate),
                session.get_one(Requisition, requisition),
                applied_at=NOW - timedelta(days=days_ago),
                now=NOW,
                actor_id=None,
            )
            session.commit()
            return made.id

    def wall(self, candidate: int, column: str, name: str | None) -> None:
        """Put the wall between a candidate and a colleague, or take it away."""
        with self.writing() as session:
            person = session.get_one(Candidate, candidate)
            setattr(person, column, self.users[name] if name else None)
            session.commit()

    def acts(self, subject: str, subject_id: int) -> list[str]:
        """What the audit log says was done, oldest first."""
        with self.writing() as session:
            rows = select(AuditRow.act).where(AuditRow.subject == subject, AuditRow.subject_id == subject_id)
            return list(session.scalars(rows.order_by(AuditRow.id)))

    def details(self, act: str) -> list[dict[str, Any]]:
        with self.writing() as session:
            return list(
                session.scalars(select(AuditRow.detail).where(AuditRow.act == act).order_by(AuditRow.id))
            )

    def clocks(self, application: int) -> dict[str, datetime | None]:
        """The clocks that run, with their dues."""
        with self.writing() as session:
            rows = session.execute(
                select(Clock.name, Clock.due_at).where(
                    Clock.application_id == application, Clock.stopped_at.is_(None)
                )
            )
            return {row[0]: row[1] for row in rows}

    def version(self, of: type[Application] | type[Requisition] | type[Candidate], id_: int) -> int:
        with self.writing() as session:
            found = session.scalar(select(of.version).where(of.id == id_))
            assert found is not None
            return found

    # --- browsers --------------------------------------------------------------------------------

    def inside(self, name: str) -> FlaskClient:
        if name not in self.browsers:
            browser = self.app.test_client()
            token = TOKEN.search(browser.get("/login").text)
            assert token
            data = {"csrf_token": token.group(1), "email": f"{name}@house.test", "password": PASSWORD}
            assert browser.post("/login", data=data).status_code == 303
            inner = TOKEN.search(browser.get("/account").text)
            assert inner
            self.browsers[name] = (browser, inner.group(1))
        return self.browsers[name][0]

    def get(self, name: str, path: str) -> TestResponse:
        return self.inside(name).get(path)

    def post(self, name: str, path: str, **data: Any) -> TestResponse:
        browser = self.inside(name)
        return browser.post(path, data={"csrf_token": self.browsers[name][1], **data})

    @contextmanager
    def later(self, **ahead: float) -> Iterator[None]:
        """Some time after NOW. Sessions do not outlast the jump there, nor the one back."""
        self.browsers.clear()
        with time_machine.travel(NOW + timedelta(**ahead), tick=False):
            yield
        self.browsers.clear()

    @contextmanager
    def counted(self) -> Iterator[list[str]]:
        """The statements that reach the database meanwhile."""
        said: list[str] = []

        def heard(_c: Any, _u: Any, statement: str, *_rest: Any) -> None:
            said.append(statement)

        event.listen(self.database.engine, "before_cursor_execute", heard)
        try:
            yield said
        finally:
            event.remove(self.database.engine, "before_cursor_execute", heard)


def numbers_in(location: str) -> list[int]:
    """The ids in an address."""
    return [int(each) for each in re.findall(r"\d+", location)]
