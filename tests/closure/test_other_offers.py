"""The other offer: logged in one step, its clock runs, who decides is asked, and the figure counts it."""

from datetime import timedelta

import pytest

from recruiterdash import journey
from recruiterdash.candidates.models import Application, Outcome
from recruiterdash.closure import offers
from recruiterdash.closure.offers import Answered
from recruiterdash.journey.contact import Channel, Contact
from tests.closure.cast import DAY, EVERYTHING, notices, november, read, somebody
from tests.web.nouns.house import NOW, House


def test_it_is_logged_in_one_step_and_who_decides_is_asked(house: House) -> None:
    application = somebody(house, first="Other", last="Offer")
    assert "They must answer another offer" in house.get("recruiter", f"/queue/panel/{application}").text
    before = len(notices(house, "hiring_manager"))
    logged = house.post(
        "recruiter",
        f"/applications/{application}/other-offer",
        until="2026-11-26",
        heard="phone",
        next="/queue",
    )
    assert (logged.status_code, logged.location) == (303, "/queue")
    due = house.clocks(application)["CANDIDATE_DEADLINE"]
    assert due is not None
    assert due.date() == november(26)
    told = notices(house, "hiring_manager")[before:]
    assert len(told) == 1
    assert "another offer by Thursday 26 November 2026" in told[0].body
    assert "Other Offer · Staff Nurse: by Thu 26 Nov" in read(house.get("recruiter", "/promises"))
    with house.later(days=5):
        assert "Other Offer" in read(house.get("recruiter", "/queue?name=candidate_deadline"))


def test_who_says_so_on_the_phone_is_kept_from_the_card_itself(house: House) -> None:
    application = somebody(house)
    card = f"/applications/{application}/phone"
    page = house.get("recruiter", card)
    assert f'action="/applications/{application}/other-offer"' in page.text
    said = {"until": "2026-11-26", "heard": "phone", "next": card}
    kept = house.post("recruiter", f"/applications/{application}/other-offer", **said)
    assert (kept.status_code, kept.location) == (303, card)
    assert "CANDIDATE_DEADLINE" in house.clocks(application)


def test_a_day_that_is_kept_already_is_not_kept_twice(house: House) -> None:
    application = somebody(house)
    page, said = f"/applications/{application}/other-offer", {"until": "2026-11-26", "heard": "phone"}
    assert house.post("recruiter", page, **said).status_code == 303
    told = len(notices(house, "hiring_manager"))
    again = house.post("recruiter", page, **said)
    assert again.status_code == 409
    assert "It is kept already that they must answer by Thursday 26 November 2026." in read(again)
    assert len(notices(house, "hiring_manager")) == told
    # another day is news
    assert house.post("recruiter", page, **{**said, "until": "2026-11-27"}).status_code == 303
    assert len(notices(house, "hiring_manager")) == told + 1


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"until": "2026-11-20", "heard": "phone"}, "lies before the day they said it"),
        ({"until": "9999-12-31", "heard": "phone"}, "more than a year away"),
        ({"until": "2027-11-26", "heard": "phone"}, "more than a year away"),
        ({"until": "Thursday", "heard": "phone"}, "Nothing was saved yet"),
        ({"heard": "phone"}, "Say by which day they must answer."),
        ({"until": "2026-11-26", "heard": "pigeon"}, "Choose from the list."),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_words(house: House, said: dict[str, str], sentence: str) -> None:
    application = somebody(house)
    page = house.post("recruiter", f"/applications/{application}/other-offer", **said)
    assert page.status_code == 422
    assert sentence in read(page)
    assert "CANDIDATE_DEADLINE" not in house.clocks(application)


def test_how_many_were_answered_before_their_deadline(house: House) -> None:
    requisition = house.requisition("Figure")

    def offered(ago: float, day: int) -> int:
        application = somebody(house, requisition)
        at = NOW - ago * DAY
        contact = Contact("in", Channel.PHONE, at, kind="candidate_deadline", until=november(day))
        with house.writing() as session:
            journey.log_contact(
                session, session.get_one(Application, application), contact, now=at, actor_id=None
            )
            session.commit()
        return application

    def answered(application: int, ago: float) -> None:
        at = NOW - ago * DAY
        with house.writing() as session:
            row = session.get_one(Application, application)
            journey.decide(session, row, Outcome.OFFER, now=at, actor_id=None)
            said = Contact("out", Channel.PHONE, at + timedelta(minutes=1), decision="offer")
            journey.log_contact(session, row, said, now=at + timedelta(minutes=1), actor_id=None)
            session.commit()

    def figure() -> Answered:
        with house.writing() as session:
            return offers.answered_before_their_deadline(session, EVERYTHING, now=NOW)

    before = figure()
    answered(offered(6, 20), 4)  # in time
    answered(offered(6, 18), 3)  # late
    offered(6, 18)  # missed
    offered(3, 27)  # still ahead
    after = figure()
    assert [b - a for a, b in zip(before, after, strict=True)] == [1, 1, 1, 1, 0]
    assert after.measured - before.measured == 3
    assert after.share is not None
    assert Answered(0, 0, 0, 2, 0).share is None
    assert "had our answer before they had to give theirs" in read(house.get("recruiter", "/promises"))
