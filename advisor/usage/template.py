"""A usage file with every key, its default and what it means: to be cut down to what is known better."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.spread import Spread
from advisor.usage.profile import Sections

HEAD = """\
# What is used in a month. Every key may be left out: what stands here is its default, an assumption for a small team.
# A figure is one number, or low, expected and high: a quiet month, a usual one and a busy one.
"""
TAIL = """
# Other figures for some resources, by logical name (* and ? as in file names); only what differs.
# overrides:
#   - match: "*-fn-predict"
#     function: {requests: 50000, duration_ms: 800}
"""


def template() -> str:
    """The file's text."""
    return HEAD + "\n".join(_lines()) + "\n" + TAIL


def _lines() -> Iterator[str]:
    for key, section in Sections.model_fields.items():
        yield f"\n{key}:  # {' '.join((type(section.default).__doc__ or '').split())}"
        for name, field in type(section.default).model_fields.items():
            yield f"  # {field.description}"
            yield f"  {name}: {_written(field.default)}"


def _written(spread: Spread) -> str:
    figures = (("low", spread.low), ("expected", spread.expected), ("high", spread.high))
    return "{" + ", ".join(f"{name}: {_figure(value)}" for name, value in figures) + "}"


def _figure(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)
