"""What no feedback says: who was chosen, who somebody is, how somebody is, what was promised. Pure.

The letters' own checks (comparison, traits, judgement, pay, scores and opinions) and the cautions of feedback.
Each finding stops the text: what is written here is read by the employee, and may be read by a court.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from recruiterdash.errors import BadInput
from recruiterdash.messages import courtesy
from recruiterdash.messages.courtesy import Said
from recruiterdash.messages.types import MessageType

#: K19 comparison, K20 who they are, K21 judgement, K23 pay, K25 scores and opinions.
CHECKS = frozenset({"K19", "K20", "K21", "K23", "K25"})


class Around(NamedTuple):
    """Names that must not stand in a text about somebody."""

    #: Of those who have the role, or an offer for it: each part of the name counts.
    chosen: frozenset[str] = frozenset()
    #: Of the others who applied: the whole name counts.
    others: frozenset[str] = frozenset()
    #: Of the panel: a name beside an opinion helps nobody.
    panel: frozenset[str] = frozenset()
    #: The employee's own name, which may stand anywhere.
    own: str = ""


class Caution(NamedTuple):
    """One thing that stops a text, and what to write instead."""

    message: str
    advice: str


class _Theme(NamedTuple):
    pattern: re.Pattern[str]
    says: str
    advice: str


def _theme(says: str, advice: str, *phrases: str) -> _Theme:
    return _Theme(re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)", re.IGNORECASE), says, advice)


_CHOSEN = "Speak of this person alone: which criterion, what was shown, what would show it next time."
_OURS = r"(?:we|they|the panel|the company) (?:have )?"
_CHOSE = "chose|chosen|picked|hired|selected|appointed|went with"
_ADJECTIVES = (
    r"quiet|nervous|arrogant|unsure|insecure|boring|bored|cold|difficult|emotional|stubborn|slow|too \w+"
)
_THEMES = (
    _theme(
        "speaks of who was chosen.",
        _CHOSEN,
        r"(?:other|another|chosen|successful|selected) (?:candidate|applicant|person|colleague)s?",
        r"(?:appointed|preferred|winning) (?:candidate|applicant|person|colleague)s?",
        r"(?:internal|external) (?:candidate|applicant)s?",
        r"(?:someone|somebody|anyone|others|everyone) else",
        r"(?:other|the others?) (?:answers?|people|finalists?)",
        rf"the (?:person|one|colleague|candidate|man|woman) (?:whom? |that )?{_OURS}(?:{_CHOSE})",
        r"who (?:got|has|gets|won) (?:it|the (?:job|role|position|post))",
        r"(?:the|our) (?:new )?(?:appointee|winner|hire)",
        r"(?:andere|gewählte|bessere)[rn]? (?:bewerber|kandidat)\w*",
        r"(?:l'autre|autre|autres) candidat\w*",
        r"otr[oa]s? candidat\w*",
    ),
    _theme(
        "touches health or absence.",
        "Leave it out: it had no part in the decision and may have none.",
        r"sick(?:ness|-leave| leave)?",
        r"(?:parental|maternity|paternity|medical|annual|unpaid|stress|long|your) leave",
        r"on leave",
        r"absen(?:ce|ces|teeism)|(?:you|was|were|often|been) absent",
        r"illness|disabilit(?:y|ies)|burn(?:-| )?out|depression|anxiety|therapy|medication|mental health",
        r"part(?:-| )time",
    ),
    _theme(
        "touches who the person is.",
        "Speak of the criterion, and of nothing else.",
        r"your age|age group|at your (?:age|stage of life)|too (?:old|young)|junior in years|generation",
        r"visa|work permit|residence permit|citizenship|nationality|immigration",
        r"union|works council (?:member|seat|work)|shop steward|strike",
        r"(?:your|the) (?:kids?|children|family|husband|wife|partner|pregnancy|religion|faith|church|mosque)",
        r"(?:culture|cultural|team|personality) ?-?fit",
        r"(?:not|right|good|bad|better|wrong) (?:a )?(?:the )?fit",
        r"(?:more|enough|lack of|little|low|high|your) energy",
        r"(?:krank\w*|schwanger\w*|elternzeit|betriebsrat\w*|gewerkschaft\w*|grossesse|syndicat|enceinte|embaraz\w+|sindicato)",
    ),
    _theme(
        "brings in what was no part of this decision.",
        "Speak of what was shown against the criteria of this role.",
        r"performance (?:review|history|record|rating|improvement|plan|management)s?",
        r"(?:last|previous|past|earlier) (?:appraisal|review|warning|year's review)s?",
        r"(?:written|verbal|formal|final) warning|disciplinar\w+|grievance|your file",
    ),
    _theme(
        "promises what nobody can promise.",
        "Name roles or times to watch for, without a word about the outcome.",
        r"next in (?:line|the queue|turn)",
        r"(?:we|i|they) (?:will|would|shall|can)(?: \w+ly)? (?:promise|guarantee)",
        r"(?:we|i|they) (?:will|would|shall|can)(?: \w+ly)? (?:offer|give|hire|choose|appoint) you",
        r"(?:promise|guarantee)d? (?:you|the|a|that)",
        r"(?:the|your) next (?:role|job|position|post|vacancy|opening) (?:is|will be|would be) yours",
        r"you (?:will|would) (?:get|have) (?:the|it|this) (?:next|then|next time)",
        r"first (?:choice|in line) next time",
        r"keep (?:the|a|this) (?:role|job|position|place|seat) for you",
    ),
    _theme(
        "judges the person.",
        "Say what an answer or a piece of work did not hold yet.",
        rf"you (?:are|were|seem(?:ed)?|c[ao]me across|appear(?:ed)?)(?: \w+)? (?:{_ADJECTIVES})",
        r"(?:your|bad|wrong|poor) (?:personality|character|temperament|demeanou?r|attitude|manner)",
        r"not (?:leadership|management|manager) material",
    ),
)


def cautions(text: str, around: Around, language: str = "en") -> list[Caution]:
    """Return what stops a text, each thing once; nothing when it can stand.

    text: one field as it was typed. language: the employee's, a BCP 47 tag.
    """
    if not text.strip():
        return []
    said = Said(type=MessageType.INTERNAL_NO, body=text, internal=True, language=language)
    found = [Caution(each.message, each.advice) for each in courtesy.check(said) if each.check in CHECKS]
    return list(dict.fromkeys([*found, *_themes(text), *_names(text, around)]))


def ensure_fit(texts: Iterable[tuple[str, str]], around: Around, language: str = "en") -> None:
    """Refuse texts that hold what no feedback says. texts: where each stands, and the text.

    Raises BadInput with what stops it and what to write instead; nothing was saved.
    """
    found = [
        f"{where[:1].upper()}{where[1:]}: {each.message} {each.advice}"
        for where, text in texts
        for each in cautions(text, around, language)
    ]
    if found:
        raise BadInput(" ".join(["Nothing was saved.", *found]))


def _themes(text: str) -> Iterator[Caution]:
    for theme in _THEMES:
        for match in theme.pattern.finditer(text):
            yield Caution(f"“{match.group()}” {theme.says}", theme.advice)


def _names(text: str, around: Around) -> Iterator[Caution]:
    own = _parts(around.own)
    for name in sorted(around.chosen):
        for part in sorted({name, *(_parts(name) - own)}, key=len, reverse=True):
            if _stands(part, text):
                yield Caution(f"“{part}” names who was chosen.", _CHOSEN)
                break
    for name in sorted(around.others):
        if _stands(name, text):
            yield Caution(f"“{name}” names somebody else who applied.", _CHOSEN)
    for name in sorted(around.panel):
        if _stands(name, text):
            yield Caution(
                f"“{name}” names a member of the panel.",
                "Say what was seen and when; the panel speaks with one voice.",
            )


def _parts(name: str) -> frozenset[str]:
    return frozenset(part for part in name.split() if len(part) > 2)


def _stands(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) is not None
