"""Which words count: those of the tables, without what a house has switched off, and with what it has added. Pure."""

import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from recruiterdash.messages.inbound.understanding.kinds import FOR_HR, KINDS
from recruiterdash.messages.inbound.understanding.signs import SIGNS, Sign
from recruiterdash.messages.inbound.understanding.tables import WORDS

#: What a house may add words to; the others follow from these and from how things stand.
ADDABLE = tuple(kind for kind in KINDS if kind not in ("thank_you_question", "gracious"))
#: Words of a house that take no question from anybody: a marked question outweighs them.
MILD = frozenset({"thank_you", "information", "nothing"})
SHORTEST, LONGEST = 5, 120
MOST = 200
#: "..." stands for a few words.
_GAP = re.compile(r"\s*(?:\.\.\.|…)\s*")
_FEW_WORDS = r"\b[^.!?\n]{1,60}?\b"


class BuiltIn(NamedTuple):
    """One line of the tables."""

    kind: str
    language: str
    pattern: str
    #: Its words show the kind only where this is so, too.
    sign: Sign | None = None

    @property
    def key(self) -> str:
        """What a house names it by; another one when its words have changed."""
        whole = self.pattern if self.sign is None else "\n".join(map(str, self.sign))
        return sha256(whole.encode()).hexdigest()[:12]

    @property
    def may_rest(self) -> bool:
        """What is for HR alone is so from the first guess, in every house."""
        return self.kind not in FOR_HR


class Own(NamedTuple):
    """Words that a house has added."""

    kind: str
    words: str


class Rules(NamedTuple):
    """What a house has changed."""

    added: tuple[Own, ...] = ()
    #: Keys of lines that rest.
    resting: frozenset[str] = frozenset()


BUILT_IN: dict[str, BuiltIn] = {
    line.key: line
    for line in (
        *(
            BuiltIn(kind, language, pattern)
            for kind, languages in WORDS.items()
            for language, patterns in languages.items()
            for pattern in patterns
        ),
        *(BuiltIn(each.kind, each.language, each.words, each) for each in SIGNS),
    )
}


class ReadySign(NamedTuple):
    """A sign as it is looked for."""

    kind: str
    words: re.Pattern[str]
    near: re.Pattern[str] | None
    where: str
    dated: bool


class Table(NamedTuple):
    """Rules made ready: kind -> its pattern; None where every line of it rests."""

    built_in: dict[str, re.Pattern[str] | None]
    signs: dict[str, tuple[ReadySign, ...]]
    own: dict[str, re.Pattern[str]]


@lru_cache(maxsize=8)
def ready(rules: Rules) -> Table:
    """Return rules as they are asked."""
    by_kind: dict[str, list[str]] = {kind: [] for kind in WORDS}
    signs: dict[str, list[ReadySign]] = {}
    for line in BUILT_IN.values():
        if line.key in rules.resting and line.may_rest:
            continue
        if line.sign is None:
            by_kind[line.kind].append(line.pattern)
        else:
            signs.setdefault(line.kind, []).append(_ready(line.sign))
    own: dict[str, list[str]] = {}
    for each in rules.added:
        own.setdefault(each.kind, []).append(_pattern(each.words))
    return Table(
        {kind: re.compile("|".join(patterns)) if patterns else None for kind, patterns in by_kind.items()},
        {kind: tuple(each) for kind, each in signs.items()},
        {kind: re.compile("|".join(patterns)) for kind, patterns in own.items()},
    )


def _ready(sign: Sign) -> ReadySign:
    near = re.compile(sign.near) if sign.near else None
    return ReadySign(sign.kind, re.compile(sign.words), near, sign.where, sign.dated)


def composed(words: str) -> str:
    """Return words of a house as they are kept and compared: in small letters, with straight apostrophes."""
    straight = words.replace("’", "'").replace("ʼ", "'").lower()
    return " ... ".join(" ".join(part.split()) for part in _GAP.split(straight) if part.strip())


def _pattern(words: str) -> str:
    """Words one by one, whatever blanks stand between them; of what "..." stands for at most a sentence."""
    parts = (r"\s+".join(map(re.escape, part.split())) for part in _GAP.split(words))
    return rf"(?<!\w){_FEW_WORDS.join(parts)}(?!\w)"


# --- as people read them --------------------------------------------------------------------------


#: In this order: what is looked for -> what a person reads instead.
_SHOWN: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"\(\?:\(\?!(?:[^()]|\([^()]*\))*\)(?:\.|\[\^[^\]]*\])\)\{[\d,]+\}|\[\^[^\]]*\](?:\{[\d,]+\}|[+*])\??"
        ),
        "…",
    ),
    (re.compile(r"\[[- ]+\]\??"), " "),
    (re.compile(r"\\d[+*]?"), "any number"),
    (re.compile(r"\(\?<?[=!](?:[^()]|\([^()]*\))*\)|\(\?:\^\|(?:[^()]|\([^()]*\))*\)|\\b|\^"), ""),
    (re.compile(r"\(\?:(?:\.|\\w\+,?\??,? ?)\)(?:\{[\d,]+\}|[?*])"), "… "),
    (re.compile(r"(?:\.|\\w|\[\^[^\]]*\])(?:\{[\d,]+\}|[+*])"), "…"),
    (re.compile(r"\\s[+*?]?"), " "),
    (re.compile(r"\(\?:"), "("),
    (re.compile(r"\[(\w)(\w)\]"), r"(\1|\2)"),
    (re.compile(r"\[(\w)\]"), r"\1"),
    (re.compile(r"\[(\w)(\w)(\w)\]"), r"(\1|\2|\3)"),
    (re.compile(r"\[(\w)(\w)(\w)(\w)\]"), r"(\1|\2|\3|\4)"),
    (re.compile(r"\\(.)"), r"\1"),
    (re.compile(r"(\w)\?"), r"(\1)"),
    (re.compile(r"\)(?:[?*]|\{[\d,]+\})"), ")"),
    (re.compile(r"([-, ])\?"), r"\1"),
    (re.compile(r"\|"), " / "),
    (re.compile(r"\s*…\s*(?:…\s*)*"), " … "),
)


def phrases(line: BuiltIn) -> list[str]:
    """Return what a line looks for as people read it: "…" for a few words, "(a/b)" for either, or neither."""
    return [text for each in _alternatives(line.pattern) if (text := _readable(each))]


def besides(line: BuiltIn) -> list[str]:
    """Return what else has to be said near its words, as `phrases` tells those; nothing for most lines."""
    if line.sign is None or not line.sign.near:
        return []
    return [
        "?" if each == r"\?" else text for each in _alternatives(line.sign.near) if (text := _readable(each))
    ]


def _readable(pattern: str) -> str:
    for found, instead in _SHOWN:
        pattern = found.sub(instead, pattern)
    return " ".join(pattern.split())


def _alternatives(pattern: str) -> Iterator[str]:
    """Parts of a pattern between the bars that stand outside every bracket."""
    depth = start = place = 0
    while place < len(pattern):
        letter = pattern[place]
        if letter == "\\":
            place += 1
        depth += (letter in "([") - (letter in ")]")
        if letter == "|" and not depth:
            yield pattern[start:place]
            start = place + 1
        place += 1
    yield pattern[start:]
