"""What a server's answer means for the letter: decided by the phase it came in, never by an exception's name.

From the DATA verb on, only a clean refusal says that the letter was not taken; everything unclear stays
uncertain (RFC 1047: the gap between the final dot and the 250 cannot be closed). Before it, nothing has left.
"""

import re
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


def about_us(answer: Answer) -> bool:
    """Tell whether a server's no is about our standing with it (rate, quota, reputation), not about this letter.

    Such a no would meet the next letter too. It is known by what it says: by its enhanced code (RFC 3463, 7372)
    and by the words of the large providers. When in doubt it is about the letter. What may have arrived
    (421 after DATA) stays uncertain all the same.
    """
    if answer.code is None or answer.code < 400:
        return False
    if answer.verdict is Verdict.OUR_FAULT:
        return True
    found = _ENHANCED.match(answer.text)
    return next((rule.ours for rule in _STANDING if rule.holds(answer, found[1] if found else "")), False)


# a machine's address, as 4.7.0.1, is none
_ENHANCED = re.compile(r"([45]\.[0-9]{1,3}\.[0-9]{1,3})(?![.0-9])")


class _Rule(NamedTuple):
    """Known by its enhanced code as a whole, or else by words; not_now: only when the server says "not now"."""

    ours: bool
    words: str = r"(?!)"
    enhanced: str = r"(?!)"
    not_now: bool = False

    def holds(self, answer: Answer, enhanced: str) -> bool:
        if self.not_now and (answer.code or 0) >= 500:
            return False
        named = re.fullmatch(self.enhanced, enhanced)
        return bool(named or re.search(self.words, answer.text, re.IGNORECASE))


#: Asked from top to bottom; the first that holds decides.
_STANDING = (
    # the sender is named: its quota, its right to send, its proof of who it is
    _Rule(True, r"\b(sender'?s?|sending|submission|outbound)\b.{0,40}\b(quota|limit|rate|suspend|paused)"),
    _Rule(True, r"quota exceeded for sender|sender thread limit|bad outbound sender|SendAsDenied"),
    _Rule(True, r"send as this sender|sender address rejected|sender verif|verify.{0,20}\bsender"),
    # Postfix puts these words before what a policy service says of us
    _Rule(True, r"recipient address rejected: .{0,40}(rate[- ]?limit|throttl)"),
    # the reader is named: a mailbox that is full or gets too much, a first meeting (greylisting)
    _Rule(False, enhanced=r"[45]\.2\.[0-9]+|[45]\.1\.[1236]|5\.1\.10"),
    _Rule(False, r"gr[ea]y[- ]?list|recipient address rejected|mailbox|over ?quota|receiving mail"),
    _Rule(False, r"(recipient|user|account).{0,40}(exceeded|full|over|receiv)|suppression list"),
    # the letter is named: its size, its way, its lines
    _Rule(False, r"\bhops?\b|mail loop", r"[45]\.3\.4|[45]\.4\.[67]|5\.4\.14|[45]\.6\.[0-9]+"),
    _Rule(False, r"(message|line|header|attachment)s?.{0,30}\b(size|too (long|large|big))"),
    # SPF, DKIM, DMARC and the name of our machine; Microsoft's numbers for a client it does not want
    _Rule(True, enhanced=r"[45]\.7\.(2[0-9]|3[0-2]|57|6[0-9]|[5-7][0-9]{2})|[45]\.1\.8"),
    # too much at once
    _Rule(
        True, r"rate[- ]?limit|throttl|max(imum)? (e?mails|sending)", r"4\.7\.0|4\.3\.2|[45]\.5\.3|5\.4\.5"
    ),
    _Rule(True, r"(sending|daily|hourly).{0,20}(limit|quota)"),
    _Rule(True, r"too (many|much|fast|quickly)|\brates?\b|\blimits?\b|exceeded|unusual", not_now=True),
    # whoever we are, this server does not serve us
    _Rule(True, r"client host|black ?list|block ?list|blocked using|reputation|banned"),
    _Rule(True, r"relay(ing)? (access )?(denied|not (permitted|allowed))|not authori[sz]ed to"),
    _Rule(True, r"helo command rejected|(address|domain|identity) is not verified"),
    _Rule(True, r"account (is )?(suspended|disabled|paused)"),
)
