"""Whether a program wrote a mail, by the signs of RFC 3834 and those that mailers agreed on. Pure."""

import re
from collections.abc import Mapping, Sequence

_AUTOREPLY = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-autoreply-from")
_PRECEDENCE = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})
#: How out-of-office notes begin their subject, where the program says nothing else.
_SUBJECT = re.compile(
    r"(?:automatic reply|auto(?:matic)?[- ]?reply|out of (?:the )?office|autoreply|automatische antwort"
    r"|abwesenheitsnotiz|abwesend|abwesenheit|réponse automatique|absence du bureau|absent du bureau"
    r"|respuesta automática|fuera de (?:la )?oficina|risposta automatica|automatisch antwoord|resposta automática"
    r"|autosvar|自动回复|自動回覆|自動返信)\s*[:：(\-–]",
    re.IGNORECASE,
)


def sign_of(headers: Mapping[str, Sequence[str]], content_type: str, subject: str) -> str:
    """Return what shows that a program wrote it, in a sentence; empty when a person may have.

    headers: name in small letters -> its values. content_type: of the whole mail with its parameters, in small
    letters. X-Auto-Response-Suppress asks others not to answer by themselves and is no such sign.
    """
    submitted = _first(headers, "auto-submitted").partition(";")[0].strip().lower()
    if submitted and submitted != "no":
        return f"It says that a program sent it (Auto-Submitted: {submitted[:40]})."
    for name in _AUTOREPLY:
        if _first(headers, name).strip().lower() not in ("", "no", "false"):
            return f"It says that a program answered ({name.title()})."
    precedence = _first(headers, "precedence").strip().lower()
    if precedence in _PRECEDENCE:
        return f"It was sent to many or by a program (Precedence: {precedence})."
    if _first(headers, "return-path").strip() == "<>":
        return "It asks for no answer at all: its return path is empty."
    if content_type.startswith("multipart/report"):
        what = "a receipt that it was read" if "disposition-notification" in content_type else "a report"
        return f"It is {what}, which a program wrote."
    if _first(headers, "list-id") or _first(headers, "list-unsubscribe"):
        return "It came by way of a mailing list."
    if _SUBJECT.match(subject.strip()):
        return "Its subject is that of an automatic answer."
    return ""


def _first(headers: Mapping[str, Sequence[str]], name: str) -> str:
    found = headers.get(name)
    return found[0] if found else ""
