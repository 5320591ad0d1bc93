"""Which types of letters a check is for."""

from recruiterdash.messages.types import NOES
from recruiterdash.messages.types import MessageType as T

ALL = frozenset(T)
#: Status and delay.
STATUS = frozenset({T.STATUS, T.DELAY})
#: Letters that carry a no.
REJECTIONS = NOES
#: A no after the final round.
FINAL = frozenset({T.REJECTION_FINAL, T.SILVER_MEDALIST})
INTERNAL = frozenset({T.INTERNAL_NO})
#: An answer to something they wrote.
REPLIES = frozenset(
    {T.THANK_YOU_REPLY, T.THANK_YOU_REPLY_AFTER_NO, T.CHASER_REPLY, T.FEEDBACK_REPLY, T.PERSONAL}
)
#: Letters that decide nothing, and that none of the checks of a status is for.
UNDECIDING = ALL - STATUS - REJECTIONS - {T.FEEDBACK_REPLY, T.THANK_YOU_REPLY_AFTER_NO}
