"""Who may do what to a record at all, whenever it is. Pure."""

from collections.abc import Mapping

from recruiterdash.errors import NotAllowed
from recruiterdash.feedback.record import Act, Actor, Part, Record

_US = frozenset({Part.GIVER, Part.HR})
MAY: Mapping[Act, frozenset[Part]] = {
    Act.OFFER: _US | {Part.MANAGER},
    Act.WRITE: _US | {Part.MANAGER},
    Act.HAND_OVER: _US | {Part.MANAGER},
    Act.APPROVE: frozenset({Part.HR}),
    Act.SEND_BACK: frozenset({Part.HR}),
    Act.TALK: _US,
    Act.WAIVE: _US,
    Act.RELEASE: _US,
    Act.ACKNOWLEDGE: frozenset({Part.EMPLOYEE}),
    Act.COMMENT: frozenset({Part.EMPLOYEE}),
    Act.LAPSE: frozenset({Part.PROGRAM}),
    Act.ASK_CORRECTION: frozenset({Part.EMPLOYEE}),
    Act.CORRECT: _US,
    Act.DECLINE_CORRECTION: frozenset({Part.HR}),
    Act.FOLLOW_UP: _US,
    Act.CLOSE: _US,
    # an employee who complains is asked nothing more
    Act.HOLD: _US | {Part.EMPLOYEE},
    Act.LIFT: frozenset({Part.HR}),
}
#: What a legal hold leaves possible, and what the end of a record does.
UNDER_HOLD = frozenset({Act.HOLD, Act.LIFT, Act.ACKNOWLEDGE, Act.LAPSE})
AFTER_CLOSE = frozenset({Act.HOLD, Act.LIFT, Act.ACKNOWLEDGE})


def ensure_part(record: Record, act: Act, actor: Actor) -> None:
    """Refuse an act to who has no part in it. Raises NotAllowed."""
    if act in (Act.APPROVE, Act.SEND_BACK) and actor.user_id == record.giver_id:
        raise NotAllowed("Whoever gives the feedback is never its second reader: ask a colleague of HR.")
    if not actor.parts & MAY[act]:
        raise NotAllowed(_NOT_YOURS.get(act, "This step is not yours."))


_NOT_YOURS = {
    Act.APPROVE: "The second reader is somebody of HR.",
    Act.SEND_BACK: "The second reader is somebody of HR.",
    Act.LIFT: "A legal hold is lifted by HR alone.",
    Act.ACKNOWLEDGE: "Only the employee says that they received it.",
}
