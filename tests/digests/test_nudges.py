"""From a figure to the people behind it, and to whoever has the next step: one mail, once a day about each."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from recruiterdash import digests
from recruiterdash.audit import AuditRow
from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.errors import BadInput, NotFound
from recruiterdash.notices.models import NoticeState
from tests.digests.cast import Desk, mails, text_of
from tests.messages.world import Post
from tests.queue.scene import NOW


def nudge(desk: Desk, who: str, *names: str) -> digests.Nudged:
    with desk.scene.writing() as session:
        return digests.nudge(
            session,
            desk.scene.users[who],
            [desk.scene.people[name] for name in names],
            now=NOW,
            settings=desk.settings,
        )


def test_several_people_of_one_colleague_make_one_mail(desk: Desk, post: Post) -> None:
    made = nudge(desk, "Hugo Osei", "Amara Okafor", "محمد الفاسي", "Fatima al-Sayed")
    assert sorted(made.asked) == [("Priya Shah", 2), ("Rosa Lund", 1)]
    assert made.left_out == []
    desk.worker(post).colleagues.carry()
    found = mails(post)
    text = text_of(found["priya@house.test", "Hugo Osei asks about 2 people"])
    assert "Hugo Osei asks you to look at these 2 people, who wait for us." in text
    assert "Amara Okafor, Staff Nurse" in text
    assert "Fatima" not in text
    assert f"/applications/{desk.scene.people['Amara Okafor']}" in text


def test_about_one_person_it_comes_once_a_day_whoever_asks(desk: Desk) -> None:
    assert nudge(desk, "Hugo Osei", "Amara Okafor").asked
    again = nudge(desk, "Ada Admin", "Amara Okafor", "محمد الفاسي")
    assert again.asked == [("Priya Shah", 1)]
    assert again.left_out == ["Amara Okafor: somebody was reminded of them today already."]
    with desk.scene.writing() as session:
        later = digests.nudge(
            session,
            desk.scene.users["Ada Admin"],
            [desk.scene.people["Amara Okafor"]],
            now=NOW + timedelta(days=1),
            settings=desk.settings,
        )
    assert later.asked


def test_it_stands_in_the_audit_log_with_numbers_alone(desk: Desk) -> None:
    nudge(desk, "Hugo Osei", "Amara Okafor")
    with desk.scene.database.reading() as session:
        row = session.scalars(
            select(AuditRow).where(AuditRow.act == "colleague.nudge").order_by(AuditRow.id.desc())
        ).first()
    assert row is not None
    assert row.subject_id == desk.scene.people["Amara Okafor"]
    assert row.actor_id == desk.scene.users["Hugo Osei"].user_id
    assert row.detail["user"] == desk.scene.users["Priya Shah"].user_id


def test_ones_own_step_is_not_asked_of_oneself(desk: Desk) -> None:
    made = nudge(desk, "Priya Shah", "Amara Okafor")
    assert made.asked == []
    assert made.left_out == ["Amara Okafor: the next step is yours."]


def test_nobody_chosen_and_somebody_out_of_sight_are_refused(desk: Desk) -> None:
    with pytest.raises(BadInput, match="Choose somebody"):
        nudge(desk, "Hugo Osei")
    with pytest.raises(NotFound):
        nudge(desk, "Priya Shah", "Fatima al-Sayed")


def test_who_came_behind_the_wall_meanwhile_is_not_told_of(desk: Desk, post: Post) -> None:
    nudge(desk, "Hugo Osei", "Amara Okafor")
    (notice,) = desk.notices("Priya Shah")
    with desk.scene.writing() as session:
        application = session.get_one(Application, desk.scene.people["Amara Okafor"])
        candidate = session.get_one(Candidate, application.candidate_id)
        candidate.current_manager_id = notice.user_id
    try:
        desk.worker(post).colleagues.carry()
        assert post.letters == []
        assert desk.notices("Priya Shah")[0].state is NoticeState.FAILED
    finally:
        with desk.scene.writing() as session:
            session.get_one(Candidate, candidate.id).current_manager_id = None
