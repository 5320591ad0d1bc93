"""What the ATS sends is logged as its own, and what it says otherwise than we did is settled by a person."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import journey, messages, team
from recruiterdash.candidates.models import Application, Disagreement, Disposition, Outcome, Side
from recruiterdash.config import Settings
from recruiterdash.errors import BadInput, Conflict, NotAllowed, NotFound
from recruiterdash.imports import disagreeing, implied
from recruiterdash.imports.disagreeing import Open
from recruiterdash.imports.said import Words
from recruiterdash.imports.to_do import to_do
from recruiterdash.imports.wordbook import Wordbook
from recruiterdash.messages import Letter, MessageType, ats
from recruiterdash.messages.ats import Rules
from recruiterdash.moments import now
from recruiterdash.requisitions.models import Stage, StageType
from recruiterdash.team.models import Role
from recruiterdash.team.permissions import Viewer
from tests.imports.desk import Desk, event
from tests.imports.test_every_export import NO, lever
from tests.messages.world import Post, World

ACK, NO_TYPE = MessageType.ACKNOWLEDGEMENT, MessageType.REJECTION_APPLICATION
WITHDREW = {**NO, "reason": "Withdrew"}


def sends(desk: Desk, *types: MessageType) -> None:
    with desk.database.writing() as session:
        user = somebody(session, Role.ADMIN)
        ats.set_rules(session, Rules(24, frozenset(types)), now=now(), actor_id=user.user_id)
        session.commit()


def somebody(session: Session, role: Role = Role.ADMIN) -> Viewer:
    count = len(session.scalars(select(team.models.User)).all())
    draft = team.UserDraft("Ada Admin", f"ada{count}@borealis.example", frozenset({role}))
    made = team.create_user(session, draft, now=now(), actor_id=None)
    session.flush()
    return team.viewer_of(session, made.id)


# --- letters that an export implies -------------------------------------------------------------------

HOUR = 3_600_000_000


def told(*words: str) -> tuple[list[Any], Wordbook]:
    """Return what happened an hour apart, and the words."""
    meanings = {
        "applied": Words("applied", None, {}, "a"),
        "rejected": Words("decision", None, {"value": "reject"}, "r"),
        "cancelled": Words("decision", None, {"value": "reject", "reason": "position_cancelled"}, "c"),
        "offered": Words("decision", None, {"value": "offer"}, "o"),
        "screened": Words("interview_held", None, {"stage": "screen"}, "s"),
        "met": Words("interview_held", None, {"stage": "interview"}, "m"),
        "withdrew": Words("in", "withdraw", {}, "w"),
        "wrote": Words("out", "personal", {}, "p"),
        "asked": Words("in", "question", {}, "q"),
    }
    found = Wordbook()
    return [(number * HOUR, found.add(meanings[word]), None) for number, word in enumerate(words)], found


ALL = frozenset(ats.MAY_SEND)
IMPLIED: list[Any] = [
    (("applied",), ALL, [(0, "acknowledgement")]),
    (("applied",), frozenset(), []),
    (("applied", "wrote"), ALL, []),
    (("applied", "asked"), ALL, [(0, "acknowledgement")]),
    (("applied", "rejected"), ALL, [(0, "acknowledgement"), (1, "rejection_application")]),
    (("applied", "rejected"), frozenset({ACK}), [(0, "acknowledgement")]),
    (("applied", "screened", "rejected"), ALL, [(0, "acknowledgement"), (2, "rejection_screen")]),
    (("applied", "met", "rejected"), ALL, [(0, "acknowledgement"), (2, "rejection_final")]),
    (("applied", "met", "rejected"), frozenset({NO_TYPE}), []),
    (("applied", "cancelled"), ALL, [(0, "acknowledgement"), (1, "position_cancelled")]),
    (("applied", "wrote", "rejected"), ALL, [(2, "rejection_application")]),
    (("applied", "rejected", "wrote"), ALL, []),
    (("applied", "rejected", "rejected"), ALL, [(0, "acknowledgement"), (2, "rejection_application")]),
    (("applied", "offered"), ALL, [(0, "acknowledgement")]),
    (("applied", "withdrew"), ALL, [(0, "acknowledgement"), (1, "withdrawal_confirmation")]),
]


@pytest.mark.parametrize(("words", "types", "expected"), IMPLIED)
def test_a_letter_is_implied_where_the_export_knows_none(
    words: tuple[str, ...], types: frozenset[MessageType], expected: list[tuple[int, str]]
) -> None:
    raw, meanings = told(*words)
    found = implied.implied(raw, meanings, types)
    assert [(micros // HOUR, type_.value) for micros, type_ in found] == expected


def test_what_the_ats_sends_is_logged_as_its_own_and_told(desk: Desk) -> None:
    sends(desk, ACK, NO_TYPE)
    applied, rejected = (
        event(),
        event(event="decided", detail="rejected", happened_at="2026-11-04T10:00:00.000Z"),
    )
    report, _ = desk.rows(applied, rejected)
    assert report.created["events"] == 4
    assert desk.one("SELECT state FROM applications") == "rejected"
    outs = desk.all("SELECT kind, source FROM events WHERE type = 'out' ORDER BY happened_at")
    assert outs == [("auto_ack", "import"), ("bulk", "import")]
    again, _ = desk.rows(applied, rejected)
    assert set(again.created.values()) == {0}
    assert desk.recomputed().startswith("0 ")


def test_who_was_rejected_there_before_anybody_said_so_is_told_with_the_next_import(quick_desk: Desk) -> None:
    applied, rejected = (
        event(),
        event(event="decided", detail="rejected", happened_at="2026-11-04T10:00:00.000Z"),
    )
    quick_desk.rows(applied, rejected)
    assert quick_desk.one("SELECT state FROM applications") == "active"  # decided, not known to be told
    sends(quick_desk, NO_TYPE)
    quick_desk.rows(applied, rejected)
    assert quick_desk.one("SELECT state FROM applications") == "rejected"
    quick_desk.rows(applied, rejected)
    assert quick_desk.one("SELECT count(*) FROM events WHERE type = 'out'") == 1


def test_a_report_that_turns_to_rejected_implies_the_letter_once(desk: Desk, tmp_path: Path) -> None:
    sends(desk, ACK, NO_TYPE)
    desk.take_in(lever(tmp_path / "x"))
    assert desk.one("SELECT count(*) FROM events WHERE kind = 'auto_ack'") == 1
    desk.take_in(lever(tmp_path / "x", archived=NO))
    assert desk.one("SELECT count(*) FROM events WHERE kind = 'auto_ack'") == 1
    assert desk.one("SELECT count(*) FROM events WHERE kind = 'bulk'") == 1
    assert desk.one("SELECT state FROM applications") == "rejected"


# --- both sides say something else ---------------------------------------------------------------------

Act = Callable[[Session, Application], object]


def here(desk: Desk, act: Act) -> None:
    """Somebody here does something to the only application."""
    with desk.database.writing() as session:
        act(session, session.scalars(select(Application)).one())
        session.commit()


def offer(session: Session, application: Application) -> None:
    journey.decide(session, application, Outcome.OFFER, now=now(), actor_id=None)


def reject(session: Session, application: Application) -> None:
    journey.decide(
        session, application, Outcome.REJECT, now=now(), actor_id=None, reason=Disposition.NOT_SELECTED
    )


def withdraw(session: Session, application: Application) -> None:
    journey.record(session, application, journey.Happened("in", now(), "withdraw"), now=now())


def take_back(session: Session, application: Application) -> None:
    journey.take_back_decision(session, application, now=now(), actor_id=None)


def still_open(desk: Desk, role: Role = Role.ADMIN) -> list[Open]:
    with desk.database.writing() as session:
        found = disagreeing.listed(session, somebody(session, role))
        session.expunge_all()
        session.rollback()
        return found


def settled(desk: Desk, side: Side, reason: str = "") -> None:
    with desk.database.writing() as session:
        viewer = somebody(session)
        (each,) = disagreeing.listed(session, viewer)
        disagreeing.settle(session, viewer, each.row.id, side, reason, now=now())
        session.commit()


#: What the ATS said first, what somebody did here, what it says then; how each stands, and what taking theirs makes.
DIRECTIONS: list[Any] = [
    pytest.param({}, offer, {"archived": NO}, ("rejected", "active"), "decided", id="they-no-we-offer"),
    pytest.param(
        {}, withdraw, {"archived": NO}, ("rejected", "withdrawn"), "decided", id="they-no-we-withdrawn"
    ),
    pytest.param(
        {},
        reject,
        {"archived": WITHDREW},
        ("withdrawn", "decided, not told"),
        "withdrawn",
        id="they-out-we-no",
    ),
    pytest.param(
        {"archived": NO},
        take_back,
        {"archived": WITHDREW},
        ("withdrawn", "active"),
        "withdrawn",
        id="they-out-we-open",
    ),
    pytest.param(
        {"archived": NO}, withdraw, {}, ("active", "withdrawn"), "active", id="they-open-we-withdrawn"
    ),
]


@pytest.mark.parametrize(("first", "act", "then", "sides", "taken"), DIRECTIONS)
def test_neither_side_wins_in_silence(
    desk: Desk,
    tmp_path: Path,
    first: dict[str, Any],
    act: Act,
    then: dict[str, Any],
    sides: tuple[str, str],
    taken: str,
) -> None:
    desk.take_in(lever(tmp_path / "x", **first))
    here(desk, act)
    before = desk.all("SELECT id, type FROM events ORDER BY id")
    report, _ = desk.take_in(lever(tmp_path / "x", **then))
    assert desk.all("SELECT id, type FROM events ORDER BY id") == before
    assert any("settle it under Imports" in each["reason"] for each in report.warnings)
    (each,) = still_open(desk)
    assert (each.row.theirs, each.ours, each.name) == (*sides, "Amara Okafor")
    desk.take_in(lever(tmp_path / "x", **then))
    assert len(still_open(desk)) == 1  # once, however often the file comes

    settled(desk, Side.THEIRS)
    state = desk.one("SELECT state FROM applications")
    decided = desk.one("SELECT count(*) FROM standings WHERE decided_at IS NOT NULL AND told_at IS NULL")
    assert ("decided" if state == "active" and decided else state) == taken
    assert still_open(desk) == []
    assert desk.recomputed().startswith("0 ")


def test_ours_is_kept_with_a_reason_and_is_then_to_be_done_there(desk: Desk, tmp_path: Path) -> None:
    desk.take_in(lever(tmp_path / "x"))
    here(desk, offer)
    desk.take_in(lever(tmp_path / "x", archived=NO))
    with pytest.raises(BadInput, match="Say why ours stands"):
        settled(desk, Side.OURS, " ")
    settled(desk, Side.OURS, "The panel changed its mind.")
    assert still_open(desk) == []
    with desk.database.writing() as session:
        viewer = somebody(session)
        assert [(each.do, each.there) for each in to_do(session, viewer)] == [("Open again", "rejected")]
        row = session.scalars(select(Disagreement)).one()
        assert (row.settled_as, row.reason) == (Side.OURS, "The panel changed its mind.")
        with pytest.raises(Conflict, match="settled this already"):
            disagreeing.settle(session, viewer, row.id, Side.THEIRS, "", now=now())
        with pytest.raises(NotFound):
            disagreeing.settle(session, somebody(session, Role.RECRUITER), row.id, Side.THEIRS, "", now=now())
        session.rollback()
    desk.take_in(lever(tmp_path / "x", archived=NO))
    assert still_open(desk) == []


def test_what_was_agreed_when_the_source_was_heard_last_is_no_difference(desk: Desk, tmp_path: Path) -> None:
    with time_machine.travel("2026-11-20T09:00:00+00:00", tick=False):
        desk.take_in(lever(tmp_path / "x"))
        here(desk, offer)
    desk.take_in(lever(tmp_path / "x", origin="referred"))
    with time_machine.travel("2026-11-25T09:00:00+00:00", tick=False):
        desk.take_in(lever(tmp_path / "x", origin="referred", archived=NO))
    assert still_open(desk) == []
    assert desk.one("SELECT count(*) FROM decisions") == 2


def test_both_come_to_say_the_same_and_it_is_over(desk: Desk, tmp_path: Path) -> None:
    desk.take_in(lever(tmp_path / "x"))
    here(desk, offer)
    desk.take_in(lever(tmp_path / "x", archived=NO))
    assert len(still_open(desk)) == 1
    desk.take_in(lever(tmp_path / "x"))
    assert still_open(desk) == []
    assert desk.one("SELECT settled_as FROM disagreements") == "agreed"


def test_a_move_there_does_not_undo_a_move_here(desk: Desk, tmp_path: Path) -> None:
    desk.take_in(lever(tmp_path / "x"))

    def onsite(session: Session, application: Application) -> None:
        stage = Stage(
            requisition_id=application.requisition_id, position=9, name="Panel", type=StageType.INTERVIEW
        )
        session.add(stage)
        session.flush()
        application.stage_id, application.stage_type = stage.id, stage.type
        journey.record(
            session,
            application,
            journey.Happened("stage_change", now(), None, {"stage": "interview"}),
            now=now(),
        )

    here(desk, onsite)
    desk.take_in(lever(tmp_path / "x", stage="Onsite"))
    assert desk.one("SELECT stage_type FROM applications") == "interview"
    (each,) = still_open(desk)
    assert (each.row.about, each.row.theirs, each.ours) == ("stage", "Onsite", "Panel")
    settled(desk, Side.THEIRS)
    assert desk.one("SELECT stage_type FROM applications") == "final"


# --- a rejection is held because a newer export says something else --------------------------------------


def test_a_rejection_is_held_and_comes_back_because_fridays_export_says_something_else(
    desk: Desk, tmp_path: Path
) -> None:
    settings = Settings(
        database_url=desk.url,
        secret_key="k" * 40,
        company="Borealis",
        mail_from="jobs@borealis.example",
        undo_seconds=0.0,
        send_window=False,
        mail_mode="real",
    )
    with time_machine.travel("2026-11-19T09:00:00+00:00", tick=False):
        desk.take_in(lever(tmp_path / "x"))
    world = World(desk.database, settings)
    with desk.database.writing() as session:
        session.add(fact := team.models.InstanceFact(name=ats.NEWEST, value={}, at=now() - timedelta(days=4)))
        session.commit()
        assert fact.id
    with desk.database.writing() as session:
        viewer = somebody(session)
        application = session.scalars(select(Application)).one()
        letter = Letter(
            NO_TYPE,
            "Your application for Buyer",
            NO_TEXT.format(signer="Priya Shah"),
            "t",
            reason=Disposition.NOT_SELECTED,
            overrides={},
        )
        application_id = application.id
        message = messages.queue(session, viewer, application_id, letter, now=now(), settings=settings)
        session.commit()
        number = message.id
    with Post() as post:
        worker = world.worker(smtp_url=post.url)
        assert not worker.send_one()  # Thursday's data, on Monday
        assert world.state(number).value in ("held", "queued")
        desk.take_in(lever(tmp_path / "x", archived={**NO, "reason": "Hired"}))  # Friday's export
        assert not worker.send_one()
        worker.stop()
        assert post.letters == []
    assert world.state(number).value == "cancelled"
    assert "the ATS says something else" in world.reason(number)
    again = letter._replace(token="u")
    with desk.database.writing() as session:
        with pytest.raises(NotAllowed, match="settle that first"):
            messages.queue(session, viewer, application_id, again, now=now(), settings=settings)
        session.rollback()


NO_TEXT = (
    "Dear Amara,\n\nThank you for applying for the role of Buyer at Borealis. We have decided not to go ahead with "
    "your application.\n\nThis decision is about this one role, and nothing more is needed from you. If you have a "
    "question about it, or about the data we keep, reply to this message: it reaches me.\n\n"
    "Kind regards\n{signer}\nRecruiter at Borealis\n"
)
