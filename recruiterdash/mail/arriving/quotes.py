"""What is new in a mail, parted from what it quotes. Pure, and linear in the length of the text.

Written here: a line decides at most by its neighbours. The library for this (mail-parser-reply 1.36) took 21
seconds for 20,000 empty lines and six for "On On On ...", and did not know answers below or between quotes.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from recruiterdash.mail.arriving.footers import is_footer, without_armour

#: Lines that are looked at for one beginning of a quote, and for one block of fields.
_SPAN, _BLOCK = 4, 14
#: No mail of a person has so many lines above its quote; beyond them only marks are looked at.
_LOOKED_AT = 10_000
#: No beginning of a quote is longer.
_LONGEST = 400

#: Marks of direction and of bold type, and blanks of no width: programs set them around names and colons.
_UNSEEN = re.compile("[\u200b\u200c\u200d\u200e\u200f\u061c\ufeff*]")
#: "On Tuesday Priya wrote:", each language with the words that end it.
_WROTE = re.compile(
    r"(?:\bwrote|\bwrites|\bschrieb(?:en)?\b[^:]{0,120}|\bschreibt\b[^:]{0,120}|\bgeschrieben|\ba écrit|\bescribió"
    r"|\bha scritto|\bescreveu|\bschreef\b[^:]{0,120}|\bskrev\b[^:]{0,120}|\bnapisał(?:\(a\)|a)?|\bnapsal(?:\(a\)|a)?"
    r"|\bписал(?:\(а\)|а)?|\bнаписал(?:\(а\)|а)?|\bпише|\bпишет|\bkirjoitti|\byazdı|\bكتب\b[^:]{0,120}|כתב/ה|כתבה|כתב"
    r"|写道|寫道|のメール|さんは書きました|님이 작성)\s*[:：]\s*$",
    re.IGNORECASE,
)
#: In any language: a mailbox in brackets, and a colon ends the line.
_ADDRESSED = re.compile(r"[<(][^<>()\s]{1,200}@[^<>()\s]{1,200}[>)]{1,2}\s*[:：]\s*$")
_DATED = re.compile(r"\d{1,4}[./年-]|\b\d{1,2}:\d{2}\b|\b(?:19|20)\d{2}\b|@")
_WHEN = re.compile(r"\b\d{1,2}:\d{2}\b|\b(?:19|20)\d{2}\b|20\d\d年")
#: How such a line begins, and what stands in the first of several.
_OPENS = re.compile(
    r"(?:on|at|am|le|el|en|em|il|op|den|dne|w dniu|dnia|в|у|在|tarihinde)\s|\d|\w{2,12}[.,] \d", re.IGNORECASE
)
_BEGUN = re.compile(r"[\d@<]")

_RULED = re.compile(
    r"\s*-{2,}(?!.{0,20}\bpgp\b)[^-]{0,60}(?:message|nachricht|\bmail|mensaje|messaggio|bericht|mensagem|meddelande"
    r"|wiadomość|сообщение|письмо|邮件|郵件|メッセージ|הודעה|الرسالة|메시지)[^-]{0,40}-{2,}\s*",
    re.IGNORECASE,
)
#: "-----Priya Shah wrote: -----"
_RULED_WROTE = re.compile(
    r"\s*-{3,}.{1,200}(?:wrote|schrieb|écrit|escribió|ha scritto)\s?[:：]?\s?-{3,}\s*", re.IGNORECASE
)
_FORWARDED = re.compile(
    r"\s*(?:begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-?mail)"
    r"|début du message (?:transféré|réexpédié)|inicio del mensaje reenviado|inizio messaggio inoltrato)\s*[:：]\s*",
    re.IGNORECASE,
)
_LINE = re.compile(r"\s*[-_=]{5,}\s*")
#: Names of the fields above a quoted mail, by what they say.
_NAMES = {
    "from": "from|von|de|expéditeur|da|van|från|fra|od|от|кого|від|发件人|寄件者|寄件人|差出人|보낸 사람|מאת|من",
    "sent": (
        "sent|date|gesendet|datum|envoyé|enviado(?: el| em)?|fecha|inviato|data|verzonden|skickat|sendt|wysłano"
        r"|отправлено|дата|надіслано|发送时间|寄件日期|日期|送信日時|日時|보낸 날짜|날짜|נשלח"
        "|תאריך|تاريخ|التاريخ|تم الإرسال|أُرسلت"
    ),
    "to": "to|an|à|a|para|aan|till|til|do|кому|收件人|收件者|宛先|받는 사람|אל|إلى",
    "cc": "cc|kopie|copie|copia|копия|抄送|副本",
    "subject": "subject|betreff|objet|asunto|oggetto|onderwerp|ämne|emne|temat|тема|主题|主旨|件名|제목|נושא|الموضوع",
}
_FIELD = re.compile(
    r"\s*(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _NAMES.items()) + r")\s?[:：]",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"-- ?")


class Parted(NamedTuple):
    """A text in its two parts; nothing is left out of both but blank lines at their ends."""

    new: str
    quoted: str


def parted(text: str) -> Parted:
    """Return what is new in a mail's text, and what it quotes from earlier ones.

    text: lines ended by any of CRLF, CR, LF. Answers below a quote and between its lines are new.
    """
    lines = re.split(r"\r\n|\r|\n", text)
    new: list[str] = []
    quoted: list[str] = []
    place = 0
    while place < len(lines):
        line = lines[place]
        if _is_marked(line):
            quoted.append(line)
            place += 1
        elif taken := _begins_quote(lines, place):
            quoted += lines[place : place + taken]
            place += taken
            if not _marked(lines, place):  # no line of it is marked: all the rest is quoted
                quoted += lines[place:]
                break
        else:
            new.append(line)
            place += 1
    return Parted(_trimmed(new), _trimmed(quoted))


def unsigned(text: str) -> str:
    """Return a text without the signature at its end, and without what programs add, for rules that look for words."""
    kept: list[str] = []
    for line in without_armour(text).split("\n"):
        if _SIGNATURE.fullmatch(line.rstrip("\r")):
            break
        kept.append(line)
    paragraphs = re.split(r"\n[ \t\r]*\n", "\n".join(kept))
    said = "\n\n".join(each for each in paragraphs if not is_footer(each))
    return _trimmed([line for line in said.split("\n") if not is_footer(line)])


def _is_marked(line: str) -> bool:
    return line.lstrip().startswith(">")


def _seen(line: str) -> str:
    return _UNSEEN.sub("", line[:_LONGEST])


def _begins_quote(lines: Sequence[str], place: int) -> int:
    """Return how many lines from here announce a quote; 0 for an ordinary line."""
    line = _seen(lines[place])
    if not line.strip() or place > _LOOKED_AT:
        return 0
    if _LINE.fullmatch(line):
        fields = _fields_after(lines, place + 1)
        return 1 + fields if fields else 0
    if _RULED.fullmatch(line) or _RULED_WROTE.fullmatch(line) or _FORWARDED.fullmatch(line):
        return 1 + _fields_after(lines, place + 1)
    return (_fields(lines, place) if _FIELD.match(line) else 0) or _announced(lines, place)


def _fields_after(lines: Sequence[str], place: int) -> int:
    """Lines up to the end of what names a mail's writer below a rule; 0 when nothing there does."""
    for blanks in range(4):
        if place + blanks < len(lines) and lines[place + blanks].strip():
            at = place + blanks
            taken = _fields(lines, at, enough=2) or _announcement(lines, at)
            return blanks + taken if taken else 0
    return 0


def _fields(lines: Sequence[str], place: int, enough: int = 3) -> int:
    """Lines of a block of From, Sent, To, Subject, in any order; 0 when it is none.

    enough: so many of these fields make one.
    """
    found: set[str] = set()
    taken = strange = 0
    for number, line in enumerate(lines[place : place + _BLOCK], 1):
        said = _seen(line)
        if not said.strip():
            continue  # paragraphs of HTML
        field = _FIELD.match(said)
        if field is None:
            strange += 1  # a long list of recipients goes on
            if strange > 1:
                break
            continue
        if field.lastgroup in found:  # a second mail begins, or it was no block
            break
        found.add(str(field.lastgroup))
        taken, strange = number, 0
    return taken if len(found) >= enough and found & {"from"} and found - {"from", "cc"} else 0


def _announced(lines: Sequence[str], place: int) -> int:
    """ "On Tuesday, Priya wrote:", which programs break over up to four lines."""
    taken = _announcement(lines, place)
    if taken <= 1:
        return taken
    first = _seen(lines[place]).strip()
    if _OPENS.match(first):
        return taken
    # the last line before such a one, and no part of it
    return 0 if not _BEGUN.search(first) or _announcement(lines, place + 1) else taken


def _announcement(lines: Sequence[str], place: int) -> int:
    said = ""
    for taken, line in enumerate(lines[place : place + _SPAN], 1):
        if not line.strip() or _is_marked(line):
            return 0
        said = f"{said} {_seen(line).strip()}"
        if len(said) > _LONGEST:
            return 0
        if not said.endswith((":", "：")):
            if line.rstrip().endswith((".", "!", "?")):  # a sentence of its own, no beginning of that one
                return 0
            continue
        ended = said[-200:]
        if _WROTE.search(ended) and _DATED.search(said):
            return taken
        # a mailbox broken over two lines has a blank in it now
        if _ADDRESSED.search(ended.replace("< ", "<").replace(" >", ">")) and _WHEN.search(said):
            return taken
    return 0


def _marked(lines: Sequence[str], place: int) -> bool:
    """Whether the quote that begins here marks its lines."""
    following = next((each for each in lines[place:] if each.strip()), "")
    return _is_marked(following)


def _trimmed(lines: Sequence[str]) -> str:
    return "\n".join(lines).strip("\n\r\t ")
