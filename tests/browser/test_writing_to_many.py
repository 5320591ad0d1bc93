"""Letters to many, as a recruiter sends them: chosen, previewed, confirmed, taken back; and what is refused."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from recruiterdash import candidates, journey
from recruiterdash.candidates.models import Outcome
from recruiterdash.moments import now
from recruiterdash.requisitions.models import Requisition
from tests.browser.house import House
from tests.conftest import DatabaseMaker
from tests.messages.test_batch_undo import everything
from tests.messages.ward import Ward
from tests.messages.world import PASSWORD, hashed

pytestmark = pytest.mark.browser

LINE = "Your example of the handover in the last round stayed with all of us."
#: What changes by logging in and reading, and the marks of a worker at work.
PRESENCE = frozenset({"login_sessions", "login_tries", "instance_facts"})


@pytest.fixture(scope="module")
def database_url(fresh_database: DatabaseMaker) -> str:
    """What a browser makes of a page does not depend on the database: one is enough here."""
    return fresh_database("sqlite")


@pytest.fixture(scope="module")
def ward(place: House) -> Ward:
    return Ward(place.world)


def test_forty_people_are_rejected_from_their_slate_and_undone(
    inside: Page, place: House, ward: Ward
) -> None:
    role = ward.requisition("Ward Clerk")
    applied(ward, role, 40)
    before = settled(ward)
    inside.goto(f"{place.url}/requisitions/{role}")
    inside.get_by_role("link", name="Write to all 40 who are open").click()
    inside.get_by_role("link", name="Rejection after application").click()
    preview(inside)
    expect(inside.locator("h1")).to_contain_text("40 letters")
    inside.get_by_label("Type the number of letters").fill("40")
    inside.get_by_role("button", name="Send 40 letters").click()
    expect(inside.get_by_text("40 have not left yet")).to_be_visible()
    assert settled(ward) != before
    inside.get_by_role("button", name="Undo").click()
    expect(inside.get_by_text("nothing has left, and all is as it was")).to_be_visible()
    assert settled(ward) == before


def test_a_finalist_gets_a_line_and_forces_the_second_person(inside: Page, place: House, ward: Ward) -> None:
    one, other = ward.people(2)
    ward.meets(one, "final")
    inside.goto(f"{place.url}/batches/new?chosen={one},{other}")
    preview(inside)
    expect(inside.locator("h1")).to_contain_text("1 letter")
    assert Axe().run(inside).violations_count == 0
    inside.locator(f"#line-{one}").fill(LINE)
    inside.get_by_role("button", name="Preview again with these lines").click()
    expect(inside.locator("h1")).to_contain_text("2 letters")
    expect(inside.get_by_text("a second person has to say yes too")).to_be_visible()
    inside.get_by_role("button", name="Confirm 2 letters").click()
    expect(inside.get_by_role("heading", name="A second person has to say yes")).to_be_visible()
    expect(inside.get_by_text("Nobody approves their own")).to_be_visible()
    assert Axe().run(inside).violations_count == 0


def test_the_composer_refuses_one_curt_word(inside: Page, place: House, ward: Ward) -> None:
    (one,) = ward.people(1)
    inside.goto(f"{place.url}/applications/{one}/letters/new?type=rejection_application")
    inside.get_by_label("Reason, for colleagues only").select_option("not_selected")
    inside.get_by_label("Letter", exact=True).fill("Decline.")
    inside.get_by_role("button", name="Send").click()
    expect(inside.get_by_role("alert").first).to_contain_text("Nothing was sent")
    expect(inside.get_by_label("Letter", exact=True)).to_have_value("Decline.")
    assert ward.world.application(one).disposition is None


def test_those_selected_under_a_filter_are_meant_and_nobody_else(inside: Page, place: House) -> None:
    inside.goto(f"{place.url}/queue?name=silence&requisition={place.world.requisition_id}")
    for key in "xjx":
        inside.keyboard.press(key)
    inside.get_by_role("button", name="Write to them all").click()
    expect(inside.locator("h1")).to_have_text("Write to 2 people")
    expect(inside.get_by_text("These 2, and nobody else.")).to_be_visible()


def test_all_who_fit_a_queue_are_counted_before_anything_is_written(inside: Page, place: House) -> None:
    inside.goto(f"{place.url}/queue?name=silence")
    many = inside.locator("#rows tbody tr").count()
    inside.get_by_role("link", name=f"Write to all {many} in this list").click()
    expect(inside.locator("h1")).to_have_text(f"Write to {many} people")
    expect(inside.get_by_text("the list is asked again before anything is sent")).to_be_visible()


def test_a_phone_does_it_all_without_scrolling_sideways(browser: Browser, place: House, ward: Ward) -> None:
    people = ward.people(3)
    ward.meets(people[0], "interview")
    ward.meets(people[2], "final")
    with logged_in(browser, place, place.email, viewport={"width": 360, "height": 740}) as page:
        page.goto(f"{place.url}/applications/{people[1]}/letters/new?type=rejection_application")
        page.get_by_label("Reason, for colleagues only").select_option("not_selected")
        page.get_by_label("Letter", exact=True).fill("Decline.")
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("alert").first).to_contain_text("Nothing was sent")
        page.goto(f"{place.url}/batches/new?chosen={people[1]},{people[2]}")
        preview(page)
        page.locator(f"#line-{people[2]}").fill(LINE)
        page.get_by_role("button", name="Preview again with these lines").click()
        expect(page.get_by_text("a second person has to say yes too")).to_be_visible()
        assert not sideways(page)
        page.goto(f"{place.url}/batches/new?type=rejection_application&chosen={people[0]},{people[1]}")
        assert not sideways(page)
        preview(page)
        assert not sideways(page)
        assert Axe().run(page).violations_count == 0
        page.get_by_role("button", name="Send 1 letter").click()
        expect(page.get_by_text("1 has not left yet")).to_be_visible()
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_text("all is as it was")).to_be_visible()
        assert not sideways(page)


def test_whom_a_colleague_advances_meanwhile_drops_out_of_five_hundred(
    inside: Page, browser: Browser, place: House, ward: Ward
) -> None:
    role = ward.requisition("Night Nurse")
    people = applied(ward, role, 500)
    inside.goto(f"{place.url}/batches/new?requisition={role}&type=rejection_application")
    preview(inside)
    expect(inside.locator("h1")).to_contain_text("500 letters")
    ward.world.change(
        people[250],
        lambda session, one: journey.decide(session, one, Outcome.ADVANCE, now=now(), actor_id=None),
    )
    inside.get_by_label("Type the number of letters").fill("500")
    inside.get_by_role("button", name="Confirm 500 letters").click()
    expect(inside.get_by_role("heading", name="A second person has to say yes")).to_be_visible()
    with ward.world.writing() as session:
        alma = ward.colleague_named(session, ward.alma.user_id)
        alma.password, email = hashed(), alma.email or ""
    with logged_in(browser, place, email) as page:
        page.goto(inside.url)
        page.get_by_role("button", name="Approve: let 500 letters leave").click()
        expect(page.get_by_text("Approved by")).to_be_visible()
        expect(page.locator("section", has_text="Not sent, because").first).to_contain_text("1: ")
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_text("all is as it was")).to_be_visible()
    batch = int(re.findall(r"\d+", inside.url)[-1])
    without = [row for row in ward.rows(batch) if row.message_id is None]
    assert len(without) == 1
    assert ward.batch(batch).queued == 499
    assert ward.world.application(people[250]).disposition is None


# --- how it is done ---------------------------------------------------------------------------------


def preview(page: Page) -> None:
    page.get_by_role("button", name="Preview the letters").click()
    page.wait_for_url(re.compile(r"/batches/\d+$"))


def applied(ward: Ward, role: int, count: int) -> list[int]:
    """So many people apply for a role."""
    with ward.world.writing() as session:
        wanted, ids = session.get_one(Requisition, role), []
        for number in range(count):
            facts = candidates.Facts(
                first_name=f"Amara{number}", last_name="Okafor", email=f"for{role}x{number}@example.org"
            )
            who = candidates.create(session, facts, now=now(), actor_id=None)
            made = journey.apply(session, who, wanted, applied_at=now(), now=now(), actor_id=None)
            ids.append(made.id)
        return ids


def settled(ward: Ward) -> dict[str, list[dict[str, Any]]]:
    """Every row that an act may change, less its version, what reading pages changes, and what a worker sums up."""
    return {
        name: rows
        for name, rows in everything(ward).items()
        if name not in PRESENCE and not name.startswith("metric_")
    }


def sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


@contextmanager
def logged_in(browser: Browser, place: House, email: str, **given: Any) -> Iterator[Page]:
    context = browser.new_context(**given)
    page = context.new_page()
    page.goto(f"{place.url}/login")
    page.locator("input[type=email]").fill(email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("input[type=password]").press("Enter")
    page.wait_for_url("**/queue*")
    yield page
    context.close()
