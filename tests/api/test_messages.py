"""A program lists the letters its user may see, by state and in pages."""

import pytest
from sqlalchemy.orm import Session

from recruiterdash.candidates.models import Application
from recruiterdash.messages.models import Message, MessageApplication, MessageState
from tests.api.conftest import NOW, House

SENT, HELD = MessageState.SENT, MessageState.HELD
#: To whom, in which state.
LETTERS = (("Ana", SENT), ("Bo", HELD), ("Ana", HELD), ("Zoe", SENT), ("Ida", SENT), ("Bo", SENT))


@pytest.fixture(scope="module", autouse=True)
def letters(house: House) -> None:
    with house.write() as session:
        for number, (name, state) in enumerate(LETTERS):
            _letter(session, house.people[name], state, number)
        # one letter about two roles, one of which is another recruiter's
        both = _letter(session, house.people["Bo"], SENT, 99)
        session.add(_about(both.id, house.people["Zoe"], 99))
        session.commit()


def _letter(session: Session, application_id: int, state: MessageState, number: int) -> Message:
    letter = Message(
        candidate_id=session.get_one(Application, application_id).candidate_id,
        type="status",
        state=state,
        recipient=f"{number}@mail.example",
        subject="Your application",
        body="",
        message_id=f"<{number}@house.test>",
        envelope_from="us@house.test",
        send_at=NOW,
        created_at=NOW,
    )
    session.add(letter)
    session.flush()
    session.add(_about(letter.id, application_id, number))
    return letter


def _about(message_id: int, application_id: int, number: int) -> MessageApplication:
    return MessageApplication(
        message_id=message_id,
        application_id=application_id,
        intent=f"word:{number}",
        approved_version=1,
        promised="2026-03-09",
    )


def listed(house: House, who: str, query: str = "") -> list[tuple[str, str]]:
    names = {number: name for name, number in house.people.items()}
    items = house.told(who, f"messages?{query}")["items"]
    return [(names[each["application"]], each["state"]) for each in items]


def test_letters_are_listed_newest_first_and_by_state(house: House) -> None:
    everything = [("Bo", "sent"), ("Ida", "sent"), ("Ana", "held"), ("Bo", "held"), ("Ana", "sent")]
    assert listed(house, "recruiter") == everything
    assert listed(house, "recruiter", "state=held") == [("Ana", "held"), ("Bo", "held")]
    assert listed(house, "recruiter", "state=bounced") == []
    assert house.ask("recruiter", "messages?state=lost").status_code == 422


def test_pages_lead_to_the_end_and_each_letter_stands_there_once(house: House) -> None:
    ids: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        page = house.told("admin", f"messages?limit=2&cursor={cursor}")
        ids += [each["id"] for each in page["items"]]
        cursor = page["next"]
    assert ids == sorted(set(ids), reverse=True)
    assert len(ids) == len(LETTERS) + 1


def test_nobody_is_told_of_letters_out_of_sight(house: House) -> None:
    assert listed(house, "other") == [("Zoe", "sent")]
    assert ("Ida", "sent") not in listed(house, "manager")
    for who in ("hiring_manager", "interviewer", "viewer", "auditor", "hr"):
        assert house.ask(who, "messages").status_code == 403
    assert house.ask(None, "messages").status_code == 401


def test_a_letter_says_what_it_settles(house: House) -> None:
    (both, *_) = house.told("admin", "messages?limit=1")["items"]
    assert [each["application"] for each in both["about"]] == [house.people["Bo"], house.people["Zoe"]]
    assert both["about"][0] == {
        "application": house.people["Bo"],
        "decision_version": 0,
        "intent": "word:99",
        "promise": "2026-03-09",
    }
    assert (both["type"], both["attempts"], both["to_many"], both["sent_at"]) == ("status", 0, False, None)
