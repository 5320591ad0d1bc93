"""What the letter says of the decision, its reasons, and what follows: K09, K10, K14, K16, K17, K18, K26."""

import re
from collections.abc import Iterator
from functools import lru_cache

from recruiterdash.messages.courtesy.reading import Reading, Sentence
from recruiterdash.messages.courtesy.said import DEPTHS, Found
from recruiterdash.messages.days import names

#: A decision stands within so many sentences or so many words.
SENTENCES, WORDS = 3, 60


# --- K09 and K10 ----------------------------------------------------------------------------------


def k09(letter: Reading) -> Iterator[Found]:
    """A no is said, in plain words and early, and no yes beside it."""
    if not letter.understood:
        return
    for span in letter.spans(letter.lexicon.yes):
        if not _is_open(letter, span):
            yield Found(
                span,
                f"“{letter.quote(span)}” says yes, in a letter that says no.",
                "Take it out, or choose the letter that says yes.",
            )
    said = decisions(letter)
    if said and _is_early(letter, said[0]):
        return
    if said:
        yield Found(
            said[0],
            "The decision comes late in the letter.",
            f"Say it in the first {SENTENCES} sentences, after one of thanks.",
        )
        return
    unclear = letter.spans(letter.lexicon.unclear_no)
    if unclear:
        yield Found(
            unclear[0],
            f"“{letter.quote(unclear[0])}” does not say that it is a no.",
            _SAY_IT[letter.language],
        )
    else:
        yield Found(None, "The letter does not say that it is a no.", _SAY_IT[letter.language])


_SAY_IT = {
    "en": "Say it plainly: “We have decided not to go ahead with your application.”",
    "de": "Say it plainly: “Wir haben entschieden, Ihre Bewerbung nicht weiterzuverfolgen.”",
    "fr": "Say it plainly: “Nous avons décidé de ne pas donner suite à votre candidature.”",
    "es": "Say it plainly: “Hemos decidido no seguir adelante con su candidatura.”",
}


def decisions(letter: Reading) -> list[tuple[int, int]]:
    """Return where a no is said in plain words, outside greeting and signature."""
    start, end = letter.greeting[1], letter.signature
    found = letter.spans(letter.lexicon.approved_no)
    return [span for span in found if start <= span[0] < end and not _is_open(letter, span)]


#: Words that leave open what is said behind them: "if you are not selected", "whether the role is cancelled".
_IF = {
    "en": r"if|whether|unless|until|before|once|when|in case|nobody|no one",
    "de": r"ob|wenn|falls|sobald|bevor|solange|bis|niemand",
    "fr": r"si|s'il|lorsque|quand|avant que|une fois que|tant que|personne",
    "es": r"si|cuando|antes de que|hasta que|en caso de que|mientras|nadie",
}
_OPENING = {
    language: re.compile(
        rf"(?<!even )(?<!as )(?<!auch )(?<!même )(?<!aunque )\b(?:{words})(?:\s+[^\s.,;:!?]+){{0,5}}\s*$"
    )
    for language, words in _IF.items()
}
#: "The role has not been filled": the words of a no, and none.
_NOT_YET = re.compile(
    r"\bnot yet\b|\bhas(?: not|n't) (?:yet )?been (?:filled|cancelled|canceled|withdrawn|offered)"
    r"|\bis(?: not|n't) (?:yet )?(?:filled|cancelled|canceled|withdrawn)|\bnoch nicht\b|\bpas encore\b"
    r"|\bn'(?:est|a) pas (?:été )?(?:pourvu|annulé|supprimé|attribué)|\b(?:aún|todavía) no\b"
    r"|\bno (?:se )?(?:ha|está|han) (?:sido )?(?:cubiert|cancelad|anulad|retirad)[oa]"
)


def _is_open(letter: Reading, span: tuple[int, int]) -> bool:
    """Whether words of a decision only say what may come, or that it has not."""
    before = letter.lower[max(span[0] - 80, 0) : span[0]]
    if _OPENING[letter.language].search(before):
        return True
    return _NOT_YET.search(letter.lower[max(span[0] - 12, 0) : span[1]]) is not None


def _is_early(letter: Reading, span: tuple[int, int]) -> bool:
    if letter.count(letter.greeting[1], span[0]) < WORDS:
        return True
    return any(each.start <= span[0] < each.end for each in letter.sentences[:SENTENCES])


def k10(letter: Reading) -> Iterator[Found]:
    """A status gives no verdict away, in either direction."""
    lexicon = letter.lexicon
    for phrases in (lexicon.approved_no, lexicon.unclear_no, lexicon.hint):
        for span in letter.unmasked(phrases):
            if _is_open(letter, span):
                continue
            yield Found(
                span,
                f"“{letter.quote(span)}” reads as a decision.",
                "Say where they stand, and that nothing is decided.",
            )


# --- K14 ------------------------------------------------------------------------------------------

#: The states of a requisition in which work on it rests.
_RESTING = frozenset({"on_hold", "draft"})


def k14(letter: Reading) -> Iterator[Found]:
    """A delay has an honest cause of ours, and one that is true."""
    lexicon, state = letter.lexicon, letter.said.requisition_state
    for span in letter.unmasked(lexicon.unapproved):
        yield Found(
            span,
            f"“{letter.quote(span)}” is no cause that tells them anything.",
            "Say in plain words what took longer on our side.",
        )
    if state is None or state in _RESTING:
        return
    for span in (*letter.unmasked(lexicon.money), *letter.unmasked(lexicon.paused)):
        yield Found(
            span,
            f"“{letter.quote(span)}” cannot be the cause: the requisition is {state.replace('_', ' ')}.",
            "Say what really took longer.",
        )


# --- K16 and K26 ----------------------------------------------------------------------------------

_EMPLOYERS = frozenset({"not_considered", "lacks_basic_qualification", "not_selected"})


def k16(letter: Reading) -> Iterator[Found]:
    """The reason told is the one recorded, of every role."""
    said = letter.said
    recorded = list(
        dict.fromkeys(each for each in (said.disposition, *said.dispositions) if each is not None)
    )
    if not recorded and said.requisition_state == "cancelled":
        recorded = ["position_cancelled"]
    if not recorded or not letter.understood:
        return
    lexicon = letter.lexicon
    true_for = (
        (lexicon.chosen, _EMPLOYERS | {"position_filled"}),
        (lexicon.cancelled, {"position_cancelled"}),
        (lexicon.inside, {"filled_internally", "position_filled"}),
        (lexicon.filled, {"filled_internally", "position_filled", "not_selected"}),
        (lexicon.criterion, _EMPLOYERS | {"position_filled"}),
        (lexicon.withdrew, {"withdrew", "declined_offer"}),
    )
    for phrases, dispositions in true_for:
        for span in letter.spans(phrases):
            if untrue := [each for each in recorded if each not in dispositions]:
                one = " of one of the roles" if len(recorded) > 1 else ""
                yield Found(
                    span,
                    f"“{letter.quote(span)}” is not the reason recorded{one}: {untrue[0].replace('_', ' ')}.",
                    "Tell the reason that is true, or none.",
                )


def k26(letter: Reading) -> Iterator[Found]:
    """A no after a check of their background has a procedure of its own."""
    said = re.sub(r"[\W_]+", " ", letter.said.disposition or "").lower()
    if "background" in said or "adverse" in said:
        yield Found(
            None,
            "A refusal after a background check is not written from here.",
            "Follow the adverse-action procedure: notice, copy of the report, time to answer.",
        )


# --- K17 and K18 ----------------------------------------------------------------------------------


def k17(letter: Reading) -> Iterator[Found]:
    """Feedback is offered to people we have met, and with a day."""
    depth = letter.said.depth
    for span in letter.spans(letter.lexicon.feedback):
        sentence = letter.sentence_at(span[0])
        if _denied(letter, sentence, span):
            continue
        if depth is not None and depth < DEPTHS["interview"]:
            yield Found(
                span, "Feedback is offered, and there was no interview to give it on.", "Take the offer out."
            )
        elif not _is_dated(letter, sentence):
            yield Found(
                (sentence.start, sentence.end),
                "Feedback is offered without a day.",
                "Say on which day you call or write, and put it on your list.",
            )


#: A not that invites: "do not hesitate to ask".
_INVITES = re.compile(
    r"\b(?:(?:do not|don't|never) (?:hesitate|be shy|be afraid)|n'hésitez (?:surtout )?pas|no (?:dude|vacile)n?"
    r"|(?:zögern|scheuen) sie (?:sich )?(?:bitte )?nicht)\b"
)


def _denied(letter: Reading, sentence: Sentence, span: tuple[int, int]) -> bool:
    before = _INVITES.sub(" ", letter.lower[sentence.start : span[0]])
    return bool(letter.lexicon.negation.spans(before, letter.words))


def _is_dated(letter: Reading, sentence: Sentence) -> bool:
    """Whether a sentence, or the one before or after it in its paragraph, names a day."""
    after = next((each for each in letter.sentences if each.start >= sentence.end), sentence)
    before = next((each for each in reversed(letter.sentences) if each.end <= sentence.start), sentence)
    end = after.end if "\n\n" not in letter.text[sentence.end : after.start] else sentence.end
    start = before.start if "\n\n" not in letter.text[before.end : sentence.start] else sentence.start
    ahead = [day for day in letter.days if letter.said.today is None or day.day >= letter.said.today]
    if any(start <= day.start < end for day in ahead):
        return True
    return _weekdays(letter.language).search(letter.lower, sentence.start, end) is not None


def k18(letter: Reading) -> Iterator[Found]:
    """No later chance is held out, unless they agree to it and it has a day."""
    said = letter.said
    for span in letter.spans(letter.lexicon.file):
        sentence = letter.sentence_at(span[0])
        asked = said.consent is True or bool(letter.spans(letter.lexicon.asks_consent))
        if not (asked and _is_timed(letter, sentence)):
            yield Found(
                span,
                f"“{letter.quote(span)}” holds out a hope that nobody has promised to keep.",
                "Take it out, or ask for their consent and say who writes to them, and when.",
            )


def _is_timed(letter: Reading, sentence: Sentence) -> bool:
    number = next((at for at, each in enumerate(letter.sentences) if each.start == sentence.start), 0)
    near = letter.sentences[max(0, number - 1) : number + 2] or [sentence]
    return _months(letter.language).search(letter.lower, near[0].start, near[-1].end) is not None


@lru_cache(maxsize=8)
def _weekdays(language: str) -> re.Pattern[str]:
    return _any_of(names(language)["weekdays"])


#: How long something is kept.
_SPAN = r"\b\w+ (?:months|years|monate|jahre|mois|ans|meses|años)\b"


@lru_cache(maxsize=8)
def _months(language: str) -> re.Pattern[str]:
    return re.compile(f"{_any_of(names(language)['months']).pattern}|{_SPAN}")


def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(each.lower() for each in words)})\b")
