"""How fast approved letters leave: our worker, others beside it, and bare smtplib with ready bytes."""

import os
import smtplib
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import IO

from sqlalchemy import delete, func, insert, select
from sqlalchemy.engine import make_url

from benchmarks.ground import ROOT, Figure, Maker, command
from recruiterdash import moments, waiting
from recruiterdash.candidates.models import Application, ApplicationState, Candidate, Decision
from recruiterdash.db import Database
from recruiterdash.journey.models import Event
from recruiterdash.mail import Letter, Mailbox, seal
from recruiterdash.messages import brakes
from recruiterdash.messages.enqueue import Rendered, Settles, enqueue
from recruiterdash.messages.models import Message, MessageApplication, MessageState
from recruiterdash.requisitions.models import Requisition, RequisitionState
from recruiterdash.team.models import InstanceFact

#: Letters that are due at once, for us and for others.
LETTERS = MANY = 5_000
#: Letters that are queued before it is measured.
FEW = 10
#: SMTP_CONNECTIONS of one worker that has a relay of its own, and of each where several are compared with one:
#: there the cores of one machine are to be shared, not used up by the first.
LINES, FEWER = 16, 4
TEXT = (
    "Dear Amara,\n\nwe have not decided yet. You will hear from me by Tuesday 8 December.\n\nPriya Shah\n" * 4
)


#: A Python with django-post_office; `make bench` makes it.
OTHERS = ROOT / ".tools" / "others" / "bin" / "python"


def measure(kind: str, make: Maker, letters: int = LETTERS) -> list[Figure]:
    """Return how many letters a second leave, beside smtplib and django-post_office on the same sink."""
    with sink() as port:
        bare = _bare(port, letters)
        one = _ours(kind, make, port, letters, workers=1)
        figures = [
            Figure(f"{kind}: one worker / smtplib with ready bytes", one / bare, "x", 0.5, at_most=False)
        ]
        queueing = _queueing(kind, make)
        if kind == "sqlite":
            figures.append(Figure(f"{kind}: letters a second", one, "/s", 300.0, at_most=False))
            return figures
        few = _ours(kind, make, port, letters, workers=1, lines=FEWER)
        four = _ours(kind, make, port, letters, workers=4, lines=FEWER)
        figures.append(Figure(f"{kind}: four workers / one", four / few, "x", 1.7, at_most=False))
        if OTHERS.exists():
            queued, sent = _post_office(make, port, MANY)
            theirs = MANY / sent
            figures.append(Figure(f"{kind}: one worker / post_office", one / theirs, "x", 1.3, at_most=False))
            figures.append(Figure(f"{kind}: queueing / post_office", queueing / queued, "x", 0.2))
        return figures


def _post_office(make: Maker, port: int, letters: int) -> tuple[float, float]:
    """Return the seconds that django-post_office takes to queue and to send."""
    url = make_url(make("postgresql"))
    said = subprocess.run(
        [
            *(str(OTHERS), str(ROOT / "benchmarks" / "theirs.py")),
            *(str(url.query["host"]), str(url.database), str(port), str(letters)),
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    queued, sent = said.stdout.split()
    return float(queued), float(sent)


def _queueing(kind: str, make: Maker) -> float:
    """Return the seconds that rendered letters take to be queued, committed."""
    url = make(kind)
    command(url, "demo", "load", "--applications", str(MANY + MANY // 5))
    database, now = Database(url), moments.now()
    with database.reading() as session:
        people = session.execute(
            select(Application.id, Application.version, Candidate.id, Candidate.email)
            .join(Candidate, Candidate.id == Application.candidate_id)
            .where(Candidate.email.is_not(None))
            .limit(MANY + FEW)
        ).all()
    letters = [
        Rendered(
            *(candidate_id, "personal", str(email), "Your application", TEXT, _sealed(number, str(email))),
            *(f"<{number + 10**6:032x}@borealis.example>", "jobs@borealis.example"),
            (Settles(application_id, f"word:bench {number}", version),),
        )
        for number, (application_id, version, candidate_id, email) in enumerate(people)
    ]
    for some in (letters[:FEW], letters[FEW:]):  # a server that runs has queued letters before
        began = time.perf_counter()
        with database.writing() as session:
            enqueue(session, some, send_at=now, now=now, actor_id=None)
            session.commit()
        taken = time.perf_counter() - began
    database.close()
    return taken * MANY / (len(letters) - FEW)


@contextmanager
def sink() -> Iterator[int]:
    """A mail server that takes everything: Debian's smtp-sink."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with subprocess.Popen(
        ["/usr/sbin/smtp-sink", "-u", "nobody", f"127.0.0.1:{port}", "200"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        for _ in range(100):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        try:
            yield port
        finally:
            server.terminate()


def _bare(port: int, letters: int) -> float:
    """Letters a second of smtplib over one line, the bytes being ready."""
    data = _sealed(0, "somebody@example.org").decode()
    with smtplib.SMTP("127.0.0.1", port) as line:
        began = time.perf_counter()
        for _ in range(letters):
            line.sendmail("jobs@borealis.example", ["somebody@example.org"], data)
        return letters / (time.perf_counter() - began)


def _ours(kind: str, make: Maker, port: int, letters: int, workers: int, lines: int = LINES) -> float:
    """Letters a second of some workers, all of them started before the first letter may leave."""
    url = make(kind)
    command(url, "demo", "load", "--applications", str(letters * 2))
    database = Database(url)
    queued = fill(database, letters)
    environment = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "RECRUITERDASH_DATABASE_URL": url,
        "RECRUITERDASH_MAIL_MODE": "real",
        "RECRUITERDASH_SEND_WINDOW": "off",
        "RECRUITERDASH_SMTP_URL": f"smtp://127.0.0.1:{port}",
        "RECRUITERDASH_SMTP_CONNECTIONS": str(lines),
        "RECRUITERDASH_POLL_SECONDS": "0.1",
    }
    with database.writing() as session:
        brakes.hold(session, "person", "not all workers are there", now=moments.now(), actor_id=None)
        session.commit()
    with tempfile.TemporaryFile() as said:
        running = [
            subprocess.Popen(
                [sys.executable, "-m", "recruiterdash.cli", "worker"],
                cwd=ROOT,
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=said,
            )
            for _ in range(workers)
        ]
        try:
            _wait_for_all(said, workers)
            with database.writing() as session:
                brakes.release(session, "all workers are there", now=moments.now(), actor_id=None)
                session.commit()
            _wait(database, queued)
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait(20)
    with database.reading() as session:
        first, last = session.execute(select(func.min(Message.sent_at), func.max(Message.sent_at))).one()
    database.close()
    if first is None or last is None:
        raise RuntimeError("no letter left")
    return queued / max((last - first).total_seconds(), 0.001)


def _wait_for_all(said: IO[bytes], workers: int) -> None:
    """Wait until so many workers have said that they started."""
    deadline = time.monotonic() + 60
    while os.pread(said.fileno(), 10**6, 0).count(b"worker_started") < workers:
        if time.monotonic() > deadline:
            raise RuntimeError("the workers did not start")
        time.sleep(0.1)


def _wait(database: Database, queued: int) -> None:
    """Wait until every letter has left; raise RuntimeError when one ended otherwise or time is up."""
    deadline, counted = time.monotonic() + 120, dict[MessageState, int]()
    while time.monotonic() < deadline:
        with database.reading() as session:
            counted = dict(
                session.execute(select(Message.state, func.count()).group_by(Message.state)).tuples().all()
            )
        if counted.get(MessageState.SENT, 0) >= queued:
            return
        if counted.get(MessageState.CANCELLED) or counted.get(MessageState.FAILED):
            break
        time.sleep(0.2)
    raise RuntimeError(f"the letters ended as {counted}")


def fill(database: Database, letters: int) -> int:
    """Approve a letter to each of many people; return how many there are."""
    now = moments.now()
    with database.writing() as session:
        session.execute(delete(InstanceFact).where(InstanceFact.name == "demo"))
        people = session.execute(
            select(Application.id, Application.version, Candidate, Requisition.title)
            .join(Candidate, Candidate.id == Application.candidate_id)
            .join(Requisition, Requisition.id == Application.requisition_id)
            .where(
                Application.state == ApplicationState.ACTIVE,
                Candidate.email.is_not(None),
                Requisition.state == RequisitionState.OPEN,
                ~select(Decision.id).where(Decision.application_id == Application.id).exists(),
            )
            .order_by(Application.id)
            .limit(letters)
        ).all()
        last = session.scalar(select(func.max(Message.id))) or 0
        session.execute(delete(MessageApplication))
        newest = session.scalar(select(func.max(Event.id))) or 0
        rows = []
        for number, (_, _, who, title) in enumerate(people, last + 1):
            email = str(who.email)
            rows.append(
                {
                    "id": number,
                    "candidate_id": who.id,
                    "type": "personal",
                    "state": MessageState.QUEUED,
                    "recipient": email,
                    "domain": email.rpartition("@")[2],
                    # a letter leaves while it calls person and role as they are called
                    "subject": f"Your application for {title}",
                    "body": TEXT.replace("Amara", who.addressed),
                    "frozen": _sealed(number, email),
                    "message_id": f"<{number:032x}@borealis.example>",
                    "envelope_from": "jobs@borealis.example",
                    "send_at": now,
                    "created_at": now + timedelta(seconds=1),
                    "attempts": 0,
                    "fence": 0,
                    "heard": True,
                }
            )
        session.execute(insert(Message), rows)
        session.execute(
            insert(MessageApplication),
            [
                {
                    "message_id": row["id"],
                    "application_id": application_id,
                    "decision_number": 0,
                    "intent": f"word:{row['id']}",
                    "approved_version": version,
                    "seen_event": newest,
                    "seen_shared": newest,
                    "asks": False,
                }
                for row, (application_id, version, _, _) in zip(rows, people, strict=True)
            ],
        )
        waiting.letters_set_out(session, [person[0] for person in people])
        session.commit()
    return len(rows)


def _sealed(number: int, email: str) -> bytes:
    return seal(
        Letter(
            message_id=f"<{number:032x}@borealis.example>",
            date=moments.now(),
            sender=Mailbox("Priya Shah", "jobs@borealis.example"),
            recipient=Mailbox("Amara Okafor", email),
            subject="Your application",
            text=TEXT,
            return_path="jobs@borealis.example",
        )
    ).data
