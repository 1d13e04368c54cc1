"""Signs, words and figures that every part of the page uses. A sign comes with its word: colour alone says nothing."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final
from xml.etree.ElementTree import Element  # nosec B405

from advisor.report.model import Effect, Figures, Operation, Risk, Status
from advisor.report.page.element import element

MINUS: Final = "\u2212"
"""As wide as a plus, which a hyphen is not."""
DASH: Final = "\u2013"
"""Between two numbers, and in a cell that has nothing to say."""

SIGNS: Final = {
    Operation.CREATE: ("+", "new"),
    Operation.UPDATE: ("~", "changed"),
    Operation.REPLACE: ("±", "replaced"),
    Operation.DELETE: (MINUS, "deleted"),
    Operation.FORGET: ("?", "forgotten"),
    Operation.READ: ("·", "read"),
    Operation.SAME: ("=", "unchanged"),
}
"""Each operation's sign and word."""

EFFECTS: Final = {
    Effect.NEW: ("+", "new"),
    Effect.WIDENED: ("↑", "widened"),
    Effect.UNKNOWN: ("?", "unknown"),
    Effect.GONE: (MINUS, "gone"),
}
STATUSES: Final = {
    Status.SUCCESS: ("✓", "Nothing stands against it"),
    Status.REVIEW: ("!", "A person must look at it"),
    Status.FAILURE: ("✗", "It must not be deployed"),
}
RISKS: Final = {
    Risk.DATA_LOSS: ("!!", "data can be lost"),
    Risk.SECURITY: ("!", "security"),
    Risk.REPLACEMENT: ("±", "made anew"),
    Risk.ROUTINE: ("·", "routine"),
}


QUIET: Final = frozenset({Operation.SAME, Operation.READ})
"""What leaves a resource as it is."""


def badge(sign: str, word: str, look: str) -> Element:
    """A small sign with its word.

    Args:
        sign: For the eye.
        word: For everyone.
        look: Class of its colours.
    """
    return element("span", element("span", sign, aria_hidden="true"), f" {word}", class_=f"badge {look}")


def operation_badge(operation: Operation) -> Element:
    """What happens to a resource."""
    return badge(*SIGNS[operation], look=operation.value)


def marks_of(operations: Iterable[Operation]) -> list[Element]:
    """How often each thing happens, with its sign and word; nothing for what stays as it is."""
    found = Counter(operations)
    return [
        element("span", f"{SIGNS[one][0]} {found[one]:,} {SIGNS[one][1]}", class_=f"badge {one.value}")
        for one in Operation
        if found[one] and one not in QUIET
    ]


def count(number: int, one: str, more: str | None = None) -> str:
    """A number of something.

    >>> count(1, "change"), count(1200, "change"), count(2, "policy", "policies")
    ('1 change', '1,200 changes', '2 policies')
    """
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def dollars(amount: float) -> str:
    """US dollars, to the cent below a hundred.

    >>> dollars(1234.5), dollars(3.456), dollars(0.0)
    ('$1,234', '$3.46', '$0.00')
    """
    if not math.isfinite(amount):
        return "not known"
    size = abs(amount)
    shown = f"${size:,.2f}" if size < 100 else f"${size:,.0f}"
    zero = shown.strip("$0.,") == ""
    return f"{MINUS}{shown}" if amount < 0 and not zero else shown


def signed(amount: float) -> str:
    """A difference in US dollars, with its sign."""
    shown = dollars(amount)
    return shown if shown.startswith(MINUS) or shown.strip("$0.,") == "" or amount <= 0 else f"+{shown}"


def spread(figures: Figures, *, difference: bool = False) -> str:
    """The range of a figure, the smallest first."""
    low, high = sorted((figures.low, figures.high))
    write = signed if difference else dollars
    return write(low) if write(low) == write(high) else f"{write(low)} to {write(high)}"


def duration(seconds: float) -> str:
    """A time as a person says it.

    >>> duration(45), duration(90), duration(5400), duration(172800)
    ('45 s', '90 s', '90 min', '48 h')
    """
    if seconds < 120:
        return f"{seconds:,.0f} s"
    return f"{seconds / 60:,.0f} min" if seconds < 7200 else f"{seconds / 3600:,.1f}".removesuffix(".0") + " h"


def listed(items: Sequence[str], most: int) -> str:
    """The first few of a list, and how many more there are."""
    rest = len(items) - most
    return ", ".join(items[:most]) + (f" and {rest:,} more" if rest > 0 else "")


def spread_of(least: float, most: float) -> str:
    """Two numbers as a range, or as one when they are the same."""
    low, high = f"{least:,.4g}", f"{most:,.4g}"
    return low if low == high else f"{low}{DASH}{high}"
