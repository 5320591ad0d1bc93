"""A whole installation on loopback: pages, worker and a real mail server, with people who wait."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from threading import Thread
from typing import Any

from sqlalchemy.orm import Session
from waitress import wasyncore
from waitress.server import create_server

from recruiterdash import candidates, create_app, journey
from recruiterdash.candidates.models import Application, InterviewKind
from recruiterdash.config import Settings
from recruiterdash.db import Database
from recruiterdash.journey import Booking, Happened
from recruiterdash.moments import now
from recruiterdash.requisitions.models import Requisition, StageType
from recruiterdash.team.models import Role, UserRole
from tests.messages.world import PASSWORD, Post, World

#: Long enough ago that every clock of the person is overdue.
LONG_AGO = timedelta(days=40)
LATELY = timedelta(days=12)


@dataclass
class House:
    """What a story needs to know of the installation it plays in."""

    url: str
    world: World
    post: Post
    email: str
    password: str = PASSWORD


@contextmanager
def house(
    database_url: str,
    undo_seconds: float = 0.2,
    smtp_url: str = "",
    retry_base: float = 60.0,
    imap_url: str = "",
) -> Iterator[House]:
    """Yield an installation whose recruiter has three people overdue and one who applied today.

    smtp_url: another mail server than the good one that stands in the house. imap_url: where answers
    come to.
    """
    database = Database(database_url)
    with Post() as post:
        settings = Settings(
            database_url=database_url,
            secret_key="k" * 40,
            company="Borealis",
            mail_from="jobs@borealis.example",
            mail_mode="real",
            smtp_url=smtp_url or post.url,
            retry_base=retry_base,
            undo_seconds=undo_seconds,
            send_window=False,
            poll_seconds=0.1,
            imap_url=imap_url,
        )
        world = World(database, settings)
        _people(world)
        with served(settings) as url:
            worker = world.worker().start_thread()
            try:
                yield House(url, world, post, world.mailboxes[world.priya.user_id])
            finally:
                worker.stop()
    database.close()


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """Serve the program's pages and yield where."""
    sockets: dict[int, Any] = {}
    app = create_app(settings)
    server: Any = create_server(app, map=sockets, host="127.0.0.1", port=0, threads=4)
    serving = Thread(target=server.run, daemon=True)
    serving.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.task_dispatcher.shutdown()
        # by the thread that waits on them: closed from here, it might be about to wait for what is gone
        server.trigger.pull_trigger(partial(wasyncore.close_all, sockets))
        serving.join(timeout=5)
        assert not serving.is_alive()
        app.extensions["recruiterdash.database"].close()


def _people(world: World) -> None:
    with world.writing() as session:
        session.add(UserRole(user_id=world.priya.user_id, role=Role.ADMIN))
        amara = _applied(session, world, "Amara", LONG_AGO)
        _interviewed(session, amara, LATELY)
        tomas = _applied(session, world, "Tomás", LONG_AGO)
        journey.log_contact(
            session,
            tomas,
            journey.Contact("in", journey.Channel.EMAIL, now() - LATELY, kind="question", text="Any news?"),
            now=now(),
            actor_id=world.priya.user_id,
        )
        _applied(session, world, "美玲", LONG_AGO)
        _applied(session, world, "Grace", timedelta(hours=1))


def _applied(session: Session, world: World, name: str, ago: timedelta) -> Application:
    facts = candidates.Facts(
        first_name=name,
        last_name="Okafor",
        email=f"waits{abs(hash(name))}@example.org",
        phone="+44 20 7946 0018",
    )
    who = candidates.create(session, facts, now=now(), actor_id=None)
    requisition = session.get_one(Requisition, world.requisition_id)
    applied = journey.apply(session, who, requisition, applied_at=now() - ago, now=now(), actor_id=None)
    journey.record(session, applied, Happened("out", now() - ago, "auto_ack"), now=now())
    return applied


def _interviewed(session: Session, application: Application, ago: timedelta) -> None:
    ended = now() - ago
    booking = Booking(StageType.INTERVIEW, InterviewKind.VIDEO, ended - timedelta(hours=1), ended)
    journey.book_interview(session, application, booking, now=now(), actor_id=None)
