"""Rules that can be read, that rest, and words of the house; none of them ever acts by itself."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import delete, select

from recruiterdash.audit import AuditRow
from recruiterdash.errors import BadInput, Conflict, NotAllowed
from recruiterdash.messages.inbound import house_rules
from recruiterdash.messages.inbound.models import InboundState
from recruiterdash.messages.inbound.understanding import BUILT_IN, FOR_HR, Own, Rules, phrases, read
from recruiterdash.moments import now
from recruiterdash.team.models import InstanceFact
from tests.inbox import shapes
from tests.inbox.everyday_words import EVERYDAY
from tests.inbox.house import House
from tests.inbox.more_words import OTHERWISE
from tests.inbox.words import SAID

TUESDAY = date(2026, 11, 24)
CLOSER = "I found something closer to home, so best of luck to everybody."


@pytest.fixture(autouse=True)
def _unchanged(house: House) -> Iterator[None]:
    yield
    with house.world.writing() as session:
        session.execute(delete(InstanceFact).where(InstanceFact.name == house_rules.NAME))


def add(house: House, kind: str, words: str) -> None:
    with house.world.writing() as session:
        house_rules.add(session, kind, words, now=now(), actor_id=house.world.priya.user_id)


def rest(house: House, key: str, *, resting: bool = True) -> None:
    with house.world.writing() as session:
        house_rules.rest(session, key, resting=resting, now=now(), actor_id=house.world.priya.user_id)


def test_every_line_of_the_tables_can_be_read_by_who_knows_no_patterns() -> None:
    for line in BUILT_IN.values():
        shown = phrases(line)
        assert shown
        for each in shown:
            assert not re.search(r"[\\\[\]{}?*+^$|]", each), (line, each)
            assert each.count("(") == each.count(")")


def test_every_language_has_words_for_every_kind() -> None:
    languages: dict[str, set[str]] = {}
    for line in BUILT_IN.values():
        languages.setdefault(line.kind, set()).add(line.language)
    assert set(map(frozenset, languages.values())) == {frozenset({"en", "de", "fr", "es"})}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("closer to home", "I found something\ncloser  to home."),
        ("found ... closer to home", "I have found a job that is closer to home."),
        ("Don’t count on me", "Please don't count on me."),
        ("näher an zu Hause", "Ich habe etwas NÄHER an zu Hause gefunden."),
        ("(a+)+ [b]", "they said (a+)+ [b] to me"),
    ],
)
def test_words_of_a_house_are_found_as_people_write_them(house: House, words: str, said: str) -> None:
    add(house, "withdraw", words)
    with house.world.database.reading() as session:
        rules = house_rules.of_house(session)
    found = read(said, files=0, said_on=TUESDAY, rules=rules)
    assert (found.kind, found.sure) == ("withdraw", False)
    assert "words of this house" in found.why


@pytest.mark.parametrize(
    "said",
    ["I do not want anything closer to home.", "enclosure to home", "I found one. It is closer, to my home."],
)
def test_words_of_a_house_are_not_found_where_nobody_says_them(said: str) -> None:
    rules = Rules((Own("withdraw", "closer to home"), Own("withdraw", "found ... to home")))
    assert read(said, files=0, said_on=TUESDAY, rules=rules).kind == ""


def test_words_of_a_house_suggest_and_move_no_clock(house: House) -> None:
    letter = house.written()
    house.heard()
    before = house.clocks(letter.application)
    assert house.one(shapes.gmail(letter.answer(CLOSER))).kind == ""
    add(house, "withdraw", "closer to home")
    row = house.one(shapes.outlook(letter.answer(CLOSER)))
    assert (row.state, row.kind, row.settled_kind) == (InboundState.THREADED, "withdraw", "")
    assert house.clocks(letter.application) == before
    assert house.events(letter.application) == []


@pytest.mark.parametrize("kind", ["nothing", "thank_you", "information"])
def test_no_words_of_a_house_take_a_question_from_anybody(kind: str) -> None:
    rules = Rules((Own(kind, "best regards"),))
    assert read("When do you decide? Best regards", files=0, said_on=TUESDAY, rules=rules).sure
    assert read("All the best. Best regards", files=0, said_on=TUESDAY, rules=rules).kind == kind


def test_a_line_rests_and_counts_again(house: House) -> None:
    said = "Bitte sehen Sie meine Bewerbung als gegenstandslos an."
    letter = house.written()
    (line,) = (each for each in BUILT_IN.values() if "gegenstandslos" in each.pattern)
    rest(house, line.key)
    assert house.one(shapes.gmail(letter.answer(said))).kind == ""
    rest(house, line.key, resting=False)
    assert house.one(shapes.outlook(letter.answer(said))).kind == "withdraw"


def test_what_is_for_hr_from_the_first_guess_never_rests(house: House) -> None:
    for line in BUILT_IN.values():
        if line.kind in FOR_HR:
            with pytest.raises(NotAllowed, match="first guess"):
                rest(house, line.key)
    forced = Rules(resting=frozenset(BUILT_IN))
    said = "I want to make a formal complaint about the interview."
    assert read(said, files=0, said_on=TUESDAY, rules=forced).kind == "complaint"


def test_a_marked_question_counts_though_every_line_rests() -> None:
    rules = Rules(resting=frozenset(BUILT_IN))
    assert read("Thank you. When do you decide?", files=0, said_on=TUESDAY, rules=rules).sure
    for words in (*SAID, *OTHERWISE, *EVERYDAY):
        read(words.text, files=words.files, said_on=TUESDAY, stands=words.stands, rules=rules)


@pytest.mark.parametrize("words", ["I", "...", "a b c", "x" * 121, "one\nother", "\x07 bell rings"])
def test_words_that_would_fit_every_mail_or_no_page_are_refused(house: House, words: str) -> None:
    with pytest.raises(BadInput):
        add(house, "withdraw", words)


def test_the_same_words_stand_once(house: House) -> None:
    add(house, "withdraw", "Closer to  home")
    with pytest.raises(Conflict, match="already"):
        add(house, "complaint", "closer to home")


def test_each_change_is_in_the_audit_log(house: House) -> None:
    add(house, "withdraw", "closer to home")
    with house.world.writing() as session:
        house_rules.take_away(session, "closer to home", now=now(), actor_id=house.world.priya.user_id)
        found = select(AuditRow.act).where(AuditRow.act.like("inbox_rules.%")).order_by(AuditRow.id)
        assert session.scalars(found).all()[-2:] == ["inbox_rules.add", "inbox_rules.take_away"]
    with house.world.database.reading() as session:
        assert house_rules.of_house(session) == Rules()
