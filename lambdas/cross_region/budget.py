"""The retry budget of a process with many callers: `domain.switching.retry_budget`, one at a time."""

import threading

from domain.switching.retry_budget import RetryBudget


class SharedRetryBudget(RetryBudget):
    """A budget that threads share.

    Args:
        share: Tokens that each request puts in, from 0 to 1.
        now_s: Seconds of any clock that does not go backwards.
    """

    def __init__(self, share: float, now_s: float) -> None:
        super().__init__(share, now_s)
        self._one_at_a_time = threading.Lock()

    def deposit(self, now_s: float) -> None:
        """Count a request that came in; one that looked at the clock late brings no time."""
        with self._one_at_a_time:
            super().deposit(now_s)

    def take(self, now_s: float) -> bool:
        """Take a token for a further attempt; False says that there is none."""
        with self._one_at_a_time:
            return super().take(now_s)

    def give_back(self) -> None:
        """Put a token back: the attempt was not made."""
        with self._one_at_a_time:
            super().give_back()
