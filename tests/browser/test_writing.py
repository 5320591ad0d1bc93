"""A letter in the browser: what it does follows the day, Undo goes when its time is over, a no asks its reason."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from recruiterdash.messages.days import spoken
from tests.browser.house import House, house
from tests.conftest import DatabaseMaker

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def place(fresh_database: DatabaseMaker) -> Iterator[House]:
    """One whose letters can be undone for long enough to be seen; one database is enough for a browser."""
    with house(fresh_database("sqlite"), undo_seconds=4) as made:
        yield made


def test_what_a_letter_does_follows_the_day_beside_it(inside: Page, place: House) -> None:
    inside.goto(f"{place.url}/applications/1/letters/new?type=status")
    field, does = inside.locator("[name=promise]"), inside.locator("section[aria-labelledby=what-happens]")
    first = date.fromisoformat(field.input_value())
    then = first + timedelta(days=7)
    expect(does).to_contain_text(f"{spoken(first)} becomes a promise")
    field.fill(then.isoformat())
    field.dispatch_event("change")
    expect(does).to_contain_text(f"{spoken(then)} becomes a promise")
    expect(does).not_to_contain_text(spoken(first))
    expect(inside.locator("[name=body]")).to_have_value(re.compile(spoken(then)))


def test_on_a_phone_the_letter_opens_at_its_beginning(inside: Page, place: House) -> None:
    letter = f"{place.url}/applications/1/letters/new?type=status"
    inside.goto(letter)
    expect(inside.locator("[name=body]")).to_be_focused()
    inside.set_viewport_size({"width": 360, "height": 740})
    inside.goto(letter)
    expect(inside.locator("[name=body]")).not_to_be_focused()
    assert inside.evaluate("window.scrollY") == 0


def test_undo_counts_down_and_goes_when_the_letter_has_left(inside: Page, place: House) -> None:
    inside.goto(f"{place.url}/applications/4/letters/new?type=status&next=/queue")
    inside.keyboard.press("Control+Enter")
    inside.wait_for_url("**/queue")
    notice = inside.locator("main > .notice-success")
    expect(notice).to_contain_text(re.compile(r"leaves in [123] seconds?; until then it can be undone\."))
    expect(notice.get_by_role("button", name="Undo")).to_be_visible()
    expect(notice).to_contain_text("The letter to Grace Okafor is on its way.", timeout=8_000)
    expect(notice.get_by_role("button", name="Undo")).to_have_count(0)
    inside.keyboard.press("u")
    expect(notice).to_contain_text("can no longer be undone")
    assert inside.url.endswith("/queue")


def test_only_a_no_asks_for_its_reason(inside: Page, place: House) -> None:
    inside.goto(f"{place.url}/applications/2/decision")
    reason = inside.get_by_label("Reason for a no")
    expect(reason).to_be_hidden()
    inside.get_by_label("No", exact=True).check()
    expect(reason).to_be_visible()
    expect(reason).to_have_js_property("required", True)
    inside.get_by_role("button", name="Keep the decision").click()
    assert inside.url.endswith("/applications/2/decision"), "the browser itself asks for the reason"
    reason.select_option("not_selected")
    why = inside.get_by_label("Why no letter")
    expect(why).to_be_hidden()
    inside.get_by_label("Write no letter").check()
    expect(why).to_be_visible()
    expect(why).to_have_js_property("required", True)
    why.select_option("call")
    inside.get_by_role("button", name="Keep the decision").click()
    inside.wait_for_url(re.compile(r"/applications/2$"))


def test_fixes_clicked_one_upon_the_other_and_while_typing_mend_their_own_words(
    inside: Page, place: House
) -> None:
    inside.goto(f"{place.url}/applications/1/letters/new?type=status")
    body, fixes = inside.locator("[name=body]"), inside.locator("button[name=fix]")
    right = body.input_value()
    hello, day = (
        right.splitlines()[0],
        spoken(date.fromisoformat(inside.locator("[name=promise]").input_value())),
    )
    body.fill(right.replace(hello, "Dear Applicant,").replace(f"by {day}", "soon"))
    expect(fixes).to_have_count(2, timeout=5_000)
    inside.evaluate("() => document.querySelectorAll('button[name=fix]').forEach((each) => each.click())")
    expect(body).to_have_value(right)
    expect(inside.get_by_text("Nothing stands against it")).to_be_visible()
    body.fill(right.replace(f"by {day}", "soon"))
    expect(fixes).to_have_count(1, timeout=5_000)
    # typed in silence on both sides of the words: which they are is known with the next list, and none is touched
    body.evaluate(
        "field => { field.value = `${field.value.trimEnd()}\\nBorealis`; field.setRangeText('Hi ', 0, 5); }"
    )
    both = f"{right.rstrip()}\nBorealis".replace("Dear ", "Hi ", 1)
    fixes.evaluate("button => button.setAttribute('data-before', '')")
    fixes.click()
    expect(body).to_have_value(both.replace(f"by {day}", "soon"))
    expect(inside.locator("button[name=fix]:not([data-before])")).to_have_count(1, timeout=5_000)
    # and on one side of them: the fix goes with them
    body.evaluate("field => field.setRangeText('Hello ', 0, 3)")
    fixes.click()
    expect(body).to_have_value(both.replace("Hi ", "Hello ", 1))
