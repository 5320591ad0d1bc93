"""Letters of a batch made from what is known: one a person, whatever number of roles it is about; pure."""

import hashlib
import json
import re
import secrets
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from recruiterdash.candidates.models import ApplicationState, Disposition, Outcome
from recruiterdash.config import Settings
from recruiterdash.errors import BadInput, DomainError
from recruiterdash.mail import Letter, Mailbox, Sealed, reply_to, return_path, seal
from recruiterdash.mail.addresses import check_name, wire_address
from recruiterdash.messages import filling, status_links
from recruiterdash.messages.batches import rules
from recruiterdash.messages.batches.findings import Checked, row_findings
from recruiterdash.messages.batches.rules import Known, Meant, Out
from recruiterdash.messages.courtesy import NO_NAMES, Names, Severity
from recruiterdash.messages.known import Signer, is_duty
from recruiterdash.messages.promising import offered
from recruiterdash.messages.status_links import Claim
from recruiterdash.messages.types import MANNERS, MessageType
from recruiterdash.messages.wording import render, used
from recruiterdash.waiting.promisable import ensure_promisable

_INTERVIEW = frozenset({"interview.date", "interview.topic"})
_TITLES = "requisition.titles"
_FIELD = re.compile(r"\{\{.*?\}\}")


class Source(NamedTuple):
    """What the letters of a batch are made from."""

    type: MessageType
    subject: str
    body: str
    #: The day promised to all; None for each their own.
    promise: date | None
    company: str
    #: The disposition of rejections that are decided with their letter.
    reason: Disposition | None
    #: Application -> a line of one's own.
    lines: Mapping[int, str]
    now: datetime
    may_decide: bool = True
    #: Where the letters come from, and whether somebody reads the answers there.
    mailbox: str = ""
    answers_read: bool = False
    #: What the text is written in; days are said in it.
    language: str = "en"
    #: Titles of all roles we hire for at present, and names of everybody in the running for one of these.
    titles: tuple[str, ...] = ()
    people: Names = NO_NAMES
    #: What links to status pages are made from.
    settings: Settings | None = None

    @property
    def names(self) -> frozenset[str]:
        """The placeholders it prints."""
        return used(self.subject) | used(self.body)

    @property
    def promises(self) -> bool:
        """Its letters name a day by which they hear again."""
        return self.promise is not None or "promise.date" in self.names or MANNERS[self.type].needs_promise

    @property
    def rejects(self) -> bool:
        return MANNERS[self.type].decision is Outcome.REJECT


class Made(NamedTuple):
    """One letter as it is previewed."""

    about: tuple[Known, ...]
    recipient: str
    name: str
    subject: str
    body: str
    key: str
    signer: Signer
    promise: date | None
    findings: list[dict[str, Any]]
    flags: list[str]
    finalist: bool
    #: It holds a line of one's own.
    lined: bool
    #: Its bytes, dated with the preview, and the envelope they travel in.
    sample: Sealed
    facts: str


class Manifest(NamedTuple):
    """The letters of a batch, and who gets none."""

    letters: list[Made]
    excluded: list[tuple[Known, Out]]


def made(known: Sequence[Known], source: Source, progress: Callable[[int], None] | None = None) -> Manifest:
    """Return the letters of a batch: those to look at first stand first.

    progress: told how many people have been looked at.
    """
    lines = Counter(" ".join(line.split()).casefold() for line in source.lines.values())
    excluded: list[tuple[Known, Out]] = []
    people: dict[int, list[Known]] = defaultdict(list)
    for each in known:
        out = _line_flaw(each, source, lines) or rules.left_out(each, _meant(each, source))
        if out is None:
            people[each.candidate_id].append(each)
        else:
            excluded.append((each, out))
    letters: list[Made] = []
    for number, about in enumerate(people.values(), 1):
        letter = _letter(tuple(about), source, len(people))
        if isinstance(letter, Out):
            excluded += [(each, letter) for each in about]
        else:
            letters.append(letter)
        if progress is not None:
            progress(number)
    excluded.sort(key=lambda each: each[0].application_id)
    return Manifest(_ordered(_flagged(letters)), excluded)


def facts_of(about: Iterable[Known], source: Source, promise: date | None) -> str:
    """Return the digest of everything a letter was written from: where it differs, the letter is another one."""
    whole = [
        [
            *(each.application_id, each.candidate_id, each.version, each.state.value, each.stage, each.name),
            *(each.addressed, each.email, each.language, each.internal, each.title, each.requisition.value),
            *(
                each.office,
                each.status_number,
                each.decision,
                each.decision_number,
                each.last_event,
                each.shared_event,
            ),
            *(str(each.missed), str(each.interview_day), each.interview_topic, _signs(each.signer)),
        ]
        for each in about
    ]
    return _digest([whole, source.company, str(promise), source.type.value])


def _signs(signer: Signer | None) -> Sequence[Any]:
    """Who signs, to the last letter; days on which they will be away change nothing of what they wrote."""
    return signer._replace(away=()) if signer else ()


def digest_of(letters: Iterable[Sequence[Any]], head: Sequence[Any]) -> str:
    """Return the digest of a whole manifest. letters: all that counts of each, in whatever order."""
    return _digest([list(head), sorted(_digest(list(each)) for each in letters)])


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=True, default=str).encode()).hexdigest()


def _meant(known: Known, source: Source) -> Meant:
    return Meant(
        source.type,
        source.now,
        may_decide=source.may_decide,
        line=bool(source.lines.get(known.application_id)),
        fact=bool(source.names & _INTERVIEW and known.interview_day),
    )


def _line_flaw(known: Known, source: Source, lines: Mapping[str, int]) -> Out | None:
    line = source.lines.get(known.application_id, "")
    flaw = rules.flaw_of(line, lines) if line else ""
    return Out("line", flaw) if flaw else None


class _LeftOut(Exception):
    """Somebody gets no letter after all."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.out = Out(code, words)


def _letter(about: tuple[Known, ...], source: Source, bulk: int) -> Made | Out:
    """Return one person's letter, or why there is none."""
    try:
        return _made(about, source, bulk)
    except _LeftOut as left:
        return left.out


def _made(about: tuple[Known, ...], source: Source, bulk: int) -> Made:
    if len(about) > 1 and _TITLES not in source.names:
        raise _LeftOut(
            "duplicate",
            f"{len(about)} of their applications are selected and the text names one role: "
            "let it say {{ requisition.titles }}.",
        )
    first = max(about, key=lambda each: (rules.rank(each.stage_type), -each.application_id))
    if first.signer is None:
        raise _LeftOut("unsigned", first.unsigned)
    name = _addressee(first)
    subject, body, promise = _text(first, about, source)
    line = _own_line(about, source)
    body = rules.with_line(body, line)
    ordered = [first, *(each for each in about if each is not first)]
    key = secrets.token_hex(16)
    try:
        sample = _sealed(first, first.signer, source, name, subject, body, key)
    except DomainError as refusal:
        raise _LeftOut("unwritable", str(refusal)) from None
    checked = _checked(ordered, first.signer, source, (subject, body), promise, bulk)
    return Made(
        about=about,
        recipient=first.email,
        name=name,
        subject=subject,
        body=body,
        key=key,
        signer=first.signer,
        promise=promise,
        findings=row_findings(
            checked._replace(lined=bool(line), alike=_alike(source, line) if bulk > 1 else None)
        ),
        flags=_flags(about, source),
        finalist=any(each.finalist for each in about),
        lined=bool(line),
        sample=sample,
        facts=facts_of(about, source, promise),
    )


def _addressee(first: Known) -> str:
    """Return the name an envelope can carry."""
    try:
        wire_address(first.email)
        check_name(first.addressed)
        return check_name(first.name)
    except DomainError as refusal:
        raise _LeftOut("bad_address", str(refusal)) from None


def _text(first: Known, about: Sequence[Known], source: Source) -> tuple[str, str, date | None]:
    """Return subject and body as they read to one person, and the day that is promised in them."""
    try:
        promise = _promise(about, source)
        values = filling.values(
            first._replace(missed=_missed(about)),
            source.type,
            source.language,
            titles=[each.title for each in about],
            company=source.company,
            promise=promise,
            status_url=_status(first, source),
        )
        subject, body = render(source.subject, values), render(source.body, values)
    except BadInput as refusal:
        raise _LeftOut("missing", str(refusal)) from None
    return " ".join(subject.split()), body, promise if source.promises else None


def _own_line(about: Sequence[Known], source: Source) -> str:
    """Return the line of one's own that a letter holds; empty for none."""
    lines = [source.lines[each.application_id] for each in about if source.lines.get(each.application_id)]
    if len(lines) > 1:
        raise _LeftOut("line", "One letter holds one line of their own: give it for one of the applications.")
    return " ".join(lines[0].split()) if lines else ""


def _sealed(
    first: Known, signer: Signer, source: Source, name: str, subject: str, body: str, key: str
) -> Sealed:
    """Make the bytes and read them back; their date is that of the preview. Raises as `seal` does."""
    return seal(
        Letter(
            message_id=message_id(source.mailbox, key),
            date=source.now,
            sender=Mailbox(signer.name, source.mailbox),
            recipient=Mailbox(name, first.email),
            subject=subject,
            text=body,
            return_path=return_path(source.mailbox, key),
            # where nobody reads the sender's mailbox for us, an answer has to reach the signer
            reply_to=reply_to(source.mailbox, key) if source.answers_read else signer.email,
        )
    )


def message_id(mailbox: str, key: str) -> str:
    """Return the Message-ID of a letter with this key."""
    return f"<{key}@{mailbox.rpartition('@')[2]}>"


def _promise(about: Sequence[Known], source: Source) -> date | None:
    """The day promised: the one given, else the earliest that any of their applications calls for.

    Raises BadInput for a day that cannot be kept.
    """
    if source.promise is not None:
        for each in about:
            ensure_promisable(source.promise, each.today, each.calendar, each.promise_cap)
            if each.leaves is not None and (refusal := rules.leaves_too_late(each.leaves, source.promise)):
                raise BadInput(refusal)
        return source.promise
    if not source.promises:
        return None
    return min(_suggested(each, source.type) for each in about)


def _missed(about: Iterable[Known]) -> date | None:
    """The earliest day promised for any of their applications, and neither kept nor answered yet."""
    return min((each.missed for each in about if each.missed is not None), default=None)


def _suggested(known: Known, type_: MessageType) -> date:
    owed = [due for name, due in known.clocks.items() if due is not None and is_duty(name)]
    away = known.signer.away if known.signer else ()
    # a word that waits for its hour promises a day after that
    said = max(known.today, known.leaves or known.today)
    return offered(type_, said, owed, known.missed, known.cadence, known.calendar, known.promise_cap, away)


def _status(first: Known, source: Source) -> str | None:
    if source.settings is None or "status.url" not in source.names:
        return None
    claim = Claim(first.application_id, first.status_number)
    return status_links.of(source.settings, claim, internal=first.internal)


def _checked(
    about: Sequence[Known],
    signer: Signer,
    source: Source,
    text: tuple[str, str],
    promise: date | None,
    bulk: int,
) -> Checked:
    """text: subject and body. bulk: how many people's letters are made together."""
    first = about[0]
    reasons = [each.disposition or source.reason for each in about] if source.rejects else []
    legal = [due for each in about for name, due in each.clocks.items() if due and name.startswith("LEGAL")]
    titles = tuple(dict.fromkeys(each.title for each in about))
    return Checked(
        type=source.type,
        subject=text[0],
        body=text[1],
        addressed=first.addressed,
        sender=signer.name,
        promise=promise,
        missed=_missed(about),
        legal_due=min(legal, default=None),
        facts=(*titles, first.addressed, first.name, signer.name, source.company, first.office),
        people=source.people,
        titles=titles,
        other_titles=tuple(each for each in source.titles if each not in titles),
        company=source.company,
        role=signer.role,
        recipient=first.email,
        reply_to="" if source.answers_read else signer.email,
        away=signer.away,
        dispositions=tuple(dict.fromkeys(each.value for each in reasons if each is not None)),
        untold=any(each.state is ApplicationState.ACTIVE and each.told_at is None for each in about),
        lined=False,
        alike=None,
        bulk=bulk,
        first=first,
    )


def _alike(source: Source, line: str) -> float | None:
    """Return which share of a letter's words everybody else's letter has, merged fields left out."""
    if not source.rejects:
        return None
    common = len(_FIELD.sub(" ", source.body).split())
    return common / (common + len(line.split()) or 1)


def _flags(about: Sequence[Known], source: Source) -> list[str]:
    """What a reader should know of one letter, though it stops nothing."""
    said = []
    if source.rejects and any(each.decision is None for each in about):
        said.append("Not decided yet: sending decides no.")
    if len(about) > 1:
        said.append(f"One letter about {len(about)} applications.")
    if any(each.finalist for each in about):
        said.append("A finalist.")
    if len({each.signer.user_id for each in about if each.signer}) > 1:
        said.append("Their applications have different recruiters; one of them signs.")
    return said


def _flagged(letters: Sequence[Made]) -> list[Made]:
    """Mark people who share one address: each gets a letter of their own."""
    times = Counter(each.recipient.casefold() for each in letters)
    return [
        each._replace(flags=[*each.flags, "Somebody else in this batch has the same address."])
        if times[each.recipient.casefold()] > 1
        else each
        for each in letters
    ]


def _ordered(letters: Sequence[Made]) -> list[Made]:
    def first(each: Made) -> tuple[bool, bool, int]:
        # a hint stands in nearly every letter, and says nothing of one
        stopped = any(found["severity"] != Severity.HINT for found in each.findings)
        return not stopped, not each.flags, each.about[0].application_id

    return sorted(letters, key=first)
