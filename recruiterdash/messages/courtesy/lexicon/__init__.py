"""Words and phrases by language: what a check looks for, as data."""

from collections.abc import Mapping

from recruiterdash.messages.courtesy.lexicon.base import Lexicon, read
from recruiterdash.messages.days import LANGUAGES

#: Language -> its phrases.
LEXICONS: Mapping[str, Lexicon] = {language: read(language) for language in LANGUAGES}

__all__ = ["LEXICONS", "Lexicon"]
