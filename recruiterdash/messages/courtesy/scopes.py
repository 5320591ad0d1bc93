"""Which types of letters a check is for, and how long a letter of a type is."""

from collections.abc import Mapping

from recruiterdash.messages.types import MessageType as T

ALL = frozenset(T)
#: Status and delay.
STATUS = frozenset({T.STATUS, T.DELAY})
#: Letters that carry a no.
REJECTIONS = frozenset(
    {
        T.REJECTION_APPLICATION,
        T.REJECTION_SCREEN,
        T.REJECTION_FINAL,
        T.SILVER_MEDALIST,
        T.POSITION_CANCELLED,
        T.FILLED_INTERNALLY,
        T.INTERNAL_NO,
    }
)
#: A no after the final round.
FINAL = frozenset({T.REJECTION_FINAL, T.SILVER_MEDALIST})
INTERNAL = frozenset({T.INTERNAL_NO})
#: An answer to something they wrote.
REPLIES = frozenset(
    {T.THANK_YOU_REPLY, T.THANK_YOU_REPLY_AFTER_NO, T.CHASER_REPLY, T.FEEDBACK_REPLY, T.PERSONAL}
)

#: Type -> fewest and most words.
BANDS: Mapping[T, tuple[int, int]] = {
    T.ACKNOWLEDGEMENT: (40, 120),
    T.STATUS: (40, 120),
    T.DELAY: (50, 130),
    T.REJECTION_APPLICATION: (50, 130),
    T.REJECTION_SCREEN: (60, 150),
    T.REJECTION_FINAL: (80, 220),
    T.SILVER_MEDALIST: (90, 220),
    T.POSITION_CANCELLED: (60, 160),
    T.HOLD: (50, 140),
    T.FILLED_INTERNALLY: (60, 160),
    T.INTERNAL_NO: (60, 150),
    T.WITHDRAWAL_CONFIRMATION: (20, 70),
    T.NEXT_STEP: (30, 150),
    T.INVITATION: (30, 150),
    T.REQUEST: (30, 150),
    T.INTERVIEW_THANKS: (30, 90),
    T.CORRECTION: (40, 120),
    T.CONSENT_REQUEST: (40, 120),
    T.FEEDBACK_REPLY: (40, 180),
    T.PERSONAL: (5, 300),
    T.THANK_YOU_REPLY: (15, 60),
    T.THANK_YOU_REPLY_AFTER_NO: (10, 40),
    T.CHASER_REPLY: (30, 110),
}
