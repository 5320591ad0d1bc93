"""Canaries in two hundred notes of feedback: every route, asked as everybody, by page and by program, shows none."""

import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Enum, String, select
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from recruiterdash import candidates, journey, moments
from recruiterdash.audit import AuditRow
from recruiterdash.candidates.models import Application, Disposition, Outcome
from recruiterdash.db import Model
from recruiterdash.doors.access import access_of
from recruiterdash.errors import BadInput
from recruiterdash.feedback.content import Level, Owner, Weight
from recruiterdash.feedback.models import Feedback, FeedbackAction, FeedbackPoint, FeedbackText, FeedbackWord
from recruiterdash.imports.uploads import Folder
from recruiterdash.journey.models import Event
from recruiterdash.messages.models import CaughtLetter, Message
from recruiterdash.messages.wording import PLACEHOLDERS, check
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team.models import TokenScope
from tests.conftest import sqlite_is_enough
from tests.doors.asked import ASKED
from tests.doors.conftest import csrf, opened
from tests.doors.neighbours import Street, Things, settled
from tests.doors.test_other_peoples_ids import ask

MONITOR = "a-token-for-the-monitor-of-these-tests"
#: Searches for what notes begin with; a page repeats what was searched for, so it is no whole mark.
BEGUN = "?q=zqxhr&name=all&search=zqxhr&subject=application&act=feedback"
#: Records of each set of people; each holds more than twenty texts.
RECORDS = 4
#: Who may read whose; everybody else nobody's. The insider is a subject with every role, the boss a manager with every.
ENTITLED = {
    "hiring_manager": ("ours",),
    "far_manager": ("theirs", "insiders"),
    "hr": ("ours", "theirs", "insiders"),
    "insider": ("ours", "theirs", "hrs"),
    "boss": ("ours", "theirs", "insiders"),
}
SETS = ("ours", "theirs", "insiders", "hrs")
ASKING = (
    *("admin", "recruiter", "stranger", "interviewer", "far_interviewer", "viewer", "auditor"),
    *("hiring_manager", "far_manager", "hr", "insider", "boss"),
)


@pytest.fixture(scope="module")
def street(database_url: str, uploads_folder: Folder) -> Iterator[Street]:
    with opened(database_url, prometheus_token=MONITOR) as house:
        made = settled(house, uploads_folder)
        with house.transaction() as session:
            for name in SETS:
                for number in range(RECORDS):
                    plant(session, made, getattr(made, name), f"zqx{name}{number}")
            session.commit()
        yield made


#: Words of ours, chosen from a list: nothing that anybody wrote.
CHOSEN = {"feedback.talk_how", "feedback_words.kind", "feedback_looks.what"}
#: Every table of feedback, found and not listed.
MODELS = [
    each.class_
    for each in Model.registry.mappers
    if each.class_.__tablename__.partition("_")[0] == "feedback"
]


def texts_of(model: type[Any]) -> list[str]:
    """Return the columns of a table of feedback in which somebody's words can stand."""
    return [
        each.key
        for each in model.__table__.c
        if isinstance(each.type, String) and not isinstance(each.type, Enum) and str(each) not in CHOSEN
    ]


def plant(session: Any, street: Street, things: Things, canary: str) -> None:
    """Add a record in which every text there is holds a canary of its own."""
    subject = {"insiders": ("insider", "admin"), "hrs": ("hr", "boss")}.get(canary[3:-1])
    users, now = street.house.users, moments.now()
    wall: dict[str, Any] = {"internal": True, "internal_source": "HR"}
    if subject:
        wall |= {"linked_user_id": users[subject[0]], "current_manager_id": users[subject[1]]}
    facts = candidates.Facts(first_name="Ada", last_name=f"Number {canary[-1]}", **wall)
    person = candidates.create(session, facts, now=now, actor_id=None)
    requisition = session.get_one(Requisition, things.requisition)
    one = journey.apply(session, person, requisition, applied_at=now, now=now, actor_id=None)
    reason = Disposition.NOT_SELECTED
    journey.decide(session, one, Outcome.REJECT, now=now, actor_id=None, reason=reason)
    told = journey.Contact("out", journey.Channel.MEETING, now, says_status=True, decision="reject")
    journey.log_contact(session, one, told, now=now, actor_id=None)
    marks = iter(range(100))

    def mark() -> str:
        return f"{canary}m{next(marks)}"

    def marked(model: type[Any], **facts: Any) -> Any:
        return model(**{name: mark() for name in texts_of(model)}, **facts)

    text = marked(FeedbackText, number=1, begun_at=now)
    text.written_at = text.handed_over_at = text.read_at = text.released_at = now
    text.points = [
        marked(FeedbackPoint, position=place, level=Level.PARTLY, weight=Weight.GAP) for place in (1, 2)
    ]
    text.actions = [marked(FeedbackAction, position=1, owner=Owner.EMPLOYEE)]
    row = marked(
        Feedback,
        application_id=one.id,
        giver_id=requisition.hiring_manager_id or 0,
        created_at=now,
        talk_at=now,
        released_at=now,
    )
    row.texts = [text]
    row.words = [marked(FeedbackWord, at=now, kind=kind) for kind in ("wish", "answer", "hold", "closed")]
    session.add(row)
    session.flush()
    things.ids[f"given_{canary}"] = one.id


def test_two_hundred_notes_are_planted_in_every_column_that_holds_words(street: Street) -> None:
    with street.house.database.reading() as session:
        found = {
            (model.__tablename__, name): set(session.scalars(select(getattr(model, name))))
            for model in MODELS
            for name in texts_of(model)
        }
    bare = [place for place, texts in found.items() if not any(each.startswith("zqx") for each in texts)]
    assert not bare
    assert len({each for texts in found.values() for each in texts if each.startswith("zqx")}) >= 200


#: On PostgreSQL a stranger and the two whom the wall keeps out: what parts the others is asked of both alike.
APART = ("stranger", "insider", "boss")


@pytest.mark.parametrize(
    "who", [pytest.param(each, marks=sqlite_is_enough(each not in APART)) for each in ASKING]
)
def test_no_route_shows_a_note_to_who_may_not_read_it(
    street: Street, who: str, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    hidden = [name for name in SETS if name not in ENTITLED.get(who, ())]
    wall = re.compile("|".join(f"zqx{name}" for name in hidden))
    caplog.set_level(logging.DEBUG)
    seen = 0
    for where, said in everything(street, who):
        seen += 1
        assert not wall.search(said), (who, where, wall.findall(said))
    assert seen > 120
    heard = capsys.readouterr()
    assert "zqx" not in heard.out + heard.err + caplog.text


def test_who_may_read_does_read(street: Street) -> None:
    """The walk would find a note if there were one to find."""
    found = {
        name for where, said in everything(street, "hiring_manager") for name in SETS if f"zqx{name}" in said
    }
    assert found == {"ours"}


def everything(street: Street, who: str) -> Iterator[tuple[str, str]]:
    """Yield all that somebody is shown: pages, programs' answers, searches for a note, refusals and errors."""
    browser, key = street.inside(who), street.house.token(who, TokenScope.READ)
    app = street.house.app
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.arguments and access_of(app, rule.endpoint):
            for query in ("", "?q=zqx", BEGUN):
                answer = browser.get(f"{rule.rule}{query}")
                yield f"{rule.rule}{query}", seen(answer)
    for method, path in ASKED:
        for name in SETS:
            things: Things = getattr(street, name)
            if method == "GET":
                yield f"{path} {name}", seen(ask(street, browser, "GET", path, things))
                if path.startswith("/api/"):
                    program = street.house.browser()
                    yield f"{path} {name}", seen(ask(street, program, "GET", path, things, headers=key))
    figures = browser.get("/prometheus", headers={"Authorization": f"Bearer {MONITOR}"})
    assert figures.status_code == 200
    yield "/prometheus", seen(figures)
    yield from about_the_records(street, who)


def about_the_records(street: Street, who: str) -> Iterator[tuple[str, str]]:
    """Ask everything that can be asked about the very applications, and send forms that are refused."""
    browser = street.inside(who)
    token = csrf(browser)
    for name in SETS:
        things: Things = getattr(street, name)
        id_ = next(value for key, value in things.ids.items() if key.startswith("given_zqx"))
        for rule in {rule for _, rule in ASKED if "application_id" in rule and "event_id" not in rule}:
            path = re.sub(r"<(?:int:)?application_id>", str(id_), rule).replace("<act>", "hold")
            yield path, seen(browser.get(path))
            if rule.startswith("/feedback/"):
                yield f"POST {path}", seen(browser.post(path, data={"csrf_token": token, "version": "x"}))
                yield f"POST {path}", seen(browser.post(path, data={}))


def seen(answer: Any) -> str:
    """Return body and headers of an answer."""
    return f"{answer.get_data(as_text=False).decode('utf-8', 'replace')}\n{answer.headers}"


def test_no_other_table_holds_a_note(street: Street) -> None:
    """What is not copied cannot leak: no event, letter, caught mail or audit row holds one."""
    with street.house.database.reading() as session:
        for model in (AuditRow, Event, Message, CaughtLetter, Application):
            rows = [str(vars(row)) for row in session.scalars(select(model))]
            assert not [row for row in rows if "zqx" in row], model


@pytest.mark.parametrize(("fault", "status"), [(DataError, 500), (IntegrityError, 409)])
@pytest.mark.parametrize("act", ["talk", "hold", "write"])
def test_a_crash_while_a_note_is_kept_reports_none_of_it(
    street: Street,
    act: str,
    fault: type[DBAPIError],
    status: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A fault of the database quotes the row it could not keep: neither page nor log repeats it."""

    def fails(*_: Any, **given: Any) -> None:
        raise fault(f"INSERT {given}", {"talk_note": "zqxcrash"}, ValueError("zqxcrash"))

    monkeypatch.setattr("recruiterdash.feedback.operations._done", fails)
    app = street.house.app
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(app.config, "TESTING", False)
    browser = street.inside("hiring_manager")
    id_ = next(value for key, value in street.ours.ids.items() if key.startswith("given_zqx"))
    with street.house.database.reading() as session:
        version = session.scalars(select(Feedback.version).where(Feedback.application_id == id_)).one()
    said = {"held_at": "2026-11-23T10:00", "how": "phone", "talk_note": "zqxcrash", "held_why": "zqxcrash"}
    said |= {"points-0-evidence": "zqxcrash", "csrf_token": csrf(browser), "version": str(version)}
    answer = browser.post(f"/feedback/{id_}/{act}", data=said)
    assert answer.status_code == status
    assert "zqxcrash" not in seen(answer)
    heard = capsys.readouterr()
    assert fault.__name__ in heard.err
    assert "zqx" not in heard.out + heard.err


def test_no_placeholder_reaches_a_note() -> None:
    assert not [name for name in PLACEHOLDERS if "feedback" in name or "note" in name]
    for source in ("{{ feedback }}", "{{ candidate.notes }}", "{{ application.feedback.talk_note }}"):
        with pytest.raises(BadInput):
            check(source)
