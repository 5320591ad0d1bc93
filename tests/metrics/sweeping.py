"""What the worker does for the figures, a round at a time."""

from recruiterdash.db import Database
from recruiterdash.metrics import operations


def swept(database: Database, rounds: int = 99, most: int = 60) -> int:
    """Sweep until nothing is left, or so many rounds; return how many it took."""
    for done in range(rounds):
        with database.reading() as session:
            prepared = operations.prepare(session, most=most)
        if prepared is None:
            return done
        with database.writing() as session:
            assert operations.keep(session, prepared)
            session.commit()
    return rounds
