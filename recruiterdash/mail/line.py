"""A line to our mail server, driven verb by verb so that the phase of every fault is known.

`open_line`, then `offer` for each letter; when it is accepted the caller commits "about to send DATA" durably
and only then calls `send_data`. From there on, what is unclear is uncertain.
"""

import base64
import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Self

from recruiterdash.errors import DomainError
from recruiterdash.mail.addresses import wire_address
from recruiterdash.mail.answers import Answer, Phase, Verdict, judge
from recruiterdash.mail.conversation import Conversation, Dialogue, held, trusting_the_system
from recruiterdash.mail.oauth import Access, NoToken
from recruiterdash.mail.relay import Relay, Security, parse_url, parse_url_for_tokens

_TEXT_LIMIT = 500
_CLOSING = 421
_NOT_LET_IN = 535
#: So many characters of a secret in a row are no accident.
_TELLING = 8
_REPEATED = "The mail server refused the log-in; its words are left out, as they repeat a secret."
_OUT_OF_STEP = "The mail server closed the line, or spoke unasked."


class NoLine(Exception):
    """No line could be opened, so no letter was tried; `answer` says in which phase and whose fault it is."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.text)
        self.answer = answer


class _OldToken(NoLine):
    """The server did not take a token that we had before."""


def open_line(
    url: str,
    *,
    connect_timeout: float = 30.0,
    command_timeout: float = 60.0,
    data_timeout: float = 600.0,
    hello: str = "",
    tls: ssl.SSLContext | None = None,
    access: Access | None = None,
) -> "Line":
    """Connect, greet, secure and log in; return a line that letters can be offered on.

    url: as `parse_url` takes it; timeouts in seconds, each for a whole command with its reply, data_timeout
    for the letter and again for the answer to its final dot; hello: the name we greet with, our own address
    when left out; tls: the context that verifies certificates, the system's trust when left out; access:
    gives the token we log in with, for a URL that holds a user and no password.
    Raises NoLine, whose answer is AGAIN or OUR_FAULT; BadInput for a URL that is none.
    """
    relay = parse_url_for_tokens(url) if access else parse_url(url)
    trust = tls or trusting_the_system()

    def ready() -> Line:
        talk = Conversation(command_timeout, hello)
        try:
            _reach(talk, relay, connect_timeout, trust)
            _log_in(talk, relay, access)
        except BaseException:
            talk.close()
            raise
        return Line(talk, command_timeout, data_timeout)

    with suppress(_OldToken):  # once more with a new one, on a new line: servers may hang up after a 535
        return ready()
    return ready()


def _reach(talk: Conversation, relay: Relay, connect_timeout: float, tls: ssl.SSLContext) -> None:
    with _during(Phase.CONNECT):
        try:
            talk.reach(relay.host, relay.port, connect_timeout)
        except ConnectionResetError:  # somebody was there and let us in, so the address is right
            raise NoLine(Answer(Phase.BANNER, Verdict.AGAIN, None, _OUT_OF_STEP)) from None
    if relay.security is Security.TLS:
        with _during(Phase.TLS):
            talk.secure(tls, relay.host)
    with _during(Phase.BANNER):
        _expect(Phase.BANNER, talk.getreply())
    _greet(talk, relay)
    if relay.security is Security.STARTTLS:
        _upgrade(talk, relay, tls)
        _greet(talk, relay)


def _greet(talk: Conversation, relay: Relay) -> None:
    with _during(Phase.HELLO):
        code, text = talk.ehlo()
        if code >= 500 and relay.security is Security.PLAIN:
            code, text = talk.helo()
        _expect(Phase.HELLO, (code, text))


def _upgrade(talk: Conversation, relay: Relay, tls: ssl.SSLContext) -> None:
    with _during(Phase.TLS):
        if not talk.has_extn("starttls"):
            raise smtplib.SMTPNotSupportedError("The mail server offers no STARTTLS; nothing was sent.")
        _expect(Phase.TLS, talk.docmd("STARTTLS"))
        talk.secure(tls, relay.host)


def _log_in(talk: Conversation, relay: Relay, access: Access | None) -> None:
    if access:
        _log_in_with_token(talk, relay.user, access)
    elif relay.user:
        with _untold(relay.password), _during(Phase.AUTH):
            talk.login(relay.user, relay.password)


def _log_in_with_token(talk: Conversation, user: str, access: Access) -> None:
    try:
        token = access()
    except NoToken as refusal:
        raise NoLine(Answer(Phase.AUTH, Verdict.OUR_FAULT, None, str(refusal))) from None
    with _untold(token), _during(Phase.AUTH):
        reply = talk.log_in_with_token(user, token)
        if reply[0] == _NOT_LET_IN and access.refused(token):
            raise _OldToken(_answer(Phase.AUTH, *reply))
        _expect(Phase.AUTH, reply)


@contextmanager
def _untold(secret: str) -> Iterator[None]:
    """Keep out of a refusal what a server repeats of the secret it was told, plain or in base64."""
    try:
        yield
    except NoLine as none:
        said = none.answer.text + _in_base64(none.answer.text)
        pieces = (secret[at : at + _TELLING] for at in range(max(len(secret) - _TELLING, 0) + 1))
        if not any(piece in said for piece in pieces):
            raise
        raise type(none)(none.answer._replace(text=_REPEATED)) from None


def _in_base64(text: str) -> str:
    """What the words of a text say that can be read as base64, be they cut short."""
    words = (word[: len(word) // 4 * 4] for word in re.findall(r"[A-Za-z0-9+/]{4,}", text))
    return " ".join(base64.b64decode(word).decode("latin-1") for word in words)


@contextmanager
def _during(phase: Phase) -> Iterator[None]:
    try:
        yield
    except smtplib.SMTPResponseException as refusal:
        raise NoLine(_answer(phase, refusal.smtp_code, refusal.smtp_error)) from None
    except UnicodeError:
        what = "User or password" if phase is Phase.AUTH else "The mail server's name"
        words = f"{what} in SMTP_URL cannot be used: only plain ASCII letters can."
        raise NoLine(Answer(phase, judge(phase, None), None, words)) from None
    except OSError as fault:  # smtplib's exceptions and TLS's are OSErrors too
        raise NoLine(Answer(phase, judge(phase, None), None, _words(fault))) from None


def _expect(phase: Phase, reply: tuple[int, bytes]) -> None:
    answer = _answer(phase, *reply)
    if not answer.accepted:
        raise NoLine(answer)


class Line:
    """An open line. One letter at a time: `offer`, then `send_data` when the offer was accepted."""

    def __init__(self, talk: Conversation, command_timeout: float, data_timeout: float) -> None:
        self._talk = talk
        self._command_timeout = command_timeout
        self._data_timeout = data_timeout
        self._offered = False
        self._begun = False

    @property
    def usable(self) -> bool:
        """Whether another letter may be offered on it: it is open, and the server has not spoken unasked."""
        return self._talk.silent()

    def offer(self, envelope_from: str, recipient: str, size: int) -> Answer:
        """Ask whether the server would take a letter: RSET when needed, MAIL, RCPT. None of it leaves yet.

        envelope_from: the return path, "" for none; recipient: one address; size: bytes of the letter.
        An accepted answer means that `send_data` may follow; no other does.
        """
        return held(self.offering(envelope_from, recipient, size))

    def offering(self, envelope_from: str, recipient: str, size: int) -> Dialogue[Answer]:
        """Offer a letter; see `offer`."""
        self._offered = False
        try:
            sender, reader = wire_address(envelope_from) if envelope_from else "", wire_address(recipient)
        except DomainError as refusal:
            return Answer(Phase.MAIL, Verdict.REFUSED, None, str(refusal))
        obstacle = self._obstacle(sender + reader, size)
        if obstacle:
            return Answer(Phase.MAIL, Verdict.REFUSED, None, obstacle)
        answer = yield from self._ask_all(sender, reader, size)
        self._offered = answer.accepted
        return answer

    def send_data(
        self, data: bytes, keep_waiting: Callable[[], bool] | None = None, beat: float = 5.0
    ) -> Answer:
        """Send DATA, the letter and the final dot, and return the answer to it.

        Call it only after "about to send DATA" is durable. data: frozen bytes, CRLF only; keep_waiting: asked
        about every `beat` seconds while we wait (a lease can be renewed there); False ends the wait.
        Raises RuntimeError when no offer was accepted.
        """
        return held(self.sending_data(data, keep_waiting, beat))

    def sending_data(
        self, data: bytes, keep_waiting: Callable[[], bool] | None = None, beat: float = 5.0
    ) -> Dialogue[Answer]:
        """Hand a letter over; see `send_data`."""
        if not self._offered:
            raise RuntimeError("send_data needs an accepted offer first")
        self._offered = False
        if re.search(rb"(?<!\r)\n|\r(?!\n)", data):
            return Answer(Phase.DATA, Verdict.REFUSED, None, "The letter's bytes hold a bare line break.")
        if not self._talk.silent():
            return self._lost(Phase.DATA, Verdict.AGAIN, _OUT_OF_STEP)
        self._talk.wait_while(keep_waiting, beat)
        try:
            return (yield from self._deliver(data))
        except BaseException:
            self._talk.close()
            raise
        finally:
            self._talk.wait_while(None, beat)

    def close(self) -> None:
        """Say QUIT when the line is still good, and hang up. Never raises, waits two seconds at most."""
        if self._talk.silent():
            self._talk.patience = min(2.0, self._command_timeout)
            with suppress(OSError):  # a server that leaves without a word has left all the same
                self._talk.docmd("QUIT")
        self._talk.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _obstacle(self, addresses: str, size: int) -> str:
        """What the server has already said it cannot do."""
        if not addresses.isascii() and not self._talk.has_extn("smtputf8"):
            return "The mail server takes only plain letters before the @ of an address (it lacks SMTPUTF8)."
        limit = self._talk.esmtp_features.get("size", "")
        if re.fullmatch(r"[1-9][0-9]{0,14}", limit) and size > int(limit):
            return f"The letter has {size} bytes, the mail server takes {limit} at most."
        return ""

    def _ask_all(self, sender: str, reader: str, size: int) -> Dialogue[Answer]:
        if not self._talk.silent():
            return self._lost(Phase.MAIL, Verdict.AGAIN, _OUT_OF_STEP)
        beyond_ascii = not (sender + reader).isascii()
        self._talk.command_encoding = "utf-8" if beyond_ascii else "ascii"
        options = f" SIZE={size}" if self._talk.has_extn("size") else ""
        options += " BODY=8BITMIME SMTPUTF8" if beyond_ascii else ""
        if self._begun:
            answer = yield from self._ask(Phase.RESET, "RSET\r\n")
            if not answer.accepted:
                return answer
        self._begun = True
        mail, rcpt = f"MAIL FROM:<{sender}>{options}\r\n", f"RCPT TO:<{reader}>\r\n"
        if self._talk.has_extn("pipelining"):
            return (yield from self._ask_together(mail, rcpt))
        answer = yield from self._ask(Phase.MAIL, mail)
        return (yield from self._ask(Phase.RCPT, rcpt)) if answer.accepted else answer

    def _ask_together(self, mail: str, rcpt: str) -> Dialogue[Answer]:
        """Say both in one breath to a server that allows it (RFC 2920): half the ways there and back."""
        answer = yield from self._ask(Phase.MAIL, mail + rcpt)
        if not self._talk.open:
            return answer
        second = yield from self._hear(
            Phase.RCPT
        )  # it comes whatever the first was, and is not the next letter's
        return second if answer.accepted else answer

    def _deliver(self, data: bytes) -> Dialogue[Answer]:
        answer = yield from self._ask(Phase.DATA, "DATA\r\n")
        if not answer.accepted:
            return answer
        if self._talk.ahead:
            return self._lost(Phase.DATA, Verdict.UNCERTAIN, _OUT_OF_STEP)
        self._talk.patience = self._data_timeout
        answer = yield from self._ask(Phase.CONTENT, _stuffed(data))
        self._talk.patience = self._command_timeout
        self._begun = not answer.accepted
        return answer

    def _ask(self, phase: Phase, words: str | bytes) -> Dialogue[Answer]:
        """Say one thing and judge what comes back; a line that is out of step is hung up."""
        try:
            self._talk.send(words)
        except OSError as fault:
            return self._lost(phase, judge(phase, None), _words(fault))
        return (yield from self._hear(phase))

    def _hear(self, phase: Phase) -> Dialogue[Answer]:
        try:
            code, text = yield from self._talk.hearing()
        except OSError as fault:
            return self._lost(phase, judge(phase, None), _words(fault))
        answer = _answer(phase, code, text)
        not_reset = phase is Phase.RESET and not answer.accepted
        if code == _CLOSING or not_reset or answer.verdict is Verdict.UNCERTAIN:
            self._talk.close()
        return answer

    def _lost(self, phase: Phase, verdict: Verdict, text: str) -> Answer:
        self._talk.close()
        return Answer(phase, verdict, None, text)


def _stuffed(data: bytes) -> bytes:
    """The letter as DATA carries it: leading dots doubled, the final dot behind it."""
    ended = data if data.endswith(b"\r\n") else data + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", ended) + b".\r\n"


def _answer(phase: Phase, code: int, text: bytes | str) -> Answer:
    words = text if isinstance(text, str) else text[: _TEXT_LIMIT * 4].decode("utf-8", "replace")
    if not words.isprintable():
        words = "".join(each if each.isprintable() else " " for each in words)
    return Answer(phase, judge(phase, code), code, words[:_TEXT_LIMIT])


def _words(fault: OSError) -> str:
    if isinstance(fault, ssl.SSLCertVerificationError):
        return f"The mail server's certificate is not good: {fault.verify_message}."
    if isinstance(fault, TimeoutError):
        return "The mail server did not answer in time."
    return str(fault)[:_TEXT_LIMIT] or type(fault).__name__
