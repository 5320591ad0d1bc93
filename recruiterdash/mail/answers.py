"""What a server's answer means for the letter: decided by the phase it came in, never by an exception's name.

From the DATA verb on, only a clean refusal says that the letter was not taken; everything unclear stays
uncertain (RFC 1047: the gap between the final dot and the 250 cannot be closed). Before it, nothing has left.
"""

from enum import StrEnum
from typing import NamedTuple


class Phase(StrEnum):
    """How far we had come; in the order of a delivery."""

    CONNECT = "connect"
    TLS = "tls"
    BANNER = "banner"
    HELLO = "hello"
    AUTH = "auth"
    RESET = "reset"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    #: The letter itself, up to the answer to the final dot.
    CONTENT = "content"


class Verdict(StrEnum):
    ACCEPTED = "accepted"
    #: Nothing was taken; the same letter may be offered again later.
    AGAIN = "again"
    #: A permanent no to this letter.
    REFUSED = "refused"
    #: It may have arrived: only a person, or later evidence, can tell.
    UNCERTAIN = "uncertain"
    #: Our own access is at fault (address, certificate, password); says nothing about any letter.
    OUR_FAULT = "our_fault"


class Answer(NamedTuple):
    """One answer of the other side, or its absence; `code` is None when there was no well-formed one."""

    phase: Phase
    verdict: Verdict
    code: int | None
    text: str

    @property
    def accepted(self) -> bool:
        return self.verdict is Verdict.ACCEPTED


#: "Authenticate first" and its kin, also when a server says so as late as at MAIL (RFC 4954).
_ACCESS_CODES = frozenset({530, 534, 535, 538})
_BEFORE_ANY_LETTER = frozenset({Phase.CONNECT, Phase.TLS, Phase.BANNER, Phase.HELLO, Phase.AUTH})
_ALWAYS_OURS = frozenset({Phase.CONNECT, Phase.TLS, Phase.AUTH})
_CLOSING = 421


def judge(phase: Phase, code: int | None) -> Verdict:
    """Decide what an answer means for the letter.

    phase: the phase it came in; code: its three digits, None for a drop, a timeout or garbage.
    """
    if _says_yes(phase, code):
        return Verdict.ACCEPTED
    if phase in _ALWAYS_OURS or code in _ACCESS_CODES:
        return Verdict.OUR_FAULT
    if phase in (Phase.DATA, Phase.CONTENT):
        return _judge_after_data(code)
    if code is None or code < 500 or phase is Phase.RESET:
        return Verdict.AGAIN
    return Verdict.OUR_FAULT if phase in _BEFORE_ANY_LETTER else Verdict.REFUSED


def _says_yes(phase: Phase, code: int | None) -> bool:
    if code is None:
        return False
    if phase is Phase.DATA:
        return code == 354
    # 22x speaks of the connection: greeting, closing, ready for TLS
    return 200 <= code < 300 and (code // 10 != 22 or phase in (Phase.BANNER, Phase.TLS))


def _judge_after_data(code: int | None) -> Verdict:
    if code is None or code == _CLOSING or code < 400:
        return Verdict.UNCERTAIN
    return Verdict.AGAIN if code < 500 else Verdict.REFUSED
