"""What mail servers and absent people's programs send back, in shapes of our own making."""

from collections.abc import Callable
from email.header import Header
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


def worded(
    *lines: str,
    sender: str = "Mail Delivery System <MAILER-DAEMON@mx.example>",
    subject: str = "Undelivered mail",
    to: str = "{return_path}",
    null: bool = True,
) -> Callable[[Written], bytes]:
    """A server's report in words alone."""

    def make(letter: Written) -> bytes:
        fields = {
            "return_path": letter.return_path,
            "recipient": letter.recipient,
            "id": letter.message_id,
            "key": letter.message_id[1:33],
        }
        said = "\n".join(lines).format(**fields)
        return crlf(
            ("Return-Path: <>\n" if null else "")
            + f"From: {sender}\nTo: {to.format(**fields)}\nSubject: {subject}\nMIME-Version: 1.0\n"
            + f"Content-Type: text/plain; charset=utf-8\n\n{said}\n"
        )

    return make


def note(
    subject: str, *lines: str, name: str = "", more: tuple[str, ...] = (), html: bool = False
) -> Callable[[Written], bytes]:
    """What an absent person's program answers, with no header that says so unless `more` does."""

    def make(letter: Written) -> bytes:
        said = "\n".join(lines)
        body = f"<html><body>{''.join(f'<p>{line}</p>' for line in lines)}</body></html>" if html else said
        head = "".join(f"{line}\n" for line in more)
        return crlf(
            f"From: {name or 'Amara'} <{letter.recipient}>\nTo: {letter.reply_to}\n"
            f"Subject: {Header(subject, 'utf-8').encode()}\nIn-Reply-To: {letter.message_id}\n{head}MIME-Version: 1.0\n"
            f"Content-Type: text/{'html' if html else 'plain'}; charset=utf-8\n\n{body}\n"
        )

    return make


def feedback(letter: Written) -> bytes:
    """Somebody called the letter junk, and their provider says so (RFC 5965)."""
    return crlf(
        f"From: feedback@isp.example\nTo: {letter.return_path}\nSubject: Abuse report\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=feedback-report; boundary="=_f"\n\n'
        "--=_f\nContent-Type: text/plain\n\nThis is an abuse report. Why?\n\n"
        "--=_f\nContent-Type: message/feedback-report\n\n"
        f"Feedback-Type: abuse\nUser-Agent: x/1\nVersion: 1\nOriginal-Rcpt-To: {letter.recipient}\n\n"
        f"--=_f\nContent-Type: message/rfc822\n\nMessage-ID: {letter.message_id}\nSubject: Your application\n\n"
        "--=_f--\n"
    )


def outlook_ndr(language: str, subject: str, words: str) -> Report:
    """Exchange Online: a page of HTML in the reader's language, then the report for programs."""

    def make(letter: Written) -> bytes:
        return crlf(
            "Return-Path: <>\nFrom: Microsoft Outlook "
            "<MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@corp.example>\n"
            f"To: jobs@borealis.example\nSubject: {Header(subject, 'utf-8').encode()}\nMIME-Version: 1.0\n"
            'Content-Type: multipart/report; report-type=delivery-status; boundary="=_n"\n'
            f"X-MS-Exchange-Message-Is-Ndr:\nIn-Reply-To: {letter.message_id}\n\n"
            '--=_n\nContent-Type: multipart/alternative; differences=Content-Type; boundary="=_m"\n\n'
            f"--=_m\nContent-Type: text/plain; charset=utf-8\n\n{words}\n"
            f"--=_m\nContent-Type: text/html; charset=utf-8\n\n<html><p>{words}</p></html>\n--=_m--\n"
            "--=_n\nContent-Type: message/delivery-status\n\nReporting-MTA: dns;AM0PR01.corp.example\n"
            "Received-From-MTA: dns;mail.borealis.example\nArrival-Date: Tue, 24 Nov 2026 10:03:12 +0000\n\n"
            f"Original-Recipient: rfc822;{letter.recipient}\nFinal-Recipient: rfc822;{letter.recipient}\n"
            "Action: failed\nStatus: 5.1.10\nDiagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound\n\n"
            f"--=_n\nContent-Type: message/rfc822\n\nMessage-ID: {letter.message_id}\nSubject: Your application\n\n"
            "--=_n--\n"
        )

    return Report(f"Exchange Online, {language}", make, "bounce", True)


def with_plus(letter: Written) -> bytes:
    """A server that leaves the recipient as RFC 3461 encodes it."""
    local, _, domain = letter.recipient.partition("@")
    return dsn(
        "failed",
        "5.1.1",
        to="jobs@borealis.example",
        recipient=f"{local[0]}+{ord(local[1]):02X}{local[2:]}@{domain}",
    )(letter)


COPY = "------ This is a copy of your message, including all the headers. ------"
BOUNCES = (
    outlook_ndr("en", "Undeliverable: Your application", "Your message couldn't be delivered."),
    outlook_ndr("de", "Unzustellbar: Ihre Bewerbung", "Ihre Nachricht konnte nicht zugestellt werden."),
    outlook_ndr("fr", "Non remis : Votre candidature", "Votre message n'a pas pu être remis."),
    outlook_ndr("es", "No se puede entregar: Su candidatura", "No se pudo entregar el mensaje."),
    Report("relayed onwards", dsn("relayed", "2.0.0"), "bounce"),
    Report("expanded", dsn("delivered", "2.1.5"), "bounce"),
    Report("a case of its own", dsn("Failed", "5.0.0"), "bounce", True),
    Report("encoded by RFC 3461", with_plus, "bounce", True),
    Report(
        "sendmail",
        worded(
            "   ----- The following addresses had permanent fatal errors -----",
            "<{recipient}>",
            "    (reason: 550 5.1.1 User unknown)",
            "",
            "   ----- Transcript of session follows -----",
            "550 5.1.1 <{recipient}>... User unknown",
            subject="Returned mail: see transcript for details",
        ),
        "bounce",
        True,
    ),
    Report(
        "yahoo",
        worded(
            "Sorry, we were unable to deliver your message to the following address.",
            "",
            "<{recipient}>:",
            "554: delivery error: dd This user doesn't have an account",
            "",
            "--- Below this line is a copy of the message.",
            "",
            sender="MAILER-DAEMON@yahoo.example",
            subject="Failure Notice",
        ),
        "bounce",
        True,
    ),
    Report(
        "exim, several words",
        worded(
            "This message was created automatically by mail delivery software.",
            "",
            "A message that you sent could not be delivered to one or more of its",
            "recipients. This is a permanent error. The following address(es) failed:",
            "",
            "  {recipient}",
            "    host mx.example [192.0.2.1]",
            "    SMTP error from remote mail server after RCPT TO:<{recipient}>:",
            "    550 Requested action not taken: mailbox unavailable",
            "",
            COPY,
            "",
            "Message-ID: {id}",
        ),
        "bounce",
        True,
    ),
    Report(
        "German, in words",
        worded(
            "Guten Tag,",
            "",
            "Ihre E-Mail an {recipient} konnte nicht zugestellt werden.",
            "Das Postfach existiert nicht.",
            sender="Mailzustellung <postmaster@mx.example>",
            subject="Unzustellbare Nachricht",
        ),
        "bounce",
        True,
    ),
    Report(
        "French, in words",
        worded(
            "Bonjour,",
            "Votre message n'a pas pu être remis à {recipient} : boîte pleine.",
            sender="postmaster@mx.example",
            subject="Non remis",
        ),
        "bounce",
        True,
    ),
    Report(
        "Spanish, in words",
        worded(
            "No se ha podido entregar su mensaje a {recipient}. El usuario no existe.",
            sender="postmaster@mx.example",
            subject="Devuelto",
        ),
        "bounce",
        True,
    ),
    Report(
        "in words that name nobody",
        worded("Your message cannot be delivered. The mailbox is full.", subject="Failure"),
        "bounce",
        True,
    ),
    Report(
        "in words, to our mailbox alone",
        worded(
            "<{recipient}>: user unknown",
            "",
            "----- Original message -----",
            "",
            "Message-ID: {id}",
            to="jobs@borealis.example",
            null=False,
        ),
        "bounce",
        True,
    ),
    Report(
        "delayed, in words",
        worded(
            "Your message to {recipient} has not yet been delivered (421 4.4.1 connection timed out).",
            "We will keep trying for 4 days. You do not need to resend it.",
            subject="Delivery delayed",
        ),
        "bounce",
    ),
    Report(
        "delayed, in German words",
        worded(
            "Die Zustellung Ihrer Nachricht an {recipient} verzögert sich.",
            "Sie wird weiter versucht.",
            sender="postmaster@mx.example",
            subject="Verzögert",
        ),
        "bounce",
    ),
    Report(
        "Postfix warns",
        dsn("delayed", "4.4.1", diagnostic="smtp; connect to mx.example[192.0.2.1]:25: Connection timed out"),
        "bounce",
    ),
    Report(
        "policy, for good",
        dsn("failed", "5.7.1", diagnostic="smtp; 550 5.7.1 message refused"),
        "bounce",
        True,
    ),
    Report(
        "Gmail, over quota",
        dsn("failed", "5.2.2", diagnostic="smtp; 552-5.2.2 The email account is over quota"),
        "bounce",
        True,
    ),
    Report("an abuse report", feedback, "automatic"),
)
ABSENT = {
    "en": (
        "Thank you for your email. I am out of the office until Monday 30 November with limited access to email.",
        "For urgent matters please call my colleague.",
    ),
    "de": (
        "Vielen Dank für Ihre Nachricht. Ich bin bis zum 30.11.2026 nicht im Büro.",
        "Ihre E-Mail wird nicht weitergeleitet; in dringenden Fällen wenden Sie sich an meine Kollegin.",
    ),
    "fr": (
        "Merci pour votre message. Je suis absente du bureau jusqu'au 30 novembre.",
        "En cas d'urgence, appelez le standard.",
    ),
    "es": (
        "Gracias por su mensaje. Estoy fuera de la oficina hasta el 30 de noviembre.",
        "En caso urgente, llame a mi compañera.",
    ),
}
SHORT = {
    "en": "I'm on annual leave until 7 December. I will reply on my return.",
    "de": "Ich bin derzeit im Urlaub. Ab dem 7. Dezember bin ich wieder erreichbar, in Notfällen unter 555 0100.",
    "fr": "Je suis en congés jusqu'au 7 décembre et vous répondrai à mon retour.",
    "es": "Estoy de vacaciones hasta el 7 de diciembre. Le contestaré a mi regreso.",
}
SUBJECTS = (
    "Automatic reply: Your application",
    "Out of Office: Your application",
    "Out of office AutoReply: Your application",
    "[Auto-Reply] Re: Your application",
    "(Out of office) Your application",
    "AUTO: Amara Okafor is out of the office (returning 30/11/2026)",
    "Amara Okafor is out of the office.",
    "Vacation reply: Re: Your application",
    "away from my mail",
    "Automatische Antwort: Ihre Bewerbung",
    "Abwesenheitsnotiz: Ihre Bewerbung",
    "Abwesend: Ihre Bewerbung",
    "Abwesenheitsmeldung - Ihre Bewerbung",
    "Amara Okafor ist außer Haus.",
    "Ich bin derzeit nicht im Büro",
    "Réponse automatique : Votre candidature",
    "Absence du bureau : Votre candidature",
    "Message d’absence : Re: candidature",
    "Respuesta automática: Su candidatura",
    "Respuesta automatica: Su candidatura",
    "Fuera de la oficina: Su candidatura",
    "自动回复: 您的申请",
    "自動応答: 応募",
    "Автоматический ответ: Заявка",
    "رد تلقائي: طلبك",
    "תשובה אוטומטית: מועמדות",
)
HEADERS = (
    "Auto-Submitted: auto-replied",
    "Auto-Submitted: auto-generated (vacation)",
    "X-Autoreply: yes",
    "X-Autorespond: Re: hello",
    "X-Auto-Reply: true",
    "X-Vacation: yes",
    "X-FC-MachineGenerated: true",
    "Precedence: auto_reply",
    "Precedence: bulk",
    "X-Precedence: auto_reply",
    "Preference: auto_reply",
    "Return-Path: <>",
    "Delivered-To: Autoresponder",
)
AWAY = (
    *(
        Report(f"away in {language}, no sign around it", note("Re: Your application", *said), "automatic")
        for language, said in ABSENT.items()
    ),
    *(
        Report(
            f"away in {language}, in HTML alone", note("Re: Your application", *said, html=True), "automatic"
        )
        for language, said in ABSENT.items()
    ),
    *(
        Report(f"away in {language}, in a line", note("Re: Your application", said), "automatic")
        for language, said in SHORT.items()
    ),
    *(
        Report(f"subject: {subject}", note(subject, "Back on Monday. Can it wait?"), "automatic")
        for subject in SUBJECTS
    ),
    *(
        Report(
            f"header: {line}",
            note("Re: Your application", "Back soon. Can it wait?", more=(line,)),
            "automatic",
        )
        for line in HEADERS
    ),
)
REPORTS = (
    *BOUNCES,
    *AWAY,
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
