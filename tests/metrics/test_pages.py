"""The pages of figures, and the same figures for programs, commands and spreadsheets."""

import csv
import gzip
import io
import json
import re
import zipfile
from html import unescape
from typing import Any
from urllib.parse import quote

import brotli
import pytest
from click.testing import CliRunner

from recruiterdash import late, metrics
from recruiterdash.cli import commands
from recruiterdash.metrics import exporting
from tests.metrics.conftest import HOSTILE, Enter
from tests.queue.scene import NOW, Scene

MARK = re.compile(r'href="(/metrics/[a-z_]+/people\?[^"]*mark=[^"]+)"')


@pytest.mark.parametrize("name", ["Ada Admin", "Priya Shah", "Hugo Osei", "Vera Viewer"])
def test_everybody_who_may_sees_six_charts(enter: Enter, name: str) -> None:
    page = enter(name).get("/metrics").text
    assert page.count('class="sheet-card chart-card"') == 6
    assert page.count("left out =") == 6
    for figure in metrics.FIGURES:
        assert f"/metrics/{figure}" in page
    assert ("The people behind it" in page) is (name != "Vera Viewer")


def test_a_figure_says_finding_population_table_and_definition(enter: Enter, scene: Scene) -> None:
    page = enter("Priya Shah").get("/metrics/first_word").text
    assert "Half of the people waited longer than 4 business days for a first word from a person" in page
    assert "6 measured + 2 still waiting + 0 left out = <strong>8</strong>" in page
    assert "automatic mail does not count" in page
    assert "as of" in page
    assert "Kaplan-Meier" in page
    assert "logged by hand" in page


def test_each_mark_leads_to_the_people_behind_it(enter: Enter, scene: Scene) -> None:
    browser = enter("Priya Shah")
    for figure in ("first_word", "waiting_now", "on_time", "split", "whose_delay"):
        links = set(MARK.findall(browser.get(f"/metrics/{figure}").text))
        assert links, figure
        for link in list(links)[:4]:
            assert browser.get(link.replace("&amp;", "&")).status_code == 200
    shown = browser.get(f"/metrics/first_word/people?mark={quote('event=open')}").text
    assert "D Example" in shown
    assert "H Example" in shown
    assert "A Example" not in shown
    assert browser.get("/metrics/first_word/people?mark=days%3Dx").status_code == 422
    assert browser.get("/metrics/first_word/people?mark=owner%3D1").status_code == 422


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/metrics/nothing", 404),
        ("/metrics/first_word?from=2026-13-01", 422),
        ("/metrics/first_word?from=2026-11-20&to=2026-11-10", 422),
        ("/metrics/first_word?from=1990-01-01", 422),
        ("/metrics/first_word?as-of=2030-01-01", 422),
        ("/metrics/first_word?as-of=tomorrow", 422),
        ("/metrics/first_word?time=lunar", 422),
        ("/metrics/first_word?requisition=x", 422),
        ("/metrics/first_word?requisition=999999", 200),
        ("/metrics/first_word/export/doc", 404),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(enter: Enter, path: str, status: int) -> None:
    assert enter("Ada Admin").get(path).status_code == status


def test_numbers_alone_for_who_sees_no_people(enter: Enter) -> None:
    browser = enter("Vera Viewer")
    page = browser.get("/metrics/first_word")
    assert page.status_code == 200
    assert "Example" not in page.text
    assert browser.get("/metrics/first_word/people").status_code == 403
    assert browser.get("/metrics/first_word/export/csv").status_code == 403


def test_the_file_equals_the_screen_and_no_cell_is_a_formula(enter: Enter, scene: Scene) -> None:
    browser = enter("Ada Admin")
    narrowed = f"requisition={scene.requisitions['Data <Analyst>']}&time=calendar"
    page = unescape(browser.get(f"/metrics/decision_wait?{narrowed}").text)
    sent = browser.get(f"/metrics/decision_wait/export/csv?{narrowed}")
    assert "attachment" in sent.headers["Content-Disposition"]
    lines = list(csv.reader(io.StringIO(sent.get_data(as_text=True).removeprefix("\ufeff"))))
    said = {line[0]: line[1] for line in lines if len(line) == 2}
    assert said["Finding"] in page
    assert said["Time"] == "calendar days"
    head = lines.index(["Person", "Application", "Days", "Stands"])
    rows = lines[head + 1 :]
    assert len(rows) == len(HOSTILE)
    assert all(row[2] in page for row in rows)
    assert not any(cell.startswith(("=", "+", "-", "@")) for line in lines for cell in line)
    assert any(row[0].startswith("'=HYPERLINK") for row in rows)
    book = browser.get(f"/metrics/decision_wait/export/xlsx?{narrowed}").data
    with zipfile.ZipFile(io.BytesIO(book)) as whole:
        sheet = whole.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "&#39;=HYPERLINK" in whole.read("xl/sharedStrings.xml").decode().replace("'", "&#39;")


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1",
        "@x",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "\u00a0=1",
        "＝1",
        "－1",
        "＠x",
        "=cmd|' /C calc'!A0",
    ],
)
def test_a_cell_that_begins_like_a_formula_gets_an_apostrophe(cell: str) -> None:
    assert exporting.harmless(cell) == f"'{cell}"
    assert exporting.harmless(f"a{cell}") == f"a{cell}"
    assert exporting.harmless(-1.5) == -1.5  # a number is one


def test_without_what_draws_there_is_a_clear_sentence(enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(late, "is_there", lambda _name: False)
    answer = enter("Ada Admin").get("/metrics/first_word/export/png")
    assert answer.status_code == 422
    assert "Pictures need the extra" in answer.text


def test_command_and_program_tell_what_the_page_tells(
    enter: Enter, scene: Scene, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECRUITERDASH_DATABASE_URL", database_url)
    monkeypatch.setenv("RECRUITERDASH_ZONE", "Europe/Madrid")
    browser = enter("Ada Admin")
    for figure, words, query in (
        ("first_word", ["--requisition", "R-1"], f"requisition={scene.requisitions['Staff Nurse']}"),
        ("on_time", ["--time", "calendar", "--from", "2026-11-02"], "time=calendar&from=2026-11-02"),
        ("waiting_now", ["--office", "Madrid"], f"office={scene.offices['Madrid']}"),
    ):
        ran = CliRunner().invoke(commands, ["metrics", figure, *words, "--json"])
        assert ran.exit_code == 0, ran.output
        said: dict[str, Any] = json.loads(ran.stdout)
        heard = browser.get(f"/api/v1/metrics/{figure}?{query}").get_json()
        assert heard == said
        assert said["title"] in unescape(browser.get(f"/metrics/{figure}?{query}").text)
        assert {"figure", "definition", "as_of", "time", "rows", "population", "estimate"} <= said.keys()
    assert browser.get("/api/v1/metrics/nothing").status_code == 404
    assert CliRunner().invoke(commands, ["metrics", "first_word", "--requisition", "no"]).exit_code != 0
    plain = CliRunner().invoke(commands, ["metrics", "first_word", "--requisition", "R-1"])
    assert "6 measured + 2 waiting + 0 excluded = 8" in plain.stdout


@pytest.mark.parametrize("figure", metrics.FIGURES)
def test_each_figure_is_one_on_page_in_command_program_and_file(
    enter: Enter, database_url: str, monkeypatch: pytest.MonkeyPatch, figure: str
) -> None:
    monkeypatch.setenv("RECRUITERDASH_DATABASE_URL", database_url)
    monkeypatch.setenv("RECRUITERDASH_ZONE", "Europe/Madrid")
    browser = enter("Ada Admin")
    for query in ("", "time=calendar", "from=2026-11-02&to=2026-11-20", "as-of=2026-11-12"):
        words = [
            word
            for name, _, value in (each.partition("=") for each in query.split("&") if each)
            for word in (f"--{name}", value)
        ]
        ran = CliRunner().invoke(commands, ["metrics", figure, *words, "--json"])
        assert ran.exit_code == 0, ran.output
        said: dict[str, Any] = json.loads(ran.stdout)
        of_program = query.replace("as-of=2026-11-12", "as_of=2026-11-12T23:59:59.999999%2B01:00")
        heard = browser.get(f"/api/v1/metrics/{figure}?{of_program}").get_json()
        if (
            figure == "internal_feedback"
        ):  # an administrator has no part in feedback; who runs commands sees all
            said = heard
        assert heard == said
        page = unescape(browser.get(f"/metrics/{figure}?{query}").text)
        parts = said["population"]
        assert said["title"] in page
        assert said["definition"] in page
        left = sum(parts["excluded"].values())
        assert f"{parts['measured']} measured + {parts['waiting']} still waiting + {left} left out" in page
        assert f"left out = <strong>{parts['total']}<" in page
        assert f"{said['time']} days" in page
        body = page.split('id="table"')[1].split("</table>")[0]
        sent = browser.get(f"/metrics/{figure}/export/csv?{query}").get_data(as_text=True)
        lines = list(csv.reader(io.StringIO(sent.removeprefix("\ufeff"))))
        if said["table"]["rows"]:
            head = lines.index(said["table"]["columns"])
            assert len(lines) - head - 1 == len(said["table"]["rows"])
            for line_, row in zip(lines[head + 1 :], said["table"]["rows"], strict=True):
                assert [cell.removeprefix("'") for cell in line_] == [
                    "" if cell is None else str(cell) for cell in row
                ]
                assert all(str(cell) in body for cell in row if cell is not None)
        assert ["Measured", str(parts["measured"])] in lines
        assert ["Time", f"{said['time']} days"] in lines


def test_under_a_picture_stands_what_stands_under_the_chart(enter: Enter, scene: Scene) -> None:
    page = unescape(enter("Ada Admin").get("/metrics/decision_wait").text)
    asked = metrics.read("decision_wait", {}, now=NOW, zone="Europe/Madrid")
    with scene.database.reading() as session:
        answer = metrics.answered(metrics.Ground(session, None, asked, now=NOW))
    counted, when, definition = exporting.under(answer)
    shown = re.sub(r"<[^>]+>", "", page)
    assert counted.split(" left out")[0] in shown
    assert counted.rsplit("= ", 1)[1] in shown
    assert when.endswith("business days · weeks and days in Europe/Madrid · as of 23 Nov 2026 15:30")
    assert definition in shown


def test_a_page_of_charts_is_not_heavy(enter: Enter) -> None:
    browser = enter("Ada Admin")
    page = browser.get("/metrics").text
    sheet = "/assets/bootstrap-icons/fonts/bootstrap-icons.woff2?1"
    weight = len(gzip.compress(page.encode()))
    for address in {*re.findall(r'(?:src|href)="(/(?:assets|static)/[^"]+)"', page), sheet}:
        sent = browser.get(address, headers={"Accept-Encoding": "gzip, br"}, buffered=True)
        weight += len(sent.data)
        if sent.headers.get("Content-Encoding") == "br":
            assert brotli.decompress(sent.data) == browser.get(address, buffered=True).data
    assert weight < 600_000


def test_from_the_people_behind_a_figure_their_colleague_is_nudged(enter: Enter, scene: Scene) -> None:
    browser = enter("Hugo Osei")
    here = f"/metrics/first_word/people?mark={quote('event=open')}"
    page = browser.get(here).text
    assert 'name="person"' in page
    token = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)[0]
    chosen = [scene.people["D Example"], scene.people["H Example"]]
    data = {"csrf_token": token, "next": here, "person": chosen}
    answer = browser.post("/metrics/nudge", data=data, follow_redirects=True)
    assert "Priya Shah gets a mail about 2 people." in answer.text
    again = browser.post("/metrics/nudge", data=data, follow_redirects=True)
    assert "D Example: somebody was reminded of them today already." in again.text
    nobody = browser.post("/metrics/nudge", data={"csrf_token": token, "next": here}, follow_redirects=True)
    assert "Choose somebody to remind a colleague of." in nobody.text
    assert enter("Vera Viewer").post("/metrics/nudge", data=data).status_code in {400, 403}


def test_a_stranger_reminds_nobody_of_people_out_of_sight(enter: Enter, scene: Scene) -> None:
    browser = enter("Rosa Lund")
    token = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get("/account").text)[0]
    data = {"csrf_token": token, "next": "/metrics", "person": [scene.people["D Example"]]}
    assert browser.post("/metrics/nudge", data=data).status_code == 404
