"""Batches, decisions and letters over JSON: the shapes programs rely on, and what is refused."""

from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from recruiterdash import journey
from recruiterdash.audit import AuditRow
from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.messages.models import Message
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team.models import User
from tests.api.conftest import NOW, House, days

SUBJECT = "Your application for {{ requisition.title }}"
STATUS = (
    "Dear {{ candidate.preferred_name }},\n\nI am writing about your application for the role of "
    "{{ requisition.titles }} at {{ company.name }}. We have not decided yet, and you are still being "
    "considered. You will hear from me by {{ promise.date }}, even if nothing is decided by then.\n\n"
    "If you have a question before that, reply to this message: it reaches me.\n\n"
    "Kind regards\n{{ sender.name }}\n{{ sender.role }} at {{ company.name }}\n"
)
NO = (
    "Dear {{ candidate.preferred_name }},\n\nThank you for applying for the role of "
    "{{ requisition.titles }} at {{ company.name }}. We have decided not to go ahead with your "
    "application.\n\nThis decision is about this one role, and nothing more is needed from you. If you have a "
    "question about it, or about the data we keep, reply to this message: it reaches me.\n\n"
    "Kind regards\n{{ sender.name }}\n{{ sender.role }} at {{ company.name }}\n"
)


@pytest.fixture(scope="module", autouse=True)
def signers(house: House) -> None:
    """Letters are signed with a job title."""
    with house.write() as session:
        for user in session.scalars(select(User)):
            user.title = "Recruiter"
        session.commit()


def apply(house: House, *names: str, requisition: str = "Nurse") -> list[int]:
    """Let people apply; return the numbers of their applications."""
    made = []
    with house.write() as session:
        for name in names:
            mailbox = f"{name.lower()}@mail.example"
            one = house.apply(session, requisition, NOW - days(20), first_name=name, email=mailbox)
            made.append(one.id)
        session.commit()
    return made


def post(house: House, path: str, body: Any, who: str = "recruiter", key: str = "") -> TestResponse:
    headers = {**house.headers[who], **({"Idempotency-Key": key} if key else {})}
    return house.app.test_client().post(f"/api/v1/{path}", json=body, headers=headers)


def previewed(house: House, ids: list[int], who: str = "recruiter", **more: Any) -> Any:
    body = {"applications": ids, "type": "status", "subject": SUBJECT, "body": STATUS, **more}
    answer = post(house, "batches/preview", body, who)
    assert answer.status_code == 200, answer.text
    return answer.json


def letters(house: House) -> int:
    with house.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Message)) or 0


def refusals(house: House) -> int:
    with house.database.reading() as session:
        asked = select(func.count()).select_from(AuditRow).where(AuditRow.act == "batch.refuse")
        return session.scalar(asked) or 0


# --- the three steps --------------------------------------------------------------------------------


def test_a_preview_says_what_each_would_get_and_who_gets_nothing(house: House) -> None:
    one, two = apply(house, "Preia", "Preib")
    said = previewed(house, [one, two, house.people["Bo"], house.people["Cy"]])
    assert said["count"] == 2
    assert {each["application"] for each in said["recipients"]} == {one, two}
    first = next(each for each in said["recipients"] if each["application"] == one)
    assert first["address"] == "preia@mail.example"
    assert first["subject"] == "Your application for Nurse"
    assert "Dear Preia," in first["body"]
    assert {each["severity"] for each in first["findings"]} <= {"hint"}
    left = {each["application"]: each["reason"] for each in said["excluded"]}
    assert "answer" in left[house.people["Bo"]]
    assert "told" in left[house.people["Cy"]]
    assert len(said["token"]) > 30
    assert len(said["digest"]) == 64


def test_the_token_confirms_once_and_answers_the_same_for_ever(house: House) -> None:
    said = previewed(house, apply(house, "Onca", "Oncb"))
    before = letters(house)
    first = post(house, "batches", {"token": said["token"], "typed_count": 2}, key="k-1")
    assert first.status_code == 201
    assert first.json == {"id": said["id"], "state": "sending", "queued": 2, "skipped": []}
    for key in ("k-1", "k-2", ""):
        body = {"token": said["token"], "typed_count": 2}
        again = post(house, "batches", body, key=key)
        assert (again.status_code, again.json) == (200, first.json)
    assert letters(house) == before + 2


def test_a_key_stands_for_one_request(house: House) -> None:
    one, two = (previewed(house, apply(house, f"Key{each}")) for each in "ab")
    assert post(house, "batches", {"token": one["token"]}, key="mine").status_code == 201
    before = letters(house)
    other = post(house, "batches", {"token": two["token"]}, key="mine")
    assert other.status_code == 422
    assert "Idempotency-Key" in other.get_json(force=True)["detail"]
    typed = post(house, "batches", {"token": one["token"], "typed_count": 1}, key="mine")
    assert typed.status_code == 422
    assert letters(house) == before


def test_fifty_confirmations_at_once_make_one_batch(house: House) -> None:
    said = previewed(house, apply(house, *(f"Fift{each}" for each in "abcdef")))
    before, gate, answers = letters(house), Barrier(50), list[TestResponse]()

    def confirm(number: int) -> None:
        gate.wait()
        key = f"fifty-{number % 3}"
        answers.append(post(house, "batches", {"token": said["token"], "typed_count": 6}, key=key))

    threads = [Thread(target=confirm, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(each.status_code for each in answers) == [200] * 49 + [201]
    assert len({each.text for each in answers}) == 1
    assert letters(house) == before + 6


def test_it_is_undone_and_says_so_twice(house: House) -> None:
    ids = apply(house, "Unda", "Undb")
    said = previewed(house, ids, type="rejection_application", body=NO)
    assert {tuple(each["flags"]) for each in said["recipients"]} == {
        ("Not decided yet: sending decides no.",)
    }
    post(house, "batches", {"token": said["token"]})
    undone = post(house, f"batches/{said['id']}/undo", {})
    assert undone.status_code == 200
    split = {"came_back": 0, "kept_back": 0, "refused": 0, "decisions_undone": 2, "decisions_standing": 0}
    assert undone.json == {"id": said["id"], "state": "undone", "taken_back": 2, "left": [], **split}
    assert post(house, f"batches/{said['id']}/undo", {}).json == undone.json
    report = house.told("recruiter", f"batches/{said['id']}")
    assert (report["state"], report["letters"]) == ("undone", {"cancelled": 2})


def test_who_was_decided_meanwhile_drops_out_alone(house: House) -> None:
    one, two = apply(house, "Dropa", "Dropb")
    said = previewed(house, [one, two], type="rejection_application", body=NO)
    version = house.told("recruiter", f"applications/{one}")["version"]
    decided = post(house, f"applications/{one}/decision", {"outcome": "advance", "version": version})
    assert decided.status_code == 201
    answer = post(house, "batches", {"token": said["token"]})
    assert answer.status_code == 201
    assert answer.get_json()["queued"] == 1
    assert [each["application"] for each in answer.get_json()["skipped"]] == [one]


def test_when_nobody_is_left_the_facts_have_moved(house: House) -> None:
    (one,) = apply(house, "Lonely")
    said = previewed(house, [one], type="rejection_application", body=NO)
    version = house.told("recruiter", f"applications/{one}")["version"]
    post(house, f"applications/{one}/decision", {"outcome": "advance", "version": version})
    before = letters(house)
    assert post(house, "batches", {"token": said["token"]}).status_code == 409
    assert letters(house) == before


# --- how many people it takes -----------------------------------------------------------------------


def test_above_twenty_the_number_is_typed_and_small_batches_add_up(house: House) -> None:
    # another recruiter's requisition, so that batches of other tests do not count
    ids = apply(house, *(f"Many{number}" for number in range(24)), requisition="Baker")
    first = previewed(house, ids[:15], "other")
    assert post(house, "batches", {"token": first["token"]}, "other").status_code == 201
    second = previewed(house, ids[15:], "other")
    assert second["typed"] is True
    refused = post(house, "batches", {"token": second["token"]}, "other")
    assert refused.status_code == 422
    assert "type the number 9" in refused.get_json(force=True)["detail"]
    wrong = post(house, "batches", {"token": second["token"], "typed_count": 24}, "other")
    assert wrong.status_code == 422
    assert post(house, "batches", {"token": second["token"], "typed_count": 9}, "other").status_code == 201


def test_above_a_hundred_a_second_person_says_yes_too(house: House) -> None:
    ids = apply(house, *(f"Hund{number}" for number in range(101)))
    said = previewed(house, ids, "admin")
    assert "101" in said["second"]
    before = letters(house)
    waits = post(house, "batches", {"token": said["token"], "typed_count": 101}, "admin")
    assert waits.status_code == 201
    assert waits.json == {"id": said["id"], "state": "needs_approval", "queued": 0, "skipped": []}
    assert letters(house) == before
    own = post(house, f"batches/{said['id']}/approve", {}, "admin")
    assert own.status_code == 403
    assert "their own" in own.get_json(force=True)["detail"]
    assert post(house, f"batches/{said['id']}/approve", {}, "recruiter").status_code == 403
    yes = post(house, f"batches/{said['id']}/approve", {}, "manager")
    assert (yes.status_code, yes.json) == (
        200,
        {"id": said["id"], "state": "sending", "queued": 101, "skipped": []},
    )
    assert post(house, f"batches/{said['id']}/approve", {}, "manager").json == yes.json
    assert letters(house) == before + 101
    assert post(house, "batches", {"token": said["token"], "typed_count": 101}, "admin").json == waits.json


# --- what is refused whole --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ids",
    [
        [],
        ["1"],
        [1.0],
        [True],
        [None],
        [-1],
        [0],
        [2**63],
        [10**40],
        [[1]],
        [{"id": 1}],
        "1",
        {"1": 1},
        None,
        list(range(1, 100_001)),
    ],
    ids=lambda each: str(each)[:20],
)
def test_ids_that_cannot_be_are_refused_and_the_refusal_is_written_down(house: House, ids: Any) -> None:
    known = refusals(house)
    body = {"applications": ids, "type": "status", "subject": SUBJECT, "body": STATUS}
    answer = post(house, "batches/preview", body)
    assert answer.status_code == 422
    assert answer.get_json(force=True)["detail"].endswith(".")
    assert refusals(house) == known + 1


def test_one_hidden_or_doubled_id_refuses_all(house: House) -> None:
    (one,) = apply(house, "Whole")
    body = {"type": "status", "subject": SUBJECT, "body": STATUS}
    hidden = post(house, "batches/preview", {**body, "applications": [one, house.people["Zoe"]]})
    nobody = post(house, "batches/preview", {**body, "applications": [one, 900_719]})
    assert (hidden.status_code, hidden.data) == (404, nobody.data)
    twice = post(house, "batches/preview", {**body, "applications": [one, one]})
    assert twice.status_code == 422


def test_another_ones_token_is_no_token(house: House) -> None:
    said = previewed(house, apply(house, "Secret"))
    other = said["token"][:-1] + ("B" if said["token"].endswith("A") else "A")
    for who, token in (("admin", said["token"]), ("recruiter", other), ("recruiter", "")):
        answer = post(house, "batches", {"token": token}, who)
        assert answer.status_code == 422, token


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"type": "gossip"}, "type"),
        ({"type": "rejection_final"}, "rejection_final"),
        ({"type": "personal"}, "one person at a time"),
        ({"type": "hold"}, "their hold notice would stay owed"),
        ({"body": "{{ candidate.salary }}"}, "candidate.salary"),
        ({"body": "{% for a in b %}{% endfor %}"}, "cannot stand"),
        ({"body": "{{ candidate.__class__ }}"}, "not a placeholder"),
        ({"body": " \n "}, "no text"),
        ({"subject": ""}, "no subject"),
        ({"body": "x" * 20_001}, "20000"),
        ({"body": "a\u0000b"}, "cannot be stored"),
        ({"template": 10**18, "subject": "", "body": ""}, "template is not here"),
        ({"template": 4}, "not both"),
        ({"promise": "tomorrow"}, "promise"),
        ({"overrides": {"K01": ""}}, "K01"),
        ({"reason": "not_selected"}, "Only a rejection"),
        ({"send": "now"}, "send"),
    ],
)
def test_what_makes_no_sense_is_named(house: House, change: dict[str, Any], named: str) -> None:
    body = {"applications": [house.people["Ana"]], "type": "status", "subject": SUBJECT, "body": STATUS}
    answer = post(house, "batches/preview", {**body, **change})
    assert answer.status_code == 422
    assert named in answer.get_json(force=True)["detail"]


@pytest.mark.parametrize("who", ["reading", "hiring_manager", "interviewer", "viewer", "auditor", "hr"])
def test_only_who_may_send_to_many_does(house: House, who: str) -> None:
    body = {"applications": [house.people["Ana"]], "type": "status", "subject": SUBJECT, "body": STATUS}
    assert post(house, "batches/preview", body, who).status_code == 403
    assert post(house, "batches", {"token": "x"}, who).status_code == 403


# --- one decision, one letter ------------------------------------------------------------------------


def test_a_decision_on_an_old_version_says_who_moved_it_and_when(house: House) -> None:
    (one,) = apply(house, "Versia")
    version = house.told("recruiter", f"applications/{one}")["version"]
    body = {"outcome": "reject", "reason": "not_selected", "version": version}
    first = post(house, f"applications/{one}/decision", body)
    assert first.status_code == 201
    assert (first.json["outcome"], first.json["number"]) == ("reject", 1)  # type: ignore[index]
    late = post(house, f"applications/{one}/decision", {"outcome": "advance", "version": version}, "admin")
    assert late.status_code == 409
    assert "Recruiter at 02 Mar 10:00" in late.get_json(force=True)["detail"]


@pytest.mark.parametrize(
    "body",
    [
        {"outcome": "reject"},
        {"outcome": "reject", "version": "1", "reason": "not_selected"},
        {"outcome": "sack", "version": 1},
        {"outcome": "reject", "version": 1},
        {"outcome": "advance", "version": 1, "reason": "not_selected"},
        [],
    ],
)
def test_half_a_decision_is_refused(house: House, body: Any) -> None:
    answer = post(house, f"applications/{house.people['Ana']}/decision", body)
    assert answer.status_code in {422, 409}


def test_a_letter_to_one_person(house: House) -> None:
    (one,) = apply(house, "Letta")
    body = {
        "type": "rejection_application",
        "subject": "Your application for Nurse",
        "body": "Dear Letta,\n\nThank you for applying for the role of Nurse at our company. We have decided "
        "not to go ahead with your application.\n\nThis decision is about this one role, and nothing more is "
        "needed from you. If you have a question about it, or about the data we keep, reply to this message: "
        "it reaches me.\n\nKind regards\nRecruiter, Recruiter\n",
    }
    path = f"applications/{one}/messages"
    first = post(house, path, body, key="letter-1")
    assert first.status_code == 201, first.text
    again = post(house, path, body, key="letter-1")
    assert (again.status_code, again.json["id"]) == (200, first.json["id"])  # type: ignore[index]
    for other in ({"subject": "Another"}, {"promise": "2026-12-04"}, {"reason": "not_considered"}):
        refused = post(house, path, {**body, **other}, key="letter-1")
        assert (refused.status_code, "Idempotency-Key" in refused.text) == (422, True)
    assert post(house, path, body).status_code == 409
    assert post(house, path, {**body, "body": "Decline."}, key="letter-2").status_code in {409, 422}


def test_decline_is_no_letter(house: House) -> None:
    (one,) = apply(house, "Eska")
    body = {"type": "rejection_application", "subject": "Your application", "body": "Decline."}
    assert post(house, f"applications/{one}/messages", body).status_code == 422


def test_one_letter_tells_two_noes_to_one_person(house: House) -> None:
    (one,) = apply(house, "Duo")
    with house.write() as session:
        person = session.get_one(Candidate, session.get_one(Application, one).candidate_id)
        baker = session.get_one(Requisition, house.requisitions["Baker"])
        two = journey.apply(session, person, baker, applied_at=NOW - days(9), now=NOW, actor_id=None).id
        session.commit()
    body = {
        "type": "rejection_application",
        "subject": "Your application for Nurse and Baker",
        "body": "Dear Duo,\n\nThank you for applying for the roles of Nurse and Baker at our company. We have decided "
        "not to go ahead with your applications.\n\nThis decision is about these two roles, and nothing more is "
        "needed from you. If you have a question about it, or about the data we keep, reply to this message: "
        "it reaches me.\n\nKind regards\nRecruiter, Recruiter\n",
        "also": [two],
    }
    path = f"applications/{one}/messages"
    assert post(house, path, body, "recruiter").status_code == 404
    undecided = post(house, path, body, "admin")
    assert (undecided.status_code, "decide it first" in undecided.text) == (422, True)
    for each in (one, two):
        version = house.told("admin", f"applications/{each}")["version"]
        said = {"outcome": "reject", "reason": "not_selected", "version": version}
        assert post(house, f"applications/{each}/decision", said, "admin").status_code == 201
    for also in (["x"], [str(two)], [-1], [two, two], [one], [2**63], list(range(1, 99))):
        assert post(house, path, {**body, "also": also}, "admin").status_code in (404, 422)
    sent = post(house, path, body, "admin")
    assert sent.status_code == 201, sent.text
    listed = house.told("admin", "messages")["items"][0]
    assert [each["application"] for each in listed["about"]] == [one, two]
    assert post(house, f"applications/{two}/messages", {**body, "also": []}, "admin").status_code == 409
