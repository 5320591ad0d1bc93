"""While the server makes us wait, the lease can be renewed and the wait ended; it never lasts for ever."""

import time

import pytest

from recruiterdash.mail import Phase, Verdict, open_line
from tests.faults.acts import Accept, Drip, Hang, Reply, Wait
from tests.faults.smtp_server import FaultServer
from tests.mail.cast import PLAIN

CONTENT, UNCERTAIN = Phase.CONTENT, Verdict.UNCERTAIN


def test_a_lease_can_be_renewed_while_the_server_makes_us_wait() -> None:
    beats: list[float] = []

    def renew() -> bool:
        beats.append(time.monotonic())
        return True

    slow = Accept(Wait(0.6, Reply("250 kept")))
    with FaultServer({"dot": slow}) as server, open_line(server.url, data_timeout=5) as line:
        line.offer(PLAIN.return_path, "a@example.org", 3)
        assert line.send_data(b"x\r\n", renew, beat=0.1).accepted
    assert 3 <= len(beats) <= 8


def test_a_drip_does_not_keep_the_lease_from_being_renewed() -> None:
    beats: list[float] = []

    def renew() -> bool:
        beats.append(time.monotonic())
        return True

    dripping = Accept(Drip(b"250 " + b"x" * 60 + b"\r\n", 0.01))
    with FaultServer({"dot": dripping}) as server, open_line(server.url, data_timeout=5) as line:
        line.offer(PLAIN.return_path, "a@example.org", 3)
        assert line.send_data(b"x\r\n", renew, beat=0.1).accepted
    assert len(beats) >= 4


def test_waiting_can_be_ended_and_leaves_the_letter_uncertain() -> None:
    with FaultServer({"dot": Accept(Hang())}) as server, open_line(server.url, data_timeout=60) as line:
        line.offer(PLAIN.return_path, "a@example.org", 3)
        started = time.monotonic()
        answer = line.send_data(b"x\r\n", lambda: False, beat=0.1)
        assert answer[:2] == (CONTENT, UNCERTAIN)
        assert time.monotonic() - started < 2
        assert not line.usable


def test_a_fault_of_our_own_while_waiting_hangs_up() -> None:
    def renew() -> bool:
        raise LookupError("the lease is gone")

    with FaultServer({"dot": Accept(Hang())}) as server, open_line(server.url, data_timeout=60) as line:
        line.offer(PLAIN.return_path, "a@example.org", 3)
        with pytest.raises(LookupError):
            line.send_data(b"x\r\n", renew, beat=0.1)
        assert not line.usable


def test_a_server_that_does_not_read_is_left_in_time() -> None:
    big = b"x" * 70 + b"\r\n"
    with FaultServer({"body": Hang()}) as server, open_line(server.url, data_timeout=0.5) as line:
        line.offer(PLAIN.return_path, "a@example.org", 3)
        started = time.monotonic()
        assert line.send_data(big * 400_000)[:2] == (CONTENT, UNCERTAIN)
        assert time.monotonic() - started < 3
