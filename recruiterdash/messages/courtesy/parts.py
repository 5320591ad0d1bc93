"""Where a letter's parts begin and end, in any of our languages: greeting, closing words, sentences."""

import re
import unicodedata

#: One sign for another of the same length: typographic marks as keyboards have them.
_TYPED = {"’": "'", "‘": "'", "ʼ": "'", "\xa0": " ", "\u202f": " ", "\u2009": " ", "\u2011": "-"}
_SET = re.compile(f"[{''.join(_TYPED)}]")


def typed(text: str) -> str:
    """Return text with quotes, spaces and hyphens as they are typed; its length stays."""
    return text if text.isascii() else _SET.sub(lambda sign: _TYPED[sign[0]], text)


def composed(text: str) -> str:
    """Return text with each sign in one piece, and as it is typed."""
    return text if text.isascii() else typed(unicodedata.normalize("NFC", text))


_GREETS = (
    r"dear|hello|hi|hey|good (?:morning|afternoon|evening|day)|greetings|to whom",
    r"sehr geehrte[rsn]?|liebe[rs]?|(?:einen )?(?:schönen )?guten (?:tag|morgen|abend)",
    r"hallo|grüß (?:gott|dich|sie)|grüezi|moin",
    r"servus|werte[rs]?|bonjour|bonsoir|chère?|cher(?:s|es)?|madame|monsieur|mesdames|messieurs|salut",
    r"estimad[oa]s?(?:/a)?|querid[oa]s?|hola|buen(?:os|as) (?:días|tardes|noches)|apreciad[oa]s?",
    r"muy señor(?:es)?",
)
#: "Hola, Amara:" has a comma in its middle.
_COMMA = r"(?:,(?=[ ]?[^\s,]+(?:[ ][^\s,]+){0,3}[,:!\n]))?"
_NAME = r"[^,:;!?.\n，：！。]*"
_TITLED = rf"(?:\b(?:dra?|mr|mrs|ms|prof|st|srt?a?|mme|mlle|hr|fr|[a-z])\.{_NAME})*"
#: Hello and a name, up to the mark behind it.
GREETING = re.compile(
    rf"\s*(?P<hail>(?:{'|'.join(_GREETS)})(?!\w){_COMMA})(?P<name>{_NAME}{_TITLED})[,:;!?.，：！。]*",
    re.IGNORECASE,
)

_REGARDS = r"(?:my |our )?(?:very )?(?:kind|kindest|best|warm|warmest|friendly|good)"
_GERMAN = r"freundliche[nrm]?|beste[nrm]?|herzliche[nrm]?|viele[nr]?|liebe[nrm]?|schöne[nr]?|kollegiale[nrm]?"
_CLOSES = (
    rf"(?:with )?(?:{_REGARDS} )?(?:regards|wishes)",
    r"all the best|best|yours(?: sincerely| faithfully| truly)?|sincerely(?: yours)?|cheers",
    r"(?:many )?thanks|thank you",
    rf"(?:mit )?(?:{_GERMAN}) gr(?:ü|ue)(?:ß|ss)e?n?|gr(?:ü|ue)(?:ß|ss)e|hochachtungsvoll|herzlichst|vielen dank",
    r"(?:bien |très )?cordialement|(?:bien )?(?:à vous|sincèrement)|bien à vous|merci",
    r"(?:meilleures |cordiales |sincères )?salutations|(?:veuillez|je vous prie)[^\n]*salutations[^\n]*",
    r"(?:un |muchos |con un )?(?:cordial |cordiales |atento )?saludos?(?: cordial(?:es)?)?",
    r"(?:muy )?atentamente|un abrazo|(?:muchas )?gracias",
)
#: A line of closing words.
CLOSING = re.compile(
    rf"^[ \t]*(?:{'|'.join(_CLOSES)})(?:[ ,.!…][^\n]{{0,30}})?[ \t]*$", re.IGNORECASE | re.MULTILINE
)

_SHORT = (
    r"dr|mr|mrs|ms|prof|st|mme|mlle|sr|sra|srta|nr|no|ca|ggf|bzw|usw|inkl|etc|approx|e\.g|i\.e|z\.\s?b|d\.\s?h",
    r"u\.\s?a|p\.\s?e[jx]|art|abs|tel|str|hr|fr",
    r"std|evtl|vgl|bspw|sog|zzgl|bzgl|gem|resp|env|mmes?|aprox|uds?|vds?|dras?|dres|sres|sras|núm|av",
)
#: A full stop behind one of these ends no sentence; nor does one behind a number, as Germans say days.
ABBREVIATED = re.compile(rf"(?:\b(?:{'|'.join(_SHORT)})|(?<!\w)[a-zà-ÿ]|(?<!\w)\d{{1,2}})\.$", re.IGNORECASE)
#: What ends a sentence.
STOP = re.compile(r"[.!?…]+[\"')»”]*(?=\s|$)|[。！？]|\n[ \t]*\n|\n(?=[ \t]*[-*•] )|:\n")
