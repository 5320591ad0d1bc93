"""A text names listed placeholders and nothing else; what is not known is never printed."""

import time

import pytest

from recruiterdash.errors import BadInput
from recruiterdash.messages.wording import check, render, residue

VALUES: dict[str, str | None] = {
    "candidate.preferred_name": "Amara",
    "requisition.title": "Staff Nurse",
    "company.name": "Borealis",
    "promise.date": "Tuesday 8 December",
    "sender.name": "Priya Shah",
}


def test_placeholders_are_filled_in() -> None:
    text = "Dear {{ candidate.preferred_name }},\n\nYou hear from {{sender.name}} by {{ promise.date }}.\n"
    assert render(text, VALUES) == "Dear Amara,\n\nYou hear from Priya Shah by Tuesday 8 December.\n"


@pytest.mark.parametrize("missing", [None, "", "   "])
def test_what_is_not_known_is_named_and_never_printed(missing: str | None) -> None:
    with pytest.raises(
        BadInput, match=r"the topic of that interview \(interview.topic\), which is not known"
    ):
        render("About {{ interview.topic }}.", {**VALUES, "interview.topic": missing})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{% if interview.topic %}About {{ interview.topic }}.{% endif %}Bye", "Bye"),
        ("{% if interview.topic %}{{ interview.topic }}{% else %}{{ sender.name }}{% endif %}", "Priya Shah"),
        ("{% if sender.name %}a{% else %}{{ interview.topic }}{% endif %}", "a"),
        ("{% if stage.name %}{% if interview.topic %}{{ interview.topic }}{% endif %}{% endif %}x", "x"),
        ("{% if stage.name %}{{ stage.name }}{% elsif sender.name %}yes{% else %}no{% endif %}", "yes"),
    ],
)
def test_a_text_may_ask_whether_something_is_known(text: str, said: str) -> None:
    assert render(text, VALUES) == said


@pytest.mark.parametrize(
    "text",
    [
        "{{ candidate.salary }}",
        "{{ candidate }}",
        "{{ candidate.preferred_name | upcase }}",
        "{{ 'a' | times: 1000000000 }}",
        "{{ candidate.__class__ }}",
        "{{ candidate['preferred_name'] }}",
        "{% for a in (1..1000000000) %}{{ a }}{% endfor %}",
        "{% assign a = 1 %}",
        "{% include 'x' %}",
        "{% capture a %}{% endcapture %}",
        "{% raw %}{{ x }}{% endraw %}",
        "{% if candidate.preferred_name == 'Amara' %}{% endif %}",
        "{% if (1..1000000000) contains 7 %}{% endif %}",
        "{% if candidate.preferred_name %}",
        "{% endif %}",
        "{% else %}",
        "{{ candidate.preferred_name",
        "candidate.preferred_name }}",
        "{{ {{ candidate.preferred_name }} }}",
        "{% if sender.name %}" * 6 + "{% endif %}" * 6,
        "{{ sender.name }}" * 101,
        "x" * 20_001,
    ],
)
def test_anything_else_is_refused_when_it_is_saved(text: str) -> None:
    with pytest.raises(BadInput):
        check(text)


def test_the_dearest_text_that_is_allowed_is_cheap() -> None:
    text = ("{{ sender.name }}" * 100).ljust(20_000, "y")
    began = time.perf_counter()
    assert len(render(text, {"sender.name": "z" * 100_000})) < 100_000
    assert time.perf_counter() - began < 1


def test_a_value_is_text_whatever_it_holds() -> None:
    assert render(
        "Dear {{ candidate.preferred_name }}", {"candidate.preferred_name": "{{ sender.phone }}\r\nBcc: x"}
    ) == ("Dear {{ sender.phone }} Bcc: x")


@pytest.mark.parametrize(
    "text",
    ["{{" * 10_000, "{%" * 10_000, "{{ a " * 4000, "{{ candidate.preferred_name }}" * 600, "{" * 20_000],
)
def test_a_text_made_to_keep_us_busy_is_refused_at_once(text: str) -> None:
    begun = time.perf_counter()
    with pytest.raises(BadInput):
        check(text[:20_000])
    assert time.perf_counter() - begun < 0.5


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Dear {{first}},", "{{first}},"),
        ("Dear [Name],", "[Name]"),
        ("Dear None,", "None"),
        ("your score is nan", "nan"),
        ("Dear XX,", "XX"),
        ("lorem ipsum", "lorem ipsum"),
        ("Nurse [nights]", ""),
        ("None of your papers is missing, and that is fine.", ""),
        ("Dear Nan,", ""),
        ("8 {weeks}", ""),
    ],
)
def test_what_was_never_filled_in_is_found(text: str, left: str) -> None:
    assert residue(text, facts=["Nurse [nights]"]) == left
