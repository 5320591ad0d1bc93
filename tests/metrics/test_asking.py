"""What a figure may be asked for: the same filters everywhere, each refused in a sentence that names it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from recruiterdash import metrics
from recruiterdash.api import metrics as program
from recruiterdash.api.asking import parameters
from recruiterdash.cli.metrics import figure as command
from recruiterdash.errors import BadInput
from recruiterdash.metrics import asked
from recruiterdash.web import metrics as pages

NOW = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)
NAMES = {each.name for each in asked.FILTERS}


def read(**given: str) -> asked.Asked:
    texts = {name.removesuffix("_").replace("_", "-"): text for name, text in given.items()}
    return metrics.read("equal_wait", texts, now=NOW, zone="Europe/Madrid")


def test_page_command_and_program_take_the_same_filters() -> None:
    assert {each.opts[0].removeprefix("--") for each in command.params} - {"figure", "json"} == NAMES
    assert {name.replace("_", "-") for name in parameters(program.MetricsQuery)} == NAMES
    assert set(pages.FILTERS) == NAMES


def test_the_document_of_the_api_says_what_each_filter_keeps() -> None:
    said = parameters(program.MetricsQuery)
    for each in asked.FILTERS:
        assert said[each.name.replace("-", "_")]["description"].startswith(each.about)


def test_an_address_holds_every_filter() -> None:
    given = {
        "from": "2026-11-02",
        "to": "2026-11-20",
        "time": "calendar",
        "as-of": "2026-11-21T09:00:00+00:00",
        "requisition": "3",
        "office": "2",
        "manager": "5",
        "owner": "7",
        "duty": "reply_time",
        "group": "zone",
    }
    assert given.keys() == NAMES
    assert asked.words(metrics.read("equal_wait", given, now=NOW, zone="Europe/Madrid")) == given


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("from", "tomorrow"),
        ("to", "2026-02-30"),
        ("to", "0001-01-01"),
        ("as-of", "0001-01-01"),
        ("as-of", "9999-12-31"),
        ("as-of", "2026-11-24"),
        ("requisition", "R-1"),
        ("owner", "-1"),
        ("duty", "lunch"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_its_name(name: str, value: str) -> None:
    with pytest.raises(BadInput, match=f"^{name}: "):
        read(**{name.replace("-", "_"): value})


@pytest.mark.parametrize("day", ["2026-10-25", "20261025", "2026-W43-7"])
def test_a_day_means_its_end_however_it_is_written(day: str) -> None:
    # 25 hours long, in Madrid
    assert read(as_of=day).as_of == datetime(2026, 10, 25, 22, 59, 59, 999999, tzinfo=UTC)


@pytest.mark.parametrize("name", ["manager", "owner"])
def test_single_colleagues_are_asked_about_where_the_house_shows_them_and_nowhere_else(name: str) -> None:
    wanted = read(**{name: "5"})
    asked.ensure_shown(wanted, "person")
    for staff in ("team", "off"):
        with pytest.raises(BadInput, match=f"^{name}: .*single colleagues"):
            asked.ensure_shown(wanted, staff)


def test_recruiters_are_compared_where_the_house_shows_them_and_nowhere_else() -> None:
    wanted = read(group="recruiter")
    asked.ensure_shown(wanted, "person")
    asked.ensure_shown(replace(wanted, figure="first_word"), "team")  # compares nobody
    with pytest.raises(BadInput, match=r"^group: "):
        asked.ensure_shown(wanted, "team")
