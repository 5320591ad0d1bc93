"""A recruiter is told each day who waits for them, a hiring manager each week; nobody what is not theirs."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from sqlalchemy import select

from recruiterdash import create_app, digests, late, notices
from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.closure.models import ManagerQuestion
from recruiterdash.db import Database
from recruiterdash.digests import figures
from recruiterdash.messages import brakes
from recruiterdash.notices.models import Notice, NoticeState
from recruiterdash.team import absences
from recruiterdash.team.models import User
from tests.digests.cast import HOUR, Desk, addresses_in, html_of, mails, pictures_of, text_of
from tests.messages.world import Post
from tests.queue.scene import NOW

PRIYA, ROSA, HUGO, ADA = ("priya@house.test", "rosa@house.test", "hugo@house.test", "ada@house.test")


@pytest.fixture
def without_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(late, "is_there", lambda _name: False)


def only(found: Mapping[tuple[str, str], object], mailbox: str) -> str:
    (subject,) = [subject for whose, subject in found if whose == mailbox]
    return subject


@pytest.mark.usefixtures("without_pictures")
def test_each_gets_one_with_their_own_people_alone(desk: Desk, post: Post) -> None:
    found = desk.told(post)
    assert {mailbox for mailbox, _ in found} == {PRIYA, ROSA, HUGO}
    priya, rosa = (text_of(found[whose, only(found, whose)]) for whose in (PRIYA, ROSA))
    for name in ("Amara Okafor", "محمد الفاسي"):
        assert name in priya
        assert name not in rosa
    for name in ("Fatima al-Sayed", "Jonas Berg"):
        assert name in rosa
        assert name not in priya
    assert "PAST A DATE WE GAVE THEM" in priya
    assert "DECIDED, NOT TOLD" in priya
    assert "DUE TODAY" in priya
    # each once, under the worst of what they wait for; what came overdue is left in peace
    assert priya.count("* Amara Okafor") == 1
    assert "Old Timer" not in priya
    assert "https://hiring.borealis.example/queue?mine=1" in priya
    assert "https://hiring.borealis.example/account" in priya


@pytest.mark.usefixtures("without_pictures")
def test_it_says_that_a_program_sent_it_and_html_says_the_same(desk: Desk, post: Post) -> None:
    found = desk.told(post)
    letter = found[PRIYA, only(found, PRIYA)]
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["X-Auto-Response-Suppress"] == "All"
    html = html_of(letter)
    assert "<bdi>Amara Okafor</bdi>" in html
    assert "<img" not in html
    assert "http://" not in html.replace("http-equiv", "")


@pytest.mark.usefixtures("without_pictures")
def test_a_second_round_and_a_second_worker_tell_nobody_twice(desk: Desk, post: Post) -> None:
    desk.told(post)
    number = len(post.letters)
    assert number == 3
    desk.told(post)
    with desk.at(NOW + HOUR):
        desk.told(post)
    assert len(post.letters) == number
    with desk.at(NOW + timedelta(days=1)):
        again = desk.told(post)
    # a day later the recruiters' next, and no manager's: theirs comes once a week
    assert len(post.letters) == number + 2
    assert only(again, HUGO)


@pytest.mark.usefixtures("without_pictures")
@pytest.mark.parametrize("hours", [-12, 12, 24 * 5])
def test_nobody_is_told_at_night_or_on_a_saturday(desk: Desk, post: Post, hours: int) -> None:
    with desk.at(NOW + timedelta(hours=hours)):
        assert desk.told(post) == {}


@pytest.mark.usefixtures("without_pictures")
def test_the_evening_of_one_office_is_the_noon_of_another(desk: Desk, post: Post) -> None:
    with desk.at(NOW + timedelta(hours=4)):
        assert {mailbox for mailbox, _ in desk.told(post)} == {ROSA}


@pytest.mark.usefixtures("without_pictures")
def test_a_mail_that_waited_for_the_server_is_written_as_things_are_then(desk: Desk, post: Post) -> None:
    down = desk.worker()
    down.colleagues.make_due()
    down.colleagues.carry()
    (waiting,) = desk.notices("Priya Shah")
    assert (waiting.state, waiting.body) == (NoticeState.WAITING, "")
    person = desk.scene.people["Amara Okafor"]
    with desk.scene.writing() as session:
        candidate = session.get_one(Candidate, session.get_one(Application, person).candidate_id)
        candidate.linked_user_id = waiting.user_id
    try:
        with desk.at(NOW + HOUR):
            worker = desk.worker(post)
            worker.colleagues.carry()
            found = mails(post)
            assert "Amara" not in text_of(found[PRIYA, only(found, PRIYA)])
    finally:
        with desk.scene.writing() as session:
            session.get_one(
                Candidate, session.get_one(Application, person).candidate_id
            ).linked_user_id = None


@pytest.mark.usefixtures("without_pictures")
def test_what_did_not_leave_by_the_evening_waits_for_the_morning_and_then_gives_way(
    desk: Desk, post: Post
) -> None:
    desk.worker().colleagues.make_due()
    with desk.at(NOW + 5 * HOUR):
        desk.worker(post).colleagues.carry()
    # it is noon in Toronto
    assert {mailbox for mailbox, _ in mails(post)} == {ROSA}
    (manager,) = desk.notices("Hugo Osei")
    assert manager.state is NoticeState.WAITING
    assert manager.send_at > NOW + 5 * HOUR
    with desk.at(NOW + timedelta(hours=20)):
        found = desk.told(post)
    # the week's is still good; the day's is over, and the new day has its own
    assert [notice.state for notice in desk.notices("Priya Shah")] == [
        NoticeState.FAILED,
        NoticeState.SENT,
    ]
    assert {mailbox for mailbox, _ in found} == {PRIYA, ROSA, HUGO}


@pytest.mark.usefixtures("without_pictures")
def test_a_worker_killed_after_it_left_sends_the_same_mail_again_and_asks_once(
    desk: Desk, post: Post
) -> None:
    desk.worker().colleagues.make_due()
    killed = desk.worker(post)
    for _ in range(3):
        with desk.scene.writing() as session:
            taken = notices.take(session, desk.settings, NOW)
        assert taken is not None
        # as far as it came
        assert killed.colleagues.written(taken) is not None
    with desk.at(NOW + timedelta(minutes=4)):
        desk.worker(post).colleagues.carry()
    assert len(post.letters) == 3
    with desk.scene.database.reading() as session:
        asked = session.scalars(select(ManagerQuestion.application_id)).all()
    assert len(asked) == len(set(asked)) > 0


@pytest.mark.usefixtures("without_pictures")
def test_who_turned_them_off_is_away_or_gone_gets_none(desk: Desk, post: Post) -> None:
    scene = desk.scene
    with scene.writing() as session:
        digests.choose(session, scene.users["Priya Shah"].user_id, False, now=NOW)
        hugo = session.get_one(User, scene.users["Hugo Osei"].user_id)
        hugo.active = False
    try:
        assert {mailbox for mailbox, _ in desk.told(post)} == {ROSA}
        with scene.writing() as session:
            digests.choose(session, scene.users["Priya Shah"].user_id, True, now=NOW)
        assert {mailbox for mailbox, _ in desk.told(post)} == {ROSA, PRIYA}
    finally:
        with scene.writing() as session:
            session.get_one(User, scene.users["Hugo Osei"].user_id).active = True


@pytest.mark.usefixtures("without_pictures")
def test_whoever_stands_in_has_the_people_of_who_is_away(desk: Desk, post: Post) -> None:
    scene = desk.scene
    with scene.writing() as session:
        rosa = session.get_one(User, scene.users["Rosa Lund"].user_id)
        day = NOW.date()
        away = absences.go_away(
            session, rosa, scene.users["Priya Shah"].user_id, day, day, zone="UTC", now=NOW, actor_id=None
        )
        id_ = away.id
    try:
        found = desk.told(post)
        assert {mailbox for mailbox, _ in found} == {PRIYA, HUGO}
        assert "Fatima al-Sayed" in text_of(found[PRIYA, only(found, PRIYA)])
    finally:
        with scene.writing() as session:
            absences.come_back(session, rosa.id, id_, now=NOW, actor_id=None)


@pytest.mark.usefixtures("without_pictures")
def test_a_held_house_tells_nobody(desk: Desk, post: Post) -> None:
    with desk.scene.writing() as session:
        brakes.hold(session, "copy", "A copy.", now=NOW, actor_id=None)
    try:
        assert desk.told(post) == {}
    finally:
        with desk.scene.writing() as session:
            brakes.release(session, "Looked at.", now=NOW, actor_id=None)


@pytest.mark.usefixtures("without_pictures")
def test_a_manager_answers_from_the_mail_without_logging_in(desk: Desk, post: Post) -> None:
    found = desk.told(post)
    letter = found[HUGO, only(found, HUGO)]
    text = text_of(letter)
    assert "THEY WAIT FOR YOU" in text
    assert "Answer here, without logging in" in text
    paths = addresses_in(text, "asked")
    assert paths
    assert all(path in html_of(letter) for path in paths)
    app = create_app(desk.settings)
    kept: Database = app.extensions["recruiterdash.database"]
    try:
        browser = app.test_client()
        page = browser.get(paths[0], base_url="https://hiring.borealis.example").text
        assert "They go ahead" in page
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        said = browser.post(
            paths[0],
            data={"answer": "advance", "csrf_token": token},
            base_url="https://hiring.borealis.example",
            headers={"Referer": "https://hiring.borealis.example/"},
        )
        assert "Thank you" in said.text
    finally:
        kept.close()
    with desk.scene.database.reading() as session:
        assert session.scalars(
            select(ManagerQuestion.answer).where(ManagerQuestion.answer.is_not(None))
        ).all()


@pytest.mark.usefixtures("without_pictures")
def test_the_week_says_how_long_people_waited_and_why(desk: Desk, post: Post) -> None:
    found = desk.told(post)
    text = text_of(found[HUGO, only(found, HUGO)])
    assert "HOW LONG PEOPLE WAITED" in text
    assert "/metrics/decision_wait?from=2026-11-17&to=2026-11-23" in text
    assert "/metrics/waiting_now?" in text


def test_with_what_draws_charts_they_stand_in_it_as_pictures(desk: Desk, post: Post) -> None:
    assert late.is_there("kaleido")
    found = desk.told(post)
    letter = found[HUGO, only(found, HUGO)]
    shown = pictures_of(letter)
    assert len(shown) == 2
    assert all(each.startswith(b"\x89PNG") for each in shown)
    html = html_of(letter)
    for name in ("on_time", "waiting_now"):
        assert f'src="cid:{name}@borealis.example"' in html
    assert [part["Content-ID"] for part in letter.walk() if part.get_content_type() == "image/png"] == [
        "<on_time@borealis.example>",
        "<waiting_now@borealis.example>",
    ]


def test_what_is_written_as_it_leaves_is_not_kept(desk: Desk) -> None:
    desk.worker().colleagues.make_due()
    with desk.scene.database.reading() as session:
        assert set(session.scalars(select(Notice.body))) == {""}


@pytest.mark.usefixtures("without_pictures")
def test_one_that_cannot_be_written_is_tried_again_and_keeps_no_other_back(
    desk: Desk, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_given: object) -> object:
        raise RuntimeError("a figure that fails")

    with monkeypatch.context() as patch:
        patch.setattr(figures, "of_week", failing)
        assert {mailbox for mailbox, _ in desk.told(post)} == {PRIYA, ROSA}
    (manager,) = desk.notices("Hugo Osei")
    assert (manager.state, manager.last_answer) == (NoticeState.WAITING, "It could not be written.")
    with desk.at(NOW + HOUR):
        assert {mailbox for mailbox, _ in desk.told(post)} == {PRIYA, ROSA, HUGO}
