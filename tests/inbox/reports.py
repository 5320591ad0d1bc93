"""What mail servers and absent people's programs send back, in shapes of our own making."""

from collections.abc import Callable
from typing import NamedTuple

from tests.inbox.house import Written
from tests.inbox.shapes import crlf


class Report(NamedTuple):
    """One report, and what is to come of it."""

    name: str
    make: Callable[[Written], bytes]
    #: bounce, automatic; and whether the letter counts as come back.
    state: str
    came_back: bool = False


def dsn(
    action: str,
    status: str,
    *,
    to: str = "{return_path}",
    recipient: str = "{recipient}",
    quoted: bool = True,
    diagnostic: str = "smtp; 550 5.1.1 no such user",
    original: str = "",
) -> Callable[[Written], bytes]:
    def make(letter: Written) -> bytes:
        fields = {"return_path": letter.return_path, "recipient": letter.recipient}
        original_field = f"Original-Recipient: rfc822;{original.format(**fields)}\n" if original else ""
        original_part = (
            f"--=_dsn\nContent-Type: text/rfc822-headers\n\nFrom: jobs@borealis.example\n"
            f"Message-ID: {letter.message_id}\nSubject: Your application\n\n"
            if quoted
            else ""
        )
        return crlf(
            "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example (Mail Delivery System)\n"
            f"To: {to.format(**fields)}\nSubject: Undelivered Mail Returned to Sender\n"
            "Auto-Submitted: auto-replied\nMIME-Version: 1.0\n"
            'Content-Type: multipart/report; report-type=delivery-status; boundary="=_dsn"\n\n'
            "--=_dsn\nContent-Type: text/plain\n\nThis is the mail system at mx.example.\n\n"
            "--=_dsn\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
            f"{original_field}Final-Recipient: rfc822; {recipient.format(**fields)}\nAction: {action}\n"
            f"Status: {status}\nDiagnostic-Code: {diagnostic}\n\n{original_part}--=_dsn--\n"
        )

    return make


def several(letter: Written) -> bytes:
    return dsn("failed", "5.1.1")(letter).replace(
        b"Final-Recipient",
        b"Final-Recipient: rfc822; other@example.net\r\nAction: delivered\r\nStatus: 2.0.0\r\n\r\nFinal-Recipient",
        1,
    )


def qmail(letter: Written) -> bytes:
    return crlf(
        f"Return-Path: <>\nFrom: MAILER-DAEMON@qmail.example\nTo: {letter.return_path}\n"
        "Subject: failure notice\n\nHi. This is the qmail-send program at qmail.example.\n"
        "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
        "This is a permanent error; I've given up. Sorry it didn't work out.\n\n"
        f"<{letter.recipient}>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
        f"--- Below this line is a copy of the message.\n\nMessage-ID: {letter.message_id}\n\nDear Amara\n"
    )


def exim(letter: Written) -> bytes:
    return crlf(
        f"Return-Path: <>\nFrom: Mail Delivery System <Mailer-Daemon@exim.example>\nTo: {letter.return_path}\n"
        f"X-Failed-Recipients: {letter.recipient}\nAuto-Submitted: auto-replied\n"
        "Subject: Mail delivery failed: returning message to sender\n\nThis message was created automatically by mail "
        f"delivery software.\n\n  {letter.recipient}\n    Unrouteable address\n"
    )


def exchange(letter: Written) -> bytes:
    return dsn(
        "failed",
        "5.1.10",
        diagnostic="smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound",
        original="{recipient}",
    )(letter)


def vacation(subject: str, *lines: str, to: str = "{reply_to}") -> Callable[[Written], bytes]:
    def make(letter: Written) -> bytes:
        address = to.format(reply_to=letter.reply_to, return_path=letter.return_path)
        more = "".join(f"{line}\n" for line in lines)
        return crlf(
            f"From: Amara <{letter.recipient}>\nTo: {address}\nSubject: {subject}\n"
            f"In-Reply-To: {letter.message_id}\nMessage-ID: <{abs(hash((subject, lines)))}@x.example>\n{more}\n"
            "I am away until Monday. Can it wait? I withdraw from all meetings.\n"
        )

    return make


def receipt(letter: Written) -> bytes:
    return crlf(
        f"From: Amara <{letter.recipient}>\nTo: {letter.reply_to}\nSubject: Read: Your application\n"
        'MIME-Version: 1.0\nContent-Type: multipart/report; report-type=disposition-notification; boundary="=_r"\n\n'
        "--=_r\nContent-Type: text/plain\n\nYour message was read. When?\n\n"
        f"--=_r\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; {letter.recipient}\n"
        "Disposition: manual-action/MDN-sent-manually; displayed\n\n--=_r--\n"
    )


REPORTS = (
    Report("hard", dsn("failed", "5.1.1"), "bounce", True),
    Report("hard, unquoted", dsn("failed", "5.1.1", quoted=False), "bounce", True),
    Report("hard, to our mailbox alone", dsn("failed", "5.2.1", to="jobs@borealis.example"), "bounce", True),
    Report(
        "hard, forwarded elsewhere", dsn("failed", "5.1.1", recipient="a.new@else.example"), "bounce", True
    ),
    Report("mailbox full for good", dsn("failed", "5.2.2"), "bounce", True),
    Report("no status, action alone", dsn("failed", ""), "bounce", True),
    Report("given up after days", dsn("failed", "4.4.7"), "bounce", True),
    Report("original recipient", exchange, "bounce", True),
    Report("several recipients", several, "bounce", True),
    Report("qmail", qmail, "bounce", True),
    Report("exim", exim, "bounce", True),
    Report("delayed", dsn("delayed", "4.4.1"), "bounce"),
    Report("delivered", dsn("delivered", "2.0.0"), "bounce"),
    Report(
        "of somebody else, without our address",
        dsn("failed", "5.1.1", to="jobs@borealis.example", recipient="other@example.net"),
        "bounce",
    ),
    Report("vacation", vacation("Re: Your application", "Auto-Submitted: auto-replied"), "automatic"),
    Report("vacation by X-Autoreply", vacation("Away", "X-Autoreply: yes"), "automatic"),
    Report("vacation by X-Autorespond", vacation("Away", "X-Autorespond: away"), "automatic"),
    Report("vacation by Precedence", vacation("Away", "Precedence: auto_reply"), "automatic"),
    Report("sent in bulk", vacation("News", "Precedence: bulk"), "automatic"),
    Report("from a list", vacation("[list] Hello", "List-Id: <list.example>"), "automatic"),
    Report("null sender", vacation("Away", "Return-Path: <>"), "automatic"),
    Report("Exchange's subject", vacation("Automatic reply: Your application"), "automatic"),
    Report("German subject", vacation("Abwesenheitsnotiz: Ihre Bewerbung"), "automatic"),
    Report(
        "French subject, encoded",
        vacation("=?utf-8?q?R=C3=A9ponse_automatique_=3A_?= candidature"),
        "automatic",
    ),
    Report(
        "Spanish subject, encoded",
        vacation("=?utf-8?q?Respuesta_autom=C3=A1tica=3A_?= candidatura"),
        "automatic",
    ),
    Report(
        "vacation to the return path",
        vacation("Away", "Auto-Submitted: auto-replied", to="{return_path}"),
        "automatic",
    ),
    Report("read receipt", receipt, "automatic"),
)
