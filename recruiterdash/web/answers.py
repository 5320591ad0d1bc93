"""A letter that answers a mail: which one, what it says, and who else has the form open."""

from sqlalchemy.exc import DBAPIError

from recruiterdash import doors
from recruiterdash.errors import Conflict, NotFound
from recruiterdash.messages import MessageType
from recruiterdash.messages.courtesy.scopes import REPLIES
from recruiterdash.messages.inbound import of_person, queries
from recruiterdash.messages.inbound.beside import Beside, beside, enter, leave
from recruiterdash.messages.inbound.models import InboundMail
from recruiterdash.web import asking
from recruiterdash.web.forms.letters import LetterForm


def asked(application_id: int, type_: MessageType) -> int | None:
    """Return the mail that a letter is to answer: the one the address names, else the newest that waits for one."""
    named = asking.number("answers")
    if named is not None or type_ not in REPLIES:
        return named
    return of_person.to_answer(doors.session(), doors.viewer(), application_id)


def answered(application_id: int, form: LetterForm) -> InboundMail | None:
    """Return the mail that the letter answers, where it is this person's and may be read."""
    if not form.answers.data or form.answers.errors:
        return None
    try:
        mail = queries.mail(doors.session(), doors.viewer(), form.answers.data)
    except NotFound:
        return None
    return mail if mail.application_id == application_id else None


def unread(application_id: int, form: LetterForm) -> list[InboundMail]:
    """Return mails of theirs of which nobody has said what they are, but for the one that the letter answers."""
    waiting = of_person.mails_of(doors.session(), doors.viewer(), application_id).waiting
    return [mail for mail in waiting if mail.id != form.answers.data]


def come_in(application_id: int, form: LetterForm) -> None:
    """Let colleagues see who answers a mail, as its form is opened; the form notes whom its writer saw there."""
    mail = answered(application_id, form)
    if mail is None:
        return
    try:
        with doors.database().writing() as session:
            enter(session, mail.id, doors.viewer().user_id, now=doors.now())
            session.commit()
    except DBAPIError:  # the form matters more than who sees it open
        return
    form.beside.data = _names(others(mail))


def ensure_seen(application_id: int, form: LetterForm) -> None:
    """Refuse to send while somebody answers the same mail whom the writer has not seen; sent once more, it goes.

    Raises Conflict naming them.
    """
    mail = answered(application_id, form)
    names = _names(others(mail)) if mail is not None else ""
    if not names or names == form.beside.data:
        return
    form.beside.data, form.beside.raw_data = names, None
    raise Conflict(
        f"{names} has opened this mail to answer it, too. Nothing was sent: talk to each other, or press Send once "
        "more. One answer goes, whichever is sent first."
    )


def go_out(form: LetterForm) -> None:
    """Let nobody see the writer there any more: the letter is approved."""
    if form.answers.data:
        leave(doors.session(), form.answers.data, doors.viewer().user_id)


def others(mail: InboundMail) -> list[Beside]:
    """Return who else answers a mail just now."""
    return list(beside(doors.session(), mail.id, doors.viewer().user_id, now=doors.now()))


def _names(found: list[Beside]) -> str:
    return ", ".join(each.name for each in found)[:300]
