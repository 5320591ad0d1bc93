"""How many letters of a preview would go: those that the checks let pass, with the reasons that were given."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash.messages.batch_rows import BatchRow
from recruiterdash.messages.batches.findings import stops


class Going(NamedTuple):
    """What a confirmation would let go, as far as its preview tells."""

    letters: int
    finalists: int
    #: Why the first of the others stays behind; empty when none does.
    refusal: str


def going(session: Session, batch_id: int, overrides: Collection[str]) -> Going:
    """Return how many letters of a batch would go. overrides: the checks whose warnings are set aside.

    For whoever has found the batch itself within the viewer's sight.
    """
    letters = finalists = 0
    refusal = ""
    rows = session.execute(
        select(BatchRow.findings, BatchRow.finalist)
        .where(BatchRow.batch_id == batch_id)
        .order_by(BatchRow.position)
    )
    for findings, finalist in rows:
        if stopped := stops(findings, overrides):
            refusal = refusal or stopped
        else:
            letters += 1
            finalists += finalist
    return Going(letters, finalists, refusal)
