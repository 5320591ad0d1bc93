"""A rule said no, in words fit for the person who asked."""


class DomainError(Exception):
    """A refusal: `str(error)` is one clear sentence for the reader; `status` is its HTTP answer."""

    status = 400


class NotFound(DomainError):
    """It is not there, or not theirs to see: both look the same from outside."""

    status = 404

    def __init__(self, what: str = "This page") -> None:
        super().__init__(f"{what} is not here, or not yours to see.")


class NotAllowed(DomainError):
    """The person may see the thing but not do this with it."""

    status = 403


class Conflict(DomainError):
    """Somebody else changed the thing meanwhile; nothing was done."""

    status = 409


class BadInput(DomainError):
    """What was given cannot be used; the sentence says what and where."""

    status = 422


class BadSettings(Exception):
    """A setting is nonsense or unsafe: the program does not start."""
