"""What the checks of courtesy say about the letter in the form, as the composer shows it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flask import request

from recruiterdash import doors
from recruiterdash.messages import courtesy, reviewing
from recruiterdash.messages.courtesy import Finding, Severity
from recruiterdash.messages.types import Letter, MessageType
from recruiterdash.web.forms.letters import LetterForm
from recruiterdash.web.words import shortened

#: Fields of the reasons for which warnings stand: this and the check's id.
WHY = "why-"
#: Letters of a quotation at the most.
QUOTED = 120


class Line(NamedTuple):
    """One finding as a line of the list."""

    check: str
    name: str
    severity: Severity
    quoted: str
    message: str
    advice: str
    #: What the words are replaced with; None without a fix.
    fix: str | None
    #: What the fix button sends: check, start and end.
    button: str
    span: tuple[int, int] | None
    #: The field for the reason; empty where none is asked, or where a line above has it.
    field: str
    reason: str


class Shown(NamedTuple):
    """What is said below the letter."""

    stopping: list[Line]
    hints: list[Line]


def asked() -> bool:
    """Return whether the form was sent to be looked at, and not to leave."""
    return "check" in request.form or "fix" in request.form


def reasons() -> Mapping[str, str]:
    """Return the reasons typed beside warnings."""
    typed = ((id_, request.form.get(WHY + id_, "")) for id_ in courtesy.NAMES)
    return {id_: reason for id_, reason in typed if reason.strip()}


def letter_of(form: LetterForm, type_: MessageType) -> Letter:
    """Return the letter as it was typed, with the reasons beside it."""
    return form.letter(type_)._replace(overrides=reasons())


def fix(application_id: int, type_: MessageType, form: LetterForm) -> None:
    """Put the text into the form as it would be sent, with the fix that was asked for."""
    letter = form.letter(type_)
    body = letter.body
    for each in _findings(application_id, letter) if "fix" in request.form else ():
        if each.span and each.fix is not None and _button(each) == request.form["fix"]:
            body = body[: each.span[0]] + each.fix + body[each.span[1] :]
            break
    form.subject.data, form.body.data = letter.subject, body
    form.drafted.data = letter.promise.isoformat() if letter.promise else ""


def shown(application_id: int, type_: MessageType, form: LetterForm) -> Shown | None:
    """Return what the checks say of the letter in the form; None before it was sent, or while it is no letter."""
    if request.method != "POST" or form.errors:
        return None
    letter = form.letter(type_)
    lines = _lines(_findings(application_id, letter), letter.body)
    stopping = [line for line in lines if line.severity is not Severity.HINT]
    return Shown(
        sorted(stopping, key=lambda line: line.severity is not Severity.BLOCK),
        [line for line in lines if line.severity is Severity.HINT],
    )


def _findings(application_id: int, letter: Letter) -> list[Finding]:
    return reviewing.findings(
        doors.session(),
        doors.viewer(),
        application_id,
        letter,
        now=doors.now(),
        settings=doors.settings(),
    )


def _lines(findings: Sequence[Finding], body: str) -> list[Line]:
    given, asked_for = reasons(), set[str]()
    lines = []
    for each in findings:
        wanted = each.severity is Severity.WARN and each.check not in asked_for
        if wanted:
            asked_for.add(each.check)
        words = " ".join(body[slice(*each.span)].split()) if each.span else ""
        lines.append(
            Line(
                check=each.check,
                name=courtesy.NAMES[each.check],
                severity=each.severity,
                quoted=shortened(words, QUOTED),
                message=each.message,
                advice=each.advice,
                fix=each.fix,
                button=_button(each),
                span=each.span,
                field=WHY + each.check if wanted else "",
                reason=given.get(each.check, ""),
            )
        )
    return lines


def _button(found: Finding) -> str:
    return f"{found.check}:{found.span[0]}:{found.span[1]}" if found.span else ""
