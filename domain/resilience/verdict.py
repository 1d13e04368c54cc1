"""A yes or no that says why."""

from typing import NamedTuple


class Verdict(NamedTuple):
    """Whether something is allowed; ask for ``ok``, for the pair itself is always true.

    Attributes:
        ok: Whether it is.
        reason: Why, for people.
    """

    ok: bool
    reason: str
