"""What we hire for: authority to hire, with its seats, its plan and the colleagues who hire."""

from recruiterdash.requisitions.facts import Facts
from recruiterdash.requisitions.operations import (
    add_openings,
    arrange_stages,
    close_opening,
    create,
    edit,
    set_team,
)
from recruiterdash.requisitions.queries import visible, visible_ids

__all__ = [
    "Facts",
    "add_openings",
    "arrange_stages",
    "close_opening",
    "create",
    "edit",
    "set_team",
    "visible",
    "visible_ids",
]
