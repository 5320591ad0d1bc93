"""Length, sentences, form, language, and what is missing: K31 to K34, K36 and K40 to K42."""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape

from recruiterdash.messages.courtesy.reading import Reading
from recruiterdash.messages.courtesy.said import Found, Severity
from recruiterdash.messages.courtesy.scopes import REJECTIONS
from recruiterdash.messages.days import LANGUAGES, tongue_of
from recruiterdash.messages.types import MANNERS, MessageType

#: Fewer words than these are no letter to somebody who is refused.
CURT = 25
#: Words of a sentence on average, and of any one sentence.
MEAN, LONGEST = 20, 40
GRADE = 9.0
PARAGRAPH = 4


# --- K31 and K32 ----------------------------------------------------------------------------------


def k31(letter: Reading) -> Iterator[Found]:
    """As long as a letter of its type is."""
    fewest, most = MANNERS[letter.said.type].words
    whole = letter.count()
    if letter.said.type in REJECTIONS and whole < CURT:
        yield Found(
            _all(letter),
            f"{whole} {'word is' if whole == 1 else 'words are'} no answer to somebody who applied.",
            "Thank them, say the decision, name the role.",
            None,
            Severity.BLOCK,
        )
    elif whole < fewest:
        yield Found(
            None,
            f"The letter has {whole} words; a letter of this type has {fewest} to {most}.",
            "Say what they need to know.",
        )
    elif whole > most and (inner := letter.count(letter.greeting[1], letter.signature)) > most:
        yield Found(
            None,
            f"The letter has {inner} words; a letter of this type has {fewest} to {most}.",
            "Keep what they need to know.",
        )


def _all(letter: Reading) -> tuple[int, int] | None:
    text = letter.text.strip()
    start = letter.text.find(text)
    return (start, start + len(text)) if text else None


def k32(letter: Reading) -> Iterator[Found]:
    """Short sentences, plain words, small paragraphs."""
    sentences = letter.sentences
    if not sentences:
        return
    counts = [letter.count(each.start, each.end) for each in sentences]
    longest = max(range(len(counts)), key=counts.__getitem__)
    span = (sentences[longest].start, sentences[longest].end)
    mean = sum(counts) / len(counts)
    if mean > MEAN or counts[longest] > LONGEST:
        said = (
            f"A sentence has {counts[longest]} words"
            if counts[longest] > LONGEST
            else f"A sentence has {mean:.1f} words on average"
        )
        yield Found(span, f"{said}; up to {MEAN} are read with ease.", "Cut the longest sentence in two.")
    elif (
        letter.language == "en"
        and letter.understood
        and (grade := _grade(letter, sum(counts), len(counts))) > GRADE
    ):
        yield Found(
            span,
            f"The letter reads like school grade {grade:.0f}; {GRADE:.0f} is enough.",
            "Use shorter words and sentences.",
        )
    yield from _paragraphs(letter)


_VOWELS = re.compile(r"[aeiouy]+")
_LONG = re.compile(r"[a-z']+")


def _grade(letter: Reading, words: int, sentences: int) -> float:
    """Flesch and Kincaid's grade; names and titles on record count as one syllable a word."""
    syllables = words
    for word in _LONG.findall(letter.masked[letter.greeting[1] : letter.signature]):
        if len(word) > 3:
            syllables += _syllables(word) - 1
    return 0.39 * words / sentences + 11.8 * syllables / max(words, 1) - 15.59


@lru_cache(maxsize=20_000)
def _syllables(word: str) -> int:
    count = len(_VOWELS.findall(word))
    if (
        (word.endswith("e") and not word.endswith(("le", "ee")))
        or (word.endswith("ed") and not word.endswith(("ted", "ded", "eed")))
        or (
            word.endswith("es")
            and not word.endswith(("ses", "ces", "zes", "xes", "ches", "shes", "ges", "ees"))
        )
    ):
        count -= 1
    return max(count, 1)


_BREAK = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*[-*•] )")


def _paragraphs(letter: Reading) -> Iterator[Found]:
    number, begin = 0, letter.greeting[1]
    for end in [
        *(each.start() for each in _BREAK.finditer(letter.text, begin, letter.signature)),
        letter.signature,
    ]:
        inside = []
        while number < len(letter.sentences) and letter.sentences[number].start < end:
            inside.append(letter.sentences[number])
            number += 1
        if len(inside) > PARAGRAPH:
            yield Found(
                (inside[0].start, inside[-1].end),
                f"A paragraph has {len(inside)} sentences; up to {PARAGRAPH} are read with ease.",
                "Begin a new paragraph.",
            )


# --- K33 ------------------------------------------------------------------------------------------

_HIDDEN = re.compile(r"<(style|script|head|title)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_LINK = re.compile(r"<a\b[^>]*>(.*?)</a\s*>", re.IGNORECASE | re.DOTALL)
_LANG = re.compile(r"<html\b[^>]*\blang\s*=", re.IGNORECASE)
_WORDS = re.compile(r"\w+")


def k33(letter: Reading) -> Iterator[Found]:
    """The HTML part says what the text says, and can be read by everybody."""
    html = letter.said.html
    if html is None or not html.strip():
        return
    shown = _HIDDEN.sub(" ", html)
    words = _WORDS.findall(unescape(_TAG.sub(" ", shown)).lower())
    if re.search(r"<img\b", html, re.IGNORECASE) and len(words) < 5:
        yield Found(None, "The letter is a picture.", "Write it as text.")
    elif not letter.text.strip():
        yield Found(None, "The letter has no text part.", "Write it as text first.")
    elif words != _WORDS.findall(letter.lower):
        yield Found(None, "Text and HTML do not say the same.", "Make the HTML from the text.")
    for link in _LINK.findall(shown):
        name = _WORDS.findall(unescape(_TAG.sub(" ", link)).lower())
        if set(name) <= letter.lexicon.link_words:
            yield Found(
                None,
                f"A link is called “{' '.join(name)}”." if name else "A link has no name.",
                "Let the link say where it leads.",
            )
    if re.search(r"<html\b", html, re.IGNORECASE) and not _LANG.search(html):
        yield Found(None, "The HTML does not say in which language it is.", "Set its lang.")


# --- K34 ------------------------------------------------------------------------------------------


def k34(letter: Reading) -> Iterator[Found]:
    """The letter is in the person's language."""
    wanted = letter.said.language
    if not wanted or not letter.detected or tongue_of(wanted) == letter.detected:
        return
    theirs = LANGUAGES.get(tongue_of(wanted), wanted)
    yield Found(
        None,
        f"The letter is in {LANGUAGES[letter.detected]}, and their language is {theirs}.",
        f"Write it in {theirs}.",
    )


# --- K36 ------------------------------------------------------------------------------------------


def k36(letter: Reading) -> Iterator[Found]:
    """Thanks are said once, for what the person did."""
    start, end = letter.greeting[1], letter.signature
    thanks = [span for span in letter.spans(letter.lexicon.thanks) if start <= span[0] < end]
    if len(thanks) > 1:
        yield Found(thanks[1], f"The letter thanks {len(thanks)} times.", "Thank them once.")
    if not thanks:
        if letter.said.type in REJECTIONS and letter.understood and letter.count() >= CURT:
            yield Found(None, "The letter does not thank them.", "Thank them for what they did.")
        return
    if (
        letter.said.met
        and letter.said.type is not MessageType.ACKNOWLEDGEMENT
        and not any(_is_tied(letter, span) for span in thanks)
    ):
        sentence = letter.sentence_at(thanks[0][0])
        yield Found(
            (sentence.start, sentence.end),
            "They have been interviewed, and are thanked as if they had only applied.",
            "Thank them for the conversations, or for the time they took.",
        )


def _is_tied(letter: Reading, span: tuple[int, int]) -> bool:
    """Whether the sentence of the thanks, or the next, names what the person did."""
    sentence = letter.sentence_at(span[0])
    if letter.lexicon.effort.spans(letter.lower[sentence.start : sentence.end], letter.words):
        return True
    return any(sentence.start <= day.start < sentence.end for day in letter.days)


# --- K40 to K42 -----------------------------------------------------------------------------------


def k40(letter: Reading) -> Iterator[Found]:
    """A letter says something that the last one did not."""
    last = letter.said.last_text
    if not last or not last.strip():
        return
    before = f" {' '.join(_WORDS.findall(last.lower()))} "
    now = [" ".join(_WORDS.findall(each.text.lower())) for each in letter.sentences]
    if now and all(f" {each} " in before for each in now):
        first, final = letter.sentences[0], letter.sentences[-1]
        yield Found(
            (first.start, final.end),
            "The last letter to them said the same.",
            "Add what is new: a fact, or at least the date.",
        )


def k41(letter: Reading) -> Iterator[Found]:
    """They are told how long we keep what they sent."""
    if letter.understood and not letter.spans(letter.lexicon.retention):
        yield Found(
            None,
            "The letter does not say how long their data are kept.",
            "Where the law asks for it, say on which day you delete their documents.",
        )


def k42(letter: Reading) -> Iterator[Found]:
    """They can ask for another format or for an adjustment."""
    if letter.understood and not letter.spans(letter.lexicon.accessible):
        yield Found(
            None,
            "The letter does not say how to ask for another format or an adjustment.",
            "Where your policy asks for it, add: “Tell me if another format is easier.”",
        )
