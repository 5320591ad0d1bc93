"""What shows that an uncertain letter arrived settles it; nothing shows that it did not, and nothing sends it again."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from recruiterdash.errors import Conflict
from recruiterdash.messages import resolving
from recruiterdash.messages.models import MessageState

ANSWERED = "mail {mail} answers it, from the mailbox it went to"
DELIVERED = "mail {mail} is a server's report that it was delivered"
COPY = "mail {mail} is its own copy, which came to our mailbox"


class Known(Protocol):
    """As much of a letter as is needed here."""

    @property
    def id(self) -> int: ...
    @property
    def state(self) -> MessageState: ...


def shows(session: Session, letters: Iterable[Known], how: str, mail_id: int, *, now: datetime) -> None:
    """Settle those of some letters that are uncertain as arrived, with the mail that shows it.

    how: one of the sentences above.
    """
    for letter in letters:
        if letter.state is MessageState.UNCERTAIN:
            with suppress(Conflict):  # a person has settled it meanwhile
                resolving.arrived(session, None, letter.id, how.format(mail=mail_id), now=now)
