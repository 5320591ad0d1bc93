"""Whole mails as programs make them beyond plain answers: sealed, calendar's, Outlook's own, cut in pieces."""

import base64
from collections.abc import Callable
from typing import NamedTuple

from tests.inbox.shapes import OURS, QUOTED, Answer, crlf, headers

SAID = "Thank you for the talk. When will you decide?"


class Made(NamedTuple):
    """One mail, and what is to be read in it."""

    name: str
    make: Callable[[Answer], bytes]
    #: What its new words are; None where nothing can be read.
    text: str | None = SAID
    #: Files that a person sent with it.
    files: int = 0
    state: str = "threaded"
    kind: str = "thank_you_question"


def multipart(kind: str, *parts: str, more: str = "") -> Callable[[Answer], bytes]:
    def make(a: Answer) -> bytes:
        inside = "".join(f"--=_p\n{part}\n" for part in parts)
        return crlf(
            f"{headers(a, f'Content-Type: multipart/{kind}; {more}boundary={chr(34)}=_p{chr(34)}')}\n{inside}--=_p--\n"
        )

    return make


def single(
    kind: str, body: str, *more: str, subject: str = "Re: Your application"
) -> Callable[[Answer], bytes]:
    def make(a: Answer) -> bytes:
        return crlf(f"{headers(a, f'Content-Type: {kind}', *more, subject=subject)}\n{body}\n")

    return make


def part(kind: str, body: str, *more: str) -> str:
    return "\n".join([f"Content-Type: {kind}", *more]) + f"\n\n{body}"


def coded(kind: str, data: bytes, *more: str) -> str:
    return part(kind, base64.encodebytes(data).decode(), "Content-Transfer-Encoding: base64", *more)


def calendar(status: str, words: str = "", *more: str, method: str = "REPLY") -> Callable[[Answer], bytes]:
    event = (
        f"BEGIN:VCALENDAR\nPRODID:-//A program//EN\nVERSION:2.0\nMETHOD:{method}\nBEGIN:VEVENT\nUID:1@x.example\n"
        f"ATTENDEE;CN=Amara;PARTSTAT={status};ROLE=REQ-PARTICIPANT:mailto:am\n ara@example.org\n"
        "DTSTART:20261130T090000Z\nSUMMARY:Interview\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    return multipart(
        "alternative",
        part("text/plain; charset=utf-8", words),
        part(f"text/calendar; charset=utf-8; method={method}", event, *more),
    )


def automatic(make: Callable[[Answer], bytes]) -> Callable[[Answer], bytes]:
    return lambda a: b"Auto-Submitted: auto-generated\r\n" + make(a)


def tnef(*, with_file: bool) -> bytes:
    return (
        b"\x78\x9f\x3e\x22"
        + b"\x01\x00"
        + (b"\x02\x10\x80\x01\x00\x08\x00\x00\x00cv.pdf\x00\x00" if with_file else b"")
    )


ANSWER = f"{SAID}\n\nOn Tue, 24 Nov 2026 at 10:03, Priya Shah <jobs@borealis.example> wrote:\n{QUOTED}\n"
PDF = coded("application/pdf; name=cv.pdf", b"%PDF-1.4", "Content-Disposition: inline; filename=cv.pdf")
LOGO = coded(
    "image/png; name=image001.png",
    b"\x89PNG",
    "Content-ID: <image001.png@01DB>",
    "Content-Disposition: inline",
)
HTML = f"<html><body><p>{SAID}</p><blockquote>{OURS}</blockquote></body></html>"
PLAIN, RICH = part("text/plain; charset=utf-8", ANSWER), part("text/html; charset=utf-8", HTML)
ARMOURED = (
    f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n{SAID}\n-----BEGIN PGP SIGNATURE-----\n\n"
    "iQEzBAEBCgAdFiEE\n=AbCd\n-----END PGP SIGNATURE-----"
)

PROGRAMS = (
    # cut in pieces
    Made(
        "apple, a file amid the words",
        multipart(
            "mixed",
            part("text/plain", "Thank you for the talk."),
            PDF,
            part("text/plain", "When will you decide?\n\nSent from my iPhone"),
        ),
        "Thank you for the talk.\n\nWhen will you decide?",
        1,
    ),
    Made(
        "apple, HTML around a file",
        multipart(
            "alternative",
            PLAIN,
            f'Content-Type: multipart/mixed; boundary="=_q"\n\n--=_q\n{RICH}\n'
            f"--=_q\n{PDF}\n--=_q\n{part('text/html', '<p></p>')}\n--=_q--\n",
        ),
        SAID,
        1,
    ),
    Made(
        "HTML with a footer of a list",
        multipart("mixed", RICH, part("text/plain", "A footer of a server")),
        f"{SAID}\n\nA footer of a server",
    ),
    Made(
        "the same as text and HTML, called mixed",
        multipart("mixed", part("text/plain", SAID), part("text/html", f"<p>{SAID}</p>")),
    ),
    Made("only HTML, alternative", multipart("alternative", RICH)),
    Made("empty text beside HTML", multipart("alternative", part("text/plain", " \n"), RICH)),
    Made("a picture in the letter-head", multipart("related", RICH, LOGO)),
    Made(
        "a picture that is a file",
        multipart(
            "mixed",
            PLAIN,
            coded(
                "image/jpeg; name=certificate.jpg",
                b"\xff\xd8",
                "Content-Disposition: attachment; filename=certificate.jpg",
            ),
        ),
        SAID,
        1,
    ),
    Made(
        "an address card",
        multipart(
            "mixed",
            PLAIN,
            part(
                "text/vcard; name=a.vcf",
                "BEGIN:VCARD\nEND:VCARD",
                "Content-Disposition: attachment; filename=a.vcf",
            ),
        ),
    ),
    Made(
        "a forwarded mail beside it",
        multipart(
            "mixed",
            PLAIN,
            part("message/rfc822", "From: b@c.example\nSubject: A reference\n\nShe was good. Is she well?"),
        ),
        SAID,
        1,
    ),
    # Outlook's own
    Made(
        "winmail.dat without a file",
        multipart(
            "mixed",
            PLAIN,
            coded(
                "application/ms-tnef; name=winmail.dat",
                tnef(with_file=False),
                "Content-Disposition: attachment; filename=winmail.dat",
            ),
        ),
    ),
    Made(
        "winmail.dat with a file",
        multipart(
            "mixed",
            PLAIN,
            coded(
                "application/ms-tnef; name=winmail.dat",
                tnef(with_file=True),
                "Content-Disposition: attachment; filename=winmail.dat",
            ),
        ),
        SAID,
        1,
    ),
    Made(
        "format=flowed",
        single("text/plain; charset=utf-8; format=flowed; delsp=yes", ANSWER.replace("talk. ", "talk. \n")),
    ),
    # signed and sealed
    Made(
        "signed by OpenPGP",
        multipart(
            "signed",
            PLAIN,
            part(
                "application/pgp-signature; name=signature.asc",
                "-----BEGIN PGP SIGNATURE-----\n\nx\n-----END PGP SIGNATURE-----",
            ),
            more='protocol="application/pgp-signature"; ',
        ),
    ),
    Made(
        "signed by S/MIME",
        multipart(
            "signed",
            PLAIN,
            coded(
                "application/pkcs7-signature; name=smime.p7s",
                b"0\x80",
                "Content-Disposition: attachment; filename=smime.p7s",
            ),
            more='protocol="application/pkcs7-signature"; ',
        ),
    ),
    Made("signed inline", single("text/plain", ARMOURED), ARMOURED),
    Made(
        "encrypted by OpenPGP",
        multipart(
            "encrypted",
            part("application/pgp-encrypted", "Version: 1"),
            part(
                "application/octet-stream; name=encrypted.asc",
                "-----BEGIN PGP MESSAGE-----\n\nhQ?\n-----END PGP MESSAGE-----",
                "Content-Disposition: inline; filename=encrypted.asc",
            ),
            more='protocol="application/pgp-encrypted"; ',
        ),
        None,
        1,
        kind="",
    ),
    Made(
        "encrypted inline",
        single("text/plain", "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n=x1\n-----END PGP MESSAGE-----"),
        "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n=x1\n-----END PGP MESSAGE-----",
        kind="",
    ),
    Made(
        "encrypted by S/MIME",
        single(
            "application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m",
            "MIAGCSqGSIb3DQEHA6CA",
            "Content-Transfer-Encoding: base64",
            "Content-Disposition: attachment; filename=smime.p7m",
        ),
        None,
        kind="",
    ),
    Made(
        "sealed by S/MIME",
        single(
            "application/x-pkcs7-mime; smime-type=signed-data; name=smime.p7m",
            "MIAGCSqGSIb3DQEHAqCA",
            "Content-Transfer-Encoding: base64",
        ),
        None,
        kind="",
    ),
    # calendars
    Made("invitation accepted", calendar("ACCEPTED"), None, state="automatic", kind=""),
    Made(
        "invitation accepted, by a program",
        automatic(calendar("ACCEPTED", "Amara has accepted this invitation.")),
        "Amara has accepted this invitation.",
        state="automatic",
        kind="",
    ),
    Made(
        "invitation accepted, with a question",
        calendar("ACCEPTED", "Gladly. Where do I park?"),
        "Gladly. Where do I park?",
        kind="question",
    ),
    Made("invitation half accepted", calendar("TENTATIVE"), None, state="automatic", kind=""),
    Made("invitation declined", calendar("DECLINED"), None, kind="reschedule_request"),
    Made(
        "invitation declined, by a program", automatic(calendar("DECLINED")), None, kind="reschedule_request"
    ),
    Made("another time proposed", calendar("TENTATIVE", method="COUNTER"), None, kind="reschedule_request"),
    Made(
        "invitation declined, and a complaint",
        calendar("DECLINED", "I was asked about my religion. I wish to complain."),
        "I was asked about my religion. I wish to complain.",
        kind="complaint",
    ),
    Made(
        "invitation declined, and all else with it",
        calendar("DECLINED", "I withdraw my application."),
        "I withdraw my application.",
        kind="withdraw",
    ),
    Made(
        "invitation declined, with a question",
        calendar("DECLINED", "Does Friday suit you?"),
        "Does Friday suit you?",
        kind="reschedule_request",
    ),
    # charsets
    Made(
        "Hebrew that is logical",
        lambda a: headers_and(a, "iso-8859-8-i", "מתי תחליטו? תודה".encode("iso-8859-8")),
        "מתי תחליטו? תודה",
        kind="question",
    ),
    Made(
        "GB2312 that is GBK",
        lambda a: headers_and(a, "gb2312", "您好，请问什么时候镕？".encode("gbk")),
        "您好，请问什么时候镕？",
        kind="question",
    ),
    Made(
        "Shift_JIS of Windows",
        lambda a: headers_and(a, "shift_jis", "①結果はいつですか？".encode("cp932")),
        "①結果はいつですか？",
        kind="question",
    ),
    Made(
        "Latin-1 that is Windows's",
        lambda a: headers_and(a, "iso-8859-1", "“When?”, I ask – €?".encode("cp1252")),
        "“When?”, I ask – €?",
        kind="question",
    ),
    Made(
        "Latin-1 that is UTF-8",
        lambda a: headers_and(a, "iso-8859-1", "Können wir sprechen?".encode()),
        "Können wir sprechen?",
        kind="question",
    ),
    Made(
        "no charset",
        lambda a: headers_and(a, "", "Où et quand ?".encode("latin-1")),
        "Où et quand ?",
        kind="question",
    ),
    Made(
        "HTML that names its charset itself",
        lambda a: headers_and(
            a, "", '<meta charset="windows-1251"><p>Когда?</p>'.encode("cp1251"), "text/html"
        ),
        "Когда?",
        kind="question",
    ),
    Made(
        "EUC-KR of Windows",
        lambda a: headers_and(a, "ks_c_5601-1987", "언제 알 수 있나요? 뷁".encode("cp949")),
        "언제 알 수 있나요? 뷁",
        kind="question",
    ),
    Made(
        "one wrong byte",
        lambda a: headers_and(a, "utf-8", "Grüße, wann höre ich von Ihnen?".encode() + b"\xe4"),
        "Grüße, wann höre ich von Ihnen?\ufffd",
        kind="question",
    ),
    # wrapped by a program
    Made(
        "words broken over lines",
        single(
            "text/plain",
            "I have thought about it for a while now, and I would like to withdraw my\napplication.",
        ),
        "I have thought about it for a while now, and I would like to withdraw my\napplication.",
        kind="withdraw",
    ),
    Made(
        "a legal notice below",
        single(
            "text/plain",
            "Noted, thanks.\n\nThis e-mail is confidential. If you are not the intended recipient, delete\n"
            "all information and data in it?",
        ),
        "Noted, thanks.\n\nThis e-mail is confidential. If you are not the intended recipient, delete\n"
        "all information and data in it?",
        kind="thank_you",
    ),
)


def headers_and(a: Answer, charset: str, body: bytes, kind: str = "text/plain") -> bytes:
    named = f"; charset={charset}" if charset else ""
    head = headers(a, f"Content-Type: {kind}{named}", "Content-Transfer-Encoding: base64")
    return crlf(head + "\n") + base64.encodebytes(body).replace(b"\n", b"\r\n")
