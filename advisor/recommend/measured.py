"""Latencies that were measured, by pattern: they take the place of what the file and the profiles assume."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import Field, model_validator

from advisor.errors import InputError
from advisor.recommend.fields import Number, Part, Whole, told
from advisor.recommend.reading import PATTERNS, near, refusal, text_of, validated
from domain.advice.percentiles import samples_for
from domain.patterns import Pattern

ENOUGH: Final = samples_for(99.0)
"""Answers from which on a measured p99 says something: with fewer it is the slowest one or close to it."""


class Latencies(Part):
    """What was measured of one pattern, in milliseconds, of warm requests."""

    p50_ms: Number = Field(gt=0, le=3_600_000, description="Half of the answers took no longer.")
    p90_ms: Number | None = told(None, "90 of 100 took no longer.", gt=0, le=3_600_000)
    p99_ms: Number = Field(gt=0, le=3_600_000, description="99 of 100 took no longer.")
    samples: Whole = Field(ge=1, description="How many answers were measured.")
    cold_start_ms: Number | None = told(None, "What a cold start adds.", ge=0, le=3_600_000)
    source: str = told("a file", "Where this was measured.", min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> Latencies:
        middle = self.p90_ms if self.p90_ms is not None else self.p50_ms
        if not self.p50_ms <= middle <= self.p99_ms:
            raise ValueError(f"p50_ms {self.p50_ms:g}, p90_ms {middle:g}, p99_ms {self.p99_ms:g} are out of order")
        return self


@dataclass(frozen=True)
class Observed:
    """What is known from measurements.

    Attributes:
        latencies: By pattern; those with too few samples are not among them.
        notes: What was left out and why.
    """

    latencies: Mapping[Pattern, Latencies]
    notes: tuple[str, ...] = ()


NOTHING: Final = Observed({})


def enough(found: Mapping[Pattern, Latencies]) -> Observed:
    """Without the patterns of which too little was measured, each with a note."""
    kept = {pattern: item for pattern, item in found.items() if item.samples >= ENOUGH}
    notes = [
        f"{pattern}: {item.samples:,} answers were measured ({item.source}); a p99 needs {ENOUGH}, so it is not used"
        for pattern, item in found.items()
        if pattern not in kept
    ]
    return Observed(kept, tuple(notes))


def read_observed(path: Path) -> Observed:
    """Read a file of measured latencies: for each pattern p50_ms, p99_ms, samples and what else is known.

    Raises:
        InputError: It cannot be read, or is refused: every problem, with what is accepted.
    """
    from advisor.usage.document import read

    document = read(text_of(path), str(path))
    if not isinstance(document, dict) or not document:
        raise InputError(f"{path}: accepted: a mapping of {', '.join(PATTERNS)} to p50_ms, p99_ms, samples")
    unknown = [str(name) for name in document if name not in PATTERNS]
    if unknown:
        raise refusal(str(path), [f"{name}: no such pattern; {near(name, list(PATTERNS))}" for name in unknown])
    return enough({Pattern(name): validated(Latencies, item, f"{path}, {name}") for name, item in document.items()})
