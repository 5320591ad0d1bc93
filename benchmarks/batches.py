"""Letters to thousands at once: how long their preview takes, their confirmation, and what the pages feel of it."""

import http.client
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TypeVar
from urllib.parse import urlencode

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from benchmarks.ground import ROOT, Figure, Maker, command, p95, settings_for, timed
from benchmarks.sending import sink
from recruiterdash import candidates, journey, moments, team
from recruiterdash.candidates.models import Disposition
from recruiterdash.config import Settings
from recruiterdash.db import Database
from recruiterdash.journey.colleagues import colleagues_first
from recruiterdash.messages import MessageType, batches
from recruiterdash.messages.batch_rows import Batch, BatchMaking
from recruiterdash.messages.batches import Confirmation, Wanted
from recruiterdash.messages.batches.preview import token_of
from recruiterdash.messages.models import Message, MessageState
from recruiterdash.requisitions.models import Requisition, RequisitionState
from recruiterdash.team import passwords
from recruiterdash.team.models import Role
from recruiterdash.team.permissions import Viewer, permissions_of
from recruiterdash.worker import Worker

Done = TypeVar("Done")
SUBJECT = "Your application for {{ requisition.titles }}"
NO = (
    "Dear {{ candidate.preferred_name }},\n\nThank you for applying for the role of "
    "{{ requisition.titles }} at {{ company.name }}. We have decided not to go ahead with your application.\n\n"
    "This decision is about this one role, and nothing more is needed from you. If you have a question about it, "
    "or about the data we keep, reply to this message: it reaches me.\n\n"
    "Kind regards\n{{ sender.name }}\n{{ sender.role }} at {{ company.name }}\n"
)
PREVIEW, CONFIRM, SLOWER = 20.0, 10.0, 2.0
#: Requisitions that the letters are spread over.
ROLES = 20
PASSWORD = "a long password for measuring"
QUEUE = "/queue?name=silence"
#: Pages asked for while nothing else happens; while letters leave, as many as time allows.
PAGES = 100


def measure(kind: str, make: Maker, letters: int = 10_000) -> list[Figure]:
    """Return the figures of a rejection of so many people, each decided together with its letter."""
    url = make(kind)
    command(url, "demo", "load", "--applications", "1000")
    settings = settings_for(url, company="Borealis", mail_from="jobs@borealis.example")
    database, now = Database(url), moments.now()
    with database.writing() as session:
        first, second = (_admin(session, name, now) for name in ("First", "Second"))
        ids = _applicants(session, letters, first, now)
        session.commit()
    wanted = Wanted(ids, MessageType.REJECTION_APPLICATION, SUBJECT, NO, reason=Disposition.NOT_SELECTED)
    batch_id, previewed = _previewed(database, settings, first, wanted)
    with database.writing() as session:
        batch, now = session.get_one(Batch, batch_id), moments.now()
        given = Confirmation(token_of(batch, settings), batch.count)
        _, confirmed = _timed(
            session, lambda: batches.confirm(session, first, given, now=now, settings=settings)
        )
    with database.writing() as session:
        later = now + timedelta(minutes=1)
        answer, approved = _timed(
            session, lambda: batches.approve(session, second, batch_id, now=later, settings=settings)
        )
    if answer.said["queued"] != letters:
        raise RuntimeError(f"only {answer.said['queued']} of {letters} letters were queued")
    idle, sending = _pages(url, database)
    database.close()
    name = f"{kind}, {letters:,} letters"
    return [
        Figure(f"{name}: preview", previewed, "s", PREVIEW),
        Figure(f"{name}: confirmed and approved, decisions and all", confirmed + approved, "s", CONFIRM),
        Figure(f"{name}: queue p95 while they leave / idle ({idle:.0f} ms)", sending / idle, "x", SLOWER),
    ]


def _previewed(database: Database, settings: Settings, viewer: Viewer, wanted: Wanted) -> tuple[int, float]:
    """Have a worker make a preview; return its batch, and the seconds from the page's question to its end."""
    worker, begun = Worker(settings, database), time.perf_counter()
    with database.writing() as session:
        started = batches.start(session, viewer, wanted, now=moments.now(), settings=settings)
        session.commit()
    if isinstance(started, BatchMaking):
        worker.previews.make_one()
        with database.reading() as session:
            made = session.get_one(BatchMaking, started.id)
            batch_id, why = made.batch_id, made.reason
    else:
        batch_id, why = started.batch.id, ""
    if batch_id is None:
        raise RuntimeError(f"there is no preview: {why}")
    return batch_id, time.perf_counter() - begun


def _timed(session: Session, act: Callable[[], Done]) -> tuple[Done, float]:
    begun = time.perf_counter()
    done = act()
    session.commit()
    return done, time.perf_counter() - begun


def _admin(session: Session, name: str, now: datetime) -> Viewer:
    roles = frozenset({Role.ADMIN})
    draft = team.UserDraft(name, f"{name.lower()}@bench.example", roles, "Partner")
    user = team.create_user(session, draft, now=now, actor_id=None, hashed=passwords.hashed(PASSWORD))
    return Viewer(user.id, name, roles, permissions_of(roles))


def _applicants(session: Session, count: int, owner: Viewer, now: datetime) -> list[int]:
    """Let people apply who have heard nothing yet."""
    wanted = _requisitions(session)
    ids: list[int] = []
    for number in range(count):
        facts = candidates.Facts(first_name=f"Amara{number}", email=f"amara{number}@example.org")
        who = candidates.create(session, facts, now=now, actor_id=None)
        made = journey.apply(
            session,
            who,
            wanted[number % len(wanted)],
            applied_at=now - timedelta(days=10),
            now=now,
            actor_id=None,
            owner_id=owner.user_id,
        )
        ids.append(made.id)
    return ids


def _requisitions(session: Session) -> list[Requisition]:
    """Return open requisitions whose outcome may be told: on others nobody hears before a colleague does."""
    opened = session.scalars(select(Requisition).where(Requisition.state == RequisitionState.OPEN)).all()
    held = colleagues_first(session, [each.id for each in opened])
    return [each for each in opened if each.id not in held][:ROLES]


# --- pages while letters leave ---------------------------------------------------------------------


def _pages(url: str, database: Database) -> tuple[float, float]:
    """Return the p95 of the queue page, in milliseconds, while nothing happens and while all letters leave.

    One process serves the pages and sends, as it does where nobody set up more.
    """
    with sink() as port, _serving(url, port) as browser:
        idle = p95(timed(browser.queue, PAGES))
        with database.writing() as session:
            session.execute(update(Message).values(send_at=moments.now()))
            session.commit()
        while _sent(database) == 0:
            time.sleep(0.05)
        taken: list[float] = []
        while _waiting(database) and len(taken) < 20 * PAGES:
            taken += timed(browser.queue, 20, warm=0)
    if len(taken) < PAGES:
        raise RuntimeError(f"only {len(taken)} pages were asked for while the letters left")
    return idle, p95(sorted(taken))


def _sent(database: Database) -> int:
    with database.reading() as session:
        sent = select(func.count()).select_from(Message).where(Message.state == MessageState.SENT)
        return session.scalar(sent) or 0


def _waiting(database: Database) -> bool:
    with database.reading() as session:
        on_way = (MessageState.HELD, MessageState.QUEUED, MessageState.CLAIMED, MessageState.DATA)
        return session.scalar(select(Message.id).where(Message.state.in_(on_way)).limit(1)) is not None


class _Browser:
    """Somebody logged in, over one connection."""

    def __init__(self, port: int) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}
        page = self.ask("GET", "/login")
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        form = {"csrf_token": token[1] if token else "", "email": "first@bench.example", "password": PASSWORD}
        self.ask("POST", "/login", urlencode(form), status=303)

    def queue(self) -> None:
        self.ask("GET", QUEUE)

    def ask(self, method: str, path: str, body: str = "", status: int = 200) -> str:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.line.request(method, path, body or None, headers)
        answer = self.line.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status != status:
            raise RuntimeError(f"{path} answered {answer.status}")
        return text


@contextmanager
def _serving(url: str, mail_port: int) -> Iterator[_Browser]:
    """Run `recruiterdash serve`, worker and all, and log in."""
    port = mail_port + 1 if mail_port < 65_000 else mail_port - 1
    environment = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "RECRUITERDASH_DATABASE_URL": url,
        "RECRUITERDASH_MAIL_MODE": "real",
        "RECRUITERDASH_SEND_WINDOW": "off",
        "RECRUITERDASH_SMTP_URL": f"smtp://127.0.0.1:{mail_port}",
    }
    words = [sys.executable, "-m", "recruiterdash.cli", "serve", "--port", str(port)]
    with subprocess.Popen(
        words, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            yield _logged_in(port)
        finally:
            server.terminate()


def _logged_in(port: int) -> _Browser:
    deadline = time.monotonic() + 60
    while True:
        try:
            return _Browser(port)
        except ConnectionError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
