"""A wording in the browser: placeholders go where the cursor is, and a look at it saves nothing."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.house import House, house
from tests.conftest import DatabaseMaker

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def place(fresh_database: DatabaseMaker) -> Iterator[House]:
    with house(fresh_database("sqlite")) as made:
        yield made


def test_a_placeholder_goes_where_the_cursor_is(inside: Page, place: House) -> None:
    inside.goto(f"{place.url}/templates/new")
    inside.locator("[name=subject]").fill("About ")
    inside.get_by_role("button", name="Insert the public title of the role").click()
    expect(inside.locator("[name=subject]")).to_have_value("About {{ requisition.title }}")
    body = inside.locator("[name=body]")
    body.fill("Dear ,")
    body.evaluate("field => field.setSelectionRange(5, 5)")
    inside.get_by_role("button", name="Insert the name the person wants to be greeted with").click()
    expect(body).to_have_value("Dear {{ candidate.preferred_name }},")
    expect(body).to_be_focused()


def test_a_look_at_a_wording_shows_a_real_person_and_saves_nothing(inside: Page, place: House) -> None:
    inside.goto(f"{place.url}/templates/new")
    inside.locator("[name=name]").fill("Ours")
    inside.locator("[name=subject]").fill("Your application")
    inside.locator("[name=body]").fill("Dear {{ candidate.preferred_name }}, thank you.")
    inside.locator("[name=person]").fill("Grace")
    inside.get_by_role("button", name="Preview").click()
    seen = inside.locator("[data-preview]")
    expect(seen).to_contain_text("Dear Grace, thank you.")
    expect(seen.locator("h2")).to_be_focused()
    expect(inside.locator("[name=body]")).to_have_value(re.compile("candidate.preferred_name"))
    inside.goto(f"{place.url}/templates")
    expect(inside.locator("main")).not_to_contain_text("Ours")


def test_the_day_in_a_german_letter_follows_the_day_beside_it(inside: Page, place: House) -> None:
    inside.goto(f"{place.url}/applications/1/letters/new?type=status&language=de")
    body, day = inside.locator("[name=body]"), inside.locator("[name=promise]")
    before = body.input_value()
    inside.evaluate(
        """() => {
          const field = document.querySelector("[name=promise]");
          const next = new Date(field.value + "T00:00:00Z");
          next.setUTCDate(next.getUTCDate() + 7);
          field.value = next.toISOString().slice(0, 10);
          field.dispatchEvent(new Event("change"));
        }"""
    )
    expect(body).not_to_have_value(before)
    expect(body).to_have_value(re.compile(r"bis [A-Z]\w+, \d+\. [A-Z]\w+ von mir"))
    expect(inside.locator("[name=drafted]")).to_have_value(day.input_value())
