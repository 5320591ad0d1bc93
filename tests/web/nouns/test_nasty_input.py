"""Nothing that somebody can type or send breaks a page: it is kept as given, or refused in words."""

import html
import re
import unicodedata
from typing import Any

import pytest

from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.requisitions.models import Requisition
from tests.web.nouns.house import House, numbers_in

NASTY = {
    "NUL": "a\0b",
    "line break": "a\r\nBcc: x@example.org",
    "next line": "a\u0085b",
    "line separator": "a\u2028b",
    "override": "\u202egnp.exe",
    "isolate": "a\u2066b\u2069",
    "byte order mark": "\ufeffa",
    "joiner": "می\u200cخواهم",
    "emoji family": "👩‍👩‍👧‍👦",
    "combining": "Z" + "\u0301" * 150,
    "last character": "\U0010ffff",
    "noncharacter": "\ufffe",
    "markup": "<script>alert(1)</script>",
    "attribute": '" onfocus=alert(1) autofocus x="',
    "template": "{{ 7*7 }}{% raw %}",
    "sql": "'; DROP TABLE candidates; --",
    "formula": "=cmd|' /C calc'!A0",
    "number": "9" * 40,
    "huge number": "9" * 5000,
    "negative": "-1",
    "float": "1e400",
    "long": "x" * 100_000,
    "blanks": " \t \u3000 ",
    "date": "99999-99-99",
    "old date": "0001-01-01",
    "moment": "0001-01-01T00:00",
    "late moment": "9999-12-31T23:59",
    "bytes that are no text": b"\xff\xfe\x00",
    "half a character": "\ud83d".encode("utf-8", "surrogatepass"),
}
#: Tried in each field alone: what reaches the rules and the database when all else is fine.
SHARP = ("last character", "number", "old date", "late moment")
ANSWERS = {200, 303, 400, 403, 404, 409, 422}


@pytest.fixture(scope="module")
def forms(house: House) -> dict[str, dict[str, Any]]:
    """Path -> what is sent when all is well."""
    requisition, person = house.requisition("Fuzzed"), house.person("Fuzzed")
    one = house.application(requisition, person, days_ago=9)
    facts = {
        "reference": "FZ",
        "title": "T",
        "office_id": house.office,
        "recruiter_id": "",
        "employees_at_posting": "5",
        "jurisdiction": "ES",
        "publicly_advertised": "",
        "coordinators": "",
        "openings": "1",
    }
    who = {
        "first_name": "A",
        "last_name": "B",
        "preferred_name": "C",
        "email": "a@example.org",
        "phone": "555 0100",
        "language": "en",
        "zone": "",
        "internal": "y",
        "internal_source": "HR",
        "internal_since": "2026-11-01",
        "linked_user_id": "",
        "current_manager_id": "",
        "outcome_channel": "call",
        "another": "y",
    }
    when = {"day": "2026-11-26", "starts": "10:00", "ends": "11:00", "later": ""}
    held = house.post(
        "recruiter",
        f"/applications/{one}/interviews/new",
        **{**when, "day": "2026-11-19", "stage_type": "screen", "kind": "phone"},
    )
    booked = house.post(
        "recruiter", f"/applications/{one}/interviews/new", **{**when, "stage_type": "final", "kind": "video"}
    )
    (over,), (ahead,) = numbers_in(held.location), numbers_in(booked.location)
    return {
        "/requisitions/new": facts,
        f"/requisitions/{requisition}/edit": facts,
        f"/requisitions/{requisition}/stages": {
            "stages-0-id": "",
            "stages-0-name": "N",
            "stages-0-type": "screen",
            "stages-0-place": "1",
        },
        f"/requisitions/{requisition}/openings": {"count": "1"},
        f"/requisitions/{requisition}/openings/close": {"opening_id": "1", "state": "filled", "reason": "R"},
        f"/requisitions/{requisition}/state/on_hold": {"reason": "R"},
        "/candidates/new": who,
        f"/candidates/{person}/edit": who,
        f"/applications/new?candidate={person}": {
            "requisition_id": requisition,
            "applied_at": "2026-11-20T09:30",
            "owner_id": "",
            "origin": "O",
        },
        f"/applications/{one}/owner": {"owner_id": house.users["recruiter"]},
        f"/applications/{one}/interviews/new": {
            **when,
            "stage_type": "interview",
            "kind": "video",
            "topic": "T",
            "panel": "",
        },
        f"/interviews/{ahead}/edit": {"kind": "video", "topic": "T", "panel": house.users["interviewer"]},
        f"/interviews/{ahead}/move": {**when, "by": "employer"},
        f"/interviews/{ahead}/cancel": {"by": "employer"},
        f"/interviews/{over}/no-show": {"by": "candidate"},
        f"/interviews/{over}/wrap-up": {"named": "date", "promised": "2026-11-27", "said": "S"},
        f"/applications/{one}/decision": {
            "outcome": "reject",
            "reason": "not_selected",
            "telling": "write",
            "note": "N",
        },
    }


def present(house: House, path: str) -> dict[str, int]:
    """The version a page would carry now."""
    (number, *_) = [*numbers_in(path), 0]
    of: Any = {"requisitions": Requisition, "candidates": Candidate, "applications": Application}.get(
        path.split("/")[1]
    )
    if number == 0 or of is None or "?" in path:
        return {}
    return {"version": house.version(of, number)}


def ensure_whole(house: House, path: str, sent: dict[str, Any], what: object) -> None:
    answer = house.post("recruiter", path, **{**sent, **present(house, path)})
    assert answer.status_code in ANSWERS, what
    assert "<script>alert(1)" not in answer.text, what
    assert not re.search(r'<[^>]*" onfocus=alert', answer.text), what


@pytest.mark.parametrize("kind", NASTY)
def test_no_form_breaks_when_every_field_is_nasty(
    house: House, forms: dict[str, dict[str, Any]], kind: str
) -> None:
    for path, fine in forms.items():
        ensure_whole(house, path, dict.fromkeys(fine, NASTY[kind]), (path, kind))


@pytest.mark.parametrize("kind", SHARP)
def test_no_field_breaks_an_otherwise_fine_form(
    house: House, forms: dict[str, dict[str, Any]], kind: str
) -> None:
    for path, fine in forms.items():
        for field in fine:
            ensure_whole(house, path, {**fine, field: NASTY[kind]}, (path, field, kind))


@pytest.mark.parametrize("kind", SHARP)
def test_no_version_and_no_token_breaks_a_page(
    house: House, forms: dict[str, dict[str, Any]], kind: str
) -> None:
    for path, fine in forms.items():
        for field in ("version", "csrf_token"):
            answer = house.post("recruiter", path, **{**fine, field: NASTY[kind]})
            assert answer.status_code in ANSWERS, (path, field)


@pytest.mark.parametrize("kind", [kind for kind, text in NASTY.items() if isinstance(text, str)])
def test_no_address_breaks_a_page(house: House, kind: str) -> None:
    requisition = house.requisition()
    for path in (
        "/requisitions",
        "/candidates",
        f"/requisitions/{requisition}",
        "/applications/new",
        "/interviews",
    ):
        for name in (
            "q",
            "after",
            "sort",
            "state",
            "office",
            "show",
            "stage",
            "internal",
            "mine",
            "candidate",
            "requisition",
        ):
            answer = house.inside("admin").get(path, query_string={name: str(NASTY[kind])[:3000]})
            assert answer.status_code in ANSWERS, (path, name)


@pytest.mark.parametrize(
    "kind", ["markup", "attribute", "template", "sql", "formula", "joiner", "emoji family", "combining"]
)
def test_what_can_be_kept_is_shown_as_it_was_given(house: House, kind: str) -> None:
    text = unicodedata.normalize("NFC", str(NASTY[kind]))
    person = house.person(text, "Kept")
    one = house.application(house.requisition(text[:150]), person)
    for path in (
        f"/candidates/{person}",
        f"/applications/{one}/decision",
        f"/candidates/{person}/edit",
        "/candidates",
    ):
        page = house.get("recruiter", path).text
        assert html.escape(text, quote=False)[:40] in html.escape(html.unescape(page), quote=False), path
        assert "<script>alert(1)" not in page


def test_what_misleads_is_refused_with_a_sentence(house: House) -> None:
    for kind in ("NUL", "line break", "next line", "line separator", "override", "isolate"):
        answer = house.post(
            "recruiter",
            "/candidates/new",
            first_name=NASTY[kind],
            language="en",
            zone="",
            outcome_channel="call",
        )
        assert answer.status_code == 422, kind
        assert "write it without" in answer.text, kind
