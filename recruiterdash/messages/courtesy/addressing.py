"""Who writes, and how an answer reaches them: K05 to K08."""

import re
from collections.abc import Collection, Iterator, Mapping

from recruiterdash.messages.courtesy.naming import facts_of, holds, names_role, small_of
from recruiterdash.messages.courtesy.parts import CLOSING
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


# --- K05 to K07 -----------------------------------------------------------------------------------

_LETTERS = re.compile(r"[^\W\d_]+")
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
    known = {small_of(each) for each in (*facts_of(said), *said.interviewers)}
    for name in said.other_names.among(letter.words):
        for span in _called(small_of(name), letter) if small_of(name) not in known else ():
            if letter.lower[slice(*span)] + "s" not in known:
                yield Found(span, f"{name} is another candidate.", "Take the name out.")
    yield from _surnamed(letter, known)


#: What makes a word a surname: a title or an initial before it.
_TITLES = (
    r"mrs?|ms|miss|dr|prof|herrn?|frau|mm|mme|mlle|monsieur|madame|mademoiselle"
    r"|señor(?:a|ita)?|sra?|srta|don|doña"
)
_PARTS = r"(?:(?:dr|prof)\.?\s+|(?:von|van|der|den|de|del|la|du|al|el|bin|zu)[\s-]+|[od]')*"
_CALLED = re.compile(
    rf"(?<![^\W_])(?:(?P<title>{_TITLES})\.?|(?P<initial>[^\W\d_])\.)\s+{_PARTS}$", re.IGNORECASE
)

#: The first name behind the surname: "Lind, Bo".
_BEHIND = re.compile(r",?\s+([^\W\d_]+)")


def _surnamed(letter: Reading, known: Collection[str]) -> Iterator[Found]:
    """Another candidate by the surname: “Mr Lind”, “B. Lind”, “Lind, Bo”.

    A surname alone may be any word, and a colleague of ours may have the same one: theirs are known, and their
    first names say who is meant.
    """
    ours = {word for each in known for word in _LETTERS.findall(each)}
    words = letter.words | {word[:-1] for word in letter.words if word.endswith("s")}  # "Herrn Linds"
    for surname, names in letter.said.other_names.surnamed(words):
        if surname in ours:
            continue
        for match in re.finditer(rf"(?<![^\W_]){surname}(?=(?:'?s)?(?![^\W_]))", letter.lower):
            if letter.text[match.start()].isupper() and (name := _meant(letter, match.span(), names)):
                yield Found(
                    match.span(),
                    f"{name} is another candidate.",
                    "Take the name out; name a colleague by the first name as well.",
                )


def _meant(letter: Reading, span: tuple[int, int], names: Mapping[str, str]) -> str | None:
    """Return the name that a surname means where it stands, None when it means nobody."""
    called = _CALLED.search(letter.lower, max(span[0] - 40, 0), span[0])
    if called and (called["title"] or (called["initial"] == "m" and letter.language == "fr")):
        return next(iter(names.values()))
    if called and (name := names.get(called["initial"])):
        return name
    behind = _BEHIND.match(letter.lower, span[1])
    return names.get(behind[1]) if behind else None


def _called(small: str, letter: Reading) -> Iterator[tuple[int, int]]:
    """Where a name stands, whatever white space it has, and in the genitive: “Bo Linds Bewerbung”."""
    last = _LETTERS.findall(small)[-1]
    if last in letter.words or f"{last}s" in letter.words:
        words = r"\s+".join(re.escape(each) for each in small.split())
        for match in re.finditer(rf"(?<![^\W_]){words}(?=s?(?![^\W_]))", letter.lower):
            yield match.span()


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
        named = (
            holds(line, letter.said.sender_name)
            if letter.said.sender_name
            else _is_somebody(letter, letter.text[start : start + first])
            or _is_somebody(letter, re.split(r"[,|(–]| - ", letter.text[start + first : start + span[0]])[0])
        )
        if len(line.split()) <= len(foot[span[0] : span[1]].split()) + 3 and not named:
            return start + span[0], start + span[1]
    return None


_SOMEBODY = re.compile(
    r"[A-ZÀ-Þ][\w'.-]*(?: (?:von|van|de|del|la|du|[A-ZÀ-Þ][\w'.-]*)){0,3} [A-ZÀ-Þ][\w'.-]*,?"
)
#: Two words with capitals that wish well and name nobody.
_FAREWELL = re.compile(
    r"(?:alles|viel|schön|einen?|mit|bis|bonne|bien|best|many|all|take|with|kind|see|suerte|buen|hasta)",
    re.IGNORECASE,
)


def _is_somebody(letter: Reading, above: str) -> bool:
    """Whether a line above is a person's name, so that this one says what they do."""
    company = small_of(letter.said.company or "")
    return any(
        _SOMEBODY.fullmatch(line)
        and not (CLOSING.fullmatch(line) or _FAREWELL.match(line) or (company and company in line.lower()))
        and not letter.lexicon.teams.spans(line.lower(), letter.words)
        for line in map(str.strip, above.splitlines())
    )


def after_contact(said: Said) -> bool:
    """Return whether they have spoken with one of us already, as far as is known."""
    if said.depth is not None:
        return said.depth >= 1
    return said.type in _AFTER_CONTACT or said.interview_date is not None


_NO_REPLY = re.compile(
    r"(?:^|[<\"\s._-])(?:no|non|sans|sin|do[-_.]?not|dont|ne[-_.]?pas|nicht|keine)[-_.]?(?:reply|repl|response|respond|antwort(?:en)?|repondre|r[eé]ponse|responder|respuesta|contestar)",
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
    away = said.absence_on(said.leaves)
    if away is not None and not (away.cover and holds(letter.text, away.cover)):
        yield Found(
            None,
            f"{said.sender_name or 'Who signs'} is away until {letter.speak(away.last)}, and answers reach nobody "
            "meanwhile.",
            f"Say that {away.cover} answers meanwhile."
            if away.cover
            else "Let a colleague sign who is here.",
            None,
            severity,
        )


# --- K08 ------------------------------------------------------------------------------------------

_RE = re.compile(r"^\s*(?:re|aw|antw|rép|rv|fwd?|wg|tr)\.?(?:\[\d+\])?\s*:", re.IGNORECASE)


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
    bare = small_of(subject)
    for fact in sorted(facts_of(said), key=len, reverse=True):
        bare = bare.replace(small_of(fact), "_")
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
        and not any(names_role(each, small_of(subject)) for each in named)
    ):
        yield Found(
            None, "The subject names neither the role nor the company.", f"Say what it is about: {named[0]}."
        )
