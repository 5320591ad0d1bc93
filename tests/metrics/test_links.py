"""From every mark of every chart, and every cell of its table, to a list of exactly those who are counted there."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import pairwise
from typing import Any
from urllib.parse import quote, unquote

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from recruiterdash import create_app, metrics, team
from recruiterdash.config import Settings
from recruiterdash.db import Database
from recruiterdash.demo import build, cast, house
from recruiterdash.metrics.answers import Answer
from recruiterdash.metrics.behind import behind
from recruiterdash.team import passwords
from recruiterdash.team.models import Role
from recruiterdash.team.permissions import Viewer, permissions_of
from tests.conftest import sqlite_is_enough
from tests.queue.scene import NOW

PASSWORD = "a long password for figures"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
#: Lists of a page that are opened; that each mark counts right is looked at without a page.
MOST = 8
#: Whose bars say how long, and not how many.
OF_DAYS = {"whose_delay", "equal_wait"}
FIGURES = [(figure, given) for figure in metrics.FIGURES for given in ("", "time=calendar")] + [
    ("equal_wait", "group=requisition"),
    ("equal_wait", "group=origin&duty=first_word"),
    ("on_time", "duty=notice_lag"),
    ("time_to_fill", "from=2020-01-01"),
    ("time_to_hire", "from=2025-01-01"),
]

#: On PostgreSQL each figure once as it is usually asked: people are told from spans by the same lines.
ASKED = [pytest.param(*each, marks=sqlite_is_enough(each[1] == "time=calendar")) for each in FIGURES]


@pytest.fixture(scope="module")
def app(database_url: str) -> Iterator[Flask]:
    made = create_app(Settings(database_url=database_url, secret_key="k" * 40, zone="Europe/Madrid"))
    database: Database = made.extensions["recruiterdash.database"]
    with database.writing() as session:
        for _ in build.fill(session, applications=130, seed=9, now=NOW):
            session.commit()
        user = team.user_by_email(session, house.mailbox_of(cast.YOU))
        team.set_password(session, user, passwords.hashed(PASSWORD), now=NOW)
        session.commit()
    yield made
    database.close()


@pytest.fixture(scope="module")
def browser(app: Flask) -> Iterator[FlaskClient]:
    with time_machine.travel(NOW, tick=False):
        client = app.test_client()
        token = TOKEN.findall(client.get("/login").text)[0]
        data = {"csrf_token": token, "email": house.mailbox_of(cast.YOU), "password": PASSWORD}
        assert client.post("/login", data=data).status_code == 303
        yield client


@pytest.mark.parametrize(("figure", "given"), ASKED)
def test_every_mark_of_a_chart_counts_those_in_its_list(
    app: Flask, browser: FlaskClient, figure: str, given: str
) -> None:
    answer = answered(app, figure, given)
    if answer.chart is None:
        assert not answer.rows or answer.population.total == 0
        return
    if not answer.of_people:  # feedback, in which the reader has no part: numbers that lead to nobody
        assert not any(trace.get("customdata") for trace in answer.chart["data"])
        return
    reached = 0
    for trace in answer.chart["data"]:
        if trace.get("hoverinfo") == "skip":  # the band, on which there is nothing to press
            continue
        links = trace["customdata"]
        values = numbers_of(trace)
        assert len(links) == len(values), trace.get("name")
        for value, link in zip(values, links, strict=True):
            if not link:
                # the beginning of a curve, and its run from the last answer on when nobody else is in it
                assert value == 0 or (value is None and link is links[-1])
                continue
            rows = behind(answer.rows, link)
            if figure not in OF_DAYS and value is not None:
                assert len(rows) == value, (trace.get("name"), link)
            reached += len(rows)
    assert reached or not answer.rows


def numbers_of(trace: Any) -> list[Any]:
    """Return how many people each mark of a trace stands for; None where it is not to be read from it."""
    if trace["type"] == "bar":
        return list(trace["y"] if trace["orientation"] == "v" else trace["x"])
    if trace["mode"] == "markers" and trace["marker"]["symbol"] == "square":
        return [int(each) for each in trace["text"]]
    if trace["mode"] == "markers":
        return [1] * len(trace["x"])
    if trace["customdata"][0]:  # shares of all, whose points count everybody until then
        return [None] * len(trace["x"])
    return [0, *[None] * (len(trace["x"]) - 1)]


@pytest.mark.parametrize("figure", [f for f in metrics.FIGURES if f not in OF_DAYS])
def test_the_steps_of_a_curve_are_those_in_their_lists(app: Flask, figure: str) -> None:
    answer = answered(app, figure, "from=2025-06-01")
    if answer.chart is None or "survival" not in answer.estimate or len(answer.chart["data"]) < 4:
        return
    answers = sum(row["event"] == "answered" for row in answer.rows)
    still = [row for row in answer.rows if row["event"] == "open"]
    for trace in (answer.chart["data"][2], answer.chart["data"][3]):
        lists = [behind(answer.rows, link) for link in trace["customdata"] if link]
        answered_ = [rows for rows in lists if not rows or rows[0]["event"] == "answered"]
        assert all(answered_)
        assert sum(map(len, answered_)) == answers  # everybody once
        assert all(rows == still for rows in lists if rows and rows[0]["event"] == "open")
    shares = [0.0, *answer.chart["data"][2]["y"][1:]]
    for (before, share), link in zip(
        pairwise(shares), answer.chart["data"][2]["customdata"][1:], strict=False
    ):
        if link.startswith("event=answered"):
            assert len(behind(answer.rows, link)) == round((share - before) * answers)


@pytest.mark.parametrize(("figure", "given"), ASKED)
def test_every_link_of_a_page_lists_as_many_as_its_cell_says(
    app: Flask, browser: FlaskClient, figure: str, given: str
) -> None:
    answer = answered(app, figure, given)
    page = browser.get(f"/metrics/{figure}?{given}").text
    links = re.findall(r'href="(/metrics/[a-z_]+/people\?[^"]*mark=[^"]+)">([^<]*)<', page)
    marked = [mark for row in answer.table.marks for mark in [row] if mark]
    assert len(links) >= len(marked)
    if answer.rows:
        assert links
    for link, words in links[:: max(len(links) // MOST, 1)]:  # spread over the whole table
        listed = browser.get(unescape(link))
        assert listed.status_code == 200
        mark = unquote(unescape(link).split("mark=")[1])
        wanted = len(behind(answer.rows, mark))
        if words.replace(",", "").isdigit() and figure not in OF_DAYS:
            assert wanted == int(words.replace(",", "")), link
        if wanted:
            said = re.search(r"<p>(\d+) rows?", listed.text)
            assert said, link
            assert int(said[1]) == wanted
            body = listed.text.split("<tbody>")[1]
            assert body.count('<th scope="row">') == min(wanted, 50), link


def answered(app: Flask, figure: str, given: str) -> Answer:
    database: Database = app.extensions["recruiterdash.database"]
    texts = dict(each.split("=") for each in given.split("&") if each)
    asked = metrics.read(figure, texts, now=NOW, zone="Europe/Madrid")
    with database.reading() as session:
        user = team.user_by_email(session, house.mailbox_of(cast.YOU))
        roles = [Role(each) for each in cast.YOU.roles]
        viewer = Viewer(user.id, cast.YOU.name, frozenset(roles), permissions_of(roles))
        return metrics.answered(metrics.Ground(session, viewer, asked, now=NOW))


@pytest.mark.parametrize("figure", metrics.FIGURES)
def test_who_sees_no_people_sees_no_row_of_one(app: Flask, figure: str) -> None:
    database: Database = app.extensions["recruiterdash.database"]
    nobody = Viewer(99, "Vera Viewer", frozenset({Role.VIEWER}), permissions_of([Role.VIEWER]))
    asked = metrics.read(figure, {"from": "2025-06-01"}, now=NOW, zone="UTC")
    with database.reading() as session:
        told = metrics.answered(metrics.Ground(session, nobody, asked, now=NOW))
        whole = metrics.answered(metrics.Ground(session, None, asked, now=NOW))
    assert (told.rows, told.parts, told.moved, list(told.table.cells)) == ([], [], [], [])
    names = {
        row[0] for row in whole.table.rows if "Person" in whole.table.columns or figure == "time_to_hire"
    }
    assert names.isdisjoint(cell for row in told.table.rows for cell in row)
    if figure == "time_to_hire":
        assert list(told.table.rows) == []
    # a figure of so many is not hidden for the way its table is written
    assert told.headline != "hidden" or figure not in OF_MANY
    assert small_in([told.population.document(), told.estimate, list(told.table.rows)]) == []


#: Figures in which no number is small but those of a single week, step or holder.
OF_MANY = ("decision_wait", "waiting_now", "first_word", "time_in_stage", "withdrawals")


def small_in(value: Any) -> list[int]:
    """Return the numbers that tell of fewer than five people."""
    if isinstance(value, dict):
        return [each for key, some in value.items() if key != "comparisons" for each in small_in(some)]
    if isinstance(value, list | tuple):
        return [each for some in value for each in small_in(some)]
    return [value] if type(value) is int and 0 < value < 5 else []


def test_a_group_may_be_called_anything(browser: FlaskClient) -> None:
    for name in ("A; result=late", "a=b", "100 %", "<b>"):
        page = browser.get(f"/metrics/equal_wait/people?mark={quote('group=' + quote(name, safe=''))}")
        assert page.status_code == 200


def test_the_points_of_shares_are_everybody_until_then(app: Flask) -> None:
    answer = answered(app, "withdrawals", "")
    assert answer.chart is not None
    for event, trace in zip(("answered", "withdrew", "open"), answer.chart["data"], strict=True):
        lists = [behind(answer.rows, link) for link in trace["customdata"]]
        assert {row["event"] for rows in lists for row in rows} == {event}
        if event != "open":  # whoever ends a wait raises the share
            rises = [n > m for n, m in zip(trace["y"][1:], trace["y"], strict=False)]
            assert rises == [len(n) > len(m) for n, m in zip(lists[1:], lists, strict=False)]
    for part in zip(*(trace["y"] for trace in answer.chart["data"]), strict=True):
        assert sum(part) == pytest.approx(1, abs=1e-9)
