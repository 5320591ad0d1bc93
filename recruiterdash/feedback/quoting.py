"""Words of feedback that stand in a letter: who may read them must not send them on, not by a slip of the paste."""

import re
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash.candidates.models import Application, Candidate
from recruiterdash.errors import BadInput
from recruiterdash.feedback.models import Feedback
from recruiterdash.feedback.visibility import visible
from recruiterdash.requisitions.models import Requisition
from recruiterdash.team.models import Role
from recruiterdash.team.permissions import Permission, Viewer

#: Words in a row that nobody writes twice by chance; a note that is shorter counts whole, down to the second number.
RUN, SHORTEST = 8, 5
_WORD = re.compile(r"\w+")


def ensure_unquoted(session: Session, viewer: Viewer, *texts: str) -> None:
    """Refuse a letter, or a wording, that holds a passage of feedback this viewer may read.

    Whoever may not read it is told nothing: a refusal would say that there is some. What stands in the criteria is
    public, and may be said. Raises BadInput with the words.
    """
    if not (Role.HR in viewer.roles or viewer.may(Permission.FEEDBACK)):
        return
    said = [_words(text) for text in texts if text.strip()]
    if not any(len(words) >= SHORTEST for words in said):
        return
    runs = {size: _runs(said, size) for size in range(SHORTEST, RUN + 1)}
    for record in _records(session, viewer):
        for note in _notes(record):
            words = _words(note)
            size = min(len(words), RUN)
            for run in _runs([words], size) if size >= SHORTEST else ():
                if run in runs[size]:
                    raise BadInput(
                        f"“{' '.join(run)}” stands in a colleague's feedback. That is given in a talk and on their own "
                        "page, and leaves in no letter: take it out. Nothing was sent."
                    )


def _records(session: Session, viewer: Viewer) -> Iterator[Feedback]:
    yield from session.scalars(
        select(Feedback)
        .join(Application, Application.id == Feedback.application_id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Requisition, Requisition.id == Application.requisition_id)
        .where(visible(viewer))
        .order_by(Feedback.id)
    )


def _notes(record: Feedback) -> Iterator[str]:
    """Everything in a record that somebody wrote, in any version of it."""
    yield from (record.talk_note, record.waived_note, record.comment, record.held_why)
    yield from (record.correction_wish, record.correction_answer)
    yield from (record.followed_30_note, record.followed_90_note)
    yield from (each.text for each in record.words)
    for text in record.texts:
        yield from (text.watch, text.why, text.reader_note)
        for point in text.points:
            yield from (point.evidence, point.next_time)
        for action in text.actions:
            yield from (action.what, action.support)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _runs(texts: list[list[str]], size: int) -> set[tuple[str, ...]]:
    return {tuple(words[place : place + size]) for words in texts for place in range(len(words) - size + 1)}
