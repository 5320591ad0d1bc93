"""The checkup says of one export who is owed a word, and what the export cannot tell."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.imports.desk import API, ASHBY, EVENTS, GREENHOUSE, LINKEDIN, OPENCATS, TRUTH, Desk, event


@pytest.fixture
def nowhere(tmp_path: Path) -> Desk:
    """A desk whose database is nowhere: a checkup asks for none."""
    desk = Desk.__new__(Desk)
    desk.url, desk.folder, desk.files = "sqlite:////nowhere/at/all.db", tmp_path, 0
    return desk


def people(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


@pytest.mark.parametrize(
    ("export", "untold", "unanswered"),
    [
        (EVENTS, 28, 11),
        (API, 28, 0),
        (GREENHOUSE, 49, 0),
        (ASHBY, 36, 0),
        (OPENCATS, 60, 0),
    ],
    ids=["events", "greenhouse_api", "greenhouse", "ashby", "opencats"],
)
def test_it_finds_who_is_owed_a_word(nowhere: Desk, export: Path, untold: int, unanswered: int) -> None:
    out = nowhere.folder / "out.html"
    done = nowhere.command("checkup", str(export), "--html", str(out))
    assert done.exit_code == 0, done.stderr
    rows = people(nowhere.folder / "out-people.csv")
    told = {what: [each for each in rows if each["what"] == what] for what in {each["what"] for each in rows}}
    assert len(told["decided, not told"]) == untold
    assert len(told.get("asked, not answered", [])) == unanswered
    page = out.read_text(encoding="utf-8")
    assert ("The file holds no letters" in page) == (export not in (EVENTS, API))
    assert len(page) < 8_000_000
    # what a file cannot show is no nought
    assert ("<strong>?</strong> asked and got no answer" in page) == (unanswered == 0)
    assert ("Asked and not answered: 0" in page, "a hire is the only answer" in page) == (
        False,
        export not in (EVENTS, API),
    )
    assert ("? asked and not answered" in done.stdout) == (unanswered == 0)
    if export in (EVENTS, API):
        ids = {int(each["application"]) for each in told["decided, not told"]}
        assert ids == set(TRUTH["decided_not_told"])
    if export is EVENTS:
        assert {int(each["application"]) for each in told["asked, not answered"]} == set(
            TRUTH["unanswered_questions"]
        )


def test_names_are_no_markup_and_no_formula(nowhere: Desk) -> None:
    file = nowhere.file(event(first_name="=cmd()", last_name="</script><b>x</b>", requisition_title="<i>"))
    out = nowhere.folder / "out.html"
    assert nowhere.command("checkup", str(file), "--html", str(out)).exit_code == 0
    page = out.read_text(encoding="utf-8")
    assert "<b>x" not in page
    assert "<bdi>=cmd() &lt;/script&gt;" in page
    assert [each["name"] for each in people(nowhere.folder / "out-people.csv")] == [
        "'=cmd() </script><b>x</b>"
    ]


def test_it_says_what_it_left_out(nowhere: Desk) -> None:
    out = nowhere.folder / "out.html"
    nowhere.command(
        "checkup", str(nowhere.file(event(), event(email="", happened_at="x"))), "--html", str(out)
    )
    page = re.sub(r"<script>.*?</script>", "", out.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert "1 rows cannot be read and are left out, the first in line 3" in page
    assert "holds no interviews" in page


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((str(LINKEDIN), "--html", "{}/o.html"), "people without applications"),
        ((str(EVENTS), "--html", "{}/no/o.html"), "cannot be written"),
        ((str(EVENTS), "--html", str(EVENTS)), "three files"),
        (("{}/none.csv", "--html", "{}/o.html"), "There is no file"),
    ],
)
def test_a_mistake_is_one_sentence_and_writes_nothing(
    nowhere: Desk, words: tuple[str, ...], said: str
) -> None:
    done = nowhere.command("checkup", *(word.format(nowhere.folder) for word in words))
    assert done.exit_code == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not list(nowhere.folder.iterdir())


@pytest.mark.browser
def test_the_page_draws_itself_without_a_network(nowhere: Desk, browser: Browser) -> None:
    out = nowhere.folder / "out.html"
    nowhere.command("checkup", str(EVENTS), "--html", str(out))
    context = browser.new_context(offline=True, viewport={"width": 360, "height": 800})
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(out.as_uri())
    page.wait_for_selector("#curve .scatterlayer path")
    page.wait_for_selector("#ages .barlayer path")
    assert said == []
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()
