"""What nobody said: each assumption with its value, where it comes from, and how to find the real one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from advisor.recommend.fields import Part
from advisor.recommend.load import Load
from advisor.recommend.workload import Traffic, Workload
from domain.advice.percentiles import samples_for

OURS = "default of this program"
DAY_S = 86_400.0
FEWEST = samples_for(99.0)


@dataclass(frozen=True)
class Assumption:
    """A value that was used and not given.

    Attributes:
        path: Its key in the workload file.
        value: What was used.
        source: Where the value comes from.
        measure: How to find the real one.
    """

    path: str
    value: Any
    source: str
    measure: str

    def describe(self) -> str:
        """One line for people."""
        return f"{self.path} = {shown(self.value)} ({self.source}); measure: {self.measure}"


def shown(value: Any) -> str:
    """A value as a person writes it.

    >>> shown(0.5), shown(1200.0), shown("diurnal")
    ('0.5', '1,200', 'diurnal')
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    return f"{value:,.10g}"


def assumptions_of(workload: Workload) -> tuple[Assumption, ...]:
    """Every default of the file's own keys that the answer stands on; what profiles fill in is not among them."""
    return tuple(_walk(workload, ""))


def extrapolated(load: Load) -> Iterator[Assumption]:
    """What a trace leaves open: the hours that it has not seen, and a p99 of few requests."""
    if load.duration_s < DAY_S:
        length = f"{load.duration_s / 3600:.3g} h"
        yield Assumption("traffic", f"each hour as these {length}", "the trace is no longer", "a usual week's requests")
    if load.requests < FEWEST:
        words = "the slowest one is the p99, or close to it"
        yield Assumption("traffic", f"{load.requests:,} requests", words, f"at least {FEWEST} requests")


def _walk(part: BaseModel, prefix: str) -> Iterator[Assumption]:
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        path = f"{prefix}{name}"
        extra = field.json_schema_extra
        if isinstance(value, Part):
            yield from _walk(value, f"{path}.")
        elif isinstance(extra, dict) and name not in part.model_fields_set and value is not None:
            if isinstance(part, Traffic) and not _counts(part, name):
                continue
            yield Assumption(path, value, OURS, str(extra["measure"]))


def _counts(traffic: Traffic, name: str) -> bool:
    """Whether a figure of a made-up day is used at all."""
    if traffic.trace is not None:
        return False
    used = {
        "steady": {"shape"},
        "bursty": {"shape", "burst_factor"},
        "diurnal": {"shape", "peak_multiplier", "peak_hours", "peak_starts_hour", "burst_factor"},
    }
    return name in used[traffic.shape]


def measure_of(model: type[BaseModel], name: str) -> str:
    """How the value of a field is found, as its model says."""
    extra = model.model_fields[name].json_schema_extra
    return str(extra["measure"]) if isinstance(extra, dict) else ""
