"""One mail read by the rules: what it is taken for, why, and whether that is sure. Pure."""

import re
from datetime import date
from typing import NamedTuple

from recruiterdash.mail.arriving.asked import MARK, without_addresses
from recruiterdash.mail.arriving.quotes import unsigned
from recruiterdash.messages.inbound.understanding.days import named_day
from recruiterdash.messages.inbound.understanding.kinds import KINDS
from recruiterdash.messages.inbound.understanding.rules import MILD, Rules, Table, ready
from recruiterdash.messages.inbound.understanding.tables import NEGATED, TURNS, WORDS

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
    words = _ungreeted(_small(without_addresses(said)))
    table = ready(rules)
    for kind in KINDS:
        if kind in MILD and MARK.search(words):
            continue
        if (own := table.own.get(kind)) and (found := _said(own, words)):
            why = f"They write, in words of this house: “{_around(said, found)}”"
            return Reading(kind, why, _day(kind, words, said_on))
    for kind in ASKED_FIRST:
        pattern = table.built_in[kind]
        if pattern is None or not _fits(kind, stands, files):
            continue
        if found := _said(pattern, words):
            if kind == "deliverable" and not files and not stands.asked:
                continue
            if kind == "information" and _asks(words, table):
                continue
            return Reading(kind, f"They write: “{_around(said, found)}”", _day(kind, words, said_on))
    return _plainly(said, words, files, stands, table)


def _day(kind: str, words: str, said_on: date) -> date | None:
    return named_day(words, said_on) if KINDS[kind].dated else None


def _said(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    """The first place where it is said, and not denied."""
    for found in pattern.finditer(words):
        if not NEGATED.search(words[max(found.start() - 60, 0) : found.start()]):
            return found
    return None


def _fits(kind: str, stands: Stands, files: int) -> bool:
    if kind in ("accept", "decline"):
        return stands.offered
    return kind != "deliverable" or bool(files) or stands.asked


def _plainly(said: str, words: str, files: int, stands: Stands, table: Table) -> Reading:
    """What has no words of its own: a question, thanks, both, or what we had asked for."""
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
    if files and stands.asked:
        return Reading("deliverable", "We had asked them for something, and a file came with it.")
    if thanks and TURNS.search(words) and not stands.told_no:
        return Reading()
    if thanks and len(words) <= BRIEF:
        kind = "gracious" if stands.told_no else "thank_you"
        return Reading(kind, f"They write: “{_around(said, thanks)}”, and ask nothing.")
    if stands.asked:
        return Reading("deliverable", "We had asked them for something, and this answers.")
    if thanks:
        return Reading("thank_you", f"They write: “{_around(said, thanks)}”, and ask nothing.")
    return Reading()


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
