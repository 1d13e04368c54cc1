"""How many further attempts a process may make, so that an outage does not double the load on what still works.

A token bucket: each request puts in a share of a token, time puts in some, and a further attempt takes one where it is
load on top (`lambdas.route_request.run` says which is). The shape is that of Finagle's budget
(https://finagle.github.io/blog/2016/02/08/retry-budgets): a share of the requests over a floor for each second, and a
cap on what is saved up.
"""

from typing import Final

from domain.checks import finite_number

FLOOR_PER_SECOND: Final = 1.0
"""A function's environment serves one request at a time: this is one further attempt a second for each of them."""
CAPACITY: Final = 10.0
"""Tokens that can be saved up; a new process starts with them, so that an outage does not meet an empty bucket."""


class RetryBudget:
    """The bucket of one process; it is not shared between threads.

    Args:
        share: Tokens that each request puts in, from 0 to 1.
        now_s: Seconds of any clock that does not go backwards.
        floor_per_s: Tokens that each second puts in.
        capacity: Tokens that it holds at most, and at the start.
    """

    def __init__(
        self, share: float, now_s: float, *, floor_per_s: float = FLOOR_PER_SECOND, capacity: float = CAPACITY
    ) -> None:
        """Start full.

        Raises:
            ValueError: Names the argument, its value and what is accepted.
        """
        self._share = finite_number("share", share, 0)
        if share > 1:
            raise ValueError(f"share = {share!r} is not accepted: a finite number from 0 to 1")
        self._floor_per_s = finite_number("floor_per_s", floor_per_s, 0)
        self._capacity = finite_number("capacity", capacity, 1)
        self._seen_s = finite_number("now_s", now_s, 0)
        self._tokens = self._capacity

    @property
    def tokens(self) -> float:
        """What is in it, as of the last call."""
        return self._tokens

    def deposit(self, now_s: float) -> None:
        """Count a request that came in."""
        self._pass_time(now_s)
        self._add(self._share)

    def take(self, now_s: float) -> bool:
        """Take a token for a further attempt; False says that there is none."""
        self._pass_time(now_s)
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True

    def give_back(self) -> None:
        """Put a token back: the attempt was not made."""
        self._add(1)

    def _pass_time(self, now_s: float) -> None:
        """Add what time brings; a clock that goes backwards brings nothing."""
        passed = finite_number("now_s", now_s, 0) - self._seen_s
        if passed > 0:
            self._add(passed * self._floor_per_s)
            self._seen_s = now_s

    def _add(self, tokens: float) -> None:
        self._tokens = min(self._capacity, self._tokens + tokens)
