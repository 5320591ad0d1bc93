"""What holds against servers of our own making holds against Debian's Postfix too."""

import re
from collections.abc import Iterator

import pytest

from recruiterdash.mail import (
    Answer,
    Grant,
    Letter,
    Line,
    NoLine,
    Phase,
    Tokens,
    Verdict,
    about_us,
    open_line,
    return_path,
    seal,
)
from tests.faults.certificates import Authority
from tests.faults.postfix import FULL, GREYLISTED, LIMITED, MISSING, NOBODY, SIZE_LIMIT, Postfix
from tests.faults.token_server import TokenServer, token
from tests.mail.cast import AMARA, PLAIN, letter, numbered
from tests.mail.test_letters import TEXTS

pytestmark = pytest.mark.postfix

KEY = "0123456789abcdef0123456789abcdef"
PASSWORD, TOKEN = "c4nary-s3cret", "c4nary-token"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def running(authority: Authority) -> Iterator[Postfix]:
    assert not MISSING, MISSING
    with Postfix(authority.files(), PASSWORD, TOKEN) as server:
        yield server


@pytest.fixture
def postfix(running: Postfix) -> Iterator[Postfix]:
    """The module's server, with no letters in it."""
    yield running
    running.sweep()


@pytest.fixture
def line(postfix: Postfix) -> Iterator[Line]:
    with open_line(postfix.url, command_timeout=20, data_timeout=20) as opened:
        yield opened


def sent(line: Line, what: Letter, recipient: str = "") -> Answer:
    sealed = seal(what)
    answer = line.offer(sealed.envelope_from, recipient or sealed.recipient, len(sealed.data))
    return line.send_data(sealed.data) if answer.accepted else answer


def without_traces(arrived: bytes) -> bytes:
    """A delivered letter as it left: without what servers write above it, its line ends CRLF again."""
    whole = arrived.replace(b"\n", b"\r\n")
    return whole[whole.index(b"\r\nDate: ") + 2 :]


def test_a_letter_is_accepted_and_delivered(line: Line, postfix: Postfix) -> None:
    answer = sent(line, PLAIN)
    assert answer[:3] == (Phase.CONTENT, Verdict.ACCEPTED, 250)
    (arrived,) = postfix.delivered(1)
    assert without_traces(arrived) == seal(PLAIN).data
    assert arrived.startswith(f"Return-Path: <{PLAIN.return_path}>\n".encode())
    assert b"\nDelivered-To: amara@example.org\n" in arrived


NOES = {
    NOBODY: (Verdict.REFUSED, 550, False),
    GREYLISTED: (Verdict.AGAIN, 450, False),
    LIMITED: (Verdict.AGAIN, 451, True),
    FULL: (Verdict.AGAIN, 452, False),
    # as long as we may not relay there, no letter is to blame
    "somebody@elsewhere.example": (Verdict.AGAIN, 454, True),
}


@pytest.mark.parametrize(("recipient", "expected"), NOES.items())
def test_a_no_to_a_recipient_is_classed(
    line: Line, postfix: Postfix, recipient: str, expected: tuple[Verdict, int, bool]
) -> None:
    answer = sent(line, PLAIN, recipient)
    assert (answer.phase, answer.verdict, answer.code) == (Phase.RCPT, *expected[:2])
    assert about_us(answer) == expected[2]
    assert line.usable
    assert sent(line, PLAIN).accepted
    assert len(postfix.delivered(1)) == 1


def test_a_letter_over_the_servers_limit_is_refused_before_it_leaves(line: Line) -> None:
    answer = sent(line, letter(text="x" * 70 + "\n" + "y\n" * SIZE_LIMIT))
    assert answer[:3] == (Phase.MAIL, Verdict.REFUSED, None)
    assert str(SIZE_LIMIT) in answer.text


def test_a_size_that_was_understated_is_refused_after_the_dot(line: Line) -> None:
    data = seal(letter(text="y\n" * SIZE_LIMIT)).data
    assert line.offer(PLAIN.return_path, AMARA.address, 100).accepted
    answer = line.send_data(data)
    assert answer[:3] == (Phase.CONTENT, Verdict.REFUSED, 552)
    assert not about_us(answer)


def test_every_kind_of_text_arrives_byte_true_and_alone(line: Line, postfix: Postfix) -> None:
    letters = [
        letter(message_id=f"<{number}-{kind}@borealis.example>", **{kind: text})
        for number, text in enumerate(TEXTS.values())
        for kind in ("text", "html")
    ]
    assert {sent(line, each).verdict for each in letters} == {Verdict.ACCEPTED}
    arrived = [without_traces(each) for each in postfix.delivered(len(letters))]
    assert sorted(arrived) == sorted(seal(each).data for each in letters)


DOTS = b".\r\n..\r\n.x\r\n\r\n.\r\nMAIL FROM:<evil@e.test>\r\n...\r\n"


def test_dots_at_the_beginning_of_lines_arrive_as_they_were(line: Line, postfix: Postfix) -> None:
    data = (
        b"Date: Tue, 01 Dec 2026 09:30:00 +0000\r\nFrom: jobs@borealis.example\r\nSubject: x\r\n\r\n" + DOTS
    )
    assert line.offer(PLAIN.return_path, AMARA.address, len(data)).accepted
    assert line.send_data(data).accepted
    (arrived,) = postfix.delivered(1)
    assert arrived.replace(b"\n", b"\r\n").endswith(b"\r\n\r\n" + DOTS)


def test_many_letters_go_over_one_line_each_once(line: Line, postfix: Postfix) -> None:
    letters = [numbered(number) for number in range(200)]
    assert {sent(line, each)[:3] for each in letters} == {(Phase.CONTENT, Verdict.ACCEPTED, 250)}
    arrived = b"".join(postfix.delivered(200))
    assert sorted(re.findall(rb"(?m)^Message-ID: (\S+)", arrived)) == sorted(
        each.message_id.encode() for each in letters
    )


def test_a_return_path_with_a_key_stands_in_the_envelope(line: Line, postfix: Postfix) -> None:
    path = return_path("jobs+ats@borealis.example", KEY)
    assert sent(line, letter(return_path=path)).accepted
    (arrived,) = postfix.delivered(1)
    assert arrived.startswith(f"Return-Path: <jobs+ats+b.{KEY}@borealis.example>\n".encode())


# --- log-in and TLS -------------------------------------------------------------------------------


def door(postfix: Postfix, scheme: str, who: str) -> str:
    port = postfix.ports[2 if scheme == "smtps" else 1]
    return f"{scheme}://{who}127.0.0.1:{port}"


@pytest.mark.parametrize("scheme", ["smtp", "smtp+starttls", "smtps"])
def test_a_password_opens_the_door_over_tls(authority: Authority, postfix: Postfix, scheme: str) -> None:
    url = door(postfix, scheme, f"priya:{PASSWORD}@")
    with open_line(url, command_timeout=20, tls=authority.trust()) as line:
        assert sent(line, PLAIN).accepted
    (arrived,) = postfix.delivered(1)
    assert b"ESMTPSA" in arrived


def test_a_wrong_password_is_our_fault(authority: Authority, postfix: Postfix) -> None:
    with pytest.raises(NoLine) as fault:
        open_line(door(postfix, "smtps", "priya:wrong-one@"), command_timeout=20, tls=authority.trust())
    assert fault.value.answer[:3] == (Phase.AUTH, Verdict.OUR_FAULT, 535)
    assert "wrong-one" not in fault.value.answer.text


def test_without_a_log_in_the_door_stays_shut_and_no_letter_pays_for_it(
    authority: Authority, postfix: Postfix
) -> None:
    with open_line(door(postfix, "smtps", ""), command_timeout=20, tls=authority.trust()) as line:
        answer = sent(line, PLAIN)
    assert about_us(answer)
    with open_line(door(postfix, "smtp", ""), command_timeout=20) as line:
        answer = sent(line, PLAIN)
    assert answer[:3] == (Phase.MAIL, Verdict.OUR_FAULT, 530)


def test_a_token_opens_the_door_and_an_old_one_is_replaced(authority: Authority, postfix: Postfix) -> None:
    answers = [token("an-old-one"), token(TOKEN)]
    with TokenServer(answers) as server:
        access = Tokens(Grant(server.url, "our-client", "our-secret"))
        assert access() == "an-old-one"
        with open_line(
            door(postfix, "smtp+starttls", "priya@"), command_timeout=20, tls=authority.trust(), access=access
        ) as line:
            assert sent(line, PLAIN).accepted
    assert len(postfix.delivered(1)) == 1
    assert len(server.asked) == 2


def test_a_strange_certificate_is_not_trusted(postfix: Postfix) -> None:
    with pytest.raises(NoLine) as fault:
        open_line(door(postfix, "smtps", f"priya:{PASSWORD}@"), command_timeout=20)
    assert fault.value.answer[:2] == (Phase.TLS, Verdict.OUR_FAULT)
