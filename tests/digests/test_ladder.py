"""How far up a missed day goes: warned before, told at it, and again after so many business days."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from recruiterdash.digests import ladder
from recruiterdash.digests.ladder import Part
from recruiterdash.digests.models import Escalation
from recruiterdash.notices.models import NoticeState
from recruiterdash.waiting import Calendar, Policy
from tests.digests.cast import Desk, mails, text_of
from tests.messages.world import Post
from tests.queue.scene import NOW

MADRID = Calendar("Europe/Madrid")
#: A Monday's close of business in Madrid.
DUE = datetime(2026, 11, 23, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "rung"),
    [
        ("2026-11-19 12:00", None),
        # one business day before a Monday is the Friday, and the weekend after it
        ("2026-11-20 08:00", ladder.WARNED),
        ("2026-11-22 12:00", ladder.WARNED),
        ("2026-11-23 15:59", ladder.WARNED),
        ("2026-11-23 16:00", ladder.MISSED),
        ("2026-11-27 16:00", ladder.MISSED),
        ("2026-11-30 08:00", ladder.MISSED + 1),
        ("2026-12-07 08:00", ladder.MISSED + 2),
        ("2027-06-07 08:00", ladder.LAST),
    ],
)
def test_a_day_is_told_before_at_and_after(now: str, rung: int | None) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert ladder.rung_of(DUE, at, Policy(), MADRID) == rung


def test_the_policy_says_how_long_before_and_how_often_after() -> None:
    early = datetime(2026, 11, 19, 12, tzinfo=UTC)
    assert ladder.rung_of(DUE, early, Policy(warn_before=2), MADRID) == ladder.WARNED
    later = datetime(2026, 11, 25, 12, tzinfo=UTC)
    assert ladder.rung_of(DUE, later, Policy(escalate_repeat=1), MADRID) == ladder.MISSED + 2


@pytest.mark.parametrize(
    ("rung", "holder", "told"),
    [
        (ladder.WARNED, "hiring_manager", {Part.MANAGER}),
        (ladder.WARNED, "recruiter", {Part.RECRUITER}),
        (ladder.WARNED, "interviewer", {Part.RECRUITER}),
        (ladder.MISSED, "hiring_manager", {Part.MANAGER, Part.RECRUITER}),
        (ladder.MISSED, "recruiter", {Part.RECRUITER}),
        (ladder.MISSED + 1, "recruiter", {Part.RECRUITER, Part.MANAGER}),
        (ladder.MISSED + 2, "recruiter", {Part.RECRUITER, Part.MANAGER, Part.LEAD}),
        (ladder.LAST, "hiring_manager", {Part.RECRUITER, Part.MANAGER, Part.LEAD}),
    ],
)
def test_each_rung_reaches_further_up(rung: int, holder: str, told: set[Part]) -> None:
    assert ladder.told(rung, holder) == told


def climbed(desk: Desk, post: Post) -> dict[tuple[str, str], str]:
    worker = desk.worker(post)
    worker.colleagues.climb()
    worker.colleagues.carry()
    return {key: text_of(letter) for key, letter in mails(post).items()}


def test_what_is_missed_reaches_the_manager_once_and_the_recruiter_by_their_digest(
    desk: Desk, post: Post
) -> None:
    found = climbed(desk, post)
    mailboxes = {mailbox for mailbox, _ in found}
    assert "hugo@house.test" in mailboxes
    assert not mailboxes & {"priya@house.test", "rosa@house.test"}
    text = "\n".join(words for (mailbox, _), words in found.items() if mailbox == "hugo@house.test")
    assert "Amara Okafor" in text
    assert "Next step: Priya Shah" in text
    # who was overdue when their data came is left in peace
    assert "Old Timer" not in text
    number = len(post.letters)
    climbed(desk, post)
    assert len(post.letters) == number


def test_a_day_of_the_law_is_told_at_once_in_a_mail_of_its_own(desk: Desk, post: Post) -> None:
    night = NOW + timedelta(hours=12)
    with desk.at(night):
        found = climbed(desk, post)
    legal = [text for text in found.values() if "Decision owed by law" in text]
    assert legal
    assert all("Lena Fischer" in text for text in legal)
    assert len(found) == len(legal)
    # the rest waits for the morning
    assert any(notice.state is NoticeState.WAITING for notice in desk.notices("Hugo Osei"))


def test_each_rung_is_kept_once_for_each_who_is_told(desk: Desk, post: Post) -> None:
    climbed(desk, post)
    with desk.scene.database.reading() as session:
        e = Escalation
        rows = session.execute(select(e.application_id, e.clock, e.due_at, e.rung, e.user_id)).all()
    assert rows
    assert len(rows) == len(set(rows))
