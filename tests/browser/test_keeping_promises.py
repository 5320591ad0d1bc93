"""A broken promise becomes a notice that names the day, and a manager answers from the mail on a phone."""

import re
import time
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from recruiterdash import journey, team
from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.journey.models import Event
from recruiterdash.messages.days import spoken
from recruiterdash.moments import now
from recruiterdash.requisitions.models import Part, Requisition, TeamMember
from recruiterdash.team.models import Role
from recruiterdash.waiting import Calendar
from recruiterdash.waiting.models import Standing
from tests.browser.house import House
from tests.browser.test_answering_somebody import until
from tests.conftest import DatabaseMaker

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def database_url(fresh_database: DatabaseMaker) -> str:
    """What a browser makes of a page does not depend on the database: one is enough here."""
    return fresh_database("sqlite")


def promised(place: House, first_name: str) -> tuple[int, str]:
    """Somebody who was promised a word by a day that has gone by; returns that day as letters say it."""
    calendar = Calendar("UTC")
    said_at = now() - timedelta(days=10)
    day = calendar.business_day_after(calendar.local_date(said_at), 2)
    with place.world.writing() as session:
        application = session.scalars(
            select(Application).join(Candidate).where(Candidate.first_name == first_name)
        ).one()
        said = journey.Contact(
            "out", journey.Channel.PHONE, said_at, promised=day, text="You will hear from me."
        )
        journey.log_contact(session, application, said, now=now(), actor_id=place.world.priya.user_id)
        return application.id, spoken(day, "en")


def test_a_broken_promise_becomes_a_delay_notice_that_names_the_missed_day(
    inside: Page, place: House
) -> None:
    application, day = promised(place, "Tomás")
    place.world.worker().colleagues.look()
    inside.get_by_role("navigation", name="Pages", exact=True).get_by_role("link", name="Promises").click()
    expect(inside.get_by_role("heading", name="Broken")).to_be_visible()
    inside.get_by_role("link", name="Drafts to read").click()
    row = inside.locator("li", has_text="Tomás").filter(has_text="Delay notice")
    row.get_by_text("Read it").click()
    expect(row).to_contain_text(f"by {day}")
    row.get_by_role("link", name="Edit and send").click()
    expect(inside.locator("textarea").first).to_contain_text(f"by {day}")
    inside.get_by_role("button", name="Send").first.click()
    inside.wait_for_url("**/drafts*")
    until(lambda: len(place.post.letters) == 1)
    letter = message_from_bytes(place.post.letters[0].data, policy=policy.default)
    assert day in letter.get_content()
    until(lambda: broken(place, application) == 1)
    inside.goto(f"{place.url}/promises?show=broken")
    expect(inside.locator("main")).to_contain_text("Tomás Okafor")
    inside.goto(f"{place.url}/drafts")
    expect(inside.locator("li", has_text="Delay notice").filter(has_text="Tomás")).to_have_count(0)


def broken(place: House, application: int) -> int:
    """Broken promises of somebody that are over."""
    with place.world.database.reading() as session:
        return session.scalars(select(Standing.broken).where(Standing.application_id == application)).one()


def manager(place: House) -> None:
    """Give the requisition somebody who decides."""
    draft = team.UserDraft("Mara Manager", "mara@borealis.example", frozenset({Role.HIRING_MANAGER}))
    with place.world.writing() as session:
        user = team.create_user(session, draft, now=now(), actor_id=None)
        requisition = session.get_one(Requisition, place.world.requisition_id)
        requisition.hiring_manager_id = user.id
        session.add(TeamMember(requisition_id=requisition.id, user_id=user.id, part=Part.HIRING_MANAGER))


def test_a_manager_answers_from_the_mail_on_a_phone(inside: Page, place: House, browser: Browser) -> None:
    manager(place)
    application, _ = promised(place, "Amara")
    letters = len(place.post.letters)
    inside.goto(f"{place.url}/promises")
    inside.get_by_role("button", name="Ask the manager for a date for Amara").click()
    expect(inside.get_by_text("the hiring manager can answer from the mail")).to_be_visible()
    until(lambda: len(place.post.letters) == letters + 1)
    mail = message_from_bytes(place.post.letters[-1].data, policy=policy.default)
    assert mail["To"].addresses[0].addr_spec == "mara@borealis.example"
    (path,) = re.findall(r"http://[^/\s]+(/asked/\S+)", mail.get_content())
    day = Calendar("UTC").business_day_after(now().date(), 3)

    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=True)
    phone = context.new_page()
    began = time.monotonic()
    phone.goto(place.url + path)
    expect(phone.get_by_role("heading", name="Amara Okafor")).to_be_visible()
    assert Axe().run(phone).violations_count == 0
    assert not phone.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    phone.get_by_label("I need until").fill(day.isoformat())
    phone.get_by_role("button", name="Send this day").click()
    expect(phone.get_by_role("heading", name="Thank you")).to_be_visible()
    # one page, one day, one button
    assert time.monotonic() - began < 20
    phone.goto(place.url + path)
    expect(phone.get_by_role("heading", name="Answered already")).to_be_visible()
    context.close()

    inside.goto(f"{place.url}/promises")
    answers = inside.locator("section", has=inside.get_by_role("heading", name="Answers to pass on"))
    expect(answers).to_contain_text("Mara Manager says: needs until")
    answers.get_by_role("link", name="Write with the new day").click()
    after = Calendar("UTC").business_day_after(day, 1)
    expect(inside.locator("textarea").first).to_contain_text(spoken(after, "en"))
    with place.world.database.reading() as session:
        told = (
            select(Event.type).where(Event.application_id == application).order_by(Event.id.desc()).limit(1)
        )
        assert session.scalars(told).one() == "note"
