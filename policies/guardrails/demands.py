"""The demands that most rules make on a property: a switch is on, something is named, a value is one of a few.

A missing property is wrong where AWS's default is the unsafe one (``on``, ``given``), and right where it is the safe
one (``not_off``). Something that is named counts although its value is unknown: a key is often made in the same update.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guardrails.props import Props
from guardrails.rule import Finding, Resource, violation


def on(switch: Props) -> Iterator[Finding]:
    """The switch is true. AWS leaves it off where it is not set."""
    if switch.missing:
        yield violation(switch, "is not set")
    else:
        yield from not_off(switch)


def not_off(switch: Props) -> Iterator[Finding]:
    """The switch is not turned off. AWS turns it on by itself."""
    if switch.flag() is False:
        yield violation(switch, "is false")


def not_on(switch: Props) -> Iterator[Finding]:
    """The switch, which turns a protection off, is not on. AWS leaves it off."""
    if switch.flag() is True:
        yield violation(switch, "is true")


def one_of(choice: Props, *accepted: str) -> Iterator[Finding]:
    """The choice is made, and is one of the accepted ones."""
    if choice.missing:
        yield violation(choice, "is not set")
    else:
        yield from if_set(choice, *accepted)


def if_set(choice: Props, *accepted: str) -> Iterator[Finding]:
    """The choice, if it is made at all, is one of the accepted ones, as AWS's default is."""
    if choice.text() not in {None, *accepted}:
        yield violation(choice, f"is {choice.show()}")


def given(name: Props) -> Iterator[Finding]:
    """A key, bucket, log group or block is named; that is enough, its value may be unknown."""
    if not is_set(name):
        yield violation(name, "is not set")


def is_set(node: Props) -> bool:
    """True when a value is there, known or not: the provider gives back one that was never set as an empty text."""
    return node.present and not (node.is_text and not node.text())


def turned_on(resource: Resource, switch: str) -> Mapping[str, object]:
    """The repair of a top-level switch: nothing when it is on, or cannot be known yet."""
    node = resource[switch]
    return {} if node.unknown or node.flag() else {switch: True}


def any_given(resource: Resource, *names: str) -> bool:
    """One of these properties is there, for example the snapshot that a resource is restored from."""
    return any(resource[name].present for name in names)


def filled(values: Props) -> Iterator[Finding]:
    """A list names something. A list that is unknown counts."""
    if not values.unknown and not any(True for _ in values.each()):
        yield violation(values, "is empty" if values.present else "is not set")


def within(number: Props, low: float, high: float, *also: float) -> Iterator[Finding]:
    """The number, if it is set, is from ``low`` to ``high``, or one of the others that AWS takes."""
    value = number.number()
    if value is not None and not low <= value <= high and value not in also:
        yield violation(number, f"is {number.show()}, outside {low:.15g} to {high:.15g}")
