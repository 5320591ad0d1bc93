"""The checks: id, what it asks, for which letters, and how grave it is."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from recruiterdash.messages.courtesy import addressing, dates, deciding, form, naming, sending, wording
from recruiterdash.messages.courtesy.reading import Reading
from recruiterdash.messages.courtesy.said import Found, Severity
from recruiterdash.messages.courtesy.scopes import ALL, FINAL, REJECTIONS, STATUS
from recruiterdash.messages.types import MessageType

BLOCK, WARN, HINT = Severity.BLOCK, Severity.WARN, Severity.HINT


class Check(NamedTuple):
    """One rule of courtesy."""

    id: str
    name: str
    scope: frozenset[MessageType]
    #: What its findings are unless a finding says otherwise.
    severity: Severity
    find: Callable[[Reading], Iterator[Found]]


CHECKS: tuple[Check, ...] = (
    Check("K01", "Greeting", ALL, BLOCK, naming.k01),
    Check("K02", "Left to fill in", ALL, BLOCK, naming.k02),
    Check("K03", "Role", ALL, BLOCK, naming.k03),
    Check("K04", "Company", ALL, BLOCK, naming.k04),
    Check("K05", "One recipient", ALL, BLOCK, addressing.k05),
    Check("K06", "Signature", ALL, BLOCK, addressing.k06),
    Check("K07", "Answers", ALL, BLOCK, addressing.k07),
    Check("K08", "Subject", ALL, WARN, addressing.k08),
    Check("K09", "Decision said", REJECTIONS, BLOCK, deciding.k09),
    Check("K10", "No verdict yet", STATUS, BLOCK, deciding.k10),
    Check("K11", "One date", STATUS, BLOCK, dates.k11),
    Check("K12", "Plain date", STATUS, WARN, dates.k12),
    Check("K13", "Date in time", STATUS, BLOCK, dates.k13),
    Check("K14", "Cause of the delay", STATUS, WARN, deciding.k14),
    Check("K15", "Broken promise", STATUS, BLOCK, dates.k15),
    Check("K16", "True reason", REJECTIONS, BLOCK, deciding.k16),
    Check("K17", "Offer of feedback", REJECTIONS, BLOCK, deciding.k17),
    Check("K18", "False hope", REJECTIONS, BLOCK, deciding.k18),
    Check("K19", "Comparison", REJECTIONS, WARN, wording.k19),
    Check("K20", "Who they are", ALL, BLOCK, wording.k20),
    Check("K21", "Judgement", ALL, BLOCK, wording.k21),
    Check("K22", "Blame", STATUS, WARN, wording.k22),
    Check("K23", "Pay", STATUS | REJECTIONS, BLOCK, wording.k23),
    Check("K24", "Jargon", ALL, WARN, wording.k24),
    Check("K25", "Scores and opinions", ALL, BLOCK, wording.k25),
    Check("K26", "Background check", REJECTIONS, BLOCK, deciding.k26),
    Check("K27", "Regret", REJECTIONS, WARN, wording.k27),
    Check("K28", "Stock phrases", REJECTIONS, HINT, wording.k28),
    Check("K29", "Tone", ALL, HINT, wording.k29),
    Check("K30", "Surveys and links", REJECTIONS, WARN, wording.k30),
    Check("K31", "Length", ALL, WARN, form.k31),
    Check("K32", "Easy to read", ALL, WARN, form.k32),
    Check("K33", "HTML", ALL, WARN, form.k33),
    Check("K34", "Language", ALL, WARN, form.k34),
    Check("K35", "About this person", REJECTIONS, WARN, sending.k35),
    Check("K36", "Thanks", ALL, WARN, form.k36),
    Check("K37", "Batch", ALL, BLOCK, sending.k37),
    Check("K38", "Hour", REJECTIONS, WARN, sending.k38),
    Check("K39", "Told in person", FINAL | REJECTIONS, WARN, sending.k39),
    Check("K40", "Something new", STATUS, WARN, form.k40),
    Check("K41", "How long data are kept", REJECTIONS, HINT, form.k41),
    Check("K42", "Other formats", ALL, HINT, form.k42),
)

#: Id -> what the check is called.
NAMES = {check.id: check.name for check in CHECKS}
#: Type -> the checks for it.
BY_TYPE: dict[MessageType, tuple[Check, ...]] = {
    type_: tuple(check for check in CHECKS if type_ in check.scope) for type_ in MessageType
}
