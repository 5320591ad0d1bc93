"""Mail is read by its number, kept before the server hears of it, and nothing keeps the rest back."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import delete, func, select, update

from recruiterdash import moments
from recruiterdash.doors import checks
from recruiterdash.mail.arriving import NoPostbox, open_postbox, parse_imap_url, postbox
from recruiterdash.messages.inbound import listing
from recruiterdash.messages.inbound.models import InboundMail, InboundMailbox, InboundPlace
from recruiterdash.worker.reader import Reader
from tests.faults.certificates import Authority
from tests.faults.imap_server import HangUp, ImapServer, Talk
from tests.inbox.house import House

MAIL = b"From: a@b.example\r\nTo: jobs@borealis.example\r\nSubject: Hi\r\n\r\nText %d\r\n"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def server(authority: Authority) -> Iterator[ImapServer]:
    with ImapServer(authority.server()) as made:
        yield made


@pytest.fixture(autouse=True)
def _empty(house: House) -> None:
    with house.world.writing() as session:
        for table in (InboundPlace, InboundMail, InboundMailbox):
            session.execute(delete(table))


def reader(house: House, server: ImapServer, authority: Authority, **patience: float) -> Reader:
    made = Reader(replace(house.world.settings, imap_url=server.url), house.world.database, "test")
    made.trust, made.patience = authority.trust(), patience
    return made


def kept(house: House) -> list[bytes]:
    with house.world.database.reading() as session:
        return list(session.scalars(select(InboundMail.raw).order_by(InboundMail.id)))


def rested(house: House) -> None:
    """Let a folder that rests after a fault be looked at again at once."""
    with house.world.writing() as session:
        session.execute(update(InboundMailbox).values(next_at=None))


def test_everything_is_read_whether_seen_or_not(
    house: House, server: ImapServer, authority: Authority
) -> None:
    mails = [MAIL % number for number in range(130)]
    server.box.put(*mails)
    for uid in (1, 5, 77):
        server.box.mails[uid].seen = True
    ours = reader(house, server, authority)
    look = ours.look()
    assert (look.stored, look.filed, look.fault) == (130, 130, "")
    assert kept(house) == mails
    assert all(each.seen for each in server.box.mails.values())
    assert not [each for each in server.heard if "UNSEEN" in each.upper() or "BODY[]" in each.upper()]
    server.box.put(MAIL % 500)
    assert ours.look().stored == 1
    ours.leave()


@pytest.mark.parametrize("reverse", [False, True])
def test_a_folder_numbered_anew_loses_and_doubles_nothing(
    house: House, server: ImapServer, authority: Authority, reverse: bool
) -> None:
    mails = [MAIL % number for number in range(20)]
    ours = reader(house, server, authority)
    for step in range(5):
        server.box.put(*mails[4 * step : 4 * step + 4])
        assert ours.look().fault == ""
        server.box.renumber(reverse=reverse)
    ours.look()
    assert sorted(kept(house)) == sorted(mails)
    ours.leave()


def test_a_folder_made_anew_with_its_old_number_is_read_from_its_beginning(
    house: House, server: ImapServer, authority: Authority
) -> None:
    ours = reader(house, server, authority)
    server.box.put(*(MAIL % number for number in range(9)))
    ours.look()
    server.box.mails.clear()
    server.box.next = 1
    server.box.put(MAIL % 100, MAIL % 101)
    assert ours.look().stored == 2
    ours.leave()


def test_a_mail_that_somebody_deletes_or_moves_keeps_no_other_back(
    house: House, server: ImapServer, authority: Authority
) -> None:
    server.box.put(*(MAIL % number for number in range(5)))

    def gone(_talk: Talk, command: str) -> None:
        if "BODY.PEEK[]" in command:
            server.box.mails.pop(2, None)

    server.fault = gone
    ours = reader(house, server, authority)
    assert ours.look().stored == 4
    server.box.put(MAIL % 9)
    assert ours.look().stored == 1
    ours.leave()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"TAG NO [NONEXISTENT] No such mailbox\r\n", "renamed or deleted"),
        (b"* 1 EXISTS\r\n* OK [UIDVALIDITY 1] x\r\nTAG OK [READ-ONLY] done\r\n", "may only read"),
    ],
)
def test_why_a_folder_does_not_open_is_said_and_it_is_read_once_it_does(
    house: House, server: ImapServer, authority: Authority, answer: bytes, said: str
) -> None:
    server.box.put(MAIL % 1)
    server.fault = lambda _talk, command: answer if "SELECT" in command else None
    ours = reader(house, server, authority)
    assert said in ours.look().fault
    server.fault = None
    rested(house)
    assert ours.look().stored == 1
    ours.leave()


def test_a_server_that_lets_nobody_mark_a_mail_is_read_to_its_end(
    house: House, server: ImapServer, authority: Authority
) -> None:
    """A full mailbox, or one that we may only read; what was not marked is marked once that is possible."""
    server.box.put(*(MAIL % number for number in range(130)))
    server.fault = lambda _talk, command: b"TAG NO [OVERQUOTA] full\r\n" if "STORE" in command else None
    ours = reader(house, server, authority)
    look = ours.look()
    assert (look.stored, look.filed, look.fault) == (130, 130, "")
    server.box.put(MAIL % 500)
    assert ours.look().stored == 1
    assert not any(each.seen for each in server.box.mails.values())
    server.fault = None
    assert ours.look().fault == ""
    assert all(each.seen for each in server.box.mails.values())
    ours.leave()


def test_a_server_whose_clock_begins_in_1970_says_nothing_of_when_a_mail_came(
    house: House, server: ImapServer, authority: Authority
) -> None:
    """An answer would be owed since before anybody asked."""
    server.box.put(MAIL % 1)

    def in_1970(talk: Talk, command: str) -> bytes | None:
        if "BODY.PEEK[]" not in command:
            return None
        return talk.fetched(1, "BODY.PEEK[]").replace(b"24-Nov-2026", b"01-Jan-1970") + b"TAG OK done\r\n"

    server.fault = in_1970
    ours = reader(house, server, authority)
    assert ours.look().stored == 1
    with house.world.database.reading() as session:
        (row,) = session.scalars(select(InboundMail))
    assert row.arrived_at == row.stored_at
    ours.leave()


# --- faults -----------------------------------------------------------------------------------------


def drop(talk: Talk, _command: str) -> bytes:
    whole = talk.answer("UID FETCH 1 (UID INTERNALDATE RFC822.SIZE BODY.PEEK[])")
    talk.say(whole[: len(whole) // 2])
    raise HangUp


def bye(_talk: Talk, _command: str) -> bytes:
    return b"* BYE out of memory\r\n"


def refuse(_talk: Talk, _command: str) -> bytes:
    return b"TAG NO quota\r\n"


def shorter(talk: Talk, _command: str) -> bytes:
    return talk.fetched(1, "BODY.PEEK[]", announced=20) + b"TAG OK done\r\n"


def longer(talk: Talk, _command: str) -> bytes:
    talk.say(talk.fetched(1, "BODY.PEEK[]", announced=200) + b"TAG OK done\r\n")
    raise HangUp


def trickle(talk: Talk, _command: str) -> bytes:
    talk.trickle(talk.fetched(1, "BODY.PEEK[]"), 0.05)
    raise HangUp


def hang(talk: Talk, _command: str) -> bytes:
    talk.wire.recv(1)
    raise HangUp


def nonsense(_talk: Talk, _command: str) -> bytes:
    return b"* 1 FETCH (UID x BODY[] NIL)\r\nTAG OK done\r\n"


@pytest.mark.parametrize(
    "fault", [drop, bye, refuse, shorter, longer, trickle, hang], ids=lambda each: each.__name__
)
def test_a_broken_fetch_stores_nothing_false_and_is_tried_again(
    house: House, server: ImapServer, authority: Authority, fault: Callable[[Talk, str], bytes]
) -> None:
    server.box.put(MAIL % 1, MAIL % 2)
    broken = [True]

    def once(talk: Talk, command: str) -> bytes | None:
        if "BODY.PEEK[]" in command and broken:
            broken.clear()
            return fault(talk, command)
        return None

    server.fault = once
    ours = reader(house, server, authority, patience=0.5, fetch_patience=0.5)
    look = ours.look()
    assert look.fault
    assert kept(house) == []
    assert ours.look().left, "it rests after a fault"
    rested(house)
    assert ours.look().fault == ""
    assert sorted(kept(house)) == [MAIL % 1, MAIL % 2]
    ours.leave()


def test_a_mail_that_ends_the_line_each_time_keeps_no_other_back(
    house: House, server: ImapServer, authority: Authority
) -> None:
    """Poison first in the mailbox: the others come at the next look, and it is asked for ever less often."""
    server.box.put(*(MAIL % number for number in range(30)))

    def poison(talk: Talk, command: str) -> bytes | None:
        if "BODY.PEEK[]" in command and "1" in command.split()[2].split(","):
            raise HangUp
        return None

    server.fault = poison
    ours = reader(house, server, authority)
    assert ours.look().fault
    rested(house)
    look = ours.look()
    assert (look.fault, len(kept(house))) == ("", 29)
    server.heard.clear()
    ours.look()
    assert not [each for each in server.heard if "BODY.PEEK[]" in each], "it is left alone for a while"
    server.fault = None
    with time_machine.travel(moments.now() + timedelta(hours=2), tick=True):
        ours.look()
    assert sorted(kept(house)) == sorted(MAIL % number for number in range(30))
    ours.leave()


def test_a_folder_of_any_size_is_read_to_its_end_whichever_mail_ends_the_line(
    house: House, server: ImapServer, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mail that is not given for weeks, and more new ones behind it than are listed at once."""
    monkeypatch.setattr(postbox, "LISTED", 10)
    server.box.put(*(MAIL % number for number in range(35)))

    def poison(_talk: Talk, command: str) -> bytes | None:
        if "BODY.PEEK[]" in command and "1" in command.split()[2].split(","):
            raise HangUp
        return None

    server.fault = poison
    ours = reader(house, server, authority)
    ours.look()
    rested(house)
    assert ours.look().fault == ""
    assert len(kept(house)) == 34
    server.box.put(*(MAIL % number for number in range(100, 125)))
    server.heard.clear()
    assert ours.look().stored == 25
    assert not [each for each in server.heard if each == "UID SEARCH 1:5"], "what is read is not listed again"
    server.fault = None
    with time_machine.travel(moments.now() + timedelta(hours=2), tick=True):
        assert ours.look().stored == 1
    ours.leave()


def test_no_answer_names_more_mails_than_a_reader_holds_at_once(
    house: House, server: ImapServer, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Numbers have gaps of any size: somebody sorted a folder of years."""
    monkeypatch.setattr(postbox, "LISTED", 10)
    for gap in (0, 5_000_000, 0, 1_000_000_000):
        server.box.next += gap
        server.box.put(*(MAIL % (server.box.next + number) for number in range(12)))
    answers: list[int] = []

    def listening(talk: Talk, command: str) -> bytes | None:
        if "SEARCH" in command:
            answers.append(len(talk.answer(command).split()) - 2)
        return None

    server.fault = listening
    ours = reader(house, server, authority)
    assert ours.look().stored == 48
    assert max(answers) == 10
    answers.clear()
    server.box.put(MAIL % 999_999)
    assert ours.look().stored == 1
    assert answers == [1], "one mail more is one question"
    ours.leave()


def test_a_mail_deleted_while_the_folder_is_listed_lets_none_be_passed_over(
    house: House, server: ImapServer, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postbox, "LISTED", 5)
    server.box.put(*(MAIL % number for number in range(20)))
    deleted: list[int] = []

    def deleting(talk: Talk, command: str) -> bytes | None:
        """The server says so as soon as it may, and all places behind move down."""
        if "BODY.PEEK[]" in command and not deleted:
            deleted.append(1)
            answer = talk.answer(command)
            for uid in (1, 2):
                server.box.mails.pop(uid)
            return answer + b"* 1 EXPUNGE\r\n* 1 EXPUNGE\r\nTAG OK done\r\n"
        return None

    server.fault = deleting
    ours = reader(house, server, authority)
    assert ours.look().fault == ""
    ours.look()
    assert sorted(kept(house)) == sorted(MAIL % number for number in range(20))
    ours.leave()


def test_a_mail_whose_filing_ends_the_program_is_found_and_put_aside(house: House) -> None:
    mails = [MAIL % number for number in range(8)]
    with house.world.writing() as session:
        from recruiterdash.mail.arriving import Arrived
        from recruiterdash.messages.inbound import keeping

        folder = keeping.take(session, "t", "t", moments.now(), 60)
        assert folder is not None
        keeping.store(
            session, folder, [Arrived(n + 1, None, data) for n, data in enumerate(mails)], moments.now()
        )
    with house.world.database.reading() as session:
        poison = session.scalars(select(InboundMail.id).order_by(InboundMail.id)).all()[3]

    class Killed(BaseException):
        pass

    def lives(reader: Reader) -> None:
        from recruiterdash.messages.inbound import filing

        real = filing.file

        def file(session: object, mail_id: int, *rest: object, **more: object) -> bool:
            with house.world.database.reading() as look:
                tries = look.get_one(InboundMail, mail_id).tries
            if mail_id == poison and tries <= filing.TRIES:
                raise Killed
            return real(session, mail_id, *rest, **more)  # type: ignore[arg-type]

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(filing, "file", file)
            reader.file()

    for _ in range(8):
        try:
            lives(house.reader)
        except Killed:
            continue
    with house.world.database.reading() as session:
        states = dict(session.execute(select(InboundMail.id, InboundMail.state)).all())
    assert states.pop(poison).value == "quarantine"
    assert {state.value for state in states.values()} == {"unmatched"}


def test_two_readers_do_not_read_at_once(house: House, server: ImapServer, authority: Authority) -> None:
    server.box.put(MAIL % 1)
    one, other = reader(house, server, authority), reader(house, server, authority)
    other.name = "other"
    assert one.look().stored == 1
    assert other.look().left
    one.leave()
    assert not other.look().left
    other.leave()


def test_a_server_without_proof_is_not_told_the_password(house: House, authority: Authority) -> None:
    with ImapServer(authority.signing_itself()) as server:
        look = reader(house, server, authority).look()
        assert "not to be trusted" in look.fault
        assert not [each for each in server.heard if each.startswith("LOGIN")]


def test_a_wrong_password_is_said_and_never_shown(
    house: House, server: ImapServer, authority: Authority
) -> None:
    source = parse_imap_url(server.url.replace("drawer", "attic"))
    with pytest.raises(NoPostbox, match="does not let us in") as said:
        open_postbox(source, trust=authority.trust())
    assert "attic" not in str(said.value)


# --- blindness --------------------------------------------------------------------------------------


def test_blindness_is_told_after_a_quarter_of_an_hour(
    house: House, server: ImapServer, authority: Authority
) -> None:
    ours = reader(house, server, authority)
    ours.look()

    def told(minutes: int) -> bool | None:
        with house.world.database.reading() as session:
            at = moments.now() + timedelta(minutes=minutes)
            return checks.answers(listing.sights(session), True, at).ok

    assert told(14) is True
    assert told(16) is False
    ours.leave()


def test_faults_wait_longer_each_time_and_not_for_ever(house: House) -> None:
    from recruiterdash.messages.inbound import keeping

    with house.world.writing() as session:
        keeping.take(session, "slow", "t", moments.now(), 60)
        waits = [keeping.failed(session, "slow", "away", None, moments.now(), 0.5) for _ in range(12)]
    assert waits == sorted(waits)
    assert waits[0] == keeping.FIRST_REST
    assert waits[-1] == keeping.LONGEST_REST


def test_memory_of_places_is_all_a_second_reader_needs(
    house: House, server: ImapServer, authority: Authority
) -> None:
    server.box.put(*(MAIL % number for number in range(60)))
    first = reader(house, server, authority)
    first.look()
    first.leave()
    with house.world.writing() as session:
        session.execute(update(InboundMailbox).values(reader=None))
        assert session.scalar(select(func.count()).select_from(InboundPlace).where(~InboundPlace.told)) == 0
    server.heard.clear()
    second = reader(house, server, authority)
    second.look()
    second.leave()
    assert not [each for each in server.heard if "FETCH" in each]
