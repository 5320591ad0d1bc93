"""Words that hurt, reveal or puff up: K19 to K25 and K27 to K30."""

import re
from collections.abc import Iterator

from recruiterdash.messages.courtesy.deciding import decisions
from recruiterdash.messages.courtesy.phrases import Phrases
from recruiterdash.messages.courtesy.reading import Reading
from recruiterdash.messages.courtesy.said import DEPTHS, Found, Severity
from recruiterdash.messages.courtesy.scopes import FINAL, REJECTIONS
from recruiterdash.messages.types import MessageType as T

#: Words before the decision at the most.
BUFFER = 40


def _each(
    letter: Reading, phrases: Phrases, says: str, advice: str, severity: Severity | None = None
) -> Iterator[Found]:
    for span in letter.unmasked(phrases):
        yield Found(span, f"“{letter.quote(span)}” {says}", advice, None, severity)


def k19(letter: Reading) -> Iterator[Found]:
    """Nobody is held against other candidates."""
    ranks = letter.unmasked(letter.lexicon.ranking)
    yield from _each(
        letter,
        letter.lexicon.ranking,
        "ranks them among the candidates.",
        "Say what the role needed.",
        Severity.BLOCK,
    )
    for span in letter.unmasked(letter.lexicon.comparison):
        if not any(first < span[1] and span[0] < last for first, last in ranks):
            yield Found(
                span, f"“{letter.quote(span)}” holds them against others.", "Say what the role needed."
            )


def k20(letter: Reading) -> Iterator[Found]:
    """Nothing touches who they are: age, origin, family, health."""
    for span in letter.unmasked(letter.lexicon.traits):
        if letter.lexicon.accessible.spans(
            letter.lower[slice(*letter.sentence_at(span[0])[:2])], letter.words
        ):
            continue  # an offer to arrange things differently may say for whom
        yield Found(
            span,
            f"“{letter.quote(span)}” touches who the person is.",
            "Speak of what the role needs, and of nothing else.",
        )


def k21(letter: Reading) -> Iterator[Found]:
    """The person is not judged."""
    if letter.said.type not in REJECTIONS and not letter.said.internal:
        return
    for span in letter.unmasked(letter.lexicon.judgement):
        if not _of_something_else(letter, span):
            yield Found(
                span,
                f"“{letter.quote(span)}” judges the person.",
                "Say what the role needed, or what an answer did not hold.",
            )


#: Who is spoken of where nobody says "you": ourselves, or a thing.
_OURS = re.compile(
    r"(?:we|i|our|the|a|an|it was \w+ of us|one of our|wir|ich|unser\w*|der|die"
    r"|das (?!war\b|ist\b)\w+|nous|je|notre|nos|la|le|les)\b"
)
_THEIRS = re.compile(
    r"\b(?:your?|yours|yourself|answers?|application|performance|presentation|interview|talk|conversation|cv|tests?"
    r"|tasks?|exercises?|examples?|english|experience|skills?|knowledge|profile|candidates?|result|impression|overall"
    r"|sie|ihnen|ihr\w*|antwort\w*|auftr\w+|leistung\w*|bewerbung|gespräch\w*|kenntnisse?|eindruck|ergebnis|präsentation"
    r"|aufgabe|fallstudie|arbeitsprobe|probearbeit\w*|lösung|interview|unterlagen|lebenslauf|exercices?|dossier"
    r"|vous|votre|vos|réponses?|prestation|entretien|présentation|profil|connaissances|niveau|impression|résultat)\b"
)


def _of_something_else(letter: Reading, span: tuple[int, int]) -> bool:
    """Whether a sentence speaks of ourselves, or of a thing: "the ward had a weak signal"."""
    if letter.language == "es":  # where "you" need not be said
        return False
    sentence = letter.lower[slice(*letter.sentence_at(span[0])[:2])]
    return _OURS.match(sentence) is not None and _THEIRS.search(sentence) is None


_NO_NAMES = "We|I|You|It|They|This|That|There|Our|Your|The|My|One|Nobody|Everyone|Someone"
_UNDONE = (
    r"(?:has not|hasn't|did not|didn't) (?:yet )?(?:bother\w*|repl\w+|answer\w*|respond\w*|got back|get back|read"
    r"|decided?|finish\w*|sent|send|given|give)",
    r"failed to|forgot|never (?:replied|answered|responded)",
)
#: Somebody by name, and what they did not do.
_NAMED = re.compile(
    rf"(?<![\w.])(?!(?:{_NO_NAMES})\b)[A-Z][\w'-]+(?: [A-Z][\w'-]+)? (?:still |simply |just )?(?:{'|'.join(_UNDONE)})"
)


def k22(letter: Reading) -> Iterator[Found]:
    """No colleague is blamed for the delay."""
    found = letter.spans(letter.lexicon.blame)
    if letter.language == "en":
        named = [match.span() for match in _NAMED.finditer(letter.text, letter.greeting[1])]
        found += [
            each for each in named if not any(first < each[1] and each[0] < last for first, last in found)
        ]
    for span in found:
        yield Found(span, f"“{letter.quote(span)}” blames a colleague.", "Say “we”: the delay is ours.")


_SIGNS = frozenset("$€£¥")
_WORTH = frozenset({"k", "eur", "usd", "gbp", "chf", "euro", "euros", "dollar", "dollars", "pound", "pounds"})
_WORTH |= {"franc", "francs", "franken", "libras", "dólares", "livres"}
_UNITS = "k|eur|usd|gbp|chf|euros?|dollars?|pounds?|francs?|franken|libras|dólares|livres"
_MONEY = re.compile(
    rf"(?:[$€£¥]|\b(?:eur|usd|gbp|chf))\s?\d[\d.,' ]*k?|\b\d[\d.,']*\s?(?:[$€£¥]|(?:{_UNITS})\b)"
)


def k23(letter: Reading) -> Iterator[Found]:
    """Pay is spoken of where an offer is made, and only there."""
    yield from _each(letter, letter.lexicon.pay, "speaks of pay.", "Leave pay to the offer.")
    signs = _SIGNS.intersection(letter.text) or letter.words & _WORTH
    for match in _MONEY.finditer(letter.masked) if signs else ():
        yield Found(match.span(), f"“{letter.quote(match.span())}” speaks of pay.", "Leave pay to the offer.")


_ID = re.compile(
    r"(?<![\w-])(?:(?:REQ|JR|JOB|CAND|APP|POS|VAC|REF|TICKET)[-_ #]?\d{2,}|R-\d{3,}|#\d{4,})\b(?!-)",
    re.IGNORECASE,
)
_SHORT = re.compile(r"(?<![\w-])(?:HMs?|ATS|ETP|FTE|JD|SLA|KPIs?)(?![\w-])")


def k24(letter: Reading) -> Iterator[Found]:
    """No word of ours that only we understand."""
    said = letter.said
    title = said.titles[0] if len(said.titles) == 1 else None
    for match in _ID.finditer(letter.masked):
        yield Found(
            match.span(),
            f"“{letter.quote(match.span())}” means something to us alone.",
            "Name the role instead.",
            title,
        )
    found = letter.unmasked(letter.lexicon.jargon_phrases)
    shorts = [match.span() for match in _SHORT.finditer(letter.text) if letter.masked[match.start()] != "_"]
    for span in [
        *found,
        *(each for each in shorts if not any(first < each[1] and each[0] < last for first, last in found)),
    ]:
        plain = letter.lexicon.jargon.get(" ".join(letter.lower[slice(*span)].split()), "")
        yield Found(
            span,
            f"“{letter.quote(span)}” is a word of our trade.",
            "Use a word that everybody knows.",
            plain or None,
        )


_OPINION = (
    r" (?:thought|felt|believed|rated|considered|found you|found your|voted|was not convinced|was not impressed"
    r"|had doubts|had concerns|did not like|said (?:that )?you)"
)
_TITLE = r"(?:Dr|Mr|Mrs|Ms|Prof)\.? "
#: What one person alone thinks is plain from these, whoever they are.
_OF_YOU = (
    r" (?:(?:thought|felt|believed|considered|found|said) (?:that )?(?:you|your)|rated you|voted against"
    r"|was not (?:convinced|impressed)|had (?:doubts|concerns)|did not like you)"
)
_NAMED_OPINION = re.compile(
    rf"\b(?:{_TITLE})?[A-Z][\w'-]+ [A-Z][\w'-]+{_OPINION}|\b{_TITLE}[A-Z][\w'-]+{_OPINION}"
    rf"|(?<![\w.])(?!(?:{_NO_NAMES}|Who|And|But|If|When)\b)[A-Z][\w'-]+{_OF_YOU}"
)
_OUT_OF = re.compile(r"(?<![\w/])\d(?:[.,]\d)?\s?/\s?(?:5|10|100)(?![\d/])")


def k25(letter: Reading) -> Iterator[Found]:
    """No scores, and nothing that a panellist or a referee said."""
    yield from _each(
        letter, letter.lexicon.scores, "comes from our notes.", "Scores, references and checks stay with us."
    )
    for span in letter.unmasked(letter.lexicon.opinions):
        yield Found(
            span,
            f"“{letter.quote(span)}” tells what somebody of the panel thinks.",
            "Speak for the company: “we”.",
        )
    if letter.language == "en":
        for match in _NAMED_OPINION.finditer(letter.text):
            yield Found(
                match.span(),
                f"“{letter.quote(match.span())}” tells what somebody of the panel thinks.",
                "Speak for the company: “we”.",
            )
    if letter.words & _SCORING:
        for match in _OUT_OF.finditer(letter.text):
            yield Found(match.span(), f"“{match.group()}” is a score.", "Scores stay with us.")


_SCORING = frozenset(
    [
        "rated",
        "rating",
        "got",
        "received",
        "result",
        "bewertet",
        "bewertung",
        "note",
        "noté",
        "évaluation",
        "calificación",
        "evaluación",
        "obtuvo",
        "puntuación",
        "average",
        "overall",
    ]
)


# --- K27 and K28 ----------------------------------------------------------------------------------


def k27(letter: Reading) -> Iterator[Found]:
    """One word of regret at the most, and the decision soon."""
    for span in letter.unmasked(letter.lexicon.regret)[1:]:
        wide, fix = _without_adverb(letter, span)
        yield Found(wide, f"“{letter.quote(span)}”: one word of regret is enough.", "Take it out.", fix)
    said = decisions(letter)
    start = letter.greeting[1]
    if said and letter.count(start, letter.sentence_at(said[0][0]).start) > BUFFER:
        first = letter.sentences[0].start if letter.sentences else start
        yield Found(
            (first, said[0][0]),
            f"More than {BUFFER} words stand before the decision.",
            "One sentence of thanks, then the decision.",
        )


def _without_adverb(letter: Reading, span: tuple[int, int]) -> tuple[tuple[int, int], str | None]:
    """The span with comma and next letter where taking the word out is all that is needed."""
    if letter.lower[slice(*span)] not in letter.lexicon.adverbs:
        return span, None
    after = re.compile(r",?\s+(\w)").match(letter.text, span[1])
    if after and letter.sentence_at(span[0]).start == span[0]:
        return (span[0], after.end()), after[1].upper()
    return span, None


def k28(letter: Reading) -> Iterator[Found]:
    """Nothing that everybody writes to everybody."""
    yield from _each(
        letter,
        letter.lexicon.cliche,
        "stands in every refusal.",
        "Say something true of this person, or nothing.",
    )


# --- K29 and K30 ----------------------------------------------------------------------------------

_LOUD = frozenset("!！")
_MARKS = re.compile(r"(?:[!！¡]+\s*)*[!！]+")
_SMILES = re.compile("[:;]-?[)(DP]")
_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55\u231a\u231b\u23e9-\u23fa][\ufe0f\u200d\U0001f3fb-\U0001f3ff\u2640\u2642]*|(?<!\\w)[:;]-?[)(DP](?!\\w)"
)


def k29(letter: Reading) -> Iterator[Found]:
    """Quiet in tone: one exclamation mark at the most, and no smile in a no."""
    seen = 0
    for match in _MARKS.finditer(letter.text) if _LOUD.intersection(letter.text) else ():
        count = sum(match.group().count(each) for each in "!！")
        if seen + count > 1:
            fix = "," if match.end() <= letter.greeting[1] + 1 and letter.greeting[1] else "."
            yield Found(match.span(), f"“{match.group()}” shouts.", "One exclamation mark is enough.", fix)
        seen += count
    for span in letter.spans(letter.lexicon.small_talk):
        sentence = letter.sentence_at(span[0])
        end = sentence.end + len(letter.text[sentence.end :]) - len(letter.text[sentence.end :].lstrip(" "))
        whole = (sentence.start, end) if letter.count(sentence.start, sentence.end) <= 14 else span
        yield Found(
            whole, f"“{letter.quote(span)}” says nothing.", "Take it out.", "" if whole != span else None
        )
    if letter.said.type in REJECTIONS and (
        max(letter.text, default="") > "\u2300" or _SMILES.search(letter.text)
    ):
        for match in _EMOJI.finditer(letter.text):
            yield Found(match.span(), f"“{match.group()}” smiles at a refusal.", "Take it out.", "")


_AFTER_A_TALK = FINAL | {T.REJECTION_SCREEN, T.INTERNAL_NO}


def k30(letter: Reading) -> Iterator[Found]:
    """Nothing is asked or advertised in the letter that says no to somebody we have met."""
    depth, said = letter.said.depth, letter.said
    met = depth >= DEPTHS["screen"] if depth is not None else (said.met or said.type in _AFTER_A_TALK)
    if met:
        yield from _each(
            letter,
            letter.lexicon.survey,
            "asks something of a person who has just been refused.",
            "Take it out; a survey may come days later, on its own.",
        )
