"""What became of a request: the numbers that the loops write, and their names."""

from typing import Final

ANSWERED: Final = 0
THROTTLED: Final = 1
TIMEOUT: Final = 2
NO_CAPACITY: Final = 3
EXPIRED: Final = 4

NAMES: Final = {THROTTLED: "throttled", TIMEOUT: "timeout", NO_CAPACITY: "no_capacity", EXPIRED: "expired"}
"""Of those that are errors."""
