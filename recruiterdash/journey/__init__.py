"""What happened: `record` and `load` are the two doors through which clocks move."""

from recruiterdash.journey.adding import take_in
from recruiterdash.journey.applications import (
    apply,
    change_owner,
    close_without_contact,
    move_stage,
    withdraw,
)
from recruiterdash.journey.contacts import Channel, Contact, Reached, log_contact
from recruiterdash.journey.decisions import decide, standing_decision, take_back_decision
from recruiterdash.journey.explained import Explained, explained
from recruiterdash.journey.foresight import Foresight, foresee
from recruiterdash.journey.happened import Happened
from recruiterdash.journey.history import happening, happenings_of
from recruiterdash.journey.interviews import (
    Booking,
    book_interview,
    cancel_interview,
    interview_held,
    mark_preliminary,
    no_show,
    reschedule_interview,
    scorecard_in,
)
from recruiterdash.journey.loading import (
    MEETINGS,
    TABLES,
    History,
    Lived,
    Rows,
    laid_out,
    live,
    load,
    rows_of,
)
from recruiterdash.journey.many import Decided, reject_each, take_back_each
from recruiterdash.journey.rebasing import rebase
from recruiterdash.journey.recording import record, record_each, record_for_requisition, settle, undo
from recruiterdash.journey.requisitions import change_state, effects_of
from recruiterdash.journey.timeline import Item, timeline

__all__ = [
    "MEETINGS",
    "TABLES",
    "Booking",
    "Channel",
    "Contact",
    "Decided",
    "Explained",
    "Foresight",
    "Happened",
    "History",
    "Item",
    "Lived",
    "Reached",
    "Rows",
    "apply",
    "book_interview",
    "cancel_interview",
    "change_owner",
    "change_state",
    "close_without_contact",
    "decide",
    "effects_of",
    "explained",
    "foresee",
    "happening",
    "happenings_of",
    "interview_held",
    "laid_out",
    "live",
    "load",
    "log_contact",
    "mark_preliminary",
    "move_stage",
    "no_show",
    "rebase",
    "record",
    "record_each",
    "record_for_requisition",
    "reject_each",
    "reschedule_interview",
    "rows_of",
    "scorecard_in",
    "settle",
    "standing_decision",
    "take_back_decision",
    "take_back_each",
    "take_in",
    "timeline",
    "undo",
    "withdraw",
]
