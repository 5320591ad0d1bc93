"""Which letter goes next, so that a domain that answers slowly delays no other; pure but for its memory."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol, TypeVar

from recruiterdash.mail import Answer

#: A domain whose letter took longer is slow, in seconds.
SLOW = 3.0


class HasDomain(Protocol):
    @property
    def domain(self) -> str: ...


Letter = TypeVar("Letter", bound=HasDomain)


class Slots:
    """How many lines a domain may take: one until it has shown itself quick, then all but one."""

    def __init__(self, lines: int) -> None:
        self.lines = lines
        self.quick: set[str] = set()
        #: Lines in use at most: one at first, and one more with each letter that is settled.
        self.window = lines

    def start_anew(self) -> None:
        """Begin with one line: a server that has just come back is not overrun."""
        self.window = 1

    def note(self, domain: str, seconds: float, answer: Answer | None) -> None:
        """Remember how long a letter to a domain took."""
        self.window = min(self.window + 1, self.lines)
        if seconds > SLOW:
            self.quick.discard(domain)
        elif answer is not None and answer.accepted:
            self.quick.add(domain)

    def allowed(self, domain: str, alone: bool) -> int:
        """Return how many lines a domain may take. alone: no letter to another domain is there."""
        if domain not in self.quick:
            return 1
        return self.lines if alone or self.lines == 1 else self.lines - 1

    def pick(self, stock: Sequence[Letter], in_hand: Mapping[str, int]) -> Letter | None:
        """Return the first letter that may go now."""
        if sum(in_hand.values()) >= self.window:
            return None
        alone: bool | None = None
        for letter in stock:
            taken = in_hand.get(letter.domain, 0)
            if taken and alone is None:
                alone = len({each.domain for each in stock} | set(in_hand)) <= 1
            if taken < self.allowed(letter.domain, bool(alone)):
                return letter
        return None

    def wanted(self, stock: Sequence[HasDomain], in_hand: Mapping[str, int], ahead: int) -> int:
        """Return how many letters to claim: what is stuck behind a slow domain does not count as there."""
        usable, taken = 0, Counter(in_hand)
        for letter in stock:
            quick = letter.domain in self.quick
            if quick or taken[letter.domain] < 1:
                usable += 1
            taken[letter.domain] += 1
        most = ahead * self.lines
        return min(most - usable, 4 * most - len(stock)) if usable <= most // 2 else 0

    def full(self, stock: Mapping[str, int], in_hand: Mapping[str, int]) -> Collection[str]:
        """Return the domains of which no more letters are wanted now."""
        counted = Counter(stock) + Counter(in_hand)
        return [domain for domain, many in counted.items() if many >= 2 and domain not in self.quick]
