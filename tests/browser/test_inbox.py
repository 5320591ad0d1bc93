"""The inbox as people use it: mail sent elsewhere, notes passed on, HR's hold, and two who answer one mail."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from recruiterdash import team
from recruiterdash.config import Settings
from recruiterdash.db import Database
from recruiterdash.journey import Channel
from recruiterdash.moments import now
from recruiterdash.requisitions.models import Part, TeamMember
from recruiterdash.team.models import Role, UserRole
from tests.browser.house import served
from tests.inbox import shapes
from tests.inbox.house import House
from tests.inbox.test_copies import Sent
from tests.inbox.test_notes import card, met
from tests.messages.world import PASSWORD, World, hashed

pytestmark = pytest.mark.browser


class Place(House):
    """A house whose pages are served."""

    url: str


@pytest.fixture(scope="module")
def place(database_url: str) -> Iterator[Place]:
    settings = Settings(
        database_url=database_url,
        secret_key="k" * 40,
        company="Borealis",
        mail_from="jobs@borealis.example",
        mail_mode="real",
        undo_seconds=10.0,
        send_window=False,
        imap_url="imaps://jobs:secret@127.0.0.1:1",
    )
    database = Database(database_url)
    made = Place(World(database, settings))
    with served(settings) as made.url:
        yield made
    database.close()


def inside(browser: Browser, place: Place, mailbox: str) -> Page:
    page = browser.new_context().new_page()
    page.goto(f"{place.url}/login")
    page.locator("input[type=email]").fill(mailbox)
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("input[type=password]").press("Enter")
    page.wait_for_url(re.compile(r"^(?!.*login)"))
    return page


@pytest.fixture
def priya(browser: Browser, place: Place) -> Page:
    return inside(browser, place, place.world.mailboxes[place.world.priya.user_id])


def colleague(place: Place, name: str, role: Role) -> str:
    mailbox = f"{name.split(maxsplit=1)[0].lower()}@borealis.example"
    with place.world.writing() as session:
        draft = team.UserDraft(name, mailbox, frozenset({role}), role.value)
        user = team.create_user(session, draft, now=now(), actor_id=None, hashed=hashed())
        if role is Role.RECRUITER:
            there = TeamMember(
                requisition_id=place.world.requisition_id, user_id=user.id, part=Part.RECRUITER
            )
            session.add(there)
    return mailbox


def test_a_letter_sent_from_outlook_with_ones_own_address_in_bcc_answers_a_question(
    place: Place, priya: Page
) -> None:
    letter = place.written("Amara")
    question = place.one(shapes.outlook(letter.answer("When will I hear from you?")))
    place.heard()
    priya.goto(f"{place.url}/applications/{letter.application}")
    expect(priya.locator("main")).to_contain_text("wait for an answer")
    priya.goto(f"{place.url}/account")
    address = priya.locator("#copies ~ p code").inner_text()
    mail = Sent(
        place.world.mailboxes[place.world.priya.user_id],
        place.candidate(letter.application).email or "",
        address,
        more=(f"In-Reply-To: {question.message_id}",),
    )
    place.one(mail._replace(came_by=address.replace("+c.", "+c.9")).data())
    priya.goto(f"{place.url}/applications/{letter.application}")
    expect(priya.locator("main")).to_contain_text("wait for an answer")
    place.one(mail.data())
    priya.reload()
    expect(priya.locator("main")).not_to_contain_text("wait for an answer")
    expect(priya.locator(".timeline")).to_contain_text("I will know more on Thursday")
    priya.goto(f"{place.url}/account")
    priya.get_by_role("button", name="Make a new address").click()
    expect(priya.locator("#copies ~ p code")).not_to_have_text(address)


def test_three_notes_are_passed_on_and_answered_together(place: Place, priya: Page) -> None:
    with place.world.writing() as session:
        panel = tuple(
            team.create_user(
                session,
                team.UserDraft(
                    name, f"{name[:3].lower()}@panel.example", frozenset({Role.INTERVIEWER}), "Nurse"
                ),
                now=now(),
                actor_id=None,
            ).id
            for name in ("Ada Panel", "Ben Panel", "Cleo Panel")
        )
    who = met(place, panel, "Tomás")
    for channel in (Channel.LETTER, Channel.LINKEDIN, Channel.PHONE):
        card(place, who, channel)
    priya.goto(f"{place.url}/applications/{who.application}")
    expect(priya.locator("main")).to_contain_text("0 of 3 answered")
    for number, name in enumerate(("Ada Panel", "Ben Panel", "Cleo Panel")):
        notes = priya.locator("section[aria-labelledby=notes-title] details")
        notes.nth(number).locator("summary").click()
        notes.nth(number).get_by_label(name).check()
        notes.nth(number).get_by_role("button", name="Pass its words on").click()
        expect(priya.locator("main")).to_contain_text(f"Passed on to {name}")
    priya.goto(f"{place.url}/applications/{who.application}/log?direction=out&kind=email")
    priya.get_by_label("What was said").fill("Thank you, from all three.")
    priya.get_by_role("button", name="Log it").click()
    if "/log" in priya.url:
        priya.get_by_role("button", name="Log it").click()
    priya.goto(f"{place.url}/applications/{who.application}")
    expect(priya.locator("main")).to_contain_text("3 of 3 answered")


def test_two_people_who_answer_one_mail_see_each_other(place: Place, priya: Page, browser: Browser) -> None:
    ben = inside(browser, place, colleague(place, "Ben Adler", Role.RECRUITER))
    letter = place.written("Grace")
    place.heard()
    place.one(shapes.gmail(letter.answer("When will you decide about my application?")))
    for page in (priya, ben):
        page.goto(f"{place.url}/applications/{letter.application}")
        page.locator(".timeline").get_by_role("link", name="Answer").click()
        expect(page.locator("#answered")).to_be_visible()
    expect(ben.locator("main")).to_contain_text("Priya Shah has had this mail open")
    text = (
        "Dear Grace,\n\nThank you for asking about your application for Staff Nurse. We have not decided yet, and "
        "I will write to you as soon as the panel has met. Please tell me when anything is unclear.\n\n"
        "Kind regards\nPriya Shah\nRecruiter"
    )
    priya.locator("#body").fill(text)
    priya.get_by_role("button", name="Send").first.click()
    expect(priya.locator("main")).to_contain_text("Ben Adler has opened this mail")
    priya.get_by_role("button", name="Send").first.click()
    priya.wait_for_url(re.compile(r"/applications/\d+$"))
    ben.locator("#body").fill(text)
    ben.get_by_role("button", name="Send").first.click()
    expect(ben.locator("main")).to_contain_text("has answered this mail meanwhile")


def test_a_complaint_goes_to_hr_who_hold_letters_to_many_and_lift_that(
    place: Place, priya: Page, browser: Browser
) -> None:
    helen = inside(browser, place, colleague(place, "Helen Marsh", Role.HR))
    letter = place.written("Lena")
    row = place.one(shapes.gmail(letter.answer("This was unacceptable. I wish to make a formal complaint.")))
    priya.goto(f"{place.url}/applications/{letter.application}")
    expect(priya.locator("main")).to_contain_text("with HR alone")
    expect(priya.locator("main")).not_to_contain_text("unacceptable")
    helen.goto(f"{place.url}/inbox?show=hr")
    helen.locator(f"a[href='/inbox/{row.id}']").click()
    expect(helen.get_by_role("button", name="Yes, count it so")).to_be_focused()
    helen.keyboard.press("a")
    expect(helen.locator("main")).to_contain_text("letters to many wait")
    helen.get_by_role("button", name="Let letters to many go again").click()
    helen.get_by_label("Why letters to many may go").fill("We have talked, and they are content.")
    helen.get_by_role("button", name="Let letters to many go again").click()
    expect(helen.locator("main")).to_contain_text("they are content")
    helen.get_by_role("button", name="Let those who write to them read it").click()
    priya.goto(f"{place.url}/inbox/{row.id}")
    expect(priya.locator("main")).to_contain_text("unacceptable")
    assert now() - row.arrived_at < timedelta(hours=1)
    with place.world.writing() as session:
        assert session.query(UserRole).filter_by(role=Role.HR).count() == 1
