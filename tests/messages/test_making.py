"""A preview of many letters is made beside the page: called off, begun again, and lost with no worker."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from recruiterdash.audit import AuditRow
from recruiterdash.candidates.models import Disposition
from recruiterdash.errors import BadInput, NotFound
from recruiterdash.messages import MessageType, batches
from recruiterdash.messages.batch_rows import Batch, BatchMaking, BatchState, MakingState
from recruiterdash.messages.batches import Wanted, making
from recruiterdash.messages.batches.making import Claimed
from recruiterdash.moments import now
from recruiterdash.team import absences
from recruiterdash.team.identity import viewer_of
from recruiterdash.worker import Worker, names, previews
from tests.messages.test_batch_pages import TOKEN, confirm, previewed
from tests.messages.test_pages import OPENED, Browser, typed
from tests.messages.ward import Ward
from tests.messages.world import World

LEASE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(making, "AT_ONCE", 2)
    monkeypatch.setattr(previews, "SAYS", 0.0)
    yield
    while OPENED:
        OPENED.pop().extensions["recruiterdash.database"].close()


@pytest.fixture
def ward(world: World) -> Ward:
    with world.writing() as session:
        # what another test of the module left to be made
        for each in session.scalars(select(BatchMaking)):
            each.state = MakingState.MADE
    return Ward(world)


@pytest.fixture
def worker(world: World) -> Worker:
    return world.worker()


def begun(ward: Ward, people: list[int]) -> int:
    with ward.world.writing() as session:
        started = batches.start(
            session, ward.priya, ward.wanted(people), now=now(), settings=ward.world.settings
        )
        assert isinstance(started, BatchMaking)
        return started.id


def stands(ward: Ward, id_: int) -> BatchMaking:
    with ward.world.database.reading() as session:
        return session.get_one(BatchMaking, id_)


def taken(ward: Ward, name: str) -> Claimed:
    with ward.world.writing() as session:
        found = making.claim(session, name, now(), LEASE, lambda _name: False)
    assert found is not None
    return found


def count(ward: Ward) -> int:
    with ward.world.database.reading() as session:
        return len(session.scalars(select(Batch.id)).all())


def test_many_are_previewed_by_a_worker_while_the_page_says_how_far_it_is(ward: Ward, worker: Worker) -> None:
    browser, people = Browser(ward.world, ward.priya), ward.people(3)
    where = previewed(browser, people)
    assert where.startswith("/batches/making/")
    page = browser.open(where)
    assert "It waits for a worker" in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert where in browser.open("/batches")
    assert "HX-Refresh" not in browser.client.get(f"{where}/progress").headers
    assert worker.previews.make_one()
    assert not worker.previews.make_one()
    assert browser.client.get(f"{where}/progress").headers["HX-Refresh"] == "true"
    batch = browser.client.get(where).headers["Location"]
    assert TOKEN.search(browser.open(batch))
    confirm(browser, batch, "")
    assert ward.batch(int(batch.rsplit("/", 1)[1])).queued == 3
    assert stands(ward, int(where.rsplit("/", 1)[1])).wanted == {}
    assert where not in browser.open("/batches")


def test_who_stands_in_has_many_previewed_and_let_go_as_well(ward: Ward, worker: Worker) -> None:
    at, sam, people = now(), ward.world.stranger, ward.people(3)
    with ward.world.writing() as session:
        away, last = ward.colleague_named(session, ward.priya.user_id), at.date() + timedelta(days=1)
        absences.go_away(session, away, sam.user_id, at.date(), last, zone="UTC", now=at, actor_id=None)
        cover = viewer_of(session, sam.user_id, at)
        started = batches.start(session, cover, ward.wanted(people), now=at, settings=ward.world.settings)
        assert isinstance(started, BatchMaking)
    assert worker.previews.make_one()
    found = stands(ward, started.id)
    assert (found.state, found.reason) == (MakingState.MADE, "")
    with ward.world.writing() as session:
        batch = session.get_one(Batch, found.batch_id)
        batch.state, batch.confirmed_at = BatchState.NEEDS_APPROVAL, now()
    assert ward.approve(batch.id, ward.alma).said["queued"] == 3


def test_few_are_previewed_at_once(ward: Ward) -> None:
    assert "/making/" not in previewed(Browser(ward.world, ward.priya), ward.people(2))


def test_a_preview_is_called_off_and_begun_again(ward: Ward, worker: Worker) -> None:
    browser = Browser(ward.world, ward.priya)
    where = previewed(browser, ward.people(3))
    token = {"csrf_token": typed(browser.open(where))["csrf_token"]}
    assert browser.send(f"{where}/call-off", token) == where
    assert "It was called off. Nothing was sent." in browser.open(where)
    assert not worker.previews.make_one()
    assert browser.send(f"{where}/again", token) == where
    assert worker.previews.make_one()
    assert stands(ward, int(where.rsplit("/", 1)[1])).state is MakingState.MADE


def test_called_off_in_the_middle_it_leaves_nothing(
    ward: Ward, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_, before = begun(ward, ward.people(3)), count(ward)
    go_on = making.go_on

    def called_off(*given: object) -> bool:
        with ward.world.writing() as session:
            making.call_off(session, ward.priya, id_)
        return go_on(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(making, "go_on", called_off)
    assert worker.previews.make_one()
    assert (stands(ward, id_).state, stands(ward, id_).done) == (MakingState.BROKEN_OFF, 0)
    assert count(ward) == before


def test_whoever_finds_what_a_dead_worker_left_begins_it_anew(ward: Ward, worker: Worker) -> None:
    id_ = begun(ward, ward.people(3))
    dead = taken(ward, f"{names.machine()}:2147483646:abcdef")
    assert worker.previews.make_one()
    found = stands(ward, id_)
    assert (found.state, found.lost) == (MakingState.MADE, 1)
    with ward.world.writing() as session:
        assert not making.finish(session, dead, found.batch_id or 0)
        assert not making.go_on(session, dead, 3, now(), LEASE)


def test_what_a_living_worker_makes_is_left_to_it_until_its_lease_is_over(ward: Ward, worker: Worker) -> None:
    id_ = begun(ward, ward.people(3))
    taken(ward, "elsewhere:1:abcdef")
    assert not worker.previews.make_one()
    with ward.world.writing() as session:
        session.get_one(BatchMaking, id_).lease_until = now() - LEASE
    assert worker.previews.make_one()
    assert stands(ward, id_).state is MakingState.MADE


def test_a_preview_that_kills_its_workers_is_broken_off(ward: Ward, worker: Worker) -> None:
    id_ = begun(ward, ward.people(3))
    with ward.world.writing() as session:
        found = session.get_one(BatchMaking, id_)
        found.worker, found.lost = "elsewhere:1:abcdef", making.MOST_LOST - 1
    assert not worker.previews.make_one()
    assert stands(ward, id_).reason == making.TOO_OFTEN


def test_asked_to_stop_a_worker_leaves_it_to_the_next(ward: Ward, worker: Worker) -> None:
    id_ = begun(ward, ward.people(3))
    worker.previews.stop()
    assert worker.previews.make_one()
    found = stands(ward, id_)
    assert (found.state, found.worker, found.lost) == (MakingState.MAKING, None, 0)
    assert ward.world.worker().previews.make_one()
    assert stands(ward, id_).state is MakingState.MADE


def test_why_it_cannot_be_made_is_said_and_written_down(ward: Ward, worker: Worker) -> None:
    people = ward.people(3)
    id_ = begun(ward, people)
    with ward.world.writing() as session:
        ward.world.person_of(session, people[1]).current_manager_id = ward.priya.user_id
    assert worker.previews.make_one()
    assert stands(ward, id_).reason.startswith("One of these applications")
    with ward.world.database.reading() as session:
        newest = session.scalars(select(AuditRow).order_by(AuditRow.id.desc()).limit(1)).one()
    assert (newest.act, newest.detail["why"]) == ("batch.refuse", "NotFound")


def test_nobody_sees_or_ends_what_a_colleague_began(ward: Ward) -> None:
    id_ = begun(ward, ward.people(3))
    with ward.world.writing() as session:
        for act in (making.own, making.call_off, making.begin_again):
            with pytest.raises(NotFound):
                act(session, ward.alma, id_)


def test_what_cannot_be_is_refused_before_anything_is_noted(ward: Ward) -> None:
    wanted = ward.wanted([1, 2, 2])
    with ward.world.writing() as session, pytest.raises(BadInput, match="more than once"):
        batches.start(session, ward.priya, wanted, now=now(), settings=ward.world.settings)


def test_what_was_asked_for_comes_back_from_its_document() -> None:
    wanted = Wanted(
        applications=[3, 1],
        type=MessageType.REJECTION_APPLICATION,
        subject="S",
        body="B",
        language="de",
        promise=date(2026, 3, 4),
        overrides={"K28": "It is our house's wording."},
        reason=Disposition.NOT_SELECTED,
        lines={3: "A line."},
        selection={"requisition": 1, "stage": None},
    )
    assert making.wanted_of(making.document_of(wanted)) == wanted
    plain = Wanted([1], MessageType.STATUS, template=7)
    assert making.wanted_of(making.document_of(plain)) == plain
