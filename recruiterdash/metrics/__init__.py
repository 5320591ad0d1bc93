"""How long people wait for us, and whether it gets better: figures that count those who still wait."""

from recruiterdash.metrics.answers import Answer
from recruiterdash.metrics.asked import Asked, ensure_shown, read
from recruiterdash.metrics.figures import FIGURES, answered
from recruiterdash.metrics.queries import Ground

__all__ = ["FIGURES", "Answer", "Asked", "Ground", "answered", "ensure_shown", "read"]
