"""Programs log what passed elsewhere: the clocks follow as when a person logs it, with the same refusals."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from recruiterdash import journey
from recruiterdash.api.events import OURS, THEIRS
from recruiterdash.audit import AuditRow
from recruiterdash.candidates.models import Application, Disposition, Outcome
from recruiterdash.journey.models import Event
from recruiterdash.waiting.kinds import IN, OUT
from tests.api.conftest import NOW, House, days
from tests.api.test_batches import apply, post

YESTERDAY = (NOW - days(1)).isoformat()
CALL = {"event": "message", "direction": "out", "detail": "phone", "happened_at": YESTERDAY}
QUESTION = {"event": "message", "direction": "in", "detail": "question", "channel": "email"}


def asking(house: House, name: str) -> int:
    """Somebody who applied twenty days ago and asked two days ago."""
    (one,) = apply(house, name)
    asked = post(house, f"applications/{one}/events", {**QUESTION, "happened_at": _ago(2)})
    assert asked.status_code == 201, asked.text
    return one


def _ago(count: float) -> str:
    return (NOW - days(count)).isoformat()


def running(house: House, one: int) -> set[str]:
    return {each["name"] for each in house.told("recruiter", f"applications/{one}/clocks")["clocks"]}


def refused(house: House, one: int, expected: int, **said: Any) -> str:
    before = _events(house, one)
    answer = post(house, f"applications/{one}/events", said)
    assert (answer.status_code, answer.mimetype) == (expected, "application/problem+json"), answer.text
    assert _events(house, one) == before
    return str(answer.get_json(force=True)["detail"])


def _events(house: House, one: int) -> int:
    with house.database.reading() as session:
        asked = select(func.count()).select_from(Event).where(Event.application_id == one)
        return session.scalar(asked) or 0


# --- what it does ------------------------------------------------------------------------------------


def test_a_logged_call_answers_the_question_at_once(house: House) -> None:
    one = asking(house, "Calla")
    assert "REPLY" in running(house, one)
    answer = post(house, f"applications/{one}/events", {**CALL, "text": "We spoke."})
    assert answer.status_code == 201, answer.text
    assert "REPLY" not in running(house, one)
    (newest, *_) = house.told("recruiter", f"applications/{one}/timeline")["items"]
    assert answer.json == newest
    assert (newest["type"], newest["kind"], newest["body"]) == ("out", "phone", "We spoke.")
    assert (newest["actor"], newest["source"], newest["data"]) == (
        "Recruiter",
        "person",
        {"channel": "phone"},
    )
    assert newest["happened_at"].startswith("2026-03-01T10:00:00")


@pytest.mark.parametrize(
    ("said", "kind", "data"),
    [
        ({"detail": "personal", "channel": "email"}, "personal", {"channel": "email"}),
        ({"detail": "personal", "channel": "phone"}, "phone", {"channel": "phone"}),
        ({"detail": "status"}, "personal", {"channel": "email", "status": True}),
        ({"detail": "ask", "deadline": "2026-03-05"}, "personal", {"asks": True, "deadline": "2026-03-05"}),
        ({"detail": "call", "promise": "2026-03-05"}, "phone", {"next_date": "2026-03-05"}),
        ({"detail": "meeting", "keeps_promise": True}, "meeting", {"keeps_promise": True}),
        ({"detail": "advance_mail"}, "personal", {"decision": "advance"}),
        ({"detail": "phone", "decision": "advance"}, "phone", {"decision": "advance"}),
        ({"detail": "voicemail"}, "voicemail", {"channel": "phone"}),
        ({"detail": "no_answer"}, "no_answer", {"channel": "phone"}),
        ({"detail": "text"}, "text", {"channel": "text"}),
        ({"detail": "linkedin"}, "linkedin", {"channel": "linkedin"}),
        ({"detail": "letter"}, "letter", {"channel": "letter"}),
        ({"direction": "in", "detail": "chaser", "channel": "phone"}, "question", {"channel": "phone"}),
        (
            {"direction": "in", "detail": "delay_request", "until": "2026-03-09"},
            "delay_request",
            {"until": "2026-03-09"},
        ),
        (
            {"direction": "in", "detail": "candidate_deadline", "until": "2026-03-09"},
            "candidate_deadline",
            {"until": "2026-03-09"},
        ),
    ],
)
def test_each_word_is_kept_as_what_it_was(
    house: House, said: dict[str, str], kind: str, data: dict[str, Any]
) -> None:
    (one,) = apply(house, "Wordy")
    body = {"event": "message", "direction": "out", "happened_at": YESTERDAY, **said}
    answer = post(house, f"applications/{one}/events", body)
    assert answer.status_code == 201, answer.text
    kept = answer.json
    assert kept is not None
    assert kept["kind"] == kind
    assert data.items() <= kept["data"].items()


def test_every_word_that_is_taken_is_one_the_clocks_know(house: House) -> None:
    (one,) = apply(house, "Known")
    for way, words, clocks in (("out", OURS, OUT), ("in", THEIRS, IN)):
        for detail, means in words.items():
            if detail in {"withdraw", "rejection_mail", "offer_mail"}:
                continue
            body = {"event": "message", "direction": way, "detail": detail}
            answer = post(
                house, f"applications/{one}/events", body | ({"until": "2026-03-20"} if means.dated else {})
            )
            assert answer.status_code == 201, (detail, answer.text)
            assert answer.json is not None
            assert answer.json["kind"] in clocks, detail


def test_a_withdrawal_closes_the_application(house: House) -> None:
    for name, said in (
        ("Gona", {"event": "withdrawn", "direction": "in", "channel": "phone"}),
        ("Gonb", {"event": "message", "direction": "in", "detail": "withdraw"}),
    ):
        (one,) = apply(house, name)
        assert post(house, f"applications/{one}/events", {**said, "text": "I found work."}).status_code == 201
        assert house.told("recruiter", f"applications/{one}")["state"] == "withdrawn"
        with house.write() as session:
            assert session.get_one(Application, one).disposition is Disposition.WITHDREW
        assert "closed" in refused(house, one, 409, **said)


def test_a_note_moves_no_clock(house: House) -> None:
    one = asking(house, "Nota")
    before = house.told("recruiter", f"applications/{one}/clocks")
    note = {"event": "note", "text": "Speaks Basque.", "happened_at": YESTERDAY}
    assert post(house, f"applications/{one}/events", note).status_code == 201
    assert house.told("recruiter", f"applications/{one}/clocks") == before
    assert "note" in refused(house, one, 422, event="note", text=" \n ")


def test_who_is_closed_may_ask_and_be_answered(house: House) -> None:
    cy = house.people["Cy"]
    assert post(house, f"applications/{cy}/events", QUESTION).status_code == 201
    assert "REPLY" in running(house, cy)
    now = {key: value for key, value in CALL.items() if key != "happened_at"}
    assert post(house, f"applications/{cy}/events", now).status_code == 201
    assert "REPLY" not in running(house, cy)


def test_it_stands_in_the_audit_log_without_a_word_of_it(house: House) -> None:
    (one,) = apply(house, "Audita")
    assert post(house, f"applications/{one}/events", {**CALL, "text": "Secret"}).status_code == 201
    with house.database.reading() as session:
        row = session.scalars(select(AuditRow).order_by(AuditRow.id.desc()).limit(1)).one()
    assert (row.act, row.subject_id, row.actor_id) == ("contact.log", one, house.users["recruiter"])
    assert "Secret" not in str(row.detail)


# --- what is refused ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ({}, "event"),
        ({"event": "applied"}, "event"),
        ({"event": "interview_held"}, "event"),
        ({"event": "message", "detail": "phone"}, "direction"),
        ({"event": "message", "direction": "out"}, "detail"),
        ({"event": "message", "direction": "up", "detail": "phone"}, "direction"),
        ({**CALL, "detail": "question"}, "detail"),
        ({**QUESTION, "detail": "phone"}, "detail"),
        ({**CALL, "detail": "auto_ack"}, "detail"),
        ({**CALL, "detail": "bulk"}, "detail"),
        ({**CALL, "detail": "survey"}, "detail"),
        ({**CALL, "detail": 7}, "detail"),
        ({**CALL, "channel": "pigeon"}, "channel"),
        ({**CALL, "channel": "letter"}, "channel"),
        ({**CALL, "kind": "phone"}, "kind"),
        ({**CALL, "happened_at": "yesterday"}, "happened_at"),
        ({**CALL, "happened_at": "2026-02-20T10:00:00"}, "happened_at"),
        ({**CALL, "happened_at": 1700000000}, "happened_at"),
        ({**CALL, "happened_at": "0001-01-01T00:00:00+14:00"}, "happened_at"),
        ({**CALL, "happened_at": "9999-12-31T23:59:59-14:00"}, "happened_at"),
        ({**CALL, "happened_at": "9999-12-31T23:59:59Z"}, "not come yet"),
        ({**CALL, "happened_at": _ago(-1)}, "not come yet"),
        ({**CALL, "happened_at": "1066-10-14T09:00:00Z"}, "before they applied"),
        ({**CALL, "happened_at": _ago(21)}, "before they applied"),
        ({"event": "note", "text": "N", "happened_at": _ago(21)}, "before they applied"),
        ({"event": "note", "text": "N", "happened_at": _ago(-1)}, "not come yet"),
        ({**CALL, "text": "a\0b"}, "character"),
        ({**CALL, "text": "a\u202eb"}, "text"),
        ({**CALL, "text": "a\x1bb"}, "text"),
        ({**CALL, "text": "x" * 20_001}, "20001"),
        ({**CALL, "text": None}, "text"),
        ({**CALL, "decision": "reject"}, "No such decision"),
        ({**CALL, "decision": "hire"}, "decision"),
        ({**CALL, "detail": "rejection_mail"}, "No such decision"),
        ({**CALL, "detail": "rejection_mail", "decision": "offer"}, "decision"),
        ({**CALL, "detail": "voicemail", "decision": "advance"}, "decision"),
        ({**CALL, "detail": "voicemail", "promise": "2026-03-05"}, "promise"),
        ({**CALL, "promise": "2026-03-07"}, "Saturday"),
        ({**CALL, "promise": "2026-02-20"}, "not ahead of us"),
        ({**CALL, "promise": "9999-12-31"}, "business days ahead"),
        ({**CALL, "promise": "0001-01-01"}, "not ahead of us"),
        ({**CALL, "deadline": "2026-03-05"}, "deadline"),
        ({**CALL, "asks": True, "deadline": "2026-02-01"}, "before the day we asked"),
        ({**CALL, "until": "2026-03-05"}, "until"),
        ({**CALL, "asks": "yes"}, "asks"),
        ({**CALL, "version": 0}, "version"),
        ({**CALL, "version": 2**63}, "version"),
        ({**QUESTION, "until": "2026-03-05"}, "until"),
        ({**QUESTION, "promise": "2026-03-05"}, "promise"),
        ({**QUESTION, "status": True}, "status"),
        ({**QUESTION, "detail": "delay_request"}, "until"),
        ({**QUESTION, "detail": "candidate_deadline"}, "until"),
        ({**QUESTION, "detail": "candidate_deadline", "until": "2026-01-01"}, "before the day they said it"),
        ({"event": "note", "text": "N", "direction": "in"}, "direction"),
        ({"event": "note", "text": "N", "detail": "phone"}, "detail"),
        ({"event": "withdrawn", "direction": "out"}, "direction"),
        ({"event": "withdrawn", "detail": "phone"}, "detail"),
    ],
)
def test_what_cannot_be_so_is_refused_and_named(house: House, said: dict[str, Any], named: str) -> None:
    (one,) = apply(house, "Refusa")
    assert named in refused(house, one, 422, **said)


@pytest.mark.parametrize("day", ["9999-12-31", "2100-01-01"])
@pytest.mark.parametrize(
    "said",
    [
        {**QUESTION, "detail": "candidate_deadline", "until": ""},
        {**QUESTION, "detail": "delay_request", "until": ""},
        {**CALL, "detail": "ask", "deadline": ""},
    ],
)
def test_a_day_that_nobody_can_mean_is_refused(house: House, said: dict[str, Any], day: str) -> None:
    (one,) = apply(house, "Farday")
    given = {name: day if value == "" else value for name, value in said.items()}
    assert refused(house, one, 422, **given)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7", b"null", b'"x"', b"\xff", b"[" * 5000])
def test_a_body_that_is_no_object_is_refused(house: House, body: bytes) -> None:
    path = f"applications/{house.people['Ana']}/events"
    answer = house.ask("recruiter", path, "POST", data=body, content_type="application/json")
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")


def test_a_decision_that_was_made_can_be_told_and_another_cannot(house: House) -> None:
    (one,) = apply(house, "Tolda")
    with house.write() as session:
        row = session.get_one(Application, one)
        at = NOW - timedelta(hours=30)
        journey.decide(session, row, Outcome.REJECT, now=at, actor_id=None, reason=Disposition.NOT_SELECTED)
        session.commit()
    assert "another one" in refused(house, one, 409, **CALL, decision="offer")
    assert post(house, f"applications/{one}/events", {**CALL, "decision": "reject"}).status_code == 201
    assert house.told("recruiter", f"applications/{one}")["state"] == "rejected"


def test_who_looked_at_an_old_version_is_told_who_moved_it(house: House) -> None:
    (one,) = apply(house, "Oldie")
    version = house.told("recruiter", f"applications/{one}")["version"]
    moved = post(house, f"applications/{one}/decision", {"outcome": "advance", "version": version})
    assert moved.status_code == 201
    assert "Recruiter at" in refused(house, one, 409, **CALL, version=version)


def test_only_who_may_log_does_and_only_of_whom_they_see(house: House) -> None:
    zoe, ida = house.people["Zoe"], house.people["Ida"]
    hidden = [
        post(house, f"applications/{one}/events", CALL, who)
        for one, who in ((zoe, "recruiter"), (ida, "manager"), (ida, "subject"))
    ]
    nowhere = post(house, "applications/999999/events", CALL)
    for answer in hidden:
        assert (answer.status_code, answer.data) == (404, nowhere.data)
    for number in ("0", "-1", "x", str(2**63), "9" * 400):
        assert post(house, f"applications/{number}/events", CALL).data == nowhere.data
    ana = house.people["Ana"]
    for who in ("viewer", "auditor", "interviewer", "reading"):
        assert post(house, f"applications/{ana}/events", CALL, who).status_code == 403
    assert house.app.test_client().post(f"/api/v1/applications/{ana}/events", json=CALL).status_code == 401


# --- once ---------------------------------------------------------------------------------------------


def test_a_request_with_a_key_is_logged_once(house: House) -> None:
    (one,) = apply(house, "Keya")
    for body in (CALL, QUESTION, {"event": "note", "text": "N"}, {"event": "withdrawn", "text": "Bye"}):
        path, key = f"applications/{one}/events", f"key {body['event']} {body.get('detail')}"
        first = post(house, path, body, key=key)
        assert first.status_code == 201, first.text
        before = _events(house, one)
        again = post(house, path, body, key=key)
        assert (again.status_code, again.json) == (200, first.json)
        other = post(house, path, {**body, "text": "Another"}, key=key)
        assert (other.status_code, "Idempotency-Key" in other.text) == (422, True)
        assert _events(house, one) == before
    moved = {**CALL, "happened_at": _ago(3)}
    assert post(house, f"applications/{one}/events", moved, key="key message phone").status_code == 422


def test_a_key_is_its_users_own(house: House) -> None:
    (one,) = apply(house, "Owna")
    path = f"applications/{one}/events"
    numbers = {post(house, path, CALL, who, key="mine").json["id"] for who in ("recruiter", "admin")}  # type: ignore[index]
    assert len(numbers) == 2
