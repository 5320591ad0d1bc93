"""When a letter that the server did not take yet is offered again: one list, for all to read."""

import random
from datetime import timedelta

#: Waits before a letter is offered again, in multiples of RETRY_BASE (a minute): doubling to twelve hours,
#: and less than five days in all. Each is lengthened or shortened by up to a tenth, so that a crowd spreads.
RETRIES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, *[720] * 8)
JITTER = 0.1


def next_wait(attempts: int, base: float) -> timedelta | None:
    """Return how long a letter rests before it is offered again, None when it has been tried often enough.

    attempts: how many were made before the one that has just failed. base: RETRY_BASE in seconds.
    """
    if attempts >= len(RETRIES):
        return None
    return timedelta(seconds=base * RETRIES[attempts] * random.uniform(1 - JITTER, 1 + JITTER))
