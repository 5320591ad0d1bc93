"""Before the real thing, a line that fails in every way: each mail is kept once, its bytes as they were delivered."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import delete, select

from recruiterdash.messages.inbound.models import InboundMail, InboundMailbox, InboundPlace
from recruiterdash.moments import now
from recruiterdash.worker.reader import Reader
from tests.faults.certificates import Authority
from tests.faults.dovecot import Dovecot
from tests.faults.imap_proxy import ImapProxy, ProxyTalk
from tests.faults.imap_server import HangUp
from tests.inbox.house import House

pytestmark = pytest.mark.dovecot

MAIL = b"From: a@b.example\r\nTo: jobs@borealis.example\r\nSubject: Hi\r\n\r\n.dot\r\n)\r\nText %d {3}\r\n"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def dovecot(authority: Authority) -> Iterator[Dovecot]:
    with Dovecot(authority.files()) as made:
        yield made


@pytest.fixture
def proxy(house: House, authority: Authority, dovecot: Dovecot) -> Iterator[ImapProxy]:
    dovecot.empty()
    with house.world.writing() as session:
        for table in (InboundPlace, InboundMail, InboundMailbox):
            session.execute(delete(table))
    with ImapProxy(authority.server(), authority.trust(), dovecot) as made:
        yield made


@pytest.fixture
def reader(house: House, proxy: ImapProxy, authority: Authority) -> Iterator[Reader]:
    made = Reader(replace(house.world.settings, imap_url=proxy.url), house.world.database, "test")
    made.trust, made.patience = authority.trust(), {"patience": 1.5, "fetch_patience": 1.5}
    yield made
    made.leave()


def kept(house: House) -> list[bytes]:
    with house.world.database.reading() as session:
        return sorted(session.scalars(select(InboundMail.raw)))


def looked(house: House, reader: Reader, *, most: int = 6) -> int:
    """Look until nothing fails, without the rests after a fault; return how many looks failed."""
    for failed in range(most):
        with house.world.writing() as session:
            for box in session.scalars(select(InboundMailbox)):
                box.next_at = None
                box.suspects = {
                    uid: {**each, "next": now().isoformat()} for uid, each in box.suspects.items()
                }
        if not reader.look().fault:
            return failed
    return most


def drop(talk: ProxyTalk, command: str) -> bytes:
    whole = talk.answer(command)
    talk.say(whole[: len(whole) // 2])
    raise HangUp


def drop_before_the_end(talk: ProxyTalk, command: str) -> bytes:
    talk.say(talk.answer(command))
    raise HangUp


def announced(change: int) -> Callable[[ProxyTalk, str], bytes]:
    def lie(talk: ProxyTalk, command: str) -> bytes:
        said = re.sub(
            rb"(BODY\[\] )\{(\d+)\}",
            lambda found: found[1] + b"{%d}" % (int(found[2]) + change),
            talk.answer(command),
        )
        talk.say(said + talk.done)
        if change > 0:
            raise HangUp
        return b""

    return lie


def all_sizes(talk: ProxyTalk, command: str) -> bytes:
    """Both lengths lie, and agree."""
    said = re.sub(
        rb"(BODY\[\] \{|RFC822.SIZE )(\d+)",
        lambda found: found[1] + b"%d" % (int(found[2]) - 5),
        talk.answer(command),
    )
    return said + talk.done


def stall(talk: ProxyTalk, command: str) -> bytes:
    talk.say(talk.answer(command)[:40])
    talk.wire.recv(1)
    raise HangUp


def trickle(talk: ProxyTalk, command: str) -> bytes:
    talk.trickle(talk.answer(command), 0.05)
    raise HangUp


def bye(_talk: ProxyTalk, _command: str) -> bytes:
    return b"* BYE shutting down\r\n"


def refuse(_talk: ProxyTalk, _command: str) -> bytes:
    return b"TAG NO [UNAVAILABLE] later\r\n"


def twice(talk: ProxyTalk, command: str) -> bytes:
    said = talk.answer(command)
    return said + said + talk.done


def empty(_talk: ProxyTalk, _command: str) -> bytes:
    return b"TAG OK nothing there\r\n"


def half(talk: ProxyTalk, command: str) -> bytes:
    """As servers do whose disk holds a mail that they cannot read."""
    asked = command.split()[2].split(",")
    kept = command.replace(",".join(asked), ",".join(asked[::2]))
    return talk.answer(kept) + talk.done


def unnumbered(talk: ProxyTalk, command: str) -> bytes:
    return re.sub(rb"UID \d+", b"UID x", talk.answer(command)) + talk.done


FAULTS = {
    "drops amid the bytes": drop,
    "drops before the last line": drop_before_the_end,
    "announces fewer bytes": announced(-7),
    "announces more bytes": announced(60),
    "announces fewer, everywhere": all_sizes,
    "stalls": stall,
    "sends a byte at a time": trickle,
    "says good-bye": bye,
    "refuses": refuse,
    "says everything twice": twice,
    "gives nothing and says that all is well": empty,
    "gives half of the mails": half,
    "forgets the numbers": unnumbered,
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("times", [1, 2])
def test_a_line_that_fails_amid_mail_loses_and_changes_nothing(
    house: House, proxy: ImapProxy, reader: Reader, fault: str, times: int
) -> None:
    mails = sorted(MAIL % number for number in range(7))
    proxy.box.put(*mails)
    left = [None] * times

    def failing(talk: ProxyTalk, command: str) -> bytes | None:
        if "BODY.PEEK[]" in command and left:
            left.pop()
            return FAULTS[fault](talk, command)
        return None

    proxy.fault = failing
    looked(house, reader)
    proxy.fault = None
    looked(house, reader)
    assert kept(house) == mails
    # what brings every mail, though twice, is not asked again
    assert len(left) == (times - 1 if fault == "says everything twice" else 0), "the fault was met"
    assert proxy.dovecot.seen() == 7


@pytest.mark.parametrize("verb", ["UID STORE", "UID SEARCH", "SELECT", "RFC822.SIZE)", "LOGIN"])
def test_a_line_that_ends_at_any_other_word_loses_nothing(
    house: House, proxy: ImapProxy, reader: Reader, verb: str
) -> None:
    mails = sorted(MAIL % number for number in range(4))
    proxy.box.put(*mails)
    # a mark that is refused ends nothing: it is set at a later look
    ends = (
        [drop, drop_before_the_end, bye] if verb == "UID STORE" else [drop, drop_before_the_end, bye, refuse]
    )
    left = [*ends, refuse] if verb == "UID STORE" else [*ends]

    def failing(talk: ProxyTalk, command: str) -> bytes | None:
        return left.pop()(talk, command) if verb in command and left else None

    proxy.fault = failing
    if verb == "UID STORE":
        assert looked(house, reader) == 0
        assert (kept(house), proxy.dovecot.seen()) == (mails, 0)
    assert looked(house, reader, most=8) == len(ends)
    assert kept(house) == mails
    assert proxy.dovecot.seen() == 4


def test_a_server_that_shows_nothing_for_a_while_is_read_when_it_does(
    house: House, proxy: ImapProxy, reader: Reader
) -> None:
    """An index that is being mended: no mail is there, and then all are."""
    mails = sorted(MAIL % number for number in range(5))
    proxy.box.put(*mails[:3])
    looked(house, reader)
    proxy.fault = lambda _talk, command: b"* SEARCH\r\nTAG OK\r\n" if "UID SEARCH" in command else None
    proxy.box.put(*mails[3:])
    looked(house, reader)
    assert len(kept(house)) == 3
    proxy.fault = None
    looked(house, reader)
    assert kept(house) == mails


def test_five_new_numberings_behind_a_line_that_drops_lose_and_double_nothing(
    house: House, proxy: ImapProxy, reader: Reader
) -> None:
    mails = [MAIL % number for number in range(60)]
    fetches = iter(range(10**6))

    def failing(talk: ProxyTalk, command: str) -> bytes | None:
        return drop(talk, command) if "BODY.PEEK[]" in command and next(fetches) % 3 == 0 else None

    proxy.fault = failing
    seen: set[int | None] = set()
    for turn in range(6):
        proxy.box.put(*mails[10 * turn : 10 * turn + 10])
        looked(house, reader)
        with house.world.database.reading() as session:
            seen.add(session.scalar(select(InboundMailbox.uid_validity)))
        if turn < 5:
            reader.leave()
            proxy.box.renumber(reverse=bool(turn % 2))
    proxy.fault = None
    looked(house, reader)
    assert len(seen) == 6, "each numbering was another"
    assert kept(house) == sorted(mails)


def test_a_folder_that_is_renamed_and_made_anew_loses_and_doubles_nothing(
    house: House, proxy: ImapProxy, dovecot: Dovecot, authority: Authority
) -> None:
    mails = [MAIL % number for number in range(9)]
    dovecot.make("Answers")
    reader = Reader(
        replace(house.world.settings, imap_url=f"{proxy.url}/Answers"), house.world.database, "test"
    )
    reader.trust = authority.trust()
    dovecot.put(*mails[:3], folder="Answers")
    assert looked(house, reader) == 0
    dovecot.put(*mails[3:6], folder="Answers")

    def renaming(_talk: ProxyTalk, command: str) -> bytes | None:
        if "BODY.PEEK[]" in command and not (dovecot.folder / "mail" / ".Old").exists():
            dovecot.rename("Answers", "Old")
        return None

    proxy.fault = renaming
    looked(house, reader)
    assert looked(house, reader, most=2) == 2, "there is no such folder now, and the reader says so"
    dovecot.make("Answers")
    dovecot.put(*mails[6:], folder="Answers")
    moved = sorted(path for path in (dovecot.folder / "mail" / ".Old").rglob("*.host*") if path.is_file())
    dovecot.put(*(path.read_bytes() for path in moved), folder="Answers")  # somebody moves all of them back
    looked(house, reader)
    assert kept(house) == sorted(mails)
    reader.leave()
