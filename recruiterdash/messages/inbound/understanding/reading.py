"""One mail read by the rules: what it is taken for, why, and whether that is sure. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from recruiterdash.mail.arriving.asked import MARK, without_addresses
from recruiterdash.mail.arriving.quotes import unsigned
from recruiterdash.messages.inbound.understanding.days import named_day
from recruiterdash.messages.inbound.understanding.kinds import FOR_HR, KINDS
from recruiterdash.messages.inbound.understanding.rules import MILD, ReadySign, Rules, Table, ready
from recruiterdash.messages.inbound.understanding.tables import (
    NEGATED,
    OF_COMPLAINTS,
    OF_SELF,
    OF_WORK,
    TO_COME,
    TURNS,
    WORDS,
)

#: The rules look no further: who has more to say than this has said it by then.
LOOKED_AT = 8_000
_GREETING = re.compile(
    r"^(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|hallo|guten (?:tag|morgen|abend)|sehr geehrte[rn]?"
    r"|liebe[rs]?|moin|grüezi|servus|bonjour|bonsoir|madame|monsieur|chère?|hola|buenos días|buenas(?: tardes| noches)?"
    r"|estimad[oa]s?|querid[oa]s?)\b[^,.!?\n]{0,60}, "
)
#: The kinds whose words decide by themselves, in the order in which they are asked; thanks and questions come last.
ASKED_FIRST = tuple(kind for kind in WORDS if kind not in ("thank_you", "question"))
#: An answer of so few letters that thanks are all it says.
BRIEF = 400
#: German may deny behind the words: "beschweren kann ich mich über gar nichts". Not so "... der gar nicht zuhört".
_NOTHING = re.compile(
    r" (?:kann|könnte|möchte|will|muss) ich (?:mich )?(?:\w+ ){0,3}(?:(?:gar|überhaupt) )?nichts\b"
)
#: Who has our offer and speaks of it turns it down, and withdraws nothing.
_OFFER = re.compile(r"\b(?:\w*angebot\w*|offer|offre|proposition|oferta|propuesta)\b")
#: So many letters before or behind it something is near.
NEAR = 160


class Stands(NamedTuple):
    """As much of how things stand as tells two kinds apart."""

    #: They were told no.
    told_no: bool = False
    #: Something we asked for is theirs to send.
    asked: bool = False
    #: An offer of ours is out.
    offered: bool = False
    #: An interview lies ahead.
    booked: bool = False


class Reading(NamedTuple):
    """What a mail is taken for; a suggestion, unless it is sure."""

    #: A key of KINDS; empty when the rules do not know.
    kind: str = ""
    #: Why, in a sentence with the words that show it.
    why: str = ""
    day: date | None = None
    #: A rule may act on it alone: it only ever makes us owe an answer.
    sure: bool = False


def read(
    text: str, *, files: int, said_on: date, stands: Stands = Stands(), rules: Rules = Rules()
) -> Reading:
    """Return what a mail is taken for.

    text: what is new in it. files: how many came with it. said_on: the writer's date when it came. rules: what this
    house has changed of them.
    """
    said = _plain(unsigned(text))
    if not said:
        return _by_its_files(files, stands)
    mail = _mail(said, files, said_on, stands)
    table = ready(rules)
    for kind in KINDS:
        if kind in MILD and MARK.search(mail.words):
            continue
        if (own := table.own.get(kind)) and (found := _said(own, mail.words)):
            why = f"They write, in words of this house: “{_around(said, found)}”"
            return Reading(kind, why, _day(kind, mail))
    for kind in ASKED_FIRST:
        if _fits(kind, mail) and (found := _told(kind, mail, table)):
            if kind == "information" and _asks(mail.words, table):
                continue
            day = _day(kind, mail)
            if kind == "candidate_deadline" and stands.offered and day is None:
                continue  # of two offers the other is taken
            return Reading(kind, f"They write: “{_around(said, found)}”", day)
    return _plainly(mail, table)


class _Mail(NamedTuple):
    """What the rules look at."""

    #: As it is shown.
    said: str
    #: In small letters, and the same without accents: each in its place.
    words: str
    bare: str
    files: int
    said_on: date
    stands: Stands


def _mail(said: str, files: int, said_on: date, stands: Stands) -> _Mail:
    words = _ungreeted(_small(without_addresses(said)))
    return _Mail(said, words, _bare(words), files, said_on, stands)


def _day(kind: str, mail: _Mail) -> date | None:
    return named_day(mail.words, mail.said_on) if KINDS[kind].dated else None


def _told(kind: str, mail: _Mail, table: Table) -> re.Match[str] | None:
    """Where a kind is said: in words of its own, or by a sign."""
    stands, of_offer = mail.stands, mail.stands.offered and _OFFER.search(mail.words) is not None
    if kind == "withdraw" and of_offer:
        return None  # such words turn our offer down, see below
    found = _said_of(kind, mail, table)
    if found is None and kind == "decline" and of_offer:
        found = _said_of("withdraw", mail, table)
    if found or (kind == "withdraw" and (stands.offered or stands.told_no)):
        return found  # a sign of withdrawing means our offer, or our no
    return _shown(table.signs.get(kind, ()), mail)


def _said_of(kind: str, mail: _Mail, table: Table) -> re.Match[str] | None:
    pattern = table.built_in[kind]
    return _said(pattern, mail.words, kind) if pattern else None


def _said(pattern: re.Pattern[str], words: str, kind: str = "") -> re.Match[str] | None:
    """The first place where it is said, and not denied."""
    return next((found for found in pattern.finditer(words) if not _denied(words, found, kind)), None)


def _shown(signs: Sequence[ReadySign], mail: _Mail) -> re.Match[str] | None:
    """The first place where something is said that shows a kind, with all that has to be so beside it."""
    for sign in signs:
        if sign.where and not getattr(mail.stands, sign.where):
            continue
        found = next((each for each in sign.words.finditer(mail.bare) if _counts(sign, mail, each)), None)
        if found and not (sign.dated and named_day(mail.words, mail.said_on) is None):
            return found
    return None


def _counts(sign: ReadySign, mail: _Mail, found: re.Match[str]) -> bool:
    around = mail.bare[max(found.start() - NEAR, 0) : found.end() + NEAR]
    if sign.near is not None and not sign.near.search(around):
        return False
    return not _denied(mail.words, found, sign.kind)


def _denied(words: str, found: re.Match[str], kind: str) -> bool:
    """It is said not to be so; or, of what goes to HR alone, said of somebody's work."""
    if NEGATED.search(words[max(found.start() - 60, 0) : found.start()]) or _NOTHING.match(
        words, found.end()
    ):
        return True
    return kind in FOR_HR and _of_work(words, found, kind)


def _of_work(words: str, found: re.Match[str], kind: str) -> bool:
    sentence = _sentence(words, found)
    if kind == "complaint":
        return OF_COMPLAINTS.search(sentence) is not None
    until = words[max(found.start() - 60, 0) : found.end()]
    return OF_WORK.search(sentence) is not None and not OF_SELF.search(until)


def _sentence(words: str, found: re.Match[str]) -> str:
    start = max(words.rfind(mark, 0, found.start()) for mark in (". ", "!", "?", "\n", ": ")) + 1
    ends = [end for mark in (". ", "!", "?", "\n") if (end := words.find(mark, found.end())) >= 0]
    return words[start : min(ends, default=len(words))]


def _fits(kind: str, mail: _Mail) -> bool:
    stands = mail.stands
    if kind in ("accept", "decline"):
        return stands.offered
    if kind == "reschedule_request":
        return not stands.told_no  # "another time, then"
    return kind != "deliverable" or bool(mail.files) or stands.asked


def _plainly(mail: _Mail, table: Table) -> Reading:
    """What has no words of its own: a question, thanks, both, or what we had asked for."""
    said, words, stands = mail.said, mail.words, mail.stands
    mark, asks = MARK.search(words), _searched(table, "question", words)
    # thanks in advance for an answer are no thanks
    asking = table.built_in["question"]
    thanks = _searched(table, "thank_you", asking.sub(_blank, words) if asking else words)
    if mark or asks:
        kind = "thank_you_question" if thanks and not _closing(words, thanks) else "question"
        found = mark or asks
        assert found is not None
        why = "They ask" if mark else "They seem to ask"
        return Reading(kind, f"{why}: “{_around(said, found)}”", sure=bool(mark))
    if mail.files and stands.asked:
        return Reading("deliverable", "We had asked them for something, and a file came with it.")
    if thanks and TURNS.search(words) and not stands.told_no:
        return Reading()
    if thanks and len(words) <= BRIEF:
        return _thanks(said, thanks, stands)
    if stands.asked and (coming := TO_COME.search(mail.bare)):
        return Reading("information", f"What we had asked for is still to come: “{_around(said, coming)}”")
    if stands.asked:
        return Reading("deliverable", "We had asked them for something, and this answers.")
    if not thanks and len(words) <= BRIEF:
        kindly = (_shown(table.signs.get(each, ()), mail) for each in ("gracious", "thank_you"))
        thanks = next(filter(None, kindly), None)
        return _thanks(said, thanks, stands) if thanks else Reading()
    return Reading("thank_you", _why_thanks(said, thanks)) if thanks else Reading()


def _thanks(said: str, found: re.Match[str], stands: Stands) -> Reading:
    return Reading("gracious" if stands.told_no else "thank_you", _why_thanks(said, found))


def _why_thanks(said: str, found: re.Match[str]) -> str:
    return f"They write: “{_around(said, found)}”, and ask nothing."


def _by_its_files(files: int, stands: Stands) -> Reading:
    if files:
        asked = "We had asked them for something, and" if stands.asked else "There are no words, and"
        return Reading("deliverable" if stands.asked else "information", f"{asked} a file came with it.")
    return Reading("", "There are no new words in it.")


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _searched(table: Table, kind: str, words: str) -> re.Match[str] | None:
    pattern = table.built_in[kind]
    return pattern.search(words) if pattern else None


def _asks(words: str, table: Table) -> bool:
    return bool(MARK.search(words) or _searched(table, "question", words))


def _closing(words: str, thanks: re.Match[str]) -> bool:
    """Thanks that only close a letter, as "many thanks" above a name: they are no thank-you."""
    rest = words[thanks.end() :].strip(" ,.!\n")
    return thanks.start() > 0 and len(rest) <= 60 and "\n" not in rest.strip() and "?" not in rest


def _plain(text: str) -> str:
    straight = text[:LOOKED_AT].replace("’", "'").replace("ʼ", "'")
    return re.sub(r" ?\n ?", "\n", re.sub(r"[ \t\r\u00a0\u202f]+", " ", straight)).strip()


def _bare(words: str) -> str:
    """Without accents, each letter in its place."""
    plain = "".join(unicodedata.normalize("NFD", each)[0] for each in words)
    return plain if len(plain) == len(words) else words


def _small(said: str) -> str:
    """In small letters, each in its place: what is found there is shown as it was written.

    Lines that a program broke are one; an empty line parts what it parts.
    """
    small = "".join(low if len(low := each.lower()) == 1 else each for each in said)
    return re.sub(r"(?<!\n)\n(?!\n)", " ", small)


def _ungreeted(words: str) -> str:
    """A sentence begins behind a greeting: "Hallo Frau Shah, ist die Stelle noch frei"."""
    return _GREETING.sub(lambda found: f"{found[0][:-2]}. ", words, count=1)


def _around(said: str, found: re.Match[str]) -> str:
    """The words that show it, with a few around them."""
    start = max(said.rfind("\n", 0, found.start()) + 1, found.start() - 60, 0)
    end = said.find("\n", found.end())
    end = min(len(said) if end < 0 else end, found.end() + 60)
    return " ".join(said[start:end].split())[:160]
