"""Letters are drafted before anybody goes quiet too long; none leaves by itself, none says the same twice."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from sqlalchemy import select

from recruiterdash import journey, messages
from recruiterdash.candidates.models import Application, Disposition, InterviewKind, Outcome
from recruiterdash.closure import drafts
from recruiterdash.closure.models import Answer, DraftKind, HoldingDraft, ManagerQuestion
from recruiterdash.errors import BadInput
from recruiterdash.journey.happened import Happened
from recruiterdash.journey.interviews import Booking
from recruiterdash.messages import Letter, MessageType, reviewing
from recruiterdash.messages.models import Message, MessageApplication, MessageState
from recruiterdash.requisitions.models import StageType
from recruiterdash.team.identity import viewer_of
from recruiterdash.team.models import Role, User
from tests.closure.cast import DAY, called, notices, november, read, settings, somebody
from tests.web.nouns.house import NOW, House


def look(house: House) -> None:
    """The program looks at who goes quiet."""
    with house.writing() as session:
        drafts.draft_due(session, settings(house), now=NOW, most=500)
        session.commit()


def drafted(house: House, application: int) -> list[HoldingDraft]:
    with house.writing() as session:
        rows = select(HoldingDraft).where(HoldingDraft.application_id == application)
        return list(session.scalars(rows.order_by(HoldingDraft.id)))


def held_off(house: House, application: int, ago: float, day: int) -> None:
    """A letter that says where they stand and names a day."""
    said = {"letter": "status", "status": True, "next_date": november(day).isoformat(), "channel": "email"}
    with house.writing() as session:
        row = session.get_one(Application, application)
        journey.record(session, row, Happened("out", NOW - ago * DAY, "personal", said), now=NOW)
        session.commit()


def test_nobody_goes_quiet_by_accident(house: House) -> None:
    fresh, quiet = somebody(house, days_ago=2), somebody(house, days_ago=12)
    look(house)
    look(house)
    assert drafted(house, fresh) == []
    (draft,) = drafted(house, quiet)
    assert (draft.kind, draft.number, draft.cause) == (DraftKind.HOLDING, 1, "reading")
    assert "We are still reading the applications." in draft.body
    assert draft.promise is not None
    assert draft.promise > NOW.date()
    with house.writing() as session:
        assert (
            session.scalars(
                select(MessageApplication).where(MessageApplication.application_id == quiet)
            ).all()
            == []
        )
    assert "Reason: applications are still being read." in read(house.get("recruiter", "/drafts"))
    assert "Ada Lovelace" not in read(house.get("other_recruiter", "/drafts"))
    assert house.get("hiring_manager", "/drafts").status_code == 403


def test_whoever_picks_up_the_phone_knows_of_the_draft(house: House) -> None:
    quiet = somebody(house, days_ago=12)
    path = f"/applications/{quiet}/phone"
    assert "drafted" not in read(house.get("recruiter", path))
    look(house)
    (draft,) = drafted(house, quiet)
    for page in (house.get("recruiter", path), house.get("recruiter", f"/applications/{quiet}")):
        said = read(page)
        assert "A holding message to them is drafted and waits to be read" in said
        assert "That a letter is on its way: one is drafted, and nobody has read it yet." in said
        assert f"draft={draft.id}" in page.text
    manager = house.get("hiring_manager", path)
    assert "waits to be read" in read(manager)
    assert f"draft={draft.id}" not in manager.text  # it is not theirs to send


def test_when_they_will_ask_stands_on_their_page_until_they_did(house: House) -> None:
    promised, told, quiet = (somebody(house, days_ago=12) for _ in range(3))
    called(house, promised, 1, promised=november(25))
    called(house, told, 1)
    pages = {each: read(house.get("recruiter", f"/applications/{each}")) for each in (promised, told, quiet)}
    assert "Expect them to ask on Sat 28 Nov" in pages[promised]
    assert "Expect them to ask between Sun 29 Nov and Wed 2 Dec" in pages[told]
    assert "Expect them to ask" not in pages[quiet]
    with house.writing() as session:
        row = session.get_one(Application, told)
        asks = journey.Contact("in", journey.Channel.EMAIL, NOW, kind="question")
        journey.log_contact(session, row, asks, now=NOW, actor_id=house.users["recruiter"])
        session.commit()
    assert "Expect them to ask" not in read(house.get("recruiter", f"/applications/{told}"))


def test_somebody_whose_recruiter_left_stops_nobody_else_s_draft(house: House) -> None:
    gone = house.users.get("gone") or house.add("gone", Role.RECRUITER)
    first, second = somebody(house, days_ago=13), somebody(house, days_ago=12)
    with house.writing() as session:
        session.get_one(Application, first).owner_id = gone
        session.get_one(User, gone).active = False
        session.commit()
    look(house)
    assert "name somebody first" in drafted(house, first)[0].refusal
    assert drafted(house, second)[0].body


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
@pytest.mark.parametrize("promised", [False, True])
def test_what_is_drafted_could_be_sent_as_it_is(house: House, language: str, promised: bool) -> None:
    application = somebody(house, language=language, days_ago=12)
    if promised:
        called(house, application, 7, promised=november(19))
    look(house)
    (draft,) = drafted(house, application)
    assert draft.refusal == ""
    type_ = MessageType.DELAY if promised else MessageType.STATUS
    with house.writing() as session:
        found = reviewing.findings(
            session,
            viewer_of(session, house.users["recruiter"]),
            application,
            Letter(type_, draft.subject, draft.body, "", draft.promise),
            now=NOW,
            settings=settings(house),
        )
    assert [(each.check, each.message) for each in found if each.severity == "block"] == []


def test_a_broken_promise_becomes_a_notice_that_names_the_day(house: House) -> None:
    application = somebody(house, days_ago=12)
    called(house, application, 7, promised=november(19))
    look(house)
    (draft,) = drafted(house, application)
    assert draft.kind is DraftKind.DELAY
    assert "Thursday 19 November" in draft.body
    assert draft.body.count("sorry") == 1
    page = house.get("recruiter", f"/applications/{application}/letters/new?type=delay&draft={draft.id}")
    assert draft.body.split("\n\n")[1] in unescape(page.text)


def test_a_draft_is_edited_sent_by_a_person_and_gone(house: House) -> None:
    application = somebody(house, days_ago=12)
    look(house)
    (draft,) = drafted(house, application)
    page = house.get(
        "recruiter", f"/applications/{application}/letters/new?type=status&draft={draft.id}"
    ).text
    token = re.search(r'name="token"[^>]*value="([^"]+)"', page)
    version = re.search(r'name="version"[^>]*value="([^"]+)"', page)
    assert token
    assert version
    assert draft.promise is not None
    sent = house.post(
        "recruiter",
        f"/applications/{application}/letters/new?type=status",
        subject=draft.subject,
        body=draft.body,
        promise=draft.promise.isoformat(),
        drafted=draft.promise.isoformat(),
        token=token.group(1),
        version=version.group(1),
        next="/drafts",
    )
    assert sent.status_code == 303, read(sent)
    assert f"draft={draft.id}&" not in house.get("recruiter", "/drafts").text


def test_whom_only_somebody_shut_out_is_there_for_keeps_nobody_else_from_a_draft(house: House) -> None:
    gone = house.add("shut_out", Role.RECRUITER)
    nobodys, quiet = somebody(house, days_ago=12), somebody(house, days_ago=12)
    with house.writing() as session:
        session.get_one(Application, nobodys).owner_id = gone
        session.get_one(User, gone).active = False
        session.commit()
    look(house)
    (draft,) = drafted(house, nobodys)
    assert draft.body == ""
    assert draft.refusal.startswith("Nobody is responsible for them who could sign")
    assert drafted(house, quiet)[0].refusal == ""


def test_put_aside_it_is_off_the_list_and_they_are_owed_a_word_all_the_same(house: House) -> None:
    application = somebody(house, days_ago=12)
    look(house)
    (draft,) = drafted(house, application)
    clocks = house.clocks(application)
    assert house.post("other_recruiter", f"/drafts/{draft.id}/put-aside").status_code == 404
    assert house.post("recruiter", f"/drafts/{draft.id}/put-aside").status_code == 303
    look(house)
    assert len(drafted(house, application)) == 1
    assert f"draft={draft.id}&" not in house.get("recruiter", "/drafts").text
    assert house.clocks(application) == clocks


def test_the_third_in_a_row_goes_to_who_decides_instead(house: House) -> None:
    application = somebody(house, days_ago=20)
    held_off(house, application, 12, 18)
    held_off(house, application, 6, 24)
    before = len(notices(house, "hiring_manager"))
    look(house)
    (row,) = drafted(house, application)
    assert (row.kind, row.number, row.body) == (DraftKind.ESCALATED, 3, "")
    assert "put off 2 times" in notices(house, "hiring_manager")[before:][0].body


def test_the_third_that_broke_a_promise_is_written_as_well(house: House) -> None:
    application = somebody(house, days_ago=20)
    held_off(house, application, 12, 18)
    held_off(house, application, 6, 20)
    look(house)
    assert {row.kind for row in drafted(house, application)} == {DraftKind.ESCALATED, DraftKind.DELAY}


def test_news_between_makes_the_next_one_a_first(house: House) -> None:
    application = somebody(house, days_ago=20)
    held_off(house, application, 14, 16)
    held_off(house, application, 12, 18)
    held = NOW - 5 * DAY
    start = held - timedelta(hours=1)
    booking = Booking(StageType.INTERVIEW, InterviewKind.VIDEO, start, held)
    with house.writing() as session:
        row = session.get_one(Application, application)
        journey.book_interview(session, row, booking, now=held + timedelta(hours=1), actor_id=None)
        session.commit()
    look(house)
    assert [row.number for row in drafted(house, application)] == [1]


def test_who_is_owed_an_outcome_is_not_held_off(house: House) -> None:
    application = somebody(house, days_ago=12)
    with house.writing() as session:
        row = session.get_one(Application, application)
        no = Disposition.NOT_SELECTED
        journey.decide(session, row, Outcome.REJECT, now=NOW - DAY, actor_id=None, reason=no)
        session.commit()
    look(house)
    assert drafted(house, application) == []


def test_where_no_letter_can_be_written_the_list_says_why(house: House) -> None:
    application = somebody(house, email=None, first="Mailless", days_ago=12)
    look(house)
    (row,) = drafted(house, application)
    assert "No mailbox is known" in row.refusal
    assert "Not written: No mailbox is known for Mailless" in read(house.get("recruiter", "/drafts"))


def needs_until(house: House, application: int, day: date) -> None:
    house.post("recruiter", f"/applications/{application}/ask-manager")
    with house.writing() as session:
        question = session.scalars(
            select(ManagerQuestion).where(ManagerQuestion.application_id == application)
        ).one()
        question.answer, question.until, question.answered_at = Answer.DATE, day, NOW
        session.commit()


def test_a_manager_who_needs_until_a_day_is_waited_for(house: House) -> None:
    application = somebody(house, days_ago=12)
    needs_until(house, application, november(25))
    look(house)
    assert drafted(house, application)[0].promise == november(26)


def test_a_delay_notice_begins_with_the_day_the_manager_needs(house: House) -> None:
    application = somebody(house)
    called(house, application, 8, promised=november(20))
    needs_until(house, application, november(25))
    page = house.get("recruiter", f"/applications/{application}/letters/new?type=delay")
    assert 'value="2026-11-26"' in page.text
    assert "Thursday 26 November" in page.text


def test_the_same_text_is_refused_the_second_time(house: House) -> None:
    application = somebody(house, days_ago=5)
    with house.writing() as session:
        viewer = viewer_of(session, house.users["recruiter"])
        first = messages.prepare(
            session, viewer, application, MessageType.STATUS, now=NOW, company=settings(house).company
        )
        letter = Letter(MessageType.STATUS, first.subject, first.body, "one", first.promise)
        sent = messages.queue(session, viewer, application, letter, now=NOW, settings=settings(house))
        sent.state = MessageState.SENT
        session.commit()
        with pytest.raises(BadInput, match="had this very text"):
            messages.queue(
                session,
                viewer,
                application,
                letter._replace(token="two", overrides={"K40": "They asked."}),
                now=NOW,
                settings=settings(house),
            )
        session.rollback()
        assert session.get_one(Message, sent.id).compose_token == "one"
