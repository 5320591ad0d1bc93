"""What colleagues get by mail: each is a row written with its cause, and sent at least once."""

from recruiterdash.notices.operations import Taken, answered, take, tell, waiting

__all__ = ["Taken", "answered", "take", "tell", "waiting"]
