"""Which steps of the first hour are done, and what stands in the way of real letters."""

from typing import Any

import pytest

from recruiterdash.web.first_steps import Known, in_the_way, steps

EMPTY = Known(
    company="our company",
    company_unset=True,
    base_url="http://127.0.0.1:8000",
    production=False,
    offices=(),
    without_holidays=(),
    mail_server=False,
    mail_mode="catch",
    letter_taken=None,
    letter_said="",
    colleagues=0,
    imported=False,
    demo=False,
    at_home=True,
    live=False,
    held="",
    worker_silent=True,
)
READY = Known(
    company="Borealis",
    company_unset=False,
    base_url="https://jobs.borealis.example",
    production=True,
    offices=("Madrid",),
    without_holidays=(),
    mail_server=True,
    mail_mode="real",
    letter_taken=True,
    letter_said="The mail server took it.",
    colleagues=3,
    imported=True,
    demo=False,
    at_home=True,
    live=True,
    held="",
    worker_silent=False,
    aside=frozenset({"sends"}),
)


def test_an_empty_house_has_everything_to_do() -> None:
    assert {step.state for step in steps(EMPTY)} == {"open"}
    assert [step.name for step in steps(EMPTY)] == [
        "company",
        "offices",
        "mail",
        "people",
        "import",
        "sends",
        "live",
    ]


def test_a_house_that_is_ready_has_nothing_to_do() -> None:
    assert {step.state for step in steps(READY)} == {"done"}
    assert in_the_way(READY) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param({"company_unset": True}, "RECRUITERDASH_COMPANY", id="no company"),
        pytest.param({"production": False}, "RECRUITERDASH_MODE=production", id="development"),
        pytest.param({"base_url": "http://x"}, "RECRUITERDASH_BASE_URL", id="no https"),
        pytest.param({"offices": ()}, "no office", id="no office"),
        pytest.param({"without_holidays": ("Lima",)}, "No holidays are known of Lima", id="no holidays"),
        pytest.param({"mail_server": False}, "RECRUITERDASH_SMTP_URL", id="no server"),
        pytest.param({"letter_taken": None}, "No test letter", id="no letter"),
        pytest.param({"letter_taken": False}, "No test letter", id="a letter refused"),
        pytest.param({"held": "A restore."}, "All letters are held: A restore.", id="a hold"),
        pytest.param({"worker_silent": True}, "No worker", id="no worker"),
        pytest.param({"imported": False}, "No history", id="no import"),
        pytest.param({"at_home": False}, "instance live", id="a copy"),
        pytest.param({"demo": True}, "demonstration never", id="a demonstration"),
    ],
)
def test_one_thing_alone_stands_in_the_way(change: dict[str, Any], words: str) -> None:
    known = READY._replace(**change)
    assert [words in each for each in in_the_way(known)] == [True]
    assert steps(known)[-1].state == "open"


@pytest.mark.parametrize("name", ["company", "offices", "mail", "people", "import", "live"])
def test_a_step_left_for_later_is_not_done_and_a_done_one_is_not_left(name: str) -> None:
    left = frozenset({name})
    assert {step.name for step in steps(EMPTY._replace(aside=left)) if step.state == "aside"} == left
    assert all(step.state == "done" for step in steps(READY._replace(aside=left | {"sends"})))


@pytest.mark.parametrize(
    ("mode", "words"),
    [("catch", "every letter is caught"), ("allowlist", "only the allowed"), ("real", "MAIL_MODE is real")],
)
def test_the_last_step_says_where_letters_go(mode: Any, words: str) -> None:
    assert words in steps(EMPTY._replace(mail_mode=mode))[-1].said
