"""doctor looks everything over, and is red about what a person has to see to."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import delete

from recruiterdash import moments, team
from recruiterdash.cli import commands
from recruiterdash.doors import checks, dns_texts
from recruiterdash.doors.checks import Verdict
from recruiterdash.errors import BadInput
from recruiterdash.messages import MessageType, ats, brakes
from recruiterdash.messages.brakes import Hold, Pause
from recruiterdash.messages.models import Message, MessageState
from recruiterdash.messages.vitals import Kept
from recruiterdash.team.models import InstanceFact, Role
from tests.messages.world import Post, World, hashed

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
DOMAIN = "borealis.example"

# --- the verdicts ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "journal", "synchronous", "ok", "said"),
    [
        ((3, 53, 4), "wal", 2, True, "SQLite 3.53.4; journal_mode is wal, synchronous is FULL."),
        ((3, 51, 3), "wal", 2, True, ""),
        ((3, 51, 2), "wal", 2, False, "can lose committed writes"),
        ((3, 44, 6), "wal", 2, True, ""),
        ((3, 50, 7), "wal", 2, True, ""),
        ((3, 50, 6), "wal", 2, False, "can lose committed writes"),
        ((3, 7, 0), "wal", 2, False, "can lose committed writes"),
        ((3, 40, 1), "delete", 3, True, "in safe mode"),
        ((3, 40, 1), "delete", 2, False, "must be EXTRA"),
        ((3, 53, 4), "wal", 1, False, "must be FULL"),
        ((3, 53, 4), "memory", 2, False, "could damage"),
        ((3, 53, 4), "off", 3, False, "could damage"),
    ],
)
def test_sqlite(version: tuple[int, ...], journal: str, synchronous: int, ok: bool, said: str) -> None:
    verdict = checks.sqlite(version, journal, synchronous)
    assert verdict.ok is ok, verdict
    assert said in verdict.said


HOLD = Hold("person", "the board meets", 1, NOW)
PAUSE = Pause("auth", 535, "no such password", 3, NOW, NOW + MINUTE)


@pytest.mark.parametrize(
    ("verdict", "ok", "said"),
    [
        (checks.schema(True), True, "answers"),
        (checks.schema(False), False, "db upgrade"),
        (checks.clock(NOW, NOW + 2 * SECOND, None), True, "differ by 2 s"),
        (checks.clock(NOW + 6 * MINUTE, NOW, None), False, "differ by 6 minutes"),
        (checks.clock(NOW - timedelta(days=3650), NOW, None), False, "differ by 3650 days"),
        (checks.clock(NOW, NOW, NOW - timedelta(days=3)), True, ""),
        (checks.clock(NOW, NOW, NOW + timedelta(hours=5)), False, "5 hours ahead: a clock was set back"),
        (checks.worker(None, NOW), False, "No worker has ever run"),
        (checks.worker(NOW - 5 * SECOND, NOW), True, "5 s ago"),
        (checks.worker(NOW - 60 * SECOND, NOW), True, ""),
        (checks.worker(NOW - 61 * SECOND, NOW), False, "61 s old"),
        (checks.oldest(None, NOW, braked=False), True, "No letter is late."),
        (checks.oldest(NOW - MINUTE, NOW, braked=False), True, "60 s ago"),
        (checks.oldest(NOW - 6 * MINUTE, NOW, braked=False), False, "nobody takes it"),
        (checks.oldest(NOW - 6 * MINUTE, NOW, braked=True), False, "see the hold or pause"),
        (checks.hold(None), True, ""),
        (checks.hold(HOLD), False, "since 2026-11-16 09:00 UTC: the board meets"),
        (checks.pause(None), True, ""),
        (checks.pause(PAUSE), False, "(auth: 535 no such password); tried 3 times"),
        (checks.old_data(None), True, "No letter waits"),
        (checks.old_data(Kept(1, NOW, "They are old.")), False, "1 letter waits since 2026-11-16 09:00 UTC."),
        (checks.old_data(Kept(7, NOW, "They are old.")), False, "7 letters wait since"),
        (checks.old_data(Kept(7, NOW, "They are old.")), False, "They are old. (`recruiterdash import`"),
        (checks.uncertain(0), True, ""),
        (checks.uncertain(1), False, "1 letter may"),
        (checks.uncertain(2), False, "2 letters may"),
        (checks.mail("catch", "catch", "", (), demo=False), True, "/caught"),
        (checks.mail("real", "catch", "s", (), demo=True), True, "demonstration"),
        (checks.mail("real", "real", "smtp.example.com", (), demo=False), True, "leave by smtp.example.com"),
        (checks.mail("real", "allowlist", "s", ("a",), demo=False), False, "instance live"),
        (checks.mail("allowlist", "allowlist", "s", ("a",), demo=False), True, "1 entries"),
    ],
)
def test_a_verdict(verdict: Verdict, ok: bool, said: str) -> None:
    assert verdict.ok is ok, verdict
    assert said in verdict.said


@pytest.mark.parametrize(
    ("texts", "ok"),
    [
        (None, None),
        ([], False),
        (["google-site-verification=x"], False),
        (["v=spf1 include:_spf.example.com -all"], True),
        (["x", "V=SPF1 mx ~all"], True),
        (["v=spf10 mx"], False),
        (["v=spf1 mx -all", "v=spf1 a -all"], False),
        (["v=spf1 +all"], False),
        (["v=spf1 mx all"], False),
    ],
)
def test_spf(texts: list[str] | None, ok: bool | None) -> None:
    assert checks.spf(texts, DOMAIN).ok is ok


@pytest.mark.parametrize(
    ("texts", "selector", "ok"),
    [
        (None, "s1", None),
        (None, "", None),
        ([], "s1", False),
        (["v=DKIM1; k=rsa; p=MIIB IjAN"], "s1", True),
        (["p=MIIB"], "s1", True),
        (["v=DKIM1; p="], "s1", False),
    ],
)
def test_dkim(texts: list[str] | None, selector: str, ok: bool | None) -> None:
    assert checks.dkim(texts, selector, DOMAIN).ok is ok


@pytest.mark.parametrize(
    ("texts", "ok"),
    [
        (None, None),
        ([], False),
        (["v=DMARC1; p=reject; rua=mailto:d@x.example"], True),
        (["v=DMARC1;p=none"], True),
        (["v=DMARC1"], False),
        (["v=DMARC1; p=none", "v=DMARC1; p=reject"], False),
        (["v=spf1 -all"], False),
    ],
)
def test_dmarc(texts: list[str] | None, ok: bool | None) -> None:
    assert checks.dmarc(texts, DOMAIN).ok is ok


def test_dmarc_is_looked_for_above_a_domain_that_has_none() -> None:
    asked: list[str] = []

    def lookup(name: str) -> list[str] | None:
        asked.append(name)
        return ["v=DMARC1; p=reject"] if name == "_dmarc.borealis.example" else []

    assert dns_texts.nearest(lookup, "jobs.eu.borealis.example") == ["v=DMARC1; p=reject"]
    assert asked == [f"_dmarc.{each}" for each in ("jobs.eu.borealis.example", "eu.borealis.example", DOMAIN)]
    assert dns_texts.nearest(lambda _name: None, DOMAIN) is None


# --- the command ----------------------------------------------------------------------------------


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Name -> TXT records of the world outside."""
    records = {
        DOMAIN: ["v=spf1 mx -all"],
        f"_dmarc.{DOMAIN}": ["v=DMARC1; p=reject"],
        f"s1._domainkey.{DOMAIN}": ["v=DKIM1; p=MIIB"],
    }
    monkeypatch.setattr(dns_texts, "texts", lambda name: records.get(name, []))
    return records


@pytest.fixture
def installed(
    world: World, post: Post, published: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> World:
    """An installation that sends real letters, and whose worker has just given a sign of life."""
    given = {
        "DATABASE_URL": world.settings.database_url,
        "MAIL_MODE": "real",
        "MAIL_FROM": f"jobs@{DOMAIN}",
        "SMTP_URL": post.url,
        "DKIM_SELECTOR": "s1",
    }
    for name, value in given.items():
        monkeypatch.setenv(f"RECRUITERDASH_{name}", value)
    with world.writing() as session:
        session.execute(delete(InstanceFact))
    world.worker(smtp_url=post.url).sweep()
    return world


def seen(*words: str) -> tuple[int, dict[str, Any]]:
    answer = CliRunner().invoke(commands, ["doctor", "--json", *words])
    assert answer.exit_code in (0, 1), (answer.output, answer.exception)
    return answer.exit_code, {row["check"]: row for row in json.loads(answer.output)}


def test_a_healthy_installation_has_nothing_red(installed: World) -> None:
    code, rows = seen()
    assert code == 0, rows
    expected = {"database", "clock", "worker", "oldest letter", "hold", "pause", "uncertain", "mail"}
    expected |= {"answers", "quarantine", "old data"}
    expected |= {"spf", "dkim", "dmarc"} | ({"sqlite"} if installed.database.sqlite else set())
    assert rows.keys() == expected
    assert rows.pop("answers")["ok"] is None  # nobody said that mail is read here
    assert all(row["ok"] is True for row in rows.values()), rows


def test_a_hold_and_a_silent_worker_are_red(installed: World, published: dict[str, list[str]]) -> None:
    with installed.writing() as session:
        brakes.hold(session, "person", "the board meets", now=moments.now(), actor_id=None)
        for fact in session.query(InstanceFact).where(InstanceFact.name == "heartbeat"):
            fact.at = moments.now() - 2 * MINUTE
    del published[DOMAIN]
    code, rows = seen()
    assert code == 1
    assert {check for check, row in rows.items() if row["ok"] is False} == {"hold", "worker", "spf"}
    assert "the board meets" in rows["hold"]["said"]
    told = CliRunner().invoke(commands, ["doctor"]).output
    assert "BAD  worker" in told


def test_letters_that_wait_for_newer_data_are_named(installed: World) -> None:
    letter = installed.queue(installed.person("Kept"))
    with installed.writing() as session:
        session.add(InstanceFact(name=ats.NEWEST, value={"run": 1}, at=moments.now() - timedelta(days=4)))
        row = session.get_one(Message, letter)
        row.type, row.send_at = MessageType.REJECTION_APPLICATION.value, moments.now() - timedelta(hours=3)
        row.state = MessageState.QUEUED
    code, rows = seen()
    assert code == 1
    assert {check for check, row in rows.items() if row["ok"] is False} == {"old data"}
    assert rows["old data"]["said"].startswith("1 letter waits since ")
    assert "Data from the ATS are 4 days old" in rows["old data"]["said"]
    assert rows["oldest letter"]["said"] == "No letter is late."


def test_a_database_that_does_not_answer_is_red(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECRUITERDASH_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none?connect_timeout=2")
    code, rows = seen()
    assert code == 1
    assert rows["database"]["ok"] is False
    assert rows["spf"]["ok"] is None  # letters are caught: nothing is looked up


def test_a_test_letter_goes_to_an_administrator_alone(installed: World, post: Post) -> None:
    with installed.writing() as session:
        for name, role in (("ada", Role.ADMIN), ("rita", Role.RECRUITER), ("gone", Role.ADMIN)):
            address = f"{name}@{'sqlite' if installed.database.sqlite else 'pg'}.example"
            draft = team.UserDraft(name, address, frozenset({role}))
            user = team.create_user(session, draft, now=moments.now(), actor_id=None, hashed=hashed())
            user.active = name != "gone"
    domain = "sqlite.example" if installed.database.sqlite else "pg.example"
    code, rows = seen("--send-test", f"Ada@{domain}")
    assert code == 0, rows
    assert "The mail server took it (content: 250" in rows["test letter"]["said"]
    assert [letter.recipients for letter in post.letters] == [(f"ada@{domain}",)]
    for name in ("rita", "gone", "nobody"):
        answer = CliRunner().invoke(commands, ["doctor", "--send-test", f"{name}@{domain}"])
        assert isinstance(answer.exception, BadInput)
    assert len(post.letters) == 1


def test_a_test_letter_that_is_not_taken_says_what_the_server_said(
    installed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with installed.writing() as session:
        draft = team.UserDraft("Bo", f"bo{moments.now().timestamp()}@x.example", frozenset({Role.ADMIN}))
        team.create_user(session, draft, now=moments.now(), actor_id=None, hashed=hashed())
    monkeypatch.setenv("RECRUITERDASH_SMTP_URL", "smtp://127.0.0.1:1")
    code, rows = seen("--send-test", str(draft.email))
    assert code == 1
    assert rows["test letter"]["said"].startswith("The mail server did not take it (connect: ")
