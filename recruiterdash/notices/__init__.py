"""What colleagues get by mail: each is a row written with its cause, and sent at least once."""

from recruiterdash.notices.operations import answered, take, tell

__all__ = ["answered", "take", "tell"]
