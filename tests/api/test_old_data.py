"""A program's letters to many wait for a newer import like everybody's, and what the ATS sends it cannot send."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from recruiterdash.messages import MessageType, ats, outbox
from recruiterdash.messages.ats import Rules
from recruiterdash.messages.models import Message, MessageState
from recruiterdash.team.models import InstanceFact
from tests.api.conftest import NOW, House
from tests.api.test_batches import apply, post, previewed, signers

__all__ = ["signers"]
#: Later than every undo.
LATER = NOW + timedelta(hours=2)


@pytest.fixture(autouse=True)
def old(house: House) -> None:
    """The newest import is three days old."""
    with house.write() as session:
        for name in (ats.NEWEST, ats.RULES):
            for fact in session.query(InstanceFact).filter_by(name=name):
                session.delete(fact)
        session.flush()
        session.add(InstanceFact(name=ats.NEWEST, value={"run": 1}, at=NOW - timedelta(days=3)))
        session.commit()


def leaving(house: House) -> int:
    """How many letters could be claimed."""
    with house.database.writing() as session:
        claimed = outbox.claim(session, "w", LATER, timedelta(minutes=5), most=50)
        session.rollback()
        return len(claimed)


def test_a_batch_waits_until_somebody_answers_for_it(house: House) -> None:
    made: Any = previewed(house, apply(house, "Old1", "Old2"))
    answer = post(house, "batches", {"token": made["token"]})
    sent: Any = answer.json
    assert (answer.status_code, sent["queued"]) == (201, 2)
    assert "wait for a newer import" in sent["waits_for_import"]
    assert leaving(house) == 0
    path = f"batches/{sent['id']}/vouch"
    assert post(house, path, {"reason": " "}).status_code == 422
    assert post(house, path, {"reason": "I know."}, "other").status_code in (403, 404)
    assert post(house, path, {"reason": "I asked each of them."}).json == {"letters": 2}
    assert post(house, path, {"reason": "Once more."}).status_code == 409
    assert leaving(house) == 2


def test_programs_are_told_how_many_letters_wait_since_when_and_why(house: House) -> None:
    before: Any = house.told("recruiter", "outbox")
    made: Any = previewed(house, apply(house, "Old4", "Old5"))
    assert post(house, "batches", {"token": made["token"]}).status_code == 201
    with house.write() as session:
        session.execute(
            update(Message).where(Message.state == MessageState.HELD).values(send_at=NOW - timedelta(hours=1))
        )
        session.commit()
    said: Any = house.told("recruiter", "outbox")
    waits = said["waits_for_import"]
    assert waits["letters"] == (before["waits_for_import"] or {"letters": 0})["letters"] + 2
    assert waits["since"] == f"{NOW - timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"
    assert "Data from the ATS are 3 days old" in waits["why"]
    assert said["waiting"] >= 2
    assert (said["hold"], said["pause"]) == (None, None)
    assert house.told("other", "outbox")["waits_for_import"] is None
    lines: Any = house.told("recruiter", "messages?state=held&limit=2")
    assert {each["waits_for_import"] for each in lines["items"]} == {waits["why"]}


def test_what_the_ats_sends_is_refused_in_a_sentence(house: House) -> None:
    with house.write() as session:
        rules = Rules(24, frozenset({MessageType.ACKNOWLEDGEMENT, MessageType.REJECTION_APPLICATION}))
        ats.set_rules(session, rules, now=NOW, actor_id=house.users["admin"])
        session.commit()
    (one,) = apply(house, "Old3")
    body = {"type": "rejection_application", "subject": "Your application", "body": "Dear Old3"}
    answer = post(house, f"applications/{one}/messages", body)
    assert (answer.status_code, "Your ATS sends this letter" in answer.text) == (403, True)
    many = post(house, "batches/preview", {"applications": [one], **body})
    assert (many.status_code, "Your ATS sends this letter" in many.text) == (403, True)
