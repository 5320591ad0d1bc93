"""A day that is named only to be denied: "not by Tuesday, but by Friday", "Freitag statt Dienstag". Pure.

A denial reaches as far as its clause. "Not before Friday", "no later than Friday" and "if I do not answer by Friday"
deny nothing of that day.
"""

import re

#: So many letters before and behind a day its clause is looked for.
_REACH = 160
#: What parts clauses; the comma within "Wednesday, 25 November" and the stop of "25.11." part none.
_PARTS = re.compile(
    r",(?! (?:the |den |dem |der |le |el |am )?\d)|(?<!\d)\.(?=\s|$)|[;:!?\n()]|\s[-\u2013\u2014]+\s"
    r"|\b(?:but|and|so|because|since|as|which|und|aber|sondern|denn|weil|mais|et|car|parce que|pero|sino|y|porque"
    r"|pues)\b"
)
_SENTENCE = re.compile(r"(?<!\d)\.(?=\s|$)|[!?\n]")
#: "No" is counted where Spanish denies by it: in English it stands in "no later than" and "no answer".
_NOT = re.compile(
    r"\b(?:not|never|cannot|unable|nicht|nie|keinesfalls|pas|jamais|non|nunca|tampoco)\b|n't\b"
    r"|\b(?:cant|wont|dont|didnt|doesnt|couldnt|wouldnt|isnt|no longer(?! than)|ya no|ne \w+ plus|n'\w+ plus)\b"
    r"|\bno (?=(?:el|la|lo|les?|me|se|nos|para|por|hasta|antes|al?|del?|en|es|sera|seria|fue|era|pued\w+|podr\w+"
    r"|lleg\w+|voy|vamos|creo|tengo|estoy|estar\w+|he|ha|han|sabre|decidir\w*|responder\w*|contestar\w*)\b)"
)
#: What was so before is so no more where another day is named.
_FORMER = re.compile(
    r"\b(?:originally|initially|at first|previously|formerly|i (?:wrote|said|had (?:written|said))|ursprunglich"
    r"|zunachst|zuerst|bisher|ich schrieb|schrieb ich|initialement|au depart|j'(?:avais|ai) (?:ecrit|dit)|inicialmente"
    r"|originalmente|al principio|(?:escribi|dije)\b(?! que))\b"
)
_IF = re.compile(r"\b(?:if|unless|wenn|falls|sofern|si|s'il\w*|a menos)\b")
#: "Could you not say by Wednesday?" asks for that day.
_ASKS = re.compile(
    r"\W*(?:(?:could|can|would|will|is|are|do|does|did|should)n't|why not|konn\w+ (?:sie|wir|ihr) nicht"
    r"|(?:could|can|would|will) (?:you|we|i) not|ne (?:pou\w+|serait)-\w+ pas|no (?:podr\w+|pueden?|seria))\b"
)
_ARTICLES = (
    r"(?:\W{1,2}(?:the|this|next|on|by|dem|den|der|am|zum|le|la|el|l|de|du|del|al|para|au|ce)){0,3}\W{1,2}$"
)
#: Behind these a denial makes a day the first, or the last, and denies nothing of it.
_OUTERMOST = re.compile(
    r"\b(?:before|until|untill|till|til|after|beyond|past|than|vor|nach|als|uber|avant|apres|au-dela|que|antes"
    rf"|despues|mas|tarde|hasta){_ARTICLES}"
)
#: Another day stands in its place all the same.
_BUT = re.compile(
    r"\b(?:sondern|sino|(?:but|mais|pero|aber) (?:\w+ )?(?:by|until|till|before|bis|vor|avant|d'ici|pour|jusqu'\w+"
    r"|hasta|antes|para))\b"
)
_INSTEAD = re.compile(
    r"\b(?:instead of|rather than|in place of|statt|anstatt|anstelle|au lieu d[eu]|plutot que|en lugar del?"
    r"|en vez del?)(?:\W{1,2}\w+){0,3}\W{1,2}$"
)
_FROM = re.compile(rf"\b(?:from|von|vom|de|du|del){_ARTICLES}|\b(?:from|von|vom|de|du|del)\W{{1,2}}$")
#: The words of one day; nothing of them is tried twice.
_WORD = r"\w[\w/-]{0,19}+(?:\.\w{1,10}+){0,2}+\.?+"
_WORDS = rf"{_WORD}(?:[ ,]{{1,2}}{_WORD}){{0,3}}?"
_TO = re.compile(
    rf"{_WORDS}[ ,]{{1,2}}(?:to|until|till|auf|zum|bis|au|a|al|jusqu'\w+|hasta)"
    r"(?: (?:the|den|dem|zum|le|el)){0,2} "
)
#: "By Tuesday, sorry, by Friday".
_CORRECTED = re.compile(
    rf"{_WORDS}[\s,;:\u2013\u2014-]{{1,4}}(?:no|nein|non|sorry|pardon|perdon|entschuldigung|i meant?"
    r"|ich meine|besser gesagt|vielmehr|or rather|plutot|je veux dire|mejor dicho|quiero decir|correction|korrektur)\b"
    r"[^.!?]{0,30}"
)
#: Nobody waits so long: "I cannot wait until Monday".
_WAITS = re.compile(
    r"\b(?:wait|leave (?:it|this)|warten|attend\w+|esper\w+) (?:until|untill|till?|bis|jusqu'\w+|hasta)"
    rf"(?:\W{{1,2}}$|{_ARTICLES})"
)


def is_denied(text: str, start: int, following: int) -> bool:
    """Return whether a day that a text names is one that it does not mean.

    text: in small letters and without accents. start: where the day stands. following: where the next day does, or
    the text ends.
    """
    before = text[max(start - _REACH, 0) : start]
    if _INSTEAD.search(before) or _CORRECTED.fullmatch(text, start, following):
        return True
    if _FROM.search(before) and _TO.fullmatch(text, start, following):
        return True
    clause = _clause(text, start)
    if _FORMER.search(clause):
        return True
    if not _NOT.search(clause) or _IF.search(clause) or _ASKS.match(clause):
        return False
    if _WAITS.search(before) or not _OUTERMOST.search(before):
        return True
    return _BUT.search(text, start, _end(_SENTENCE, text, start)) is not None


def _clause(text: str, start: int) -> str:
    begin = max(start - _REACH, 0)
    parts = [each.end() for each in _PARTS.finditer(text, begin, start)]
    return text[parts[-1] if parts else begin : _end(_PARTS, text, start)]


def _end(mark: re.Pattern[str], text: str, start: int) -> int:
    found = mark.search(text, start, start + _REACH)
    return found.start() if found else min(start + _REACH, len(text))
