"""Who is written to, about what, by whom: K01 to K08."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from recruiterdash.messages.courtesy.reading import Reading
from recruiterdash.messages.courtesy.said import Found, Said, Severity
from recruiterdash.messages.courtesy.scopes import REPLIES
from recruiterdash.messages.types import MessageType as T

#: Written only to people who are in touch with us already.
_AFTER_CONTACT = frozenset(
    {
        T.REJECTION_SCREEN,
        T.REJECTION_FINAL,
        T.SILVER_MEDALIST,
        T.INTERNAL_NO,
        T.CHASER_REPLY,
        T.THANK_YOU_REPLY,
        T.THANK_YOU_REPLY_AFTER_NO,
        T.FEEDBACK_REPLY,
        T.INTERVIEW_THANKS,
        T.INVITATION,
    }
)


# --- K01 and K02 ----------------------------------------------------------------------------------


def k01(letter: Reading) -> Iterator[Found]:
    """The greeting holds the name on record."""
    name = letter.said.preferred_name
    if not name or not name.strip():
        return
    start, end = letter.greeting
    if holds(letter.text[start:end], name):
        return
    span = letter.greeted or ((start, end) if end else None)
    if span is not None and span[0] == span[1]:
        span = (start, end)
    yield Found(
        span,
        f"The first line greets somebody else: it must hold the name {name}.",
        "Greet the person by the name on record.",
        name if letter.greeted and span == letter.greeted else None,
    )


def holds(line: str, name: str) -> bool:
    """Return whether a line holds a name as a word of its own; scripts without capitals may leave no gap."""
    line, name = _plain(line), _plain(name)
    before, after = (r"(?<!\w)", r"(?!\w)") if name.lower() != name.upper() else ("", "")
    return bool(name) and re.search(before + re.escape(name) + after, line) is not None


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).replace("’", "'").casefold().split())


_BRACES = re.compile(r"\{\{[^{}\n]{0,60}(?:\}\})?|\}\}|\{%[^\n]{0,60}?(?:%\}|$)|%\}", re.MULTILINE)
_RESIDUE = re.compile(
    r"\[[^\W\d_][\w '/.:-]{0,40}\]|<[^\W\d_][\w ]{0,40}>|\$\{[^}\n]{0,40}\}|\{[A-Za-z][\w. ]{0,40}\}"
    r"|\*\|\w{1,40}\|\*|%[A-Z][A-Z_]{2,30}%|«[A-Z]\w{0,30}»|\b__\w{1,30}__\b"
    r"|\bNone\b(?! of\b)|\b(?:undefined|nan|NaN|NULL|(?<!siglo )XX+|TBD|TBC)\b|\b[Ll]orem [Ii]psum\b|\b[Ll]orem\b"
)
_NULL = re.compile(r"\bnull\b")
_EMPTY = re.compile(
    r"^\s*(?:dear|hello|hi|liebe[rs]?|hallo|sehr geehrte[rsn]?(?: frau| herr)?|bonjour|ch[eè]re?|estimad[oa]s?|hola|querid[oa]) +[,!:]"
    r"|(?<=[a-z]) (?:by|on|at|for|to|am|bis|für|zum|le|pour|para|hasta) +[.,](?=\s|$)",
    re.IGNORECASE,
)


#: Signs and words of which residue has one; most letters have none.
_SIGNS = frozenset("{}[<*%«$_")
_LEFT = frozenset({"none", "undefined", "nan", "null", "tbd", "tbc", "lorem"})


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
            composed = unicodedata.normalize("NFC", fact)
            text = text.replace(composed, "\0" * len(composed))
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
    text, subject = letter.lower, (said.subject or "").lower()
    for title in said.titles:
        small = _small(title)
        bare = re.sub(r"\s*\([^)]*\)\s*$", "", small)
        if not any(_found(each, where) for each in (small, bare) if each for where in (text, subject)):
            yield Found(
                None, f"The letter does not name the role: {title}.", f"Say what it is about: {title}."
            )
    yield from _other_titles(letter)


def _other_titles(letter: Reading) -> Iterator[Found]:
    said = letter.said
    others = _by_first_word(said.other_titles)
    if not others:
        return
    kept = [*said.titles, said.sender_role or "", said.company or ""]
    text = letter.text[: letter.signature]
    low = letter.lower[: letter.signature]
    own = {_small(each) for each in said.titles}
    for word in others.keys() & letter.words:
        for title in others[word]:
            small = _small(title)
            if small in own:
                continue
            for at in _places(small, low):
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
def _by_first_word(titles: tuple[str, ...]) -> dict[str, list[str]]:
    filed: dict[str, list[str]] = {}
    for title in titles:
        word = re.search(r"[^\W\d_]+", title.lower())
        if word:
            filed.setdefault(word.group(), []).append(title)
    return filed


def _within(span: tuple[int, int], names: Iterable[str], low: str) -> bool:
    """Whether a span lies inside one of our own names: "Staff Nurse" in "Senior Staff Nurse"."""
    for name in names:
        small = _small(name)
        for at in _places(small, low) if small else ():
            if at <= span[0] and span[1] <= at + len(small):
                return True
    return False


def _small(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("’", "'").strip().lower()


def _places(small: str, low: str) -> Iterator[int]:
    at = low.find(small)
    while at >= 0:
        end = at + len(small)
        if not (at and low[at - 1].isalnum()) and not low[end : end + 1].isalnum():
            yield at
        at = low.find(small, end)


def _found(small: str, low: str) -> bool:
    return (
        next(_places(small, low), None) is not None
        or next(_places(small, " ".join(low.split())), None) is not None
    )


_APPLYING = re.compile(
    r"\b(?:applying (?:to|at|with)|application (?:to|at|with)|interest in(?: working (?:at|for))?|[Bb]ewerbung bei|[Ii]nteresse an|candidature (?:chez|auprès de)"
    r"|intérêt pour|candidatura (?:a|en)|solicitud (?:a|en)|interés (?:en|por)) (?P<who>[A-ZÀ-Þ][\w&.-]*[\w&](?: [A-ZÀ-Þ][\w&-]+)*)",
)


def k04(letter: Reading) -> Iterator[Found]:
    """The company is the one that writes, and no other of ours is named."""
    said = letter.said
    if not said.company:
        return
    entities = sorted({*said.companies, said.company}, key=len, reverse=True)
    taken: list[tuple[int, int]] = []
    for entity in entities:
        for at in _places(_small(entity), letter.lower):
            span = (at, at + len(_small(entity)))
            if any(first <= span[0] < last for first, last in taken):
                continue
            taken.append(span)
            if _small(entity) != _small(said.company) and letter.text[at].isupper() == entity[:1].isupper():
                yield _foreign(span, entity, said.company)
    if _found(_small(said.company), letter.lower):
        return
    known = {word for name in facts_of(said) for word in _small(name).split()}
    match = _APPLYING.search(letter.text)
    if match and not taken and not known & set(_small(match["who"]).split()):
        yield _foreign(match.span("who"), match["who"], said.company)


def _foreign(span: tuple[int, int], name: str, ours: str) -> Found:
    return Found(span, f"The letter names {name}, and {ours} writes it.", f"Name {ours} alone.", ours)


# --- K05 to K07 -----------------------------------------------------------------------------------

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def k05(letter: Reading) -> Iterator[Found]:
    """One person gets it, and nobody else's name or address is in it."""
    said = letter.said
    if said.cc:
        yield Found(
            None,
            f"{len(said.cc)} more {'person gets' if len(said.cc) == 1 else 'people get'} a copy of this letter.",
            "Write to each person alone.",
        )
    if said.recipients is not None and len(said.recipients) != 1:
        yield Found(
            None, f"The letter goes to {len(said.recipients)} addresses.", "One letter has one recipient."
        )
    if said.recipients and "@" in letter.text:
        yield from _addresses(letter)
    for name in said.other_names:
        for at in _places(_small(name), letter.lower) if " " in name.strip() else ():
            yield Found((at, at + len(_small(name))), f"{name} is another candidate.", "Take the name out.")


def _addresses(letter: Reading) -> Iterator[Found]:
    said = letter.said
    known = {each.lower() for each in (*(said.recipients or ()), said.reply_to or "")}
    ours = (said.reply_to or "").rpartition("@")[2].lower()
    company = re.sub(r"\W+", "", (said.company or "").lower())
    for match in _ADDRESS.finditer(letter.text):
        address = match.group().lower()
        domain = address.rpartition("@")[2]
        if address in known or (ours and domain == ours) or (company and company in domain.replace("-", "")):
            continue
        if ours or match.start() < letter.signature:
            yield Found(match.span(), f"{match.group()} is somebody else's address.", "Take the address out.")


def k06(letter: Reading) -> Iterator[Found]:
    """A person with a role signs; a team only what acknowledges."""
    said = letter.said
    signature = (letter.signature, len(letter.text))
    team = _team(letter)
    if said.type is T.ACKNOWLEDGEMENT and (team or not said.sender_name):
        return
    severity = Severity.BLOCK if after_contact(said) else Severity.WARN
    if said.sender_name:
        if not holds(letter.text[_foot(letter) :], said.sender_name):
            signs = "\n".join(each for each in (said.sender_name, said.sender_role) if each)
            yield Found(
                team,
                f"The letter is not signed by {said.sender_name}.",
                "Sign with a person's name and role.",
                signs if team else None,
                severity,
            )
        elif said.sender_role and not holds(letter.text[_foot(letter) :], said.sender_role):
            yield Found(
                signature,
                f"The signature does not say that {said.sender_name} is {said.sender_role}.",
                "Add the role below the name.",
                None,
                severity,
            )
    elif team:
        yield Found(
            team, "A team signs, not a person.", "Sign with a person's name and role.", None, severity
        )


def _foot(letter: Reading) -> int:
    """Where a signature may stand: at the closing words, else in the last lines."""
    if letter.signature < len(letter.text):
        return letter.signature
    return max(letter.text.rstrip().rfind("\n\n"), letter.greeting[1], 0)


def _team(letter: Reading) -> tuple[int, int] | None:
    """Where a line of the signature is a team and nothing else."""
    start = _foot(letter)
    foot = letter.lower[start:]
    for span in letter.lexicon.teams.spans(foot, letter.words):
        first = foot.rfind("\n", 0, span[0]) + 1
        last = foot.find("\n", span[1])
        line = foot[first : last if last >= 0 else len(foot)]
        named = letter.said.sender_name and holds(line, letter.said.sender_name)
        if len(line.split()) <= len(foot[span[0] : span[1]].split()) + 3 and not named:
            return start + span[0], start + span[1]
    return None


def after_contact(said: Said) -> bool:
    """Return whether they have spoken with one of us already, as far as is known."""
    if said.depth is not None:
        return said.depth >= 1
    return said.type in _AFTER_CONTACT or said.interview_date is not None


_NO_REPLY = re.compile(
    r"(?:^|[<\"\s._-])(?:no|non|do[-_.]?not|dont|ne[-_.]?pas|nicht|keine)[-_.]?(?:reply|repl|response|respond|antwort(?:en)?|repondre|r[eé]ponse|responder|contestar)",
    re.IGNORECASE,
)


def k07(letter: Reading) -> Iterator[Found]:
    """An answer reaches somebody."""
    said = letter.said
    severity = Severity.WARN if said.depth == 0 or said.type is T.ACKNOWLEDGEMENT else Severity.BLOCK
    if said.reply_to is not None and _NO_REPLY.search(said.reply_to):
        yield Found(
            None,
            f"Nobody reads answers to {said.reply_to}.",
            "Let answers reach the person who signs.",
            None,
            severity,
        )
    for span in letter.spans(letter.lexicon.no_reply):
        yield Found(
            span,
            f"“{letter.quote(span)}” turns an answer away.",
            "Say that an answer reaches you.",
            None,
            severity,
        )


# --- K08 ------------------------------------------------------------------------------------------

_RE = re.compile(r"^\s*(?:re|aw|rép|rv|fwd?|wg|tr)\s*:", re.IGNORECASE)


def k08(letter: Reading) -> Iterator[Found]:
    """The subject says what it is about, and nothing of how it ends."""
    said = letter.said
    if said.subject is None:
        return
    subject = " ".join(said.subject.split())
    if not subject:
        yield Found(None, "The letter has no subject.", "Name the role, or the company.")
        return
    answers = _RE.match(subject) is not None
    if answers and said.type not in REPLIES:
        yield Found(None, f"The subject “{subject}” says it is an answer, and it is none.", "Take “Re:” out.")
    bare = _small(subject)
    for fact in sorted(facts_of(said), key=len, reverse=True):
        bare = bare.replace(_small(fact), "_")
    words = frozenset(re.findall(r"[^\W\d_]+", bare))
    for span in letter.lexicon.verdict.spans(bare, words):
        yield Found(
            None,
            f"“{bare[span[0] : span[1]]}” in the subject gives the verdict away, or half of it.",
            "Name the role, or the company, and no more.",
        )
    named = [*said.titles, *([said.company] if said.company else [])]
    if (
        named
        and not (answers and said.type in REPLIES)
        and not any(_found(_bare(each), _small(subject)) for each in named)
    ):
        yield Found(
            None, "The subject names neither the role nor the company.", f"Say what it is about: {named[0]}."
        )


def _bare(name: str) -> str:
    return re.sub(r"\s*\([^)]*\)\s*$", "", _small(name))
