"""What can have happened: common words are numbered and held once, rare ones travel with each of their moments."""

import marshal

from recruiterdash.imports.said import Words

#: More different words than a house has; a file may say something new in every row, and each takes memory.
MOST = 1_000
#: Writes equal words as equal bytes, however often their parts are shared.
UNSHARED = 2

#: Which words: the number of common ones, the rare ones themselves.
Which = int | bytes


class Wordbook:
    """The words of one file."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._common: list[Words] = []
        #: Numbers of the common ones, which stay where they are in memory.
        self._numbers: dict[int, int] = {}

    def __getitem__(self, which: Which) -> Words:
        """Return the words that `which_of` or `add` gave a name to."""
        if isinstance(which, int):
            return self._common[which]
        return Words._make(marshal.loads(which))  # noqa: S302 - our own bytes

    def common(self) -> list[Words]:
        """Return those that have a number, in the order of their numbers."""
        return self._common

    def add(self, words: Words) -> int:
        """Hold words whatever their number."""
        number = self._numbers[id(words)] = len(self._common)
        self._common.append(words)
        return number

    def which_of(self, words: Words) -> Which:
        """Return what names some words from now on."""
        known = self._numbers.get(id(words))
        if known is not None:
            return known
        if len(self._common) < self._most:
            return self.add(words)
        return marshal.dumps((*words[:2], dict(words.data), *words[3:]), UNSHARED)
