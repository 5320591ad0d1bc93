"""How a letter reads is shown while it is written: checked, mended and sent with reasons, without any script."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from recruiterdash.audit import AuditRow
from recruiterdash.errors import BadInput
from tests.messages.test_pages import Browser, close_applications, compose, typed  # noqa: F401 - a fixture
from tests.messages.world import World

SLOPPY = "I call you at COB!!"


def with_line(body: str, line: str) -> str:
    """A letter with one more paragraph before its signature."""
    return body.replace("\r\n\r\nKind regards", f"\r\n\r\n{line}\r\n\r\nKind regards")


def findings(page: str) -> str:
    """The list of findings as a reader sees it."""
    part = page[page.index('id="courtesy"') : page.index("</section>", page.index('id="courtesy"'))]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", part)).split())


def test_a_letter_is_looked_at_and_nothing_is_sent(world: World) -> None:
    someone = world.person()
    priya = Browser(world, world.priya)
    form = typed(priya.open(compose(someone)))
    page = priya.send(compose(someone), {**form, "check": "1"}, 200)
    assert "Nothing stands against it" in findings(page)
    page = priya.send(compose(someone), {**form, "body": with_line(form["body"], SLOPPY), "check": "1"}, 200)
    said = findings(page)
    assert "Change it, or say why it stays Plain date" in said
    assert "“at COB” can be read as any day" in said
    assert SLOPPY in unescape(page)
    assert world.standing(someone).letters_on_way == 0


def test_the_list_alone_is_given_to_a_script(world: World) -> None:
    someone = world.person()
    priya = Browser(world, world.priya)
    form = typed(priya.open(compose(someone)))
    part = priya.send(compose(someone), {**form, "check": "part"}, 200)
    assert part.strip().startswith("<section")
    assert "<form" not in part


def test_a_fix_is_one_click(world: World) -> None:
    someone = world.person()
    priya = Browser(world, world.priya)
    form = typed(priya.open(compose(someone)))
    greeted = form["body"].replace("Dear Amara,", "Dear Applicant,")
    page = priya.send(compose(someone), {**form, "body": greeted, "check": "1"}, 200)
    assert "Stops the letter Greeting" in findings(page)
    (button,) = re.findall(r'name="fix" value="(K01:[\d:]+)"', page)
    mended = priya.send(compose(someone), {**form, "body": greeted, "fix": button}, 200)
    assert typed(mended)["body"].startswith("Dear Amara,")
    assert "Stops the letter" not in findings(mended)
    assert world.standing(someone).letters_on_way == 0
    unmended = priya.send(compose(someone), {**form, "body": greeted, "fix": "K01:0:99999"}, 200)
    assert typed(unmended)["body"].startswith("Dear Applicant,")


def test_a_block_is_never_overridden_and_what_was_typed_stays(world: World) -> None:
    someone = world.person()
    priya = Browser(world, world.priya)
    form = typed(priya.open(compose(someone)))
    sent = {**form, "body": with_line(form["body"], "You are almost there."), "why-K10": "She asked for it."}
    page = priya.send(compose(someone), sent, 422)
    assert "Nothing was sent." in page
    assert "Stops the letter No verdict yet “almost there” reads" in findings(page)
    assert "You are almost there." in typed(page)["body"]
    assert world.standing(someone).letters_on_way == 0


def test_a_warning_stands_with_a_reason_which_the_audit_keeps(world: World) -> None:
    someone = world.person()
    priya = Browser(world, world.priya)
    form = typed(priya.open(compose(someone)))
    sent = {**form, "body": with_line(form["body"], "I call you at COB.")}
    page = priya.send(compose(someone), sent, 422)
    assert "Change the letter, or say why it stays as it is." in page
    assert 'name="why-K12"' in page
    for short in ("ok", "because", "because because", "..........", "turned \u202e round and round"):
        page = priya.send(compose(someone), {**sent, "why-K12": short}, 422)
        assert world.standing(someone).letters_on_way == 0
    assert "holds signs that cannot be seen" in page
    priya.send(compose(someone), {**sent, "why-K12": "She  uses this word herself."})
    assert world.standing(someone).letters_on_way == 1
    with world.database.reading() as session:
        rows = select(AuditRow).where(AuditRow.act == "letter.queue", AuditRow.subject_id == someone)
        row = session.scalars(rows).one()
    assert row.detail["overrides"] == {"K12": "She uses this word herself."}
    assert row.actor_id == world.priya.user_id
    assert "COB" not in str(row.detail)


def test_a_reason_that_nobody_needed_is_not_kept(world: World) -> None:
    someone = world.person()
    world.queue(someone, world.letter(someone, overrides={"K12": "It is fine as it is."}))
    with world.database.reading() as session:
        rows = select(AuditRow).where(AuditRow.act == "letter.queue", AuditRow.subject_id == someone)
        assert "overrides" not in session.scalars(rows).one().detail


def test_whoever_sees_nothing_of_it_checks_nothing(world: World) -> None:
    someone = world.person()
    form = typed(Browser(world, world.priya).open(compose(someone)))
    sam = Browser(world, world.stranger)
    token = typed(sam.open("/account"))["csrf_token"]
    sam.send(compose(someone), {**form, "csrf_token": token, "check": "1"}, 404)


def test_the_program_door_asks_the_same_checks(world: World) -> None:
    someone = world.person()
    letter = world.letter(someone)
    with pytest.raises(BadInput, match=r"shouts|can be read as any day"):
        world.queue(
            someone, letter._replace(body=letter.body.replace("\n\nKind", "\n\nI write soon.\n\nKind"))
        )
    world.queue(
        someone,
        letter._replace(
            body=letter.body.replace("\n\nKind", "\n\nI write soon.\n\nKind"),
            overrides={"K12": "The date stands above it."},
        ),
    )
