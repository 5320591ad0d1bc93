"""Vectors lived through the real operations, each in a database made for it."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from alembic import command
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from recruiterdash import config, journey, requisitions, waiting
from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.db import Database
from recruiterdash.requisitions.models import Requisition, RequisitionState
from recruiterdash.schema import alembic_config
from recruiterdash.team.models import CalendarVersion, Office
from recruiterdash.waiting.models import Clock, PolicyVersion, Standing
from recruiterdash.waiting.policy import EVER, ONTARIO, stored_pack
from recruiterdash.waiting.stored import course_of
from recruiterdash.waiting.vectors import Said, Vector, VectorFile, differences

#: Events of the requisition, not of one application.
SHARED = frozenset({"req_hold", "req_resume", "req_cancel", "req_filled"})


class Verdict(NamedTuple):
    """What became of one vector."""

    id: str
    title: str
    differences: list[str]


def live_through(session: Session, file: VectorFile) -> Iterator[Verdict]:
    """Record each vector's events one by one and compare what is stored in the end; the session is fresh."""
    session.add(
        PolicyVersion(number=1, levels=file.levels, packs=[stored_pack(ONTARIO)], valid_from=EVER, note="")
    )
    offices = {name: _office(session, name, facts) for name, facts in file.calendars.items()}
    for number, vector in enumerate(file.vectors):
        application = _ground(session, vector, offices[vector.office], number)
        for said in vector.events:
            if said.at <= vector.as_of:
                _record(session, application, said)
        yield Verdict(
            vector.id, vector.title, differences(_seen(session, application, vector), vector.expect)
        )


@contextmanager
def database_of_its_own(settings: config.Settings) -> Iterator[Database]:
    """Yield a database that is thrown away: a file on SQLite, a new database on the server otherwise."""
    if settings.sqlite:
        with tempfile.TemporaryDirectory(prefix="recruiterdash-") as folder:
            yield from _migrated(f"sqlite:///{Path(folder) / 'check.db'}")
        return
    name = f"recruiterdash_check_{secrets.token_hex(6)}"
    server = Database(settings.database_url)
    outside = server.engine.execution_options(isolation_level="AUTOCOMMIT")
    with outside.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield from _migrated(server.url.set(database=name).render_as_string(hide_password=False))
    finally:
        with outside.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        server.close()


def _migrated(url: str) -> Iterator[Database]:
    database = Database(url)
    try:
        settings = alembic_config()
        with database.engine.execution_options(write=True).connect() as connection:
            settings.attributes["connection"] = connection
            command.upgrade(settings, "head")
            connection.commit()
        yield database
    finally:
        database.close()


def _office(session: Session, name: str, facts: Any) -> Office:
    office = Office(name=name, zone=facts["tz"], created_at=EVER)
    session.add(office)
    session.flush()
    session.add(
        CalendarVersion(
            office_id=office.id,
            number=1,
            zone=facts["tz"],
            workweek=facts["workweek_monday0"],
            opens=facts["open"],
            closes=facts["close"],
            holidays=dict.fromkeys(facts["holidays"], ""),
            half_days=facts["half_days"],
            covers_until=date(2100, 1, 1),
            valid_from=EVER,
        )
    )
    return office


def _ground(session: Session, vector: Vector, office: Office, number: int) -> Application:
    first = vector.events[0].at if vector.events else vector.as_of
    facts = requisitions.Facts(
        reference=f"V-{number}",
        title=vector.title[:100] or vector.id,
        office_id=office.id,
        publicly_advertised=vector.ontario,
        employees_at_posting=ONTARIO.employees,
        jurisdiction=ONTARIO.jurisdiction if vector.ontario else "",
    )
    requisition = requisitions.create(session, facts, now=first, actor_id=None)
    requisition.state = RequisitionState.OPEN
    candidate = Candidate(
        first_name=vector.id, zone=vector.candidate_zone, internal=vector.internal, created_at=first
    )
    session.add(candidate)
    session.flush()
    application = Application(
        candidate_id=candidate.id,
        requisition_id=requisition.id,
        applied_at=first,
        state="active",
        stage_type="application",
        created_at=first,
    )
    session.add(application)
    session.flush()
    return application


def _record(session: Session, application: Application, said: Said) -> None:
    happened = journey.Happened(said.type, said.at, said.kind, said.data)
    if said.type in SHARED:
        requisition = session.get_one(Requisition, application.requisition_id)
        journey.record_for_requisition(session, requisition, happened, now=said.at)
    else:
        journey.record(session, application, happened, now=said.at)


def _seen(session: Session, application: Application, vector: Vector) -> waiting.Seen:
    """Read back what was stored, nothing else, and look at it from the vector's moment."""
    session.flush()
    requisition = session.get_one(Requisition, application.requisition_id)
    rules = waiting.rulebook(session, requisition).at(vector.as_of)
    standing = session.scalars(select(Standing).where(Standing.application_id == application.id)).one()
    clocks = session.scalars(select(Clock).where(Clock.application_id == application.id).order_by(Clock.id))
    return waiting.seen(course_of(standing, clocks, rules), vector.as_of, rules.calendar)
