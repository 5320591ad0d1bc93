"""A colleague from "no" to the 30-day follow-up, each person signing in as themself; their own page on a phone."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from recruiterdash import candidates, journey, team
from recruiterdash.moments import now
from recruiterdash.requisitions.criteria import fix_criteria
from recruiterdash.requisitions.models import Part, Requisition, TeamMember
from recruiterdash.team.models import Role
from tests.browser.house import House
from tests.conftest import DatabaseMaker
from tests.messages.world import PASSWORD, hashed

pytestmark = pytest.mark.browser

CRITERIA = ("Planning a shift", "Measuring results", "Leading a handover")
KARIN, HELEN, JONAS = "karin@borealis.example", "helen@borealis.example", "jonas@borealis.example"


@pytest.fixture(scope="module")
def database_url(fresh_database: DatabaseMaker) -> str:
    """What a browser makes of a page does not depend on the database: one is enough here."""
    return fresh_database("sqlite")


def cast(place: House) -> int:
    """Let a manager, a colleague of hr and somebody who applied and works here come in; return the application."""
    with place.world.writing() as session:
        people = {}
        for name, email, role in (
            ("Karin Lindqvist", KARIN, Role.HIRING_MANAGER),
            ("Helen Marsh", HELEN, Role.HR),
            ("Jonas Berg", JONAS, Role.ADMIN),
        ):
            draft = team.UserDraft(name, email, frozenset({role}), "Lead")
            people[email] = team.create_user(session, draft, now=now(), actor_id=None, hashed=hashed()).id
        requisition = session.get_one(Requisition, place.world.requisition_id)
        requisition.hiring_manager_id = people[KARIN]
        part = Part.HIRING_MANAGER
        session.add(TeamMember(requisition_id=requisition.id, user_id=people[KARIN], part=part))
        fix_criteria(session, requisition, CRITERIA, begun_at=None, now=now(), actor_id=None)
        facts = candidates.Facts(
            first_name="Jonas",
            last_name="Berg",
            internal=True,
            internal_source="HR list",
            linked_user_id=people[JONAS],
        )
        person = candidates.create(session, facts, now=now(), actor_id=None)
        applied = now() - timedelta(days=20)
        return journey.apply(session, person, requisition, applied_at=applied, now=now(), actor_id=None).id


@contextmanager
def signed_in(browser: Browser, place: House, email: str, width: int = 1280) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(f"{place.url}/login")
    page.locator("input[type=email]").fill(email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("input[type=password]").press("Enter")
    page.wait_for_url(re.compile(r"/(queue|interviews|account)"))
    yield page
    context.close()


def ensure_open_to_all(page: Page) -> None:
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def test_a_colleague_from_no_to_the_follow_up(browser: Browser, place: House) -> None:
    application = cast(place)
    with signed_in(browser, place, KARIN) as karin:
        decides_and_tells(karin, place, application)
        writes(karin)
    with signed_in(browser, place, JONAS) as jonas:
        finds_nothing(jonas, place, application)
    with signed_in(browser, place, HELEN, width=360) as helen:
        reads(helen, place)
    with signed_in(browser, place, KARIN) as karin:
        link = talks_and_releases(karin, place, application)
    receives(browser, link)
    with (
        time_machine.travel(now() + timedelta(days=30), tick=True),
        signed_in(browser, place, KARIN) as karin,
    ):
        follows_up(karin, place)


def decides_and_tells(page: Page, place: House, application: int) -> None:
    page.goto(f"{place.url}/applications/{application}/decision")
    page.get_by_label("No", exact=True).check()
    page.get_by_label("Reason for a no").select_option("not_selected")
    page.get_by_label("Write no letter").check()
    page.get_by_label("Why no letter").select_option("call")
    page.get_by_role("button", name="Keep the decision").click()
    page.get_by_role("link", name="Feedback", exact=True).first.click()
    expect(page.get_by_text("Tell the outcome in a conversation")).to_be_visible()
    ensure_open_to_all(page)
    page.get_by_role("link", name="Jonas Berg").first.click()
    told = page.locator("details", has_text="Tell the outcome")
    if not told.get_by_role("button").is_visible():
        told.locator("summary").click()
    told.get_by_label("I offered them a talk").check()
    told.get_by_role("button", name="Log that they were told").click()
    expect(page.get_by_role("status").first).to_contain_text("Logged. The talk is due")


def writes(page: Page) -> None:
    expect(page.get_by_text("Talk offered: ")).not_to_contain_text("not yet")
    expect(page.get_by_text("given by Karin Lindqvist")).to_be_visible()
    page.get_by_role("link", name="Write").first.click()
    day = now().date()
    for name, level, weight, evidence in (
        (CRITERIA[0], "met", "strength", "Planned a shift of nine, aloud and in order."),
        (CRITERIA[1], "partly", "gap", "You seemed nervous."),
        (CRITERIA[2], "met", "neither", ""),
    ):
        one = page.get_by_role("group", name=name)
        one.get_by_label("How far it was shown").select_option(level)
        one.get_by_label("Named as").select_option(weight)
        one.get_by_label("What was said or done").fill(evidence)
        one.get_by_label("On which day").fill(day.isoformat())
        one.get_by_label("What would show it next time").fill("One change, with a figure before and after.")
    action = page.get_by_role("group", name="Action 1")
    action.get_by_label("For which gap").select_option(CRITERIA[1])
    action.get_by_label("What is done").fill("Measure one change on the ward.")
    action.get_by_label("By whom").select_option("employee")
    action.get_by_label("By when").fill((day + timedelta(days=60)).isoformat())
    page.get_by_label("Would you encourage them").select_option("yes")
    ensure_open_to_all(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("judges the person")
    one = page.get_by_role("group", name=CRITERIA[1])
    one.get_by_label("What was said or done").fill("Two of three answers held no measured result.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Hand it over").click()
    expect(page.get_by_role("status").first).to_contain_text("HR reads it")


def finds_nothing(page: Page, place: House, application: int) -> None:
    """He is an administrator here."""
    for path in (
        f"/feedback/{application}",
        f"/applications/{application}",
        "/queue?name=feedback",
        "/search?q=jonas",
    ):
        page.goto(f"{place.url}{path}")
        expect(page.get_by_role("link", name="Jonas Berg")).to_have_count(0)
    expect(page.get_by_role("link", name="Feedback", exact=True)).to_have_count(0)


def reads(page: Page, place: House) -> None:
    page.goto(f"{place.url}/feedback")
    ensure_open_to_all(page)
    page.get_by_role("link", name="Jonas Berg").first.click()
    ensure_open_to_all(page)
    page.get_by_label("It can go on").check()
    page.get_by_role("button", name="Keep").first.click()
    expect(page.get_by_text("read by HR").first).to_be_visible()


def talks_and_releases(page: Page, place: House, application: int) -> str:
    page.goto(f"{place.url}/feedback/{application}")
    page.get_by_label("What was said", exact=True).first.fill("Went through each criterion.")
    page.get_by_role("button", name="Log the talk").click()
    expect(page.get_by_role("status").first).to_contain_text("Logged.")
    page.get_by_role("button", name="Release it").click()
    expect(page.get_by_role("status").first).to_contain_text("Released.")
    link = page.get_by_label("Link for them alone").input_value()
    # the address of the settings, which is not where this house stands
    return f"{place.url}{urlsplit(link).path}"


def receives(browser: Browser, link: str) -> None:
    """On a phone, without a log-in and without a script."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page = context.new_page()
    page.goto(link)
    expect(page.get_by_text("Two of three answers held no measured result.")).to_be_visible()
    with page.expect_download() as kept:
        page.get_by_role("link", name="Keep it as PDF").click()
    assert kept.value.suggested_filename == "feedback.pdf"
    page.get_by_label("Anything you want to say").fill("Thank you, this helps.")
    page.get_by_role("button", name="I received this").click()
    expect(page.get_by_text("Receiving is not agreeing")).to_be_visible()
    context.close()
    scripted = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme="dark")
    page = scripted.new_page()
    page.goto(link)
    ensure_open_to_all(page)
    scripted.close()


def follows_up(page: Page, place: House) -> None:
    page.goto(f"{place.url}/feedback")
    expect(page.get_by_text("Hold the 30-day follow-up")).to_be_visible()
    page.get_by_role("link", name="Jonas Berg").first.click()
    expect(page.get_by_text("Thank you, this helps.")).to_be_visible()
    page.get_by_label("What was said", exact=True).first.fill("One change is measured, figures are there.")
    page.get_by_label("Action 1, for").check()
    page.get_by_role("button", name="Log it").click()
    expect(page.get_by_text("After 30 days.")).to_be_visible()
    expect(page.get_by_text("Hold the 90-day follow-up")).to_be_visible()
