"""What a password must be, and how it is kept: argon2id, any length, every script."""

import re
import secrets
import string
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from recruiterdash.errors import BadInput

MINIMUM = 12
HASHER = PasswordHasher()

_LEET = str.maketrans("013457@$!", "oieastasi")
#: Words that common passwords are made of; one alone, repeated or dressed with digits is refused.
_COMMON = """
    password passwort contrasena motdepasse passwd pass word admin administrator root user login welcome
    willkommen letmein qwerty qwertz azerty qwertyuiop asdfghjkl asdfgh zxcvbnm abc abcdef abcdefgh
    iloveyou monkey dragon master football baseball basketball superman batman sunshine princess shadow
    michael jordan hunter trustno secret changeme change me default test testing temp guest recruiter
    recruiterdash recruiting hiring company hello summer winter spring autumn january february march
    april may june july august september october november december monday tuesday wednesday thursday
    friday saturday sunday new the my is this starwars pokemon computer internet correct horse battery
    staple
"""
_WORDS = re.compile("|".join(sorted(_COMMON.split(), key=len, reverse=True)))
_DRESS = string.digits + string.punctuation + string.whitespace
_RUNS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "01234567890123456789")


def ensure_good(password: str, *, mailbox: str = "", name: str = "") -> None:
    """Refuse a password that is short or tried first by guessers.

    Raises BadInput with a sentence for the reader. Length and commonness alone count: no
    rules about digits or capitals (NIST SP 800-63B, 3.1.1.2).
    """
    if len(password) < MINIMUM:
        raise BadInput(f"A password needs at least {MINIMUM} characters; a few words in a row are fine.")
    plain = unicodedata.normalize("NFKC", password).casefold()
    if len(set(plain)) < 5:
        raise BadInput("That password repeats very few characters; choose another.")
    if _is_common(plain) or _is_run(plain):
        raise BadInput("That password is one of those tried first; choose another.")
    own = [part for part in re.split(r"[^\w]+", f"{mailbox} {name}".casefold()) if len(part) >= 4]
    left = plain
    for part in own:
        left = left.replace(part, "")
    if own and len(re.sub(r"[\W\d_]+", "", left)) < 4 and left != plain:
        raise BadInput("That password is mostly your name or mailbox; choose another.")


def hashed(password: str) -> str:
    """Return what is stored; takes about 50 ms, so call it before a transaction."""
    return HASHER.hash(unicodedata.normalize("NFKC", password))


def fits(stored: str | None, password: str) -> bool:
    """Say whether a password is the stored one; as slow for nobody's."""
    try:
        HASHER.verify(stored or nobodys(), unicodedata.normalize("NFKC", password))
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False
    return stored is not None


@cache
def nobodys() -> str:
    """Verified when there is no such user, so that the answer takes as long as for a wrong password."""
    return HASHER.hash(secrets.token_hex())


def _is_common(plain: str) -> bool:
    """Say whether it is common words, alone or in a row, dressed with digits and signs or not."""
    undressed = plain.strip(_DRESS)
    for text in (plain, plain.translate(_LEET), undressed.translate(_LEET)):
        if len(_bare(_WORDS.sub("", _bare(text)))) < 3:
            return True
    return False


def _is_run(plain: str) -> bool:
    """Say whether it is a walk along the keyboard or the alphabet, forwards or backwards."""
    letters = re.sub(r"[\W_]+", "", plain)
    left = letters
    for run in _RUNS:
        for way in (run, run[::-1]):
            for start in range(len(way) - 3):
                left = left.replace(way[start : start + 4], "")
    return bool(letters) and len(left) < max(3, len(letters) // 3)


def _bare(text: str) -> str:
    return "".join(each for each in text if each not in _DRESS)
