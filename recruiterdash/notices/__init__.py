"""What colleagues get by mail: each is a row written with its cause, and sent at least once."""

from recruiterdash.notices.operations import (
    Taken,
    Words,
    answered,
    drop,
    put_off,
    take,
    tell,
    waiting,
    written,
)

__all__ = ["Taken", "Words", "answered", "drop", "put_off", "take", "tell", "waiting", "written"]
