"""A letter's bytes: made once at approval, and once more when somebody has its wording made anew."""

from datetime import datetime

from recruiterdash.config import Settings
from recruiterdash.mail import Letter as Written
from recruiterdash.mail import Mailbox, Sealed, reply_to, return_path, seal
from recruiterdash.messages.known import Signer


def sealed(
    message_id: str,
    to: Mailbox,
    signer: Signer,
    subject: str,
    body: str,
    *,
    now: datetime,
    settings: Settings,
    answers: str = "",
) -> Sealed:
    """Return the bytes of a letter and its envelope.

    message_id: with its angle brackets; what stands before the @ is also the key of the return path. answers: the
    Message-ID of the mail whose thread it continues.
    """
    key = message_id.strip("<>").partition("@")[0]
    return seal(
        Written(
            message_id=message_id,
            date=now,
            sender=Mailbox(signer.name, settings.sender_mailbox),
            recipient=to,
            subject=subject,
            text=body,
            return_path=return_path(settings.sender_mailbox, key),
            # where nobody reads the sender's mailbox for us, an answer has to reach the signer
            reply_to=reply_to(settings.sender_mailbox, key) if settings.imap_url else signer.email,
            extra=(("In-Reply-To", answers), ("References", answers)) if answers else (),
        )
    )
