"""What a language brings to the checks, read from its list.

A list has sections named like the fields below, one phrase a line. A phrase is a pattern in small letters in
which a blank stands for any white space, see `Phrases`; `{name}` stands for a part given at the top of the list,
`\\S+` for any word but the last of a sentence.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib.resources import files

from recruiterdash.messages.courtesy.phrases import Phrases


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The phrases of one language, by theme."""

    #: Words that nearly every letter in this language holds, and few in the others.
    common: frozenset[str]
    approved_no: Phrases
    unclear_no: Phrases
    #: A yes in so many words: an offer, a welcome.
    yes: Phrases
    #: What sounds like a yes, or like a hint at either.
    hint: Phrases
    vague: Phrases
    apology: Phrases
    #: Causes of a delay that are true only while a requisition is not open.
    money: Phrases
    paused: Phrases
    #: Causes that say nothing, or that are nobody's business but ours.
    unapproved: Phrases
    #: Stated reasons of a no.
    chosen: Phrases
    cancelled: Phrases
    inside: Phrases
    filled: Phrases
    criterion: Phrases
    withdrew: Phrases
    feedback: Phrases
    negation: Phrases
    file: Phrases
    asks_consent: Phrases
    comparison: Phrases
    ranking: Phrases
    traits: Phrases
    judgement: Phrases
    blame: Phrases
    pay: Phrases
    #: Jargon -> the plain word for it, empty where there is no single one.
    jargon: Mapping[str, str]
    jargon_phrases: Phrases
    scores: Phrases
    opinions: Phrases
    regret: Phrases
    #: Of those, what may be taken out at the beginning of a sentence.
    adverbs: frozenset[str]
    cliche: Phrases
    small_talk: Phrases
    survey: Phrases
    no_reply: Phrases
    thanks: Phrases
    #: What a person did, for which one thanks.
    effort: Phrases
    retention: Phrases
    accessible: Phrases
    teams: Phrases
    verdict: Phrases
    #: Names of links that say nothing.
    link_words: frozenset[str]


#: Any word, as `\S+` in a list: one that ends a sentence ends the phrase, too.
_WORD = r"(?:\S*[^\s.!?;]|\w{1,3}\.)"
#: Abbreviations are jargon in capitals alone; a check of its own looks for them.
_SHORT = 3


def read(language: str) -> Lexicon:
    """Return the phrases of a language of ours."""
    parts, sections = _sections(files(__package__).joinpath(f"{language}.txt").read_text("utf-8"))
    jargon = {
        word.strip(): plain.strip() for word, _, plain in (line.partition(">") for line in sections["jargon"])
    }
    said = {line.partition(" => ")[0] for line in sections["jargon_phrases"]}
    sections["jargon_phrases"] += [word for word in jargon if len(word) > _SHORT and word not in said]
    given: dict[str, object] = {"jargon": jargon}
    for field in fields(Lexicon):
        lines = [_filled(line, parts) for line in sections[field.name]]
        if field.type is Phrases:
            given[field.name] = Phrases(lines)
        elif field.name not in given:
            given[field.name] = frozenset(" ".join(lines).split())
    return Lexicon(**given)  # type: ignore[arg-type]


def _sections(text: str) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The parts at the top of a list, and the lines of each section."""
    parts: dict[str, str] = {}
    sections: dict[str, list[str]] = {}
    lines: list[str] | None = None
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]") and line[1:-1].isidentifier():
            lines = sections.setdefault(line[1:-1], [])
        elif lines is None:
            name, _, value = line.partition(" = ")
            parts[name] = value
        else:
            lines.append(line)
    return parts, sections


def _filled(line: str, parts: Mapping[str, str]) -> str:
    for name, value in parts.items():
        line = line.replace(f"{{{name}}}", value)
    return line.replace(r"\S+", _WORD)
