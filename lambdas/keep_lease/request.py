"""What the function is asked: the looks of a minute by its schedule, or one thing by an operator."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.resilience import Order
from lambdas.errors import InvalidEventError
from lambdas.events import fields_of, only_known, optional, required, text


class Task(StrEnum):
    """What is asked."""

    MINUTE = "minute"
    """The looks of a minute; an empty event."""
    LOOK = "look"
    STATUS = "status"
    ORDER = "order"


@dataclass(frozen=True)
class Request:
    """One request.

    Attributes:
        task: What is asked.
        order: What an operator orders, for ``ORDER``.
        to: The Region that is meant; ``None``: the one that the order implies.
    """

    task: Task
    order: Order | None = None
    to: str | None = None


def parse(event: object, regions: Collection[str]) -> Request:
    """Read an event; an empty one is the schedule's.

    Raises:
        InvalidEventError: A field that is not known, or a value that is not accepted.
    """
    given = fields_of(event)
    if not given:
        return Request(Task.MINUTE)
    only_known(given, ("action", "to"))
    asked = required(given, "action", _action)
    to = optional(given, "to", lambda value: _region(value, regions), None)
    if isinstance(asked, Order):
        if asked is Order.PIN and to is None:
            raise InvalidEventError(f"field 'to' is missing: {Order.PIN.value} needs one of {', '.join(regions)}")
        if asked is Order.UNPIN and to is not None:
            raise InvalidEventError(f"field 'to' = {to!r} is not accepted: {Order.UNPIN.value} names no Region")
        return Request(Task.ORDER, asked, to)
    if to is not None:
        raise InvalidEventError(f"field 'to' = {to!r} is not accepted: {asked.value} names no Region")
    return Request(asked)


def _action(value: Any) -> Task | Order:
    name = text(value)
    known: dict[str, Task | Order] = {Task.LOOK.value: Task.LOOK, Task.STATUS.value: Task.STATUS}
    known |= {order.value: order for order in Order}
    if name not in known:
        raise ValueError(f"{name!r} is not accepted: one of {', '.join(known)}")
    return known[name]


def _region(value: Any, regions: Collection[str]) -> str:
    name = text(value)
    if name not in regions:
        raise ValueError(f"{name!r} is not accepted: one of {', '.join(regions)}")
    return name
