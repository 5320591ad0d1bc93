"""Lists of phrases that are looked for fast: a phrase is tried only when a word of it stands in the letter."""

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cached_property

_WORD = re.compile(r"[^\W\d_]+")
#: A token of a pattern that can be read in more ways than this is no help.
_WAYS = 80


class Phrases:
    """Phrases of one theme in one language.

    Each is a pattern in small letters; a blank stands for any white space. Most letters hold none of them, so
    each is filed under words of which it needs one, and a letter's words alone tell which are worth a try.
    Where no such word is plain to see it is said before: "years => \\d+ years old".
    """

    def __init__(self, entries: Iterable[str]) -> None:
        self._entries = tuple(entries)
        #: Word -> pattern, made when a letter first holds that word: most never are.
        self._ready: dict[str, re.Pattern[str]] = {}

    @cached_property
    def _filed(self) -> Mapping[str, list[str]]:
        filed: dict[str, list[str]] = {}
        for entry in self._entries:
            said, _, pattern = entry.rpartition(" => ")
            for key in said.split() or keys_of(pattern):
                filed.setdefault(key, []).append(pattern.replace(" ", r"\s+"))
        return filed

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(self._filed)

    def spans(self, text: str, words: Set[str]) -> list[tuple[int, int]]:
        """Return where phrases stand, in order, none within another.

        text: in small letters. words: all words of the text.
        """
        found = [match.span() for key in self._keys & words for match in self._pattern(key).finditer(text)]
        return list(_outermost(found)) if len(found) > 1 else found

    def _pattern(self, key: str) -> re.Pattern[str]:
        if (known := self._ready.get(key)) is None:
            known = self._ready[key] = re.compile(rf"(?<!\w)(?:{'|'.join(self._filed[key])})(?!\w)")
        return known


def _outermost(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    end = -1
    for span in sorted(spans, key=lambda each: (each[0], -each[1])):
        if span[0] >= end:
            yield span
            end = span[1]


def keys_of(pattern: str) -> frozenset[str]:
    """Return words of which every match of a pattern holds one; the longer and the fewer, the better.

    Raises ValueError for a pattern in which none can be seen.
    """
    choices = [keys for token in _tokens(_without_looks(pattern)) if (keys := _words_of(token))]
    if not choices:
        raise ValueError(f"{pattern!r} holds no word it could be filed under")
    return max(choices, key=lambda keys: (min(map(len, keys)), -len(keys)))


def _words_of(token: str) -> frozenset[str]:
    """One word of each way to read a token, empty when they cannot be listed."""
    ways = _ways(token)
    if not ways or len(ways) > _WAYS:
        return frozenset()
    words = [max(_WORD.findall(way), key=len, default="") for way in ways]
    return frozenset(words) if all(words) else frozenset()


def _without_looks(pattern: str) -> str:
    """The pattern without what only looks around."""
    while (at := re.search(r"\(\?<?[!=]", pattern)) is not None:
        pattern = pattern[: at.start()] + pattern[_closing(pattern, at.start()) + 1 :]
    return pattern


def _closing(pattern: str, start: int) -> int:
    depth = 0
    for at in range(start, len(pattern)):
        depth += (pattern[at] == "(") - (pattern[at] == ")")
        if depth == 0:
            return at
    raise ValueError(f"{pattern!r} has a bracket too many")


def _tokens(pattern: str) -> list[str]:
    """What stands between the blanks that are in no bracket."""
    tokens, depth = [""], 0
    for letter in pattern:
        depth += (letter in "([") - (letter in ")]")
        if letter == " " and depth == 0:
            tokens.append("")
        else:
            tokens[-1] += letter
    return tokens


def _ways(pattern: str) -> list[str] | None:
    """All texts a simple pattern matches; None when it is not simple."""
    ways, at = [""], 0
    while at < len(pattern):
        piece, at = _piece(pattern, at)
        if piece is None or len(ways) * len(piece) > _WAYS:
            return None
        if pattern[at : at + 1] == "?":
            piece, at = [*piece, ""], at + 1
        if pattern[at : at + 1] in ("*", "+", "{"):
            return None
        ways = [way + each for way in ways for each in piece]
    return ways


def _piece(pattern: str, at: int) -> tuple[list[str] | None, int]:
    """The ways of the next letter, class or group, and where the pattern goes on."""
    if pattern[at] == "(":
        end = _closing(pattern, at)
        branches = [_ways(each) for each in _branches(pattern[at + 3 : end])]
        known = [each for each in branches if each is not None]
        return ([way for each in known for way in each] if len(known) == len(branches) else None), end + 1
    if pattern[at] == "[":
        end = pattern.index("]", at)
        return list(pattern[at + 1 : end]), end + 1
    if pattern[at] == "\\":
        letter = pattern[at + 1]
        return (None if letter.isalnum() else [letter]), at + 2
    return (None if pattern[at] in ".*+{" else [pattern[at]]), at + 1


def _branches(inside: str) -> list[str]:
    branches, depth = [""], 0
    for letter in inside:
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and depth == 0:
            branches.append("")
        else:
            branches[-1] += letter
    return branches
