"""A manager sees how long people wait, why, and reaches them; names in charts are text; nothing is inline."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from recruiterdash import candidates, journey
from recruiterdash.moments import now
from recruiterdash.requisitions.models import Requisition
from tests.browser.house import LATELY, House, house
from tests.conftest import DatabaseMaker

pytestmark = pytest.mark.browser

HOSTILE = (
    "<a href=javascript:alert(1)>Ann</a>",
    "$\\href{javascript:alert(2)}{Eve}$",
    "</script><b>Bo",
)


@pytest.fixture(scope="module")
def place(fresh_database: DatabaseMaker) -> Iterator[House]:
    with house(fresh_database("sqlite")) as made:
        with made.world.writing() as session:
            requisition = session.get_one(Requisition, made.world.requisition_id)
            for number, name in enumerate(HOSTILE):
                facts = candidates.Facts(first_name=name, email=f"hostile{number}@example.org")
                who = candidates.create(session, facts, now=now(), actor_id=None)
                journey.apply(session, who, requisition, applied_at=now() - LATELY, now=now(), actor_id=None)
        yield made


def test_from_a_figure_to_the_people_behind_it(inside: Page, place: House) -> None:
    said: list[str] = []
    inside.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    inside.on("dialog", lambda dialog: said.append(f"dialog {dialog.message}"))
    inside.goto(f"{place.url}/metrics")
    expect(inside.locator(".chart svg.main-svg").first).to_be_visible()
    assert inside.locator(".chart .plot-container").count() >= 2
    inside.get_by_role("link", name="Data table of Wait for a decision").press("Enter")
    expect(inside.get_by_role("heading", name="What moved it")).to_be_visible()
    # one mark a person: names are text, and no link of theirs is anywhere
    expect(inside.locator(".chart svg.main-svg").first).to_be_visible()
    hovered = inside.locator(".chart .points path")
    for number in range(hovered.count()):
        point_at(inside, hovered.nth(number))
        assert inside.locator(".chart a, .hoverlayer a").count() == 0
    assert inside.locator('a[href^="javascript"], a[*|href^="javascript"]').count() == 0
    label = inside.locator(".chart .hoverlayer .hovertext").first
    inside.mouse.move(0, 0)
    expect(label).to_be_hidden()
    point_at(inside, hovered.first)
    # a chart notices a pointer some 50 ms late, and a press before that is nobody's
    expect(label).to_be_visible()
    inside.mouse.down()
    inside.mouse.up()
    inside.wait_for_url("**/people?*")
    expect(inside.get_by_role("heading", name="The people behind it")).to_be_visible()
    inside.locator("tbody th a").first.click()
    inside.wait_for_url("**/applications/*")
    assert said == []


def point_at(inside: Page, mark: Locator) -> None:
    """Move the pointer onto a mark of a chart, which lies below what the chart listens with."""
    mark.evaluate("(mark) => mark.scrollIntoView({ block: 'center', behavior: 'instant' })")
    box = mark.bounding_box()
    assert box is not None
    inside.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
