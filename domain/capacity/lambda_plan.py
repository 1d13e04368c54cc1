"""Who takes how much of the account's Lambda concurrency, and whether enough is left for everything else.

What is reserved or provisioned is taken from the account's limit in the Region, and 100 must stay for functions that
reserve nothing: https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html. What is provisioned for a
function that also reserves lies inside its reservation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain.checks import text, whole_number

LEAST_UNRESERVED: Final = 100
"""AWS refuses to reserve more than leaves this; in young accounts, whose whole limit may be 10, it reserves nothing."""


@dataclass(frozen=True)
class Taker:
    """A function that takes concurrency for itself.

    Attributes:
        name: Where it is set, such as ``prediction_api.function``.
        reserved: Concurrent runs set aside; 0 for none.
        provisioned: Environments that may be kept warm; 0 for none.

    Raises:
        ValueError: A negative number, or more provisioned than reserved.
    """

    name: str
    reserved: int
    provisioned: int

    def __post_init__(self) -> None:
        text("name", self.name)
        whole_number("reserved", self.reserved, 0)
        whole_number("provisioned", self.provisioned, 0, self.reserved or None)

    @property
    def taken(self) -> int:
        """What no other function can have."""
        return self.reserved or self.provisioned


@dataclass(frozen=True)
class LambdaPlan:
    """The account's concurrency in a Region, divided.

    Attributes:
        takers: Who takes something, the largest first.
        account_limit: Concurrent runs of the account; none when nobody has said.
        unreserved: What must be left at least.
    """

    takers: tuple[Taker, ...]
    account_limit: int | None
    unreserved: int

    @property
    def taken(self) -> int:
        """All of them together."""
        return sum(taker.taken for taker in self.takers)

    @property
    def left(self) -> int | None:
        """What everything else shares; none while the limit is not known."""
        return None if self.account_limit is None else self.account_limit - self.taken

    @property
    def problem(self) -> str | None:
        """Why the plan does not fit, with the table of who takes how much; none when it does or nobody can know."""
        if self.left is None or not self.taken or self.left >= self.unreserved:
            return None
        return (
            f"{self.taken} of the account's {self.account_limit} concurrent runs are taken, which leaves {self.left}; "
            f"accepted: {self.unreserved} or more left\n{self.table()}"
        )

    def table(self) -> str:
        """Who takes how much, a line for each."""
        width = max((len(taker.name) for taker in self.takers), default=0)
        rows = [
            f"  {taker.name:<{width}}  {taker.taken:>6}  (reserved {taker.reserved}, provisioned {taker.provisioned})"
            for taker in self.takers
        ]
        return "\n".join(rows)


def lambda_plan(takers: Sequence[Taker], account_limit: int | None, unreserved: int = LEAST_UNRESERVED) -> LambdaPlan:
    """Divide the account's concurrency.

    Args:
        takers: The functions; those that take nothing are left out.
        account_limit: Concurrent runs of the account in the Region, or none.
        unreserved: What must be left, AWS's 100 or more.

    Raises:
        ValueError: A limit below 1 or less to be left than AWS demands.
    """
    if account_limit is not None:
        whole_number("account_limit", account_limit, 1)
    whole_number("unreserved", unreserved, LEAST_UNRESERVED)
    taking = sorted((taker for taker in takers if taker.taken), key=lambda taker: (-taker.taken, taker.name))
    return LambdaPlan(tuple(taking), account_limit, unreserved)
