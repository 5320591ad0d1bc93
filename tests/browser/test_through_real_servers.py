"""A letter to many leaves through Postfix, and what comes back is read from Dovecot: each moves what it should.

STORY_LETTERS says how many letters; above a hundred a second person approves them.
"""

import os
import re
import smtplib
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message as Mail
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from recruiterdash import candidates, journey
from recruiterdash.candidates.models import Application, Candidate, Disposition, Outcome
from recruiterdash.journey import Happened
from recruiterdash.messages.inbound.models import InboundMail, InboundState
from recruiterdash.moments import now
from recruiterdash.requisitions.models import Requisition
from recruiterdash.waiting.models import Clock
from tests.browser.house import LONG_AGO, House, house
from tests.browser.test_writing_to_many import logged_in, preview
from tests.conftest import DatabaseMaker
from tests.faults.certificates import Authority
from tests.faults.dovecot import Dovecot
from tests.faults.postfix import GONE, LEFT, Postfix, wait_for
from tests.inbox import shapes
from tests.inbox.shapes import Answer
from tests.messages.ward import Ward
from tests.messages.world import hashed

pytestmark = [pytest.mark.browser, pytest.mark.postfix, pytest.mark.dovecot]

LETTERS = int(os.environ.get("STORY_LETTERS", "30"))
#: Seconds for what takes two, on a machine that others use as well.
PATIENCE = 120 + LETTERS
#: Mailboxes of those who write back.
ASKS, AWAY, OFFERED = "asks@example.org", "away@example.org", "offered@example.org"
OWN_WORDS = "I will know more on Thursday, and write to you then."


@dataclass
class Street:
    """A house between two real mail servers: letters leave by one, and what it delivers to us is read by the other."""

    house: House
    ward: Ward
    postfix: Postfix
    dovecot: Dovecot

    def read(self, mails: int) -> None:
        """Wait until the house has read and filed so many mails in all."""

        def filed() -> bool:
            with self.house.world.database.reading() as session:
                there = select(func.count()).where(InboundMail.state != InboundState.STORED)
                return (session.scalar(there) or 0) >= mails

        wait_for(filed, f"fewer than {mails} mails were filed", self.dovecot.log, PATIENCE)

    def sends(self, sender: str, to: list[str], data: bytes) -> None:
        """Somebody's own mail server hands a mail to ours."""
        with smtplib.SMTP("127.0.0.1", self.postfix.ports[0]) as line:
            line.sendmail(sender, to, data)

    def letter_to(self, mailbox: str) -> Mail:
        """The letter as it lies in their mailbox."""
        found = [message_from_bytes(data) for data in self.postfix.delivered(1)]
        (letter,) = [each for each in found if each["Delivered-To"] == mailbox]
        return letter

    def answer(self, mailbox: str, text: str) -> Answer:
        letter = self.letter_to(mailbox)
        return Answer(text, mailbox, letter["Reply-To"], letter["Message-ID"], name="Amara Okafor")

    def application(self, mailbox: str) -> int:
        with self.house.world.database.reading() as session:
            found = select(Application.id).join(Candidate).where(Candidate.email == mailbox)
            return session.scalars(found).one()

    def clocks(self, mailbox: str) -> set[str]:
        with self.house.world.database.reading() as session:
            running = select(Clock.name).where(
                Clock.application_id == self.application(mailbox), Clock.stopped_at.is_(None)
            )
            return set(session.scalars(running))


@pytest.fixture
def street(
    fresh_database: DatabaseMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Street]:
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.certificate_file()))
    with Postfix(authority.files(), "in-the-drawer", "token") as postfix:
        # its folder is made by the first mail that is delivered into it
        before = Answer("Hello", "nobody@elsewhere.example", "jobs@borealis.example", "<0@x.example>")
        with smtplib.SMTP("127.0.0.1", postfix.ports[0]) as line:
            line.sendmail(before.sender, [before.to], shapes.bare(before))
        postfix.delivered(1, "ours", PATIENCE)
        with (
            Dovecot(authority.files(), box=postfix.folder / "mail" / "ours") as dovecot,
            house(
                # a letter to many, and a no, wait sixty times as long; nothing is taken back in this story
                fresh_database("sqlite"),
                undo_seconds=0.05,
                smtp_url=postfix.url,
                imap_url=dovecot.url,
            ) as place,
        ):
            yield Street(place, Ward(place.world), postfix, dovecot)


def applied(street: Street, role: int, mailboxes: list[str]) -> None:
    """People apply, were acknowledged, and have heard nothing for forty days."""
    with street.house.world.writing() as session:
        wanted = session.get_one(Requisition, role)
        for mailbox in mailboxes:
            facts = candidates.Facts(
                first_name=mailbox.partition("@")[0].title(), last_name="Okafor", email=mailbox
            )
            who = candidates.create(session, facts, now=now(), actor_id=None)
            made = journey.apply(session, who, wanted, applied_at=now() - LONG_AGO, now=now(), actor_id=None)
            journey.record(session, made, Happened("out", now() - LONG_AGO, "auto_ack"), now=now())


def in_queue(page: Page, street: Street, name: str) -> str:
    page.goto(f"{street.house.url}/queue?name={name}")
    return page.locator("main").inner_text()


def wait_until_sent(street: Street, mailbox: str) -> None:
    """Until the mail server has taken a letter and the clocks have heard of it: no silence is overdue any more."""

    def heard() -> bool:
        with street.house.world.database.reading() as session:
            late = select(Clock.id).where(
                Clock.application_id == street.application(mailbox),
                Clock.name == "SILENCE",
                Clock.stopped_at.is_(None),
                Clock.due_at < now(),
            )
            return session.scalars(late).first() is None

    wait_for(heard, f"{mailbox} still waits", street.postfix.log, PATIENCE)


def send_to_all(page: Page, street: Street, browser: Browser, role: int, letters: int) -> None:
    page.goto(f"{street.house.url}/batches/new?requisition={role}&type=status")
    preview(page)
    expect(page.locator("h1")).to_contain_text(f"{letters} letters")
    page.get_by_label("Type the number of letters").fill(str(letters))
    page.get_by_role("button", name=re.compile(f"(Send|Confirm) {letters} letters")).click()
    if letters > 100:
        expect(page.get_by_role("heading", name="A second person has to say yes")).to_be_visible()
        with street.house.world.writing() as session:
            alma = street.ward.colleague_named(session, street.ward.alma.user_id)
            alma.password, email = hashed(), alma.email or ""
        with logged_in(browser, street.house, email) as theirs:
            theirs.goto(page.url)
            theirs.get_by_role("button", name=f"Approve: let {letters} letters leave").click()
            expect(theirs.get_by_text("Approved by")).to_be_visible()


def reject(page: Page, street: Street, mailbox: str) -> None:
    """Somebody decided ten days ago; they are written that now, one by one."""
    application = street.application(mailbox)
    street.house.world.change(
        application,
        lambda session, row: journey.decide(
            session,
            row,
            Outcome.REJECT,
            now=now() - LONG_AGO / 4,
            actor_id=None,
            reason=Disposition.NOT_SELECTED,
        ),
    )
    assert "Left Okafor" in in_queue(page, street, "told")
    page.goto(f"{street.house.url}/applications/{application}/letters/new?type=rejection_application")
    page.get_by_role("button", name=re.compile("^Send")).first.click()
    page.wait_for_url(re.compile(r"/applications/\d+$"))


def test_many_letters_leave_and_what_comes_back_moves_what_it_should(
    inside: Page, street: Street, browser: Browser
) -> None:
    role = street.ward.requisition("Ward Clerk")
    others = [f"quiet{number}@example.org" for number in range(LETTERS - 4)]
    applied(street, role, [GONE, ASKS, AWAY, OFFERED, *others])
    applied(street, street.house.world.requisition_id, [LEFT])
    assert "Gone Okafor" in in_queue(inside, street, "silence")

    send_to_all(inside, street, browser, role, LETTERS)
    reject(inside, street, LEFT)
    street.postfix.delivered(LETTERS - 1, seconds=PATIENCE)
    wait_until_sent(street, ASKS)
    assert "Asks Okafor" not in in_queue(inside, street, "silence")

    # what comes back: two reports by Postfix itself, three answers, and a mail from a colleague's own mailbox
    street.read(3)
    asks = street.answer(ASKS, "Thank you. When will I hear whether I am invited?")
    street.sends(ASKS, [asks.to], shapes.gmail(asks))
    away = street.answer(AWAY, "I am away until Monday. When I am back I will answer. Can it wait?")
    note = shapes.bare(away).replace(b"MIME-Version", b"Auto-Submitted: auto-replied\r\nMIME-Version", 1)
    street.sends("", [away.to], note)
    offered = street.answer(
        OFFERED, "I have an offer from another company and have to answer them by Thursday. I prefer you."
    )
    street.sends(OFFERED, [offered.to], shapes.outlook(offered))
    with_copy = by_own_mailbox(inside, street)
    street.read(7)

    assert "Gone Okafor" in in_queue(inside, street, "silence")
    assert "Gone Okafor" in in_queue(inside, street, "bounced")
    assert "Left Okafor" in in_queue(inside, street, "told")
    inside.goto(f"{street.house.url}/applications/{street.application(LEFT)}")
    expect(inside.locator("main")).to_contain_text("Told, but it came back: they do not know")
    expect(inside.locator("main")).to_contain_text("call instead")

    assert "REPLY" in street.clocks(ASKS)
    inside.goto(f"{street.house.url}/inbox")
    waiting = inside.locator("main")
    expect(waiting).to_contain_text("Asks Okafor")
    expect(waiting).to_contain_text("Offered Okafor")
    expect(waiting).not_to_contain_text("Away Okafor")
    assert "REPLY" not in street.clocks(AWAY)
    inside.goto(f"{street.house.url}/inbox?show=automatic")
    expect(inside.locator("main")).to_contain_text("Away Okafor")
    inside.goto(f"{street.house.url}/applications/{street.application(ASKS)}")
    expect(inside.locator("main")).to_contain_text("wait for an answer")

    assert "CANDIDATE_DEADLINE" not in street.clocks(OFFERED)
    inside.goto(f"{street.house.url}/inbox")
    inside.locator("li", has_text="Offered Okafor").locator("a[href^='/inbox/']").click()
    expect(inside.get_by_role("button", name=re.compile("Yes, count it so: Thu"))).to_be_focused()
    inside.keyboard.press("Enter")
    expect(inside.locator("main")).to_contain_text("Counted as")
    assert "CANDIDATE_DEADLINE" in street.clocks(OFFERED)
    inside.goto(f"{street.house.url}/applications/{street.application(OFFERED)}")
    expect(inside.locator("main")).to_contain_text(re.compile("another offer|other offer", re.IGNORECASE))

    assert "Amara Okafor" not in in_queue(inside, street, "silence")
    inside.goto(f"{street.house.url}/applications/{with_copy}")
    expect(inside.locator(".timeline")).to_contain_text(OWN_WORDS)


def by_own_mailbox(page: Page, street: Street) -> int:
    """Priya writes to Amara from Outlook, with her own address for copies in Bcc; return Amara's application."""
    assert "Amara Okafor" in in_queue(page, street, "silence")
    page.goto(f"{street.house.url}/account")
    copies = page.locator("#copies ~ p code").inner_text()
    with street.house.world.database.reading() as session:
        found = select(Application.id, Candidate.email).join(Candidate).where(Candidate.first_name == "Amara")
        application, mailbox = session.execute(found).one()
    mail = shapes.crlf(
        f"From: Priya Shah <{street.house.email}>\nTo: {mailbox}\nSubject: Your application\n"
        f"Date: {now():%a, %d %b %Y %H:%M:%S +0000}\nMessage-ID: <1@outlook.example>\nMIME-Version: 1.0\n"
        f"Content-Type: text/plain; charset=utf-8\n\n{OWN_WORDS}\n"
    )
    street.sends(street.house.email, [mailbox or "", copies], mail)
    return application


@pytest.fixture
def place(street: Street) -> House:
    return street.house
