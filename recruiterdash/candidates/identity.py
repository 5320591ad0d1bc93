"""How two records are seen to be of one person, and the words a person is found by; nothing here merges."""

import re
import unicodedata
from functools import lru_cache
from typing import Protocol

import phonenumbers

from recruiterdash.db import folded

#: As long as the columns they are kept in.
LONGEST = 200
#: A number this short is an extension and tells nobody apart.
FEWEST_DIGITS = 7
#: From here on scripts write names without blanks: Han, kana, Hangul, Yi, Bopomofo.
_UNSPACED = re.compile(r"[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]")
_BETWEEN = re.compile(r"[\s\-‐‑‒–—'’ʼ.,;:/()\"]+")
#: Stands around a word that was copied out of a list or a mail, and belongs to none.
_AROUND = ".,;:!?/()[]<>\"'’‘“”„«»"


class Findable(Protocol):
    """What the words of a person are made from."""

    @property
    def first_name(self) -> str: ...

    @property
    def last_name(self) -> str: ...

    @property
    def preferred_name(self) -> str: ...

    @property
    def email(self) -> str | None: ...

    @property
    def phone(self) -> str: ...


def index_words(person: Findable) -> frozenset[str]:
    """Return the words a person is found by, each by its beginning.

    The words of the names, whole and in their parts; the folded mailbox, which begins with its local part; the
    phone number's digits from its end, see `phone_word`. All are folded and at most 200 characters long.
    """
    words = {
        *_name_words(person.first_name),
        *_name_words(person.last_name),
        *_name_words(person.preferred_name),
    }
    words |= _joined_words(person.first_name, person.last_name)
    if person.email:
        words.add(folded(person.email))
    words.add(phone_word(person.phone))
    return frozenset(word[:LONGEST] for word in words if word)


def phone_word(number: str) -> str:
    """Return a phone number as a word of the index: "#" and its digits from the last to the first.

    Who reads out "7946 0018" is then found whatever country code is stored. Empty under three digits.
    """
    # the zero that is dialled only at home, as in +44 (0)20
    digits = _digits(number.replace("(0)", "")).lstrip("0")
    return f"#{digits[::-1]}" if len(digits) >= 3 else ""


def searched_words(text: str) -> list[str]:
    """Return the words of a typed text as the index holds them: what only stands around one is left out."""
    return [word for each in folded(text).split() if (word := each.strip(_AROUND))]


def searched_phone_words(text: str) -> frozenset[str]:
    """Return the beginnings of `phone_word` that a typed number may stand for; none when it is no number.

    Zeros at its front are dialled at home only, or belong to the last digits somebody read out.
    """
    if not all(each.isdigit() or each in " +-–./()\u00a0" for each in text.strip()):
        return frozenset()
    digits = _digits(text)
    return frozenset({f"#{digits[::-1]}", phone_word(text)} - {""}) if len(digits) >= 3 else frozenset()


def fold_mailbox(address: str | None) -> str | None:
    """Return a mailbox as two are compared: no case, a plus-tag kept. None when there is none."""
    same = unicodedata.normalize("NFC", address or "").strip().casefold()
    return same[:LONGEST] or None


def fold_phone(number: str, country: str = "") -> str:
    """Return a phone number as two are compared: its digits in international form where that can be told.

    country: ISO code assumed for a number without a country code, if any. Empty when there are too few digits
    to tell anybody apart.
    """
    try:
        parsed = phonenumbers.parse(number, country or None)
    except phonenumbers.NumberParseException:
        parsed = None
    if parsed is not None and phonenumbers.is_possible_number(parsed):
        return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)).lstrip("+")
    digits = _digits(number).lstrip("0")
    return digits if len(digits) >= FEWEST_DIGITS else ""


def same_phone(one: str, other: str) -> bool:
    """Return whether two folded numbers may be the same line: one ends with the other."""
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= FEWEST_DIGITS and longer.endswith(shorter)


@lru_cache(maxsize=4096)
def _name_words(name: str) -> frozenset[str]:
    text = folded(name)
    words = set(text.split()) | set(_BETWEEN.split(text))
    for word in list(words):
        if _UNSPACED.search(word):
            # a given name is searched for on its own though no blank stands before it
            words |= {word[start:] for start in range(1, min(len(word), 12)) if _begins(word, start)}
    return frozenset(words)


def _begins(word: str, start: int) -> bool:
    """A Hangul syllable is folded into letters; a search never begins with its second or third."""
    return not "\u1160" <= word[start] <= "\u11ff"


def _joined_words(first: str, last: str) -> set[str]:
    """Names in scripts without blanks are typed as one word, family name first or last."""
    one, other = "".join(folded(first).split()), "".join(folded(last).split())
    if one and other and (_UNSPACED.search(one) or _UNSPACED.search(other)):
        return {one + other, other + one}
    return set()


def _digits(text: str) -> str:
    return "".join(str(unicodedata.digit(each)) for each in text if unicodedata.digit(each, None) is not None)
