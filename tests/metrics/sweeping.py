"""What the worker does for the figures, a round at a time."""

from recruiterdash.db import Database
from recruiterdash.metrics import operations


def swept(database: Database, rounds: int = 99, most: int = 60) -> int:
    """Sweep until nothing is left, or so many rounds; return how many it took."""
    kept = None
    for done in range(rounds):
        with database.reading() as session:
            prepared = operations.prepare(session, most=most, after=kept)
        if prepared is None:
            return done
        with database.writing() as session:
            kept = operations.keep(session, prepared)
            assert kept
            session.commit()
    return rounds
