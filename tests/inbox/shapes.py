"""Mails as programs write them, in shapes of our own making: who answers what, around any text."""

import base64
import quopri
from collections.abc import Callable
from email.header import Header
from typing import NamedTuple


class Answer(NamedTuple):
    """One answer to a letter of ours."""

    text: str
    sender: str
    #: Where our letter asked for answers, and its Message-ID.
    to: str
    message_id: str
    name: str = "Amara Okafor"
    files: int = 0


OURS = "Dear Amara,\n\nWe have not decided yet. Is there anything you need?\n\nKind regards\nPriya Shah"
QUOTED = "\n".join(f"> {line}".rstrip() for line in OURS.splitlines())
FROM = "Priya Shah <jobs@borealis.example>"


def crlf(text: str) -> bytes:
    return text.replace("\r\n", "\n").replace("\n", "\r\n").encode("utf-8", "surrogateescape")


def headers(a: Answer, *more: str, threaded: bool = True, subject: str = "Re: Your application") -> str:
    name = a.name if a.name.isascii() else Header(a.name, "utf-8").encode()
    lines = [
        "Return-Path: <" + a.sender + ">",
        "Received: from mx.example.org by mail.borealis.example; Tue, 24 Nov 2026 11:00:00 +0000",
        f'From: "{name}" <{a.sender}>' if a.name.isascii() else f"From: {name} <{a.sender}>",
        f"To: {a.to}",
        f"Subject: {subject}",
        "Date: Tue, 24 Nov 2026 11:00:00 +0000",
        f"Message-ID: <{abs(hash((a, more))):x}@mail.example.org>",
        "MIME-Version: 1.0",
        *more,
    ]
    if threaded:
        lines[6:6] = [f"In-Reply-To: {a.message_id}", f"References: {a.message_id}"]
    return "\n".join(lines) + "\n"


def with_files(
    a: Answer, head: Callable[..., str], body: str, kind: str = "text/plain; charset=utf-8"
) -> bytes:
    if not a.files:
        return crlf(head(a, f"Content-Type: {kind}", "Content-Transfer-Encoding: 8bit") + "\n" + body)
    parts = [
        f"--=_mix\nContent-Type: {kind}\nContent-Transfer-Encoding: 8bit\n\n{body}\n",
        *(
            f'--=_mix\nContent-Type: application/pdf; name="cv{number}.pdf"\n'
            f'Content-Disposition: attachment; filename="cv{number}.pdf"\n'
            "Content-Transfer-Encoding: base64\n\nJVBERi0xLjQKJSVFT0YK\n"
            for number in range(a.files)
        ),
    ]
    return crlf(
        head(a, 'Content-Type: multipart/mixed; boundary="=_mix"') + "\n" + "".join(parts) + "--=_mix--\n"
    )


def gmail(a: Answer) -> bytes:
    plain = f"{a.text}\n\nOn Tue, Nov 24, 2026 at 10:03 AM Priya Shah <jobs@borealis.example>\nwrote:\n\n{QUOTED}\n"
    if a.files:
        return with_files(a, headers, plain)
    html = (
        f'<div dir="ltr">{a.text.replace(chr(10), "<br>")}</div><br><div class="gmail_quote"><div class="gmail_attr">'
        "On Tue, Nov 24, 2026 at 10:03 AM Priya Shah &lt;jobs@borealis.example&gt; wrote:<br></div>"
        f"<blockquote>{OURS.replace(chr(10), '<br>')}</blockquote></div>"
    )
    return crlf(
        headers(a, 'Content-Type: multipart/alternative; boundary="000001"')
        + f"\n--000001\nContent-Type: text/plain; charset=UTF-8\n\n{plain}\n"
        + f"--000001\nContent-Type: text/html; charset=UTF-8\n\n{html}\n--000001--\n"
    )


def html_only(a: Answer) -> bytes:
    lines = "".join(f"<p>{line}</p>" for line in a.text.splitlines() if line)
    quote = "".join(f"<p>{line}</p>" for line in OURS.splitlines() if line)
    body = (
        f"<html><head><style>p {{ color: red }}</style></head><body>{lines}"
        f"<div>On Tue, 24 Nov 2026 at 10:03, Priya Shah &lt;jobs@borealis.example&gt; wrote:</div>"
        f"<blockquote type=cite>{quote}</blockquote></body></html>"
    )
    return with_files(a, headers, body, "text/html; charset=utf-8")


def _labelled(labels: tuple[str, str, str, str], line: str = "") -> Callable[[Answer], bytes]:
    sender, sent, to, subject = labels

    def shape(a: Answer) -> bytes:
        block = (
            f"{sender}: {FROM}\n{sent}: Dienstag, 24. November 2026 10:03\n{to}: {a.sender}\n"
            f"{subject}: Your application\n\n{OURS}\n"
        )
        return with_files(a, headers, f"{a.text}\n\n{line}{block}")

    return shape


outlook = _labelled(("From", "Sent", "To", "Subject"))
outlook_com = _labelled(("From", "Sent", "To", "Subject"), "________________________________\n")
outlook_old = _labelled(("From", "Sent", "To", "Subject"), "-----Original Message-----\n")
exchange_de = _labelled(("Von", "Gesendet", "An", "Betreff"), "-----Ursprüngliche Nachricht-----\n")
exchange_fr = _labelled(("De ", "Envoyé ", "À ", "Objet "))
exchange_es = _labelled(("De", "Enviado el", "Para", "Asunto"))


def outlook_html(a: Answer) -> bytes:
    lines = "".join(f'<p class="MsoNormal">{line or "&nbsp;"}</p>' for line in a.text.splitlines())
    body = (
        f'<html><body><div class="WordSection1">{lines}<div><p class="MsoNormal"><b>From:</b> Priya Shah<br>'
        "<b>Sent:</b> Tuesday, 24 November 2026 10:03<br><b>To:</b> Amara<br><b>Subject:</b> Your application</p>"
        f"</div><p>{OURS}</p></div></body></html>"
    )
    return with_files(a, headers, body, "text/html; charset=utf-8")


def ios(a: Answer) -> bytes:
    body = (
        f"{a.text}\n\nSent from my iPhone\n\n> On 24 Nov 2026, at 10:03, Priya Shah <jobs@borealis.example> wrote:\n"
        f"> \n{QUOTED}\n"
    )
    return with_files(a, headers, body)


def ios_de(a: Answer) -> bytes:
    body = f"{a.text}\n\nVon meinem iPhone gesendet\n\n> Am 24.11.2026 um 10:03 schrieb Priya Shah:\n> \n{QUOTED}\n"
    return with_files(a, headers, body)


def thunderbird_below(a: Answer) -> bytes:
    body = f"Am 24.11.26 um 10:03 schrieb Priya Shah:\n{QUOTED}\n\n{a.text}\n"
    return with_files(a, headers, body)


def french_below(a: Answer) -> bytes:
    body = f"Le mar. 24 nov. 2026 à 10:03, Priya Shah <jobs@borealis.example> a\nécrit :\n\n{QUOTED}\n\n{a.text}\n"
    return with_files(a, headers, body)


def spanish(a: Answer) -> bytes:
    body = f"{a.text}\n\nEl mar, 24 nov 2026 a las 10:03, Priya Shah (<jobs@borealis.example>)\nescribió:\n\n{QUOTED}\n"
    return with_files(a, headers, body)


def between(a: Answer) -> bytes:
    first, _, rest = a.text.partition("\n")
    body = (
        f"> Dear Amara,\n> We have not decided yet.\n\n{first}\n\n> Is there anything you need?\n\n{rest}\n"
    )
    return with_files(a, headers, body)


def bare(a: Answer) -> bytes:
    """No quote, and no header that threads: the address alone tells."""
    return with_files(a, lambda it, *more: headers(it, *more, threaded=False), f"{a.text}\n")


def encoded(charset: str, transfer: str) -> Callable[[Answer], bytes]:
    def shape(a: Answer) -> bytes:
        raw = f"{a.text}\n\nOn 24/11/2026 10:03, Priya Shah wrote:\n{QUOTED}\n".encode(charset, "replace")
        body = base64.encodebytes(raw) if transfer == "base64" else quopri.encodestring(raw)
        head = headers(
            a, f"Content-Type: text/plain; charset={charset}", f"Content-Transfer-Encoding: {transfer}"
        )
        return crlf(head + "\n") + body.replace(b"\n", b"\r\n")

    return shape


def signed(kind: str) -> Callable[[Answer], bytes]:
    def shape(a: Answer) -> bytes:
        return crlf(
            headers(a, f'Content-Type: multipart/signed; protocol="{kind}"; boundary="=_sig"')
            + f"\n--=_sig\nContent-Type: text/plain; charset=utf-8\n\n{a.text}\n\n"
            + f"On 24/11/26 10:03, Priya Shah wrote:\n{QUOTED}\n"
            + f'--=_sig\nContent-Type: {kind}; name="signature"\nContent-Transfer-Encoding: base64\n\n'
            + "MIIB\n--=_sig--\n"
        )

    return shape


def related(a: Answer) -> bytes:
    """A picture in the signature of an HTML mail, and a calendar file beside it."""
    return crlf(
        headers(a, 'Content-Type: multipart/related; boundary="=_rel"')
        + '\n--=_rel\nContent-Type: multipart/alternative; boundary="=_alt"\n\n--=_alt\nContent-Type: text/plain; '
        + f"charset=utf-8\n\n{a.text}\n--=_alt\nContent-Type: text/html; charset=utf-8\n\n<p>{a.text}</p>\n"
        + "--=_alt--\n--=_rel\nContent-Type: image/png; name=logo.png\nContent-ID: <logo>\n"
        + "Content-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--=_rel--\n"
    )


#: Shapes that hold any text.
PLAIN: tuple[Callable[[Answer], bytes], ...] = (
    gmail,
    outlook,
    ios,
    html_only,
    outlook_com,
    exchange_de,
    thunderbird_below,
    outlook_html,
    exchange_fr,
    bare,
    spanish,
    encoded("utf-8", "base64"),
    exchange_es,
    ios_de,
    french_below,
    encoded("utf-8", "quoted-printable"),
    outlook_old,
    signed("application/pgp-signature"),
    between,
    signed("application/pkcs7-signature"),
)
#: Charsets that hold only some of the texts.
SCRIPTS = {
    "zh-Hant": (encoded("big5", "base64"), encoded("big5", "quoted-printable")),
    "zh": (encoded("gb2312", "base64"), encoded("gb18030", "quoted-printable")),
    "ja": (encoded("iso-2022-jp", "base64"), encoded("shift_jis", "base64"), encoded("euc-jp", "base64")),
    "ru": (encoded("koi8-r", "base64"), encoded("windows-1251", "quoted-printable")),
    "he": (encoded("iso-8859-8", "base64"), encoded("windows-1255", "quoted-printable")),
    "ar": (encoded("windows-1256", "base64"), encoded("iso-8859-6", "base64")),
    "de": (encoded("iso-8859-1", "quoted-printable"), encoded("iso-8859-15", "base64")),
    "fr": (encoded("windows-1252", "quoted-printable"),),
    "es": (encoded("iso-8859-1", "base64"),),
}
