"""Letters past the outbox, to colleagues who asked for them: they speak of no candidate. What the domain publishes."""

import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime
from time import monotonic
from typing import NamedTuple

from recruiterdash.config import Settings
from recruiterdash.doors import checks, dns_texts
from recruiterdash.doors.checks import Row, Verdict
from recruiterdash.mail import Answer, Letter, Mailbox, NoLine, access_from, open_line, seal
from recruiterdash.mail.line import Line

#: Seconds that letters to several colleagues may take together; who asks is waiting for the page.
PATIENCE = 20.0
NO_SERVER = "SMTP_URL is not set: there is no mail server to hand a letter to."


class Note(NamedTuple):
    """One letter to one colleague."""

    to: Mailbox
    subject: str
    text: str


def test_letter(settings: Settings, to: Mailbox, *, now: datetime) -> Verdict:
    """Hand one letter to the mail server, and tell what it answered."""
    text = "This letter says that recruiterdash can reach its mail server, and the server you.\n"
    note = Note(to, "A test letter of recruiterdash", text)
    return next(iter(hand_over(settings, [note], now=now)))


def hand_over(settings: Settings, notes: Iterable[Note], *, now: datetime) -> list[Verdict]:
    """Hand letters to the mail server over one line, and tell of each what it answered.

    Those for which there was no time are not handed over, and told so. Nothing here is tried twice.
    """
    wanted = list(notes)
    if not settings.smtp_url:
        return [Verdict(False, NO_SERVER) for _ in wanted]
    until, access = monotonic() + PATIENCE, access_from(settings)
    told: list[Verdict] = []
    try:
        with open_line(
            settings.smtp_url, connect_timeout=10, command_timeout=20, data_timeout=60, access=access
        ) as line:
            for note in wanted:
                if monotonic() > until or not line.usable:
                    break
                told.append(_verdict(_handed_over(line, settings, note, now)))
    except NoLine as none:
        told.append(_verdict(none.answer))
    missed = Verdict(False, "It was not handed over: the mail server took too long, or hung up.")
    return [*told, *[missed] * (len(wanted) - len(told))]


def _handed_over(line: Line, settings: Settings, note: Note, now: datetime) -> Answer:
    domain = settings.sender_mailbox.rpartition("@")[2]
    sealed = seal(
        Letter(
            message_id=f"<{secrets.token_hex(16)}@{domain}>",
            date=now,
            sender=Mailbox(settings.company, settings.sender_mailbox),
            recipient=note.to,
            subject=note.subject,
            text=note.text,
            return_path=settings.sender_mailbox,
            reply_to=settings.sender_mailbox,
        )
    )
    answer = line.offer(sealed.envelope_from, sealed.recipient, len(sealed.data))
    return line.send_data(sealed.data) if answer.accepted else answer


def _verdict(answer: Answer) -> Verdict:
    code = f"{answer.code} " if answer.code else ""
    took = "The mail server took it" if answer.accepted else "The mail server did not take it"
    return Verdict(answer.accepted, f"{took} ({answer.phase.value}: {code}{answer.text}).")


def domain(settings: Settings) -> Iterator[Row]:
    """Yield what the sending domain publishes: SPF, DKIM, DMARC. Looks names up, some seconds each at the most."""
    domain = settings.sender_mailbox.rpartition("@")[2]
    if settings.mail_mode == "catch" or "." not in domain:
        said = "No letter leaves for other domains, so nothing was looked up."
        yield from (Row(check, None, said) for check in ("spf", "dkim", "dmarc"))
        return
    look, selector = dns_texts.texts, settings.dkim_selector
    yield Row("spf", *checks.spf(look(domain), domain))
    key = look(f"{selector}._domainkey.{domain}") if selector else None
    yield Row("dkim", *checks.dkim(key, selector, domain))
    yield Row("dmarc", *checks.dmarc(dns_texts.nearest(look, domain), domain))
