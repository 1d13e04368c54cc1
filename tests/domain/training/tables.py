"""Random plans with data that they accept, and short ways to run the passes over a table."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from domain.training.cells import Cell
from domain.training.csv_text import joined, text_lines
from domain.training.dataset import Dataset
from domain.training.engineering import Learning
from domain.training.features import FittedFeatures
from domain.training.plan import TrainingPlan, parse_plan
from domain.training.problems import Problems
from domain.training.profile import Profile
from domain.training.profiling import Profiler
from domain.training.quality import QualityCheck, QualityReport
from domain.training.schema import Schema

DIGITS: dict[str, Any] = {
    "model": "digits",
    "task": "classification",
    "target": "label",
    "columns": [{"name": "label", "type": "integer"}, {"name": "pixel_*", "type": "number", "min": 0, "max": 16}],
}
SALES: dict[str, Any] = {
    "model": "sales",
    "task": "regression",
    "target": "y",
    "columns": [
        {"name": "y", "type": "number"},
        {"name": "amount", "type": "number", "max_null_share": 0.5},
        {"name": "count", "type": "integer"},
        {"name": "vip", "type": "boolean"},
        {"name": "country", "type": "text", "max_null_share": 1.0},
        {"name": "shop", "type": "text"},
        {"name": "customer", "type": "text"},
        {"name": "at", "type": "timestamp"},
    ],
    "features": {
        "numeric": "standard",
        "categorical": [
            {"column": "country", "encoding": "one-hot", "max_categories": 3},
            {"column": "shop", "encoding": "frequency"},
        ],
        "aggregations": [
            {
                "name": "spent",
                "column": "amount",
                "group_by": "customer",
                "function": "sum",
                "window": "2d",
                "time_column": "at",
            }
        ],
    },
    "split": {"test_share": 0.3, "seed": "1"},
    "gate": {"metrics": {"rmse": 10}},
}


def plan_of(base: Mapping[str, Any], **changes: Any) -> TrainingPlan:
    """A plan with some sections replaced."""
    return parse_plan(json.dumps({**base, **changes}))


numbers = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 3))
texts = st.sampled_from(["a", "b", "c", "ü", "a,b", 'q"q', "x y"])
moments = st.integers(0, 10 * 24).map(lambda hour: f"2026-01-{hour // 24 + 1:02d}T{hour % 24:02d}:00:00Z")


@st.composite
def sales_rows(draw: st.DrawFn, least: int = 1, most: int = 40) -> list[dict[str, Any]]:
    """Rows that the plan SALES accepts."""
    row = st.fixed_dictionaries(
        {
            "y": numbers,
            "amount": st.none() | numbers,
            "count": st.integers(-1000, 1000),
            "vip": st.booleans(),
            "country": st.none() | texts,
            "shop": texts,
            "customer": st.sampled_from(["k1", "k2", "k3"]),
            "at": moments,
        }
    )
    return draw(st.lists(row, min_size=least, max_size=most))


def cell_of(value: Any) -> str:
    """How CSV writes a value."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def csv_of(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Rows as a CSV file; the first one names the columns."""
    header = list(rows[0])
    return joined([header, *([cell_of(row[name]) for name in header] for row in rows)]).encode()


@dataclass
class Read:
    """A table as it was read."""

    schema: Schema
    columns: list[list[Cell]]
    rows: list[Sequence[str]]
    numbers: list[int]
    problems: Problems


def read(plan: TrainingPlan, data: bytes, *, batch: int = 7, chunk: int = 50) -> Read:
    """Read a CSV file in small batches and pieces."""
    problems = Problems()
    pieces = (data[start : start + chunk] for start in range(0, len(data), chunk))
    table = Dataset(plan, text_lines(pieces, most_bytes=10**7), problems)
    found = Read(table.schema, [[] for _ in table.schema.columns], [], [], problems)
    for part in table.batches(batch):
        for values, new in zip(found.columns, part.read(table.schema, problems), strict=True):
            values.extend(new)
        found.rows.extend(part.rows)
        found.numbers.extend(part.numbers)
    return found


def profile_of(table: Read) -> Profile:
    """The profile of a table."""
    profiler = Profiler(table.schema)
    profiler.add(table.columns)
    return profiler.finish(1, "0" * 64)


def judge(plan: TrainingPlan, data: bytes, reference: Profile | None = None) -> QualityReport:
    """The verdict on a CSV file."""
    table = read(plan, data)
    assert not table.problems, table.problems
    check = QualityCheck(table.schema, profile_of(table), reference)
    if check.needs_rows:
        check.add(table.numbers, table.columns)
    return check.finish()


@dataclass
class Engineered:
    """What the two passes make of a CSV file."""

    features: FittedFeatures
    tests: list[bool]
    train: list[list[str]]
    test: list[list[str]]
    raw_test: list[list[str]]


def engineer(plan: TrainingPlan, data: bytes) -> Engineered:
    """Run both passes in batches."""
    import csv

    problems = Problems()

    def table() -> Dataset:
        return Dataset(plan, text_lines([data], most_bytes=10**7), problems)

    first = table()
    learning = Learning(first.schema)
    for part in first.batches(5):
        learning.add(part.read(first.schema, problems))
    features, making = learning.finish()
    second = table()
    written = [making.headers]
    written += [making.make(part, part.read(second.schema, problems)) for part in second.batches(5)]
    assert not problems
    lines = ["".join(getattr(part, name) for part in written) for name in ("train", "test", "raw_test")]
    read_back = [list(csv.reader(text.splitlines(keepends=True))) for text in lines]
    return Engineered(features, [bool(side) for side in learning.sides], *read_back)
