"""The report as JSON, and back: for programs, and for whoever renders one that was made elsewhere."""

from __future__ import annotations

from functools import cache

from pydantic import TypeAdapter, ValidationError

from advisor.errors import InputError
from advisor.report.model import ReviewReport


@cache
def _adapter() -> TypeAdapter[ReviewReport]:
    return TypeAdapter(ReviewReport)


def render(report: ReviewReport) -> str:
    """The report with everything in it."""
    return _adapter().dump_json(report).decode() + "\n"


def parse(text: str, source: str) -> ReviewReport:
    """Read what ``render`` wrote.

    Args:
        text: The JSON.
        source: What to call it in messages.

    Raises:
        InputError: It is not a report.
    """
    try:
        return _adapter().validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "its root"
        raise InputError(
            f"{source} is no report: {where}: {first['msg']}; accepted: report.json of `python -m advisor report`"
        ) from None
