"""The queue on every desk: names are read as they are written, and no column is cut off."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from recruiterdash import candidates, journey
from recruiterdash.moments import now
from recruiterdash.requisitions.models import Requisition
from tests.browser.house import House
from tests.conftest import DatabaseMaker

pytestmark = pytest.mark.browser

#: Words that stand in more than one line, and by how much the table is wider than its place.
TORN = """() => {
  const table = document.querySelector("#rows"), torn = [];
  const texts = document.createTreeWalker(table, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (text.parentElement.closest(".visually-hidden")) continue;
    for (const word of text.data.matchAll(/[^\\s-]+/g)) {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].map((each) => Math.round(each.top)));
      if (lines.size > 1) torn.push(word[0]);
    }
  }
  const place = document.querySelector(".list").getBoundingClientRect();
  const over = table.getBoundingClientRect().right - place.right;
  const aside = document.documentElement.scrollWidth - window.innerWidth;
  return [torn, Math.max(over, 0), Math.max(aside, 0)];
}"""


@pytest.fixture(scope="module")
def database_url(fresh_database: DatabaseMaker) -> str:
    """What a browser makes of a page does not depend on the database: one is enough here."""
    return fresh_database("sqlite")


@pytest.fixture(scope="module", autouse=True)
def long_names(place: House) -> None:
    with place.world.writing() as session:
        requisition = session.get_one(Requisition, place.world.requisition_id)
        for first, last in (("Ragnheiður", "Papadopoulou-Duval"), ("Jean-Luc", "van der Berg-Bauer")):
            facts = candidates.Facts(first_name=first, last_name=last, email=f"{first}@example.org")
            who = candidates.create(session, facts, now=now(), actor_id=None)
            long_ago = now() - timedelta(days=40)
            applied = journey.apply(session, who, requisition, applied_at=long_ago, now=now(), actor_id=None)
            journey.record(session, applied, journey.Happened("out", long_ago, "auto_ack"), now=now())


@pytest.mark.parametrize("queue", ["silence", "all"])
@pytest.mark.parametrize("width", [360, 768, 960, 1279, 1280, 1366, 1440, 1920])
def test_no_name_is_torn_and_no_column_is_cut_off(inside: Page, place: House, width: int, queue: str) -> None:
    inside.set_viewport_size({"width": width, "height": 900})
    inside.goto(f"{place.url}/queue?name={queue}")
    assert inside.locator("#rows tbody tr").count() >= 4
    assert inside.evaluate(TORN) == [[], 0, 0]


def test_a_name_without_a_gap_breaks_rather_than_burst_the_table(inside: Page, place: House) -> None:
    with place.world.writing() as session:
        requisition = session.get_one(Requisition, place.world.requisition_id)
        facts = candidates.Facts(first_name="W" * 90, last_name="M" * 90, email="long@example.org")
        who = candidates.create(session, facts, now=now(), actor_id=None)
        long_ago = now() - timedelta(days=40)
        applied = journey.apply(session, who, requisition, applied_at=long_ago, now=now(), actor_id=None)
        journey.record(session, applied, journey.Happened("out", long_ago, "auto_ack"), now=now())
    for width in (360, 1280, 1920):
        inside.set_viewport_size({"width": width, "height": 900})
        inside.goto(f"{place.url}/queue?name=silence")
        torn, over, aside = inside.evaluate(TORN)
        assert (sorted({word[0] for word in torn}), over, aside) == (["M", "W"], 0, 0)
