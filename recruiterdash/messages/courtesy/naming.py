"""Who is written to, and about what: K01 to K04."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from recruiterdash.messages.courtesy.parts import CLOSING, GREETING, composed
from recruiterdash.messages.courtesy.reading import Reading
from recruiterdash.messages.courtesy.said import Found, Said

#: Words of a line that is a greeting and nothing else.
FEW = 6


# --- K01 and K02 ----------------------------------------------------------------------------------


def k01(letter: Reading) -> Iterator[Found]:
    """The greeting holds the name on record."""
    name = letter.said.preferred_name
    if not name or not name.strip():
        return
    if holds(_hello(letter), name):
        yield from _greeted_beside(letter, name)
        yield from _greeted_again(letter, name)
        return
    start, end = letter.greeting
    span = letter.greeted or ((start, end) if end else None)
    if span is not None and span[0] == span[1]:
        span = (start, end)
    yield Found(
        span,
        f"The first line greets somebody else: it must hold the name {name}.",
        "Greet the person by the name on record.",
        name if letter.greeted and span == letter.greeted else None,
    )


def _greeted_beside(letter: Reading, name: str) -> Iterator[Found]:
    """A greeting to two: “Dear Amara and Tom,”."""
    hello = _hello(letter)
    start, at = letter.text.index(hello), 0
    own = {
        each.strip(".")
        for fact in (name, *letter.said.facts)
        if holds(fact, name)
        for each in _plain(fact).split()
    }
    listed = hello.rstrip().endswith(",")  # names in a row, and no sentence
    for end, behind in [*(each.span() for each in _BESIDE.finditer(hello)), (len(hello), len(hello))]:
        apart = hello[:at].rstrip().endswith(",")
        whom = _somebody(hello[at:end], bare=(1 if listed else 0) if apart else 3)
        if whom and own.isdisjoint(_plain(each) for each in whom.split() if each[0].isupper()):
            first = start + hello.index(whom, at)
            yield Found(
                (first, first + len(whom)),
                f"The greeting names somebody else beside {name}: “{whom}”.",
                "One letter greets one person: take the other name out.",
            )
        at = behind


#: What stands between two names in a greeting.
_BESIDE = re.compile(r"\s*[,/;+&]\s*|\s+(?:and|und|et|y|e|or|oder|ou|o)\s+(?=\w)")
_TITLE = re.compile(
    r"(?:mrs?|ms|dr|prof|herrn?|frau|monsieur|madame|mme|mlle|m|señora?|sra?|srta|don|doña)\b\.?\s*",
    re.IGNORECASE,
)
_NAMED = re.compile(r"[^\W\d_][\w'-]*(?: [^\W\d_][\w'-]*){0,2}")
#: Words with a capital in a greeting that name nobody.
_NOBODY = frozenset(
    {
        *("thank", "thanks", "welcome", "congratulations", "good", "happy", "new", "again"),
        *("danke", "dank", "vielen", "willkommen", "gute", "gutes", "frohes"),
        *("merci", "bienvenue", "gracias", "muchas"),
    }
)


def _somebody(part: str, *, bare: int) -> str:
    """Return whom a part of a greeting names, empty when it names nobody.

    bare: so many words are a name with neither greeting nor title before them.
    """
    hail = GREETING.match(part)
    called = hail["name"].strip() if hail else part.strip(" ,:;!.\n")
    titled, rest = False, called
    while title := _TITLE.match(rest):
        titled, rest = True, rest[title.end() :]
    words = rest.split()
    if _NAMED.fullmatch(rest) is None or not (words[0][0].isupper() and words[-1][0].isupper()):
        return ""
    if not _NOBODY.isdisjoint(_plain(each) for each in words):
        return ""
    return called if hail or titled or len(words) <= bare else ""


def _greeted_again(letter: Reading, name: str) -> Iterator[Found]:
    """A second greeting, to somebody else: a letter that was pasted below this one's."""
    start = letter.greeting[1]
    for line in letter.text[start : letter.signature].splitlines(keepends=True):
        bare = line.strip()
        if bare[-1:] in _MARKS and (hail := GREETING.fullmatch(bare)) and not CLOSING.fullmatch(bare):
            whom = hail["name"].strip()
            known = holds(whom, name) or not {*_plain(whom).split()}.isdisjoint(
                _plain(letter.said.sender_name or "").split()
            )
            if not known and any(each.isalpha() and not each.islower() for each in whom):
                at = start + line.index(bare)
                yield Found(
                    (at, at + len(bare)),
                    f"The letter greets somebody else a second time: “{bare}”",
                    "Take the second greeting out, and look at whose letter the rest is.",
                )
        start += len(line)


#: What ends a greeting that has a line of its own.
_MARKS = tuple(",:!，：！")


def _hello(letter: Reading) -> str:
    """The greeting; the first line where no greeting is seen, or where hardly more stands in it."""
    start, end = letter.greeting
    line = next((each for each in letter.text.splitlines() if each.strip()), "")
    return line if not end or len(line.split()) <= FEW else letter.text[start:end]


def holds(line: str, name: str) -> bool:
    """Return whether a line holds a name as a word of its own; scripts without capitals may leave no gap."""
    line, name = _plain(line), _plain(name)
    if not name or name.lower() == name.upper():
        return bool(name) and name in line
    # no pattern: one would be compiled for each name, on the way of each letter out
    at = line.find(name)
    while at >= 0:
        if not (_of_a_word(line[at - 1 : at]) or _of_a_word(line[at + len(name) :][:1])):
            return True
        at = line.find(name, at + 1)
    return False


def _of_a_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def _plain(text: str) -> str:
    return " ".join(composed(text).casefold().split())


_BRACES = re.compile(r"\{\{[^{}\n]{0,60}(?:\}\})?|\}\}|\{%[^\n]{0,60}?(?:%\}|$)|%\}", re.MULTILINE)
_RESIDUE = re.compile(
    r"\[[^\W\d_][\w '/.:-]{0,40}\]|<[^\W\d_][\w ]{0,40}>|\$\{[^}\n]{0,40}\}|\{[A-Za-z][\w. ]{0,40}\}"
    r"|\*\|\w{1,40}\|\*|%[A-Z][A-Z_]{2,30}%|«[A-Z]\w{0,30}»|\b__\w{1,30}__\b"
    r"|\bNone\b(?! of\b)|\b(?:undefined|nan|NaN|NULL|(?<!siglo )XX+|xxx+|TBD|TBC|FIX[M]E"
    r"|TO[D]O(?! (?:el|la|lo|los|las|su|un|esto|eso)\b))\b|\b[Ll]orem [Ii]psum\b|\b[Ll]orem\b"
    r"|#[A-Z][A-Z_]{2,30}#|\([Ii]nsert\b[^)\n]{0,40}\)|%%\w{1,40}%%|\{\d{1,2}\}|(?<![\d\s])%s\b|(?<=[^\W\d] )%s\b"
    # of a mail merge, a spreadsheet and a form on paper
    r"|\$(?:[A-Z]+(?:_[A-Z]+)+|\w*[Nn](?:ame|AME))\b|#(?:NAME\?|REF!|N/A|VALUE!|DIV/0!|NULL!|NUM!)"
    r"|(?<=\w )_{3,}(?=[\s.,;:])"
)
_NULL = re.compile(r"\bnull\b")
_EMPTY = re.compile(
    r"^\s*(?:dear|hello|hi|liebe[rs]?|hallo|sehr geehrte[rsn]?(?: frau| herr)?|bonjour|ch[eè]re?|estimad[oa]s?"
    r"|hola|querid[oa]) +[,!:]"
    r"|(?<=[a-z]) (?:by|on|at|for|to|am|bis|für|zum|le|pour|para|hasta) +[.,](?=\s|$)",
    re.IGNORECASE,
)


#: Signs and words of which residue has one; most letters have none.
_SIGNS = frozenset("{}[<*%«$_#")
_LEFT = frozenset({"none", "undefined", "nan", "null", "tbd", "tbc", "todo", "fixme", "insert", "lorem"})


def k02(letter: Reading) -> Iterator[Found]:
    """Nothing is left that was meant to be filled in."""
    seen = -1
    for match in sorted(_left(letter), key=lambda each: each.start()):
        if match.start() >= seen:
            seen = match.end()
            yield Found(
                match.span(), f"“{match.group().strip()}” was never filled in.", "Replace it or take it out."
            )
    subject = letter.said.subject or ""
    for fact in facts_of(letter.said):
        subject = subject.replace(fact, "")
    if left := _BRACES.search(subject) or _RESIDUE.search(subject):
        yield Found(
            None,
            f"“{left.group().strip()}” in the subject was never filled in.",
            "Replace it or take it out.",
        )


def _left(letter: Reading) -> list[re.Match[str]]:
    """What looks left to fill in; names on record may well be "Nurse [nights]", but never in braces."""
    text, suspect = letter.text, not _SIGNS.isdisjoint(letter.text)
    found: list[re.Match[str]] = []
    if suspect or letter.words & _LEFT or any(word.startswith("xx") for word in letter.words):
        found += _RESIDUE.finditer(text)
    if " ," in text or " ." in text or " !" in text or " :" in text:
        found += _EMPTY.finditer(text)
    if "null" in letter.words and letter.language != "de":  # where it is a number
        found += _NULL.finditer(text)
    if found:
        for fact in facts_of(letter.said):
            whole = unicodedata.normalize("NFC", fact)
            text = text.replace(whole, "\0" * len(whole))
        found = [each for each in found if "\0" not in text[each.start() : each.end()]]
    return [*found, *_BRACES.finditer(letter.text)] if "{" in text or "}" in text else found


def facts_of(said: Said) -> Iterable[str]:
    """Return names and titles on record."""
    names = (said.preferred_name, said.sender_name, said.sender_role, said.company, said.interview_topic)
    return [each for each in (*said.titles, *said.other_titles, *said.companies, *said.facts, *names) if each]


# --- K03 and K04 ----------------------------------------------------------------------------------


def k03(letter: Reading) -> Iterator[Found]:
    """Every role the letter is about is named, and no other."""
    said = letter.said
    if not said.titles:
        return
    for title in said.titles:
        if not names_role(title, letter.lower, (said.subject or "").lower()):
            yield Found(
                None, f"The letter does not name the role: {title}.", f"Say what it is about: {title}."
            )
    yield from _other_titles(letter)


def names_role(title: str, *texts: str) -> bool:
    """Return whether one of some texts in small letters names a role; what stands in brackets behind it may be left
    out, and one form of a title that is written for women and men is enough, as is the title of several people."""
    if any(stands_in(each, where) for each in forms_of(title) for where in texts):
        return True
    several = _of_several(title)
    return any(several.search(where) is not None for where in texts)


@lru_cache(maxsize=4096)
def _of_several(title: str) -> re.Pattern[str]:
    """Return what finds a title in the plural, in small letters: “one of our Staff Nurses”, “Pflegefachkräfte”."""
    forms = ("".join(_plurals(each) for each in _PIECES.findall(form)) for form in forms_of(title)[:_PLURAL])
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(forms)})(?![^\W_])")


#: Words of a title, and what stands between them; so many forms of a title are looked for in the plural.
_PIECES, _PLURAL = re.compile(r"[^\W\d_]+|[\W\d_]+"), 8
#: Ending -> how it is said of several, where that is more than an ending behind it.
_OF_MANY = {"y": "ies", "man": "men", "mann": "(?:männern?|leuten?)", "al": "aux", "z": "ces"}
_UMLAUTS = {"a": "ä", "o": "ö", "u": "ü"}


def _plurals(piece: str) -> str:
    """Return the pattern of one word of a title, of one person and of several; of what is no word itself."""
    if not piece.isalpha():
        return r"\s+" if piece.isspace() else re.escape(piece)
    ways = [f"{piece}(?:s|es|x|e?n|e|nen|ern?)?"]
    ways += [piece.removesuffix(end) + many for end, many in _OF_MANY.items() if piece.endswith(end)]
    vowel = max(piece.rfind(each) for each in _UMLAUTS)
    if vowel >= 0:  # "Kraft", "Kräfte"
        ways.append(f"{piece[:vowel]}{_UMLAUTS[piece[vowel]]}{piece[vowel + 1 :]}(?:en?|ern?)")
    return f"(?:{'|'.join(ways)})"


_SEXES = "|".join(
    rf"{each}(?:\s?[/|*]\s?{each}){{1,3}}" for each in ("(?:[mwdxi]|gn)", "[mfdxi]", "[hfx]", "[hm]")
)
#: "(m/w/d)", "H/F", "(all genders)".
_FOR_ALL = re.compile(
    rf"[\s,|–-]*(?<![\w/])(?:\((?:{_SEXES}|gn|all genders|alle geschlechter)\)|(?:{_SEXES}))(?![\w/])"
)
_ENDINGS = r"innen|in|[nrs]|e|es|ère|ere|ière|iere|t?rice|euse|n?ne|enne|ienne|se|ve|te|le|[ao]s?|ra|ora|triz|frau|mann"
#: "Krankenpfleger/in", "Chargé(e)", "Directeur·rice", "Enfermero/a".
_ENDED = re.compile(
    rf"(?P<base>[^\W\d_]{{3,}})(?:[/:*·•._-]-?(?P<end>{_ENDINGS})|\((?P<held>{_ENDINGS})\))(?!\w)"
)
_INSIDE = re.compile(r"(?<=[a-zäöüß])I(?=n(?:nen)?\b)")
#: "Infirmier/Infirmière": one word said twice, as its beginning shows.
_TWICE = re.compile(r"(?P<one>(?P<stem>[^\W\d_]{3})[^\W\d_]*)\s?/\s?(?P<other>[^\W\d_]{4,})")
#: So many letters of a word give way to another ending at the most; so many forms has a title.
_GIVES, _FORMS = 5, 64


@lru_cache(maxsize=4096)
def forms_of(title: str) -> tuple[str, ...]:
    """Return the ways to say a title, in small letters: as it is, without what is said of all, for one sex alone."""
    whole = small_of(title)
    bare = re.sub(r"\s*\([^)]*\)\s*$", "", whole)
    small = _FOR_ALL.sub("", small_of(_INSIDE.sub("/i", title))).strip()
    ways = [""]
    at = 0
    for start, end, words in _choices(small):
        ways = [way + small[at:start] + word for way in ways for word in words][:_FORMS]
        at = end
    said = [way + small[at:] for way in ways]
    if marked := _FOR_ALL.search(whole):
        said += [form for each in said for form in _of_women(each, marked.group())]
    return tuple(dict.fromkeys(each for each in (whole, bare, *said) if any(sign.isalnum() for sign in each)))


def _choices(small: str) -> Iterator[tuple[int, int, list[str]]]:
    """Where a title is said for women and men, with the words for one of them."""
    for match in sorted(
        [*_ENDED.finditer(small), *_TWICE.finditer(small)], key=lambda each: (each.start(), -each.end())
    ):
        if "base" in match.re.groupindex:
            base, end = match["base"], match["end"] or match["held"]
            fewest = len(base) - (1 if len(end) == 1 else _GIVES)
            yield (
                *match.span(),
                [base, *(base[:kept] + end for kept in range(len(base), max(fewest, 2) - 1, -1))],
            )
        elif _unmarked(match["other"])[:3] == _unmarked(match["stem"]):
            yield *match.span(), [match["one"], match["other"]]


#: Sign of a mark for all -> how the word of a woman ends where the word of a man ends so.
_OF_WOMEN = {
    "w": (("mann", "frau"), ("", "in")),
    "f": (
        *(
            ("teur", "trice"),
            ("eur", "euse"),
            ("ier", "ière"),
            ("er", "ère"),
            ("ien", "ienne"),
            ("if", "ive"),
        ),
        ("", "e"),
    ),
    "": (("o", "a"), ("or", "ora")),
}


def _of_women(title: str, mark: str) -> Iterator[str]:
    """Yield a title that is for all, and said of men, as it is said of a woman: “Projektleiterin (m/w/d)”."""
    first, *rest = title.split(" ")
    for end, other in _OF_WOMEN[next((sign for sign in ("w", "f") if sign in mark), "")]:
        if first.endswith(end):
            yield " ".join([first.removesuffix(end) + other, *rest])
        if other == "in" and first.endswith("er") and rest:  # "Technischer Leiter"
            yield " ".join([first[:-1], rest[0] + other, *rest[1:]])


def _unmarked(word: str) -> str:
    """A word without accents."""
    return "".join(each for each in unicodedata.normalize("NFD", word) if not unicodedata.combining(each))


def _other_titles(letter: Reading) -> Iterator[Found]:
    said = letter.said
    others = _by_first_word(said.other_titles)
    if not others:
        return
    kept = [
        *(form for each in said.titles for form in forms_of(each)),
        said.sender_role or "",
        said.company or "",
    ]
    text = letter.text[: letter.signature]
    low = letter.lower[: letter.signature]
    own = {form for each in said.titles for form in forms_of(each)}
    for word in others.keys() & letter.words:
        for small, title in others[word]:
            if small in own:
                continue
            for at in places(small, low):
                span = (at, at + len(small))
                # one word alone may be any word, unless it is written as a title is
                if (" " not in small and not text[at].isupper()) or _within(span, kept, low):
                    continue
                fix = said.titles[0] if len(said.titles) == 1 else None
                yield Found(
                    span,
                    f"The letter names another role: {title}.",
                    "Name only the roles they applied for.",
                    fix,
                )


@lru_cache(maxsize=64)
def _by_first_word(titles: tuple[str, ...]) -> dict[str, list[tuple[str, str]]]:
    """The forms of titles with the title, by their first word."""
    filed: dict[str, list[tuple[str, str]]] = {}
    for title in titles:
        for form in forms_of(title):
            word = re.search(r"[^\W\d_]+", form)
            # one word of a title may be any word: "Arzt/Ärztin" is no ward's doctor
            if word and (" " in form or form == small_of(title)):
                filed.setdefault(word.group(), []).append((form, title))
    return filed


def _within(span: tuple[int, int], names: Iterable[str], low: str) -> bool:
    """Whether a span lies inside one of our own names: "Staff Nurse" in "Senior Staff Nurse"."""
    for name in names:
        small = small_of(name)
        for at in places(small, low) if small else ():
            if at <= span[0] and span[1] <= at + len(small):
                return True
    return False


def small_of(text: str) -> str:
    return composed(text).strip().lower()


def places(small: str, low: str) -> Iterator[int]:
    """Where a name stands in a text as words of its own; one without a sign stands nowhere."""
    at = low.find(small) if small else -1
    while at >= 0:
        end = at + len(small)
        if not (at and low[at - 1].isalnum()) and not low[end : end + 1].isalnum():
            yield at
        at = low.find(small, end)


def stands_in(small: str, low: str) -> bool:
    return (
        next(places(small, low), None) is not None
        or next(places(small, " ".join(low.split())), None) is not None
    )


#: Nouns that are no name, though those of German have a capital, too.
_NOUN = r"\w*(?:ung|heit|keit|schaft|ik|ion|tät|[Aa]rbeit|[Pp]flege|wesen|stelle|ería|ción|dad|miento|ura)\b"
_TO = (
    r"applying (?:to|at|with)|application (?:to|at|with)|interest in(?: working (?:at|for))?",
    rf"[Bb]ewerbung bei(?: der| dem)?|[Ii]nteresse an(?! {_NOUN})|[Ii]nteresse an(?: \w+){{1,3}} bei(?: der| dem)?",
    rf"bei(?: der| dem)?(?! (?:Frau|Herrn?\b|Dr|{_NOUN}))(?= [A-ZÀ-Þ][^.\n]{{0,40}} beworben)",
    r"candidature (?:chez|auprès de|au sein de)|postulé (?:chez|auprès de|au sein de)|intérêt pour|portez à",
    rf"(?:candidatura|solicitud|interés) (?:a|en|por)(?! {_NOUN})|postul(?:arse|ado|ó|aste) a",
    r"interés (?:en|por) (?:trabajar (?:en|con|para)|formar parte de|unirse a)",
)
#: Where a company's name stands in a letter about an application.
_APPLYING = re.compile(
    rf"\b(?:(?:{'|'.join(_TO)}) |(?:candidature|postulé) (?:au sein |auprès )d')"
    rf"(?P<who>[A-ZÀ-Þ][\w&.-]*[\w&](?: [A-ZÀ-Þ][\w&-]+)*)"
)


def k04(letter: Reading) -> Iterator[Found]:
    """The company is the one that writes, and no other of ours is named."""
    said = letter.said
    if not said.company:
        return
    entities = sorted({*said.companies, said.company}, key=len, reverse=True)
    taken: list[tuple[int, int]] = []
    for entity in entities:
        small = small_of(entity)
        owned = f"{small}s" if letter.language == "de" else ""  # "Acmes Team"
        for at in (*places(small, letter.lower), *places(owned, letter.lower)):
            span = (at, at + len(small))
            if any(first <= span[0] < last for first, last in taken):
                continue
            taken.append(span)
            if (
                small_of(entity) != small_of(said.company)
                and letter.text[at].isupper() == entity[:1].isupper()
            ):
                yield _foreign(span, entity, said.company)
    if stands_in(small_of(said.company), letter.lower):
        return
    known = {word for name in facts_of(said) for word in small_of(name).split()}
    match = _APPLYING.search(letter.text)
    if match and not taken and not known & set(small_of(match["who"]).split()):
        yield _foreign(match.span("who"), match["who"], said.company)


def _foreign(span: tuple[int, int], name: str, ours: str) -> Found:
    return Found(span, f"The letter names {name}, and {ours} writes it.", f"Name {ours} alone.", ours)
