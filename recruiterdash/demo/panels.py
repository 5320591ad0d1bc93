"""Who sat in the interviews of the demo, and which of them have handed in a scorecard."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from recruiterdash import bulk
from recruiterdash.candidates.models import Application, Interview, PanelMember
from recruiterdash.demo.imagine import Imagined
from recruiterdash.requisitions.models import Requisition, StageType

#: Who sits in beside the hiring manager, where two are owed.
BESIDE = ("Joanna Bell", "Arun Kumar", "Michael Osei")


def seat(session: Session, users: Mapping[str, int], ids: Sequence[int], batch: Sequence[Imagined]) -> None:
    """Put people into the interviews of a batch: a screening's recruiter, an interview's hiring manager first.

    users: name -> number. ids: of the batch's applications, in its order.
    """
    cards = {
        id_: [said.at for said in each.happened if said.type == "scorecard"]
        for id_, each in zip(ids, batch, strict=True)
    }
    beside = [users[name] for name in BESIDE]
    rows = session.execute(
        select(
            Interview.id,
            Interview.application_id,
            Interview.stage_type,
            Interview.ends_at,
            Interview.scorecards_owed,
            Requisition.recruiter_id,
            Requisition.hiring_manager_id,
        )
        .join(Application, Application.id == Interview.application_id)
        .join(Requisition, Requisition.id == Application.requisition_id)
        .where(Interview.application_id.in_(bulk.listed(session, ids)))
        .order_by(Interview.application_id, Interview.ends_at)
    ).all()
    members = (seat for row in rows for seat in _seats(row, beside, cards[row.application_id]))
    bulk.insert(session, PanelMember, ("interview_id", "user_id", "scorecard_at"), members)


def _seats(
    row: Any, beside: Sequence[int], cards: Sequence[datetime]
) -> Iterator[tuple[int, int, datetime | None]]:
    if row.stage_type is StageType.SCREEN:
        yield row.id, row.recruiter_id, None
        return
    others = [each for each in beside if each != row.hiring_manager_id]
    after = iter([at for at in cards if at >= row.ends_at])
    for user_id in [row.hiring_manager_id, *others][: max(1, row.scorecards_owed)]:
        yield row.id, user_id, next(after, None)
