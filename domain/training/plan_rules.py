"""Whether the parts of a plan fit together.

Every column that is used is declared, with a type that can be used so; every metric of the gate is measured.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from domain.training.cells import ColumnType
from domain.training.plan import ColumnRule, Task, TrainingPlan
from domain.training.scores import METRICS

TARGET_COLUMN: Final = "__target__"
"""Name of the target in the engineered files; no feature may have it."""

LABELS: Final = (ColumnType.TEXT, ColumnType.INTEGER, ColumnType.BOOLEAN)
NUMBERS: Final = (ColumnType.NUMBER, ColumnType.INTEGER)
TARGETS: Final = {Task.CLASSIFICATION: LABELS, Task.REGRESSION: NUMBERS}


def plan_problems(plan: TrainingPlan) -> list[str]:
    """Everything that does not fit; empty when the plan can be followed."""
    if not plan.columns:
        return ["columns is empty; accepted: the target and one column or more that a model can learn from"]
    return [*_target(plan), *_encodings(plan), *_aggregations(plan), *_names(plan), *_metrics(plan)]


def _target(plan: TrainingPlan) -> Iterator[str]:
    rule = plan.rule_for(plan.target)
    if rule is None:
        yield f"target {plan.target!r} is matched by no rule of columns; declare it there"
        return
    if rule.type not in TARGETS[plan.task]:
        yield f"target {plan.target!r} is of type {rule.type}; accepted for {plan.task}: {_listed(TARGETS[plan.task])}"
    if not rule.required or rule.max_null_share > 0:
        yield f"target {plan.target!r} must be required, with a max_null_share of 0: a row without it teaches nothing"


def _encodings(plan: TrainingPlan) -> Iterator[str]:
    for encoding in plan.features.categorical:
        yield from _use(plan, encoding.column, LABELS, "features.categorical")
    counts = Counter(encoding.column for encoding in plan.features.categorical)
    yield from (f"features.categorical has {name!r} {count} times" for name, count in counts.items() if count > 1)


def _aggregations(plan: TrainingPlan) -> Iterator[str]:
    for item in plan.features.aggregations:
        place = f"features.aggregations {item.name!r}"
        if item.column:
            yield from _use(plan, item.column, NUMBERS, f"{place} column")
        yield from _use(plan, item.group_by, LABELS, f"{place} group_by")
        yield from _use(plan, item.time_column, (ColumnType.TIMESTAMP,), f"{place} time_column")
        rule = plan.rule_for(item.time_column)
        if rule is not None and (not rule.required or rule.max_null_share > 0):
            yield f"{place} time_column {item.time_column!r} must be required, with a max_null_share of 0"


def _use(plan: TrainingPlan, column: str, types: tuple[ColumnType, ...], place: str) -> Iterator[str]:
    rule: ColumnRule | None = plan.rule_for(column)
    if column == plan.target:
        yield f"{place} uses the target {column!r}, which no request brings"
    elif rule is None:
        yield f"{place} uses {column!r}, which no rule of columns matches; declare it there"
    elif rule.type not in types:
        yield f"{place} uses {column!r} of type {rule.type}; accepted: {_listed(types)}"


def _names(plan: TrainingPlan) -> Iterator[str]:
    counts = Counter(item.name for item in plan.features.aggregations)
    yield from (f"features.aggregations has {name!r} {count} times" for name, count in counts.items() if count > 1)
    reserved = {TARGET_COLUMN, plan.target} & set(counts)
    yield from (f"features.aggregations has the name {name!r}, which the target has" for name in sorted(reserved))


def _metrics(plan: TrainingPlan) -> Iterator[str]:
    measured = METRICS[plan.task]
    unknown = [name for name in plan.gate.metrics if name not in measured]
    yield from (
        f"gate.metrics names {name!r}, which is not measured for {plan.task}; accepted: {', '.join(measured)}"
        for name in unknown
    )


def _listed(types: tuple[ColumnType, ...]) -> str:
    return ", ".join(types)
