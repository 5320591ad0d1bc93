"""A manager opens the link in their weekly mail, sees why it got worse, reaches the people, nudges their owner."""

import base64
import re
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from recruiterdash import candidates, journey, team
from recruiterdash.candidates.models import InterviewKind
from recruiterdash.journey import Booking, Happened
from recruiterdash.moments import now
from recruiterdash.requisitions.models import Part, Requisition, StageType, TeamMember
from recruiterdash.team.models import CalendarVersion, Role
from tests.browser.house import House, house
from tests.conftest import DatabaseMaker
from tests.digests.cast import html_of, pictures_of, text_of
from tests.messages.world import PASSWORD, hashed

pytestmark = pytest.mark.browser

MAILBOX = "hugo.osei@borealis.example"
WAITING = ("Ines Duarte", "Wei Chen", "Omar Haddad")
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def place(fresh_database: DatabaseMaker) -> Iterator[House]:
    with house(fresh_database("sqlite")) as made:
        _settle(made)
        yield made


def _settle(made: House) -> None:
    """A hiring manager; three who waited a day for a decision a week ago; three who wait longer now."""
    world = made.world
    with world.writing() as session:
        # open at whatever hour this runs
        session.execute(
            update(CalendarVersion).values(workweek=list(range(7)), opens="00:00", closes="23:59")
        )
        draft = team.UserDraft("Hugo Osei", MAILBOX, frozenset({Role.HIRING_MANAGER}))
        hugo = team.create_user(session, draft, now=now(), actor_id=None, hashed=hashed())
        requisition = session.get_one(Requisition, world.requisition_id)
        requisition.hiring_manager_id = hugo.id
        session.add(TeamMember(requisition_id=requisition.id, user_id=hugo.id, part=Part.HIRING_MANAGER))
        for number, name in enumerate(("Ada Quick", "Bo Swift", "Cy Brisk", *WAITING)):
            first, last = name.split()
            facts = candidates.Facts(first, last, email=f"story{number}@example.org")
            who = candidates.create(session, facts, now=now(), actor_id=None)
            at = now() - (10 * DAY if number < 3 else 6 * DAY)
            one = journey.apply(session, who, requisition, applied_at=at - DAY, now=now(), actor_id=None)
            booking = Booking(StageType.INTERVIEW, InterviewKind.VIDEO, at - timedelta(hours=1), at)
            journey.book_interview(session, one, booking, now=now(), actor_id=None)
            if number < 3:
                told = at + timedelta(hours=8)
                journey.record(session, one, Happened("decision", told, data={"value": "reject"}), now=now())
                said = Happened("out", told, kind="phone", data={"decision": "reject"})
                journey.record(session, one, said, now=now())


def test_from_the_mail_to_the_people_and_to_their_owner(page: Page, place: House) -> None:
    world = place.world
    world.worker(smtp_url=place.post.url).colleagues.make_due()
    letter = arrived(place, MAILBOX, "")
    assert letter["Auto-Submitted"] == "auto-generated"
    found = re.search(r"https?://\S+(/metrics/decision_wait\?\S+)", text_of(letter))
    assert found
    shown_as_a_mail_program_does(page, letter)

    page.goto(f"{place.url}{found.group(1)}")
    page.fill("input[type=email]", MAILBOX)
    page.fill("input[type=password]", PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/metrics/decision_wait*")
    why = page.get_by_role("region", name="What moved it")
    for name in WAITING:
        expect(why.get_by_text(name)).to_be_visible()
    expect(why).to_contain_text("longer for each wait")
    page.get_by_role("link", name="The people behind it").first.click()
    expect(page.get_by_role("heading", name="The people behind it")).to_be_visible()
    for name in WAITING:
        page.get_by_role("checkbox", name=f"Choose {name}").check()
    page.get_by_role("button", name="Nudge who has the next step").click()
    expect(page.get_by_text("Priya Shah gets a mail about 3 people.")).to_be_visible()
    page.screenshot(path=pictures_folder() / "nudged.png", full_page=True)

    nudge = text_of(arrived(place, place.email, "Hugo Osei asks about 3 people"))
    for name in WAITING:
        assert name in nudge


def arrived(place: House, mailbox: str, subject: str) -> EmailMessage:
    """Wait for a mail to somebody whose subject begins so."""
    end = monotonic() + 60
    while monotonic() < end:
        for caught in list(place.post.letters):
            letter = message_from_bytes(caught.data, policy=policy.default)
            assert isinstance(letter, EmailMessage)
            if mailbox in caught.recipients and str(letter["Subject"]).startswith(subject):
                return letter
        sleep(0.2)
    raise AssertionError(f"nothing came for {mailbox}")


def shown_as_a_mail_program_does(page: Page, letter: EmailMessage) -> None:
    """Show the HTML of a mail: nothing is fetched, no script runs, and it fits a phone."""
    html = html_of(letter)
    for number, picture in enumerate(pictures_of(letter)):
        encoded = base64.b64encode(picture).decode()
        html = re.sub(r"cid:[a-z_]+@[\w.]+", f"data:image/png;base64,{encoded}", html, count=1)
        assert number < 5
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for width in (1024, 360):
        page.set_viewport_size({"width": width, "height": 800})
        page.set_content(html)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.screenshot(path=pictures_folder() / f"mail-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 800})
    assert [each for each in asked if urlsplit(each).scheme not in {"data", "about"}] == []


def pictures_folder() -> Path:
    """Where what was seen is kept for looking at."""
    folder = Path("test-results")
    folder.mkdir(exist_ok=True)
    return folder
