"""Whatever the server does, the letter's class is right: nothing is called sent or repeatable by mistake."""

import socket
import time
from dataclasses import dataclass, field
from typing import TypedDict, cast

import pytest

from recruiterdash.mail import Answer, NoLine, Phase, Verdict, open_line, seal
from tests.faults.acts import Accept, Act, Drip, Drop, HalfClose, Hang, Raw, Reply, Reset, Wait
from tests.faults.smtp_server import FaultServer, Script
from tests.mail.cast import PLAIN, numbered


class Timeouts(TypedDict):
    connect_timeout: float
    command_timeout: float
    data_timeout: float


#: Short, for what hangs; long enough for what answers on a busy machine.
PATIENCE: Timeouts = {"connect_timeout": 1.0, "command_timeout": 1.0, "data_timeout": 1.0}
LONG = "x" * 100_000


@dataclass(frozen=True)
class Fault:
    """What the server does, and what must be concluded from it."""

    script: Script
    phase: Phase
    verdict: Verdict
    code: int | None = None
    #: Letters the server took, whatever it said.
    taken: int = 0
    features: tuple[str, ...] = field(default=("SIZE 10485760", "8BITMIME"))


def before(verb: str, phase: Phase, act: Act, verdict: Verdict, code: int | None = None) -> Fault:
    return Fault({verb: act}, phase, verdict, code)


def after(phase: Phase, act: Act, verdict: Verdict, code: int | None = None, taken: int = 0) -> Fault:
    return Fault({"data" if phase is Phase.DATA else "dot": act}, phase, verdict, code, taken)


AGAIN, REFUSED, UNCERTAIN, OURS = Verdict.AGAIN, Verdict.REFUSED, Verdict.UNCERTAIN, Verdict.OUR_FAULT
SENT = Verdict.ACCEPTED
BANNER, HELLO, MAIL, RCPT, DATA, CONTENT = (
    Phase.BANNER,
    Phase.HELLO,
    Phase.MAIL,
    Phase.RCPT,
    Phase.DATA,
    Phase.CONTENT,
)

FAULTS = {
    "silence at the banner": before("banner", BANNER, Hang(), AGAIN),
    "421 banner": before("banner", BANNER, Reply("421 busy"), AGAIN, 421),
    "554 banner": before("banner", BANNER, Reply("554 no service"), OURS, 554),
    "garbage banner": before("banner", BANNER, Reply("HTTP/1.1 400 Bad Request"), AGAIN),
    "drop at the banner": before("banner", BANNER, Drop(), AGAIN),
    "RST at the banner": before("banner", BANNER, Reset(), AGAIN),
    "451 banner": before("banner", BANNER, Reply("451 not now"), AGAIN, 451),
    "half-close at the banner": before("banner", BANNER, HalfClose(), AGAIN),
    "100 kB of banner": Fault({"banner": Reply("220 " + LONG)}, CONTENT, SENT, 250, 1),
    "an 8-bit banner": Fault({"banner": Raw(b"220 h\xe9 \xff\r\n")}, CONTENT, SENT, 250, 1),
    "dripping banner": before("banner", BANNER, Drip(b"220 " + b"x" * 400, 0.01), AGAIN),
    "drop at EHLO": before("ehlo", HELLO, Drop(), AGAIN),
    "silence at EHLO": before("ehlo", HELLO, Hang(), AGAIN),
    "451 at EHLO": before("ehlo", HELLO, Reply("451 later"), AGAIN, 451),
    "garbage at EHLO": before("ehlo", HELLO, Reply("hello yourself"), AGAIN),
    "421 at EHLO": before("ehlo", HELLO, Reply("421 busy"), AGAIN, 421),
    "RST at EHLO": before("ehlo", HELLO, Reset(), AGAIN),
    "offers that make no sense": Fault(
        {"ehlo": Reply("250-\r\n250-=\r\n250 SIZE=9 X")}, CONTENT, SENT, 250, 1
    ),
    "EHLO and HELO refused": Fault({"ehlo": Reply("502 no"), "helo": Reply("502 no")}, HELLO, OURS, 502),
    "EHLO unknown, HELO fine": Fault({"ehlo": Reply("500 what?")}, CONTENT, SENT, 250, 1),
    "drop at MAIL": before("mail", MAIL, Drop(), AGAIN),
    "RST at MAIL": before("mail", MAIL, Reset(), AGAIN),
    "silence at MAIL": before("mail", MAIL, Hang(), AGAIN),
    "garbage at MAIL": before("mail", MAIL, Reply("fine by me"), AGAIN),
    "half-close at MAIL": before("mail", MAIL, HalfClose(), AGAIN),
    "552 at MAIL, size": before("mail", MAIL, Reply("552 5.3.4 too big"), REFUSED, 552),
    "421 at MAIL": before("mail", MAIL, Reply("421 going down"), AGAIN, 421),
    "451 at MAIL": before("mail", MAIL, Reply("451 4.7.1 slow down"), AGAIN, 451),
    "530 at MAIL": before("mail", MAIL, Reply("530 5.7.0 authenticate first"), OURS, 530),
    "553 at MAIL": before("mail", MAIL, Reply("553 not your address"), REFUSED, 553),
    "354 at MAIL": before("mail", MAIL, Reply("354 what"), AGAIN, 354),
    "drop at RCPT": before("rcpt", RCPT, Drop(), AGAIN),
    "silence at RCPT": before("rcpt", RCPT, Hang(), AGAIN),
    "RST at RCPT": before("rcpt", RCPT, Reset(), AGAIN),
    "garbage at RCPT": before("rcpt", RCPT, Reply("who?"), AGAIN),
    "450 greylisting": before("rcpt", RCPT, Reply("450 4.2.0 come back"), AGAIN, 450),
    "452 too many": before("rcpt", RCPT, Reply("452 4.5.3 too many"), AGAIN, 452),
    "421 at RCPT": before("rcpt", RCPT, Reply("421 enough"), AGAIN, 421),
    "550 no such person": before("rcpt", RCPT, Reply("550 5.1.1 nobody"), REFUSED, 550),
    "550 of many lines": before("rcpt", RCPT, Reply("550-no\r\n550-such\r\n550 one"), REFUSED, 550),
    "lines that disagree": before("rcpt", RCPT, Reply("250-yes\r\n550 no"), AGAIN),
    "a reply of 100 kB": before("rcpt", RCPT, Reply("550 " + LONG), REFUSED, 550),
    "a reply without end": before("rcpt", RCPT, Raw(LONG.encode() * 4), AGAIN),
    "an 8-bit reply": before("rcpt", RCPT, Raw(b"550 inconnu \xe9\xff\x00\x1b[2J\r\n"), REFUSED, 550),
    "dripping reply": before("rcpt", RCPT, Drip(b"250 " + b"x" * 400, 0.01), AGAIN),
    "half-close at RCPT": before("rcpt", RCPT, HalfClose(), AGAIN),
    "two answers to RCPT": before("rcpt", DATA, Raw(b"250 yes\r\n250 yes\r\n"), AGAIN),
    "yes to RCPT, then gone": before("rcpt", DATA, Drop(b"250 yes\r\n"), AGAIN),
    "451 at DATA": after(DATA, Reply("451 later"), AGAIN, 451),
    "554 at DATA": after(DATA, Reply("554 no valid recipients"), REFUSED, 554),
    "421 at DATA": after(DATA, Reply("421 going down"), UNCERTAIN, 421),
    "250 at DATA": after(DATA, Reply("250 what?"), UNCERTAIN, 250),
    "354 never comes": after(DATA, Hang(), UNCERTAIN),
    "drop at DATA": after(DATA, Drop(), UNCERTAIN),
    "RST at DATA": after(DATA, Reset(), UNCERTAIN),
    "half-close at DATA": after(DATA, HalfClose(), UNCERTAIN),
    "dripping 354": after(DATA, Drip(b"354 " + b"x" * 400, 0.01), UNCERTAIN),
    "garbage at DATA": after(DATA, Reply("sure"), UNCERTAIN),
    "yes before the letter": after(DATA, Raw(b"354 go on\r\n250 kept\r\n"), UNCERTAIN),
    "drop mid-body": Fault({"body": Drop()}, CONTENT, UNCERTAIN),
    "RST mid-body": Fault({"body": Reset()}, CONTENT, UNCERTAIN),
    "half-close mid-body": Fault({"body": HalfClose()}, CONTENT, UNCERTAIN),
    "421 mid-body": Fault({"body": Drop(b"421 going down\r\n")}, CONTENT, UNCERTAIN, 421),
    "silence mid-body": Fault({"body": Hang()}, CONTENT, UNCERTAIN),
    "drop after the dot": after(CONTENT, Drop(), UNCERTAIN),
    "RST after the dot": after(CONTENT, Reset(), UNCERTAIN),
    "421 after the dot": after(CONTENT, Reply("421 going down"), UNCERTAIN, 421),
    "450 after the dot": after(CONTENT, Reply("450 later"), AGAIN, 450),
    "452 after the dot": after(CONTENT, Reply("452-disk\r\n452 full"), AGAIN, 452),
    "554 after the dot": after(CONTENT, Reply("554 5.7.1 spam"), REFUSED, 554),
    "552 after the dot": after(CONTENT, Reply("552 too big"), REFUSED, 552),
    "taken, then drop": after(CONTENT, Accept(Drop()), UNCERTAIN, taken=1),
    "taken, then RST": after(CONTENT, Accept(Reset()), UNCERTAIN, taken=1),
    "taken, then silence": after(CONTENT, Accept(Hang()), UNCERTAIN, taken=1),
    "taken, then 421": after(CONTENT, Accept(Reply("421 bye")), UNCERTAIN, 421, 1),
    "taken, then garbage": after(CONTENT, Accept(Reply("Message queued!")), UNCERTAIN, taken=1),
    "taken, then a bare code": after(CONTENT, Accept(Reply("250")), SENT, 250, 1),
    "taken, then a code too long": after(CONTENT, Accept(Reply("2500 ok")), UNCERTAIN, taken=1),
    "taken, then 354": after(CONTENT, Accept(Reply("354 more?")), UNCERTAIN, 354, 1),
    "taken, then 221": after(CONTENT, Accept(Reply("221 bye")), UNCERTAIN, 221, 1),
    "taken, then half an answer": after(CONTENT, Accept(Drop(b"25")), UNCERTAIN, taken=1),
    "taken, then an answer cut": after(CONTENT, Accept(Drop(b"250 kept")), UNCERTAIN, taken=1),
    "taken, then half a refusal": after(CONTENT, Accept(Drop(b"550-no\r\n")), UNCERTAIN, taken=1),
    "taken, then drip": after(CONTENT, Accept(Drip(b"250 " + b"x" * 400, 0.01)), UNCERTAIN, taken=1),
    "taken, then lines that disagree": after(CONTENT, Accept(Reply("250-a\r\n550 b")), UNCERTAIN, taken=1),
    "taken, then 300 kB": after(CONTENT, Accept(Raw(LONG.encode() * 3)), UNCERTAIN, taken=1),
    "taken, 8-bit thanks": after(CONTENT, Accept(Raw(b"250 gar\xe7on \xff\xfe\r\n")), SENT, 250, 1),
    "taken, 100 kB of thanks": after(CONTENT, Accept(Reply("250 " + LONG)), SENT, 250, 1),
    "taken, line end bare": after(CONTENT, Accept(Raw(b"250 kept\n")), SENT, 250, 1),
    "taken, thanks in 0.3 s": after(CONTENT, Accept(Wait(0.3, Reply("250 kept"))), SENT, 250, 1),
    "taken, half-close": after(CONTENT, Accept(HalfClose(b"250 kept\r\n")), SENT, 250, 1),
    "taken, gone at once": after(CONTENT, Accept(Drop(b"250 kept\r\n421 bye\r\n")), SENT, 250, 1),
    "no SIZE, no 8BITMIME": Fault({}, CONTENT, SENT, 250, 1, features=()),
    "SIZE without a number": Fault({}, CONTENT, SENT, 250, 1, features=("SIZE",)),
    "SIZE of nonsense": Fault({}, CONTENT, SENT, 250, 1, features=("SIZE lots", "SIZE=x")),
    "SIZE too small": Fault({}, MAIL, REFUSED, None, features=("SIZE 100",)),
    "pipelining": Fault({}, CONTENT, SENT, 250, 1, features=("PIPELINING", "SIZE 99999")),
}


def deliver(server: FaultServer, number: int = 1) -> Answer:
    """Send one letter as the worker does, and say how it ended."""
    sealed = seal(numbered(number))
    try:
        with open_line(server.url, **PATIENCE) as line:
            answer = line.offer(sealed.envelope_from, sealed.recipient, len(sealed.data))
            if not answer.accepted:
                return answer
            if "rcpt" in server.script:
                time.sleep(0.2)  # the commit before DATA takes a while, in which a server may leave
            return line.send_data(sealed.data)
    except NoLine as fault:
        return fault.answer


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_fault_is_classed_by_its_phase(fault: Fault) -> None:
    with FaultServer(fault.script, fault.features) as server:
        started = time.monotonic()
        answer = deliver(server)
        assert time.monotonic() - started < 4
        assert answer[:3] == (fault.phase, fault.verdict, fault.code)
        assert answer.text.isprintable()
        assert len(answer.text) <= 500
        assert len(server.accepted) == fault.taken
        # what the server has taken may be called sent or uncertain, and nothing else
        assert not server.accepted or answer.verdict in (SENT, UNCERTAIN)


BEFORE_DATA = {name: fault for name, fault in FAULTS.items() if fault.script.keys() & {"mail", "rcpt"}}


@pytest.mark.parametrize("fault", BEFORE_DATA.values(), ids=BEFORE_DATA)
def test_a_server_that_takes_both_in_one_breath_is_understood_as_well(fault: Fault) -> None:
    assert len(BEFORE_DATA) > 10
    with FaultServer(fault.script, ("PIPELINING", "SIZE 99999")) as server:
        answer = deliver(server)
    assert answer[:3] == (fault.phase, fault.verdict, fault.code)
    assert len(server.accepted) == fault.taken


def test_after_a_refusal_in_one_breath_the_next_letter_is_in_step() -> None:
    script: Script = {"mail": [Reply("452 later")]}
    with FaultServer(script, ("PIPELINING",)) as server, open_line(server.url, **PATIENCE) as line:
        first, second = seal(numbered(1)), seal(numbered(2))
        assert line.offer(first.envelope_from, first.recipient, len(first.data)).code == 452
        assert line.offer(second.envelope_from, second.recipient, len(second.data)).accepted
        assert line.send_data(second.data).accepted
    assert [took.message_id for took in server.accepted] == [numbered(2).message_id]


PASSING = {name: fault for name, fault in FAULTS.items() if fault.verdict in (AGAIN, OURS)}


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
def test_what_may_go_again_arrives_once_when_the_fault_has_passed(fault: Fault) -> None:
    once = {verb: [cast(Act, act)] for verb, act in fault.script.items()}
    with FaultServer(once) as server:
        assert deliver(server).verdict is fault.verdict
        assert deliver(server).verdict is SENT
    assert [took.message_id for took in server.accepted] == [numbered(1).message_id]


RESETS: dict[str, tuple[Act, Verdict, int | None]] = {
    "421": (Reply("421 going down"), AGAIN, 421),
    "451": (Reply("451 not now"), AGAIN, 451),
    "502": (Reply("502 what?"), AGAIN, 502),
    "530": (Reply("530 5.7.0 authenticate first"), OURS, 530),
    "garbage": (Reply("as you like"), AGAIN, None),
    "drop": (Drop(), AGAIN, None),
    "RST": (Reset(), AGAIN, None),
    "silence": (Hang(), AGAIN, None),
    "half-close": (HalfClose(), AGAIN, None),
}


@pytest.mark.parametrize(("act", "verdict", "code"), RESETS.values(), ids=RESETS)
def test_a_line_that_cannot_be_reset_is_left_and_no_letter_is_judged_by_it(
    act: Act, verdict: Verdict, code: int | None
) -> None:
    with FaultServer({"rcpt": [Reply("550 nobody")], "rset": [act]}) as server:
        with open_line(server.url, **PATIENCE) as line:
            assert line.offer(PLAIN.return_path, "a@example.org", 3).verdict is REFUSED
            assert line.offer(PLAIN.return_path, "b@example.org", 3)[:3] == (Phase.RESET, verdict, code)
            assert not line.usable
        assert deliver(server).verdict is SENT
    assert len(server.accepted) == 1


@pytest.mark.parametrize("act", [Hang(), Drop(), Reset(), Reply("500 no"), Reply("421 bye")], ids=str)
def test_a_server_that_will_not_say_goodbye_has_taken_the_letter_all_the_same(act: Act) -> None:
    with FaultServer({"quit": act}) as server:
        assert deliver(server).verdict is SENT
    assert len(server.accepted) == 1


def test_a_closed_port_is_our_fault_and_no_letters() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(NoLine) as fault:
        open_line(f"smtp://127.0.0.1:{port}", **PATIENCE)
    assert fault.value.answer[:3] == (Phase.CONNECT, OURS, None)


def test_a_host_without_an_address_is_our_fault() -> None:
    with pytest.raises(NoLine) as fault:
        open_line("smtp://nowhere.invalid", **PATIENCE)
    assert fault.value.answer[:3] == (Phase.CONNECT, OURS, None)


def test_one_line_carries_many_letters_and_survives_refusals() -> None:
    script = {"rcpt": [Reply("550 nobody"), Reply("450 later")], "data": [Reply("451 no")], "dot": []}
    with FaultServer(script) as server, open_line(server.url, **PATIENCE) as line:
        verdicts = []
        for number in range(6):
            sealed = seal(numbered(number))
            answer = line.offer(sealed.envelope_from, sealed.recipient, len(sealed.data))
            verdicts.append((line.send_data(sealed.data) if answer.accepted else answer).verdict)
            assert line.usable
    assert verdicts == [REFUSED, AGAIN, AGAIN, SENT, SENT, SENT]
    assert server.connections == 1
    assert [took.message_id for took in server.accepted] == [numbered(n).message_id for n in (3, 4, 5)]
    assert [verb for verb in server.heard if verb in ("RSET", "QUIT")] == ["RSET"] * 3 + ["QUIT"]


@pytest.mark.parametrize("farewell", [b"", b"421 idle for too long\r\n"])
def test_a_line_that_the_server_left_is_seen_before_the_next_letter(farewell: bytes) -> None:
    with FaultServer({"dot": Accept(Drop(b"250 kept\r\n" + farewell))}) as server:
        line = open_line(server.url, **PATIENCE)
        assert line.offer(PLAIN.return_path, "a@example.org", 3).accepted
        assert line.send_data(b"x\r\n").accepted
        time.sleep(0.2)
        assert not line.usable
        assert line.offer(PLAIN.return_path, "a@example.org", 3)[:2] == (MAIL, AGAIN)
        line.close()
    assert len(server.accepted) == 1


def test_each_envelope_has_one_recipient() -> None:
    with FaultServer() as server, open_line(server.url, **PATIENCE) as line:
        for number, mailbox in enumerate(("a@example.org", "b@example.org", '"c d"@example.org')):
            sealed = seal(numbered(number))
            assert line.offer(sealed.envelope_from, mailbox, len(sealed.data)).accepted
            assert line.send_data(sealed.data).accepted
    assert [took.recipients for took in server.accepted] == [
        ("a@example.org",),
        ("b@example.org",),
        ('"c d"@example.org',),
    ]
    assert {took.envelope_from for took in server.accepted} == {PLAIN.return_path}


@pytest.mark.parametrize(
    "recipient",
    [
        "alice@good.test <bob@evil.test>",
        "a@b.example>\r\nRCPT TO:<evil@e.test",
        "",
        "a@b.example> SIZE=1",
        "x",
    ],
)
def test_a_recipient_that_is_no_mailbox_never_reaches_the_wire(recipient: str) -> None:
    with FaultServer() as server, open_line(server.url, **PATIENCE) as line:
        answer = line.offer(PLAIN.return_path, recipient, 100)
    assert answer[:2] == (MAIL, REFUSED)
    assert not [verb for verb in server.heard if verb.startswith(("MAIL", "RCPT"))]


def test_an_address_beyond_ascii_needs_a_server_that_can() -> None:
    for features, verdict, taken in (
        (("SMTPUTF8",), SENT, ["почта@xn--e1afmkfd.example"]),
        ((), REFUSED, []),
    ):
        with FaultServer({}, features) as server, open_line(server.url, **PATIENCE) as line:
            answer = line.offer(PLAIN.return_path, "почта@пример.example", 100)
            assert answer.verdict is verdict
            if answer.accepted:
                assert line.send_data(b"Subject: x\r\n\r\nx\r\n").accepted
        assert [each for took in server.accepted for each in took.recipients] == taken
        assert any("SMTPUTF8" in verb for verb in server.heard) == bool(taken)


def test_no_letter_is_sent_without_an_accepted_offer() -> None:
    with FaultServer() as server, open_line(server.url, **PATIENCE) as line:
        with pytest.raises(RuntimeError):
            line.send_data(b"x\r\n")
        line.offer(PLAIN.return_path, "a@example.org", 3)
        line.send_data(b"x\r\n")
        with pytest.raises(RuntimeError):
            line.send_data(b"x\r\n")
    assert len(server.accepted) == 1


def test_bytes_with_bare_breaks_do_not_leave() -> None:
    with FaultServer() as server, open_line(server.url, **PATIENCE) as line:
        assert line.offer(PLAIN.return_path, "a@example.org", 3).accepted
        assert line.send_data(b"x\n.\nMAIL FROM:<evil@e.test>\r\n")[:2] == (DATA, REFUSED)
    assert "DATA" not in server.heard
