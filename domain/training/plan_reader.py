"""Reads the JSON of a plan strictly, and checks that its parts fit together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from domain.checks import LARGEST
from domain.models.names import checked_model
from domain.training.cells import Cell, ColumnType, check_value, label, read_cell
from domain.training.fields import Fields, read_object, shown
from domain.training.plan import (
    Aggregation,
    ColumnRule,
    Encoding,
    EncodingKind,
    FeaturePlan,
    Framework,
    FrameworkPlan,
    Function,
    GatePlan,
    QualityRules,
    Scaling,
    SplitPlan,
    Task,
    TrainingPlan,
    window_seconds,
)
from domain.training.plan_rules import plan_problems

MOST_COLUMNS: Final = 1000
MOST_CATEGORIES: Final = 1000
MOST_ALLOWED: Final = 10_000
LARGEST_DATA_MB: Final = 360
"""What a function reads within its 15 minutes at 2.5 s for each MB: twice what the slowest data without aggregations
took when it was measured (docs/models.md). https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"""
RANGED: Final = frozenset({ColumnType.NUMBER, ColumnType.INTEGER})
LISTED: Final = frozenset({ColumnType.TEXT, ColumnType.INTEGER, ColumnType.BOOLEAN})
_METRIC: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")
_SECTIONS: Final = ("model", "task", "target", "columns", "quality", "features", "split", "training", "gate")


def read_plan(text: str | bytes) -> TrainingPlan:
    """Read a plan; see :func:`domain.training.plan.parse_plan`."""
    fields = Fields(read_object(text, "the training plan"), "", _SECTIONS)
    plan = TrainingPlan(
        model=checked_model(fields.text("model")),
        task=fields.choice("task", Task, tuple(Task)),
        target=fields.text("target"),
        columns=tuple(_column(item, place) for place, item in fields.objects("columns", MOST_COLUMNS)),
        quality=_quality(fields.raw("quality", {})),
        features=_features(fields.raw("features", {})),
        split=_split(fields.raw("split", {})),
        training=_framework(fields.raw("training", {})),
        gate=_gate(fields.raw("gate", {}), fields.raw("task")),
    )
    problems = plan_problems(plan)
    if problems:
        raise ValueError("the training plan is refused: " + "; ".join(problems))
    return plan


def _column(data: Any, place: str) -> ColumnRule:
    fields = Fields(data, place, ("name", "type", "required", "max_null_share", "min", "max", "allowed"))
    rule = ColumnRule(
        name=fields.text("name"),
        type=fields.choice("type", ColumnType, tuple(ColumnType)),
        required=fields.flag("required", default=True),
        max_null_share=fields.number("max_null_share", 0, 1, 0.0),
        min=fields.optional_number("min"),
        max=fields.optional_number("max"),
    )
    if (rule.min is not None or rule.max is not None) and rule.type not in RANGED:
        raise ValueError(f"{place} has min or max; accepted: for the types {', '.join(sorted(RANGED))}")
    if rule.min is not None and rule.max is not None and rule.min > rule.max:
        raise ValueError(f"{fields.at('min')} is {rule.min:g}, above max {rule.max:g}")
    if not fields.has("allowed"):
        return rule
    if rule.type not in LISTED:
        raise ValueError(f"{fields.at('allowed')} is there; accepted: for the types {', '.join(sorted(LISTED))}")
    try:
        values = [_value(rule.type, item) for _, item in fields.objects("allowed", MOST_ALLOWED)]
    except ValueError as error:
        raise ValueError(f"{fields.at('allowed')}: {error}") from None
    if not values or None in values:
        fields.refuse("allowed", fields.raw("allowed"), "one value or more, none of them empty")
    return replace(rule, allowed=tuple(map(label, values)))


def _value(kind: ColumnType, item: Any) -> Cell:
    """A listed value: as JSON has it, or as CSV writes it."""
    return read_cell(kind, item) if isinstance(item, str) else check_value(kind, item)


def _quality(data: Any) -> QualityRules:
    fields = Fields(data, "quality", ("min_rows", "max_duplicate_share", "max_drift", "max_data_mb"))
    return QualityRules(
        min_rows=fields.whole("min_rows", 10, 10**9, 100),
        max_duplicate_share=fields.number("max_duplicate_share", 0, 1, 0.05),
        max_drift=fields.number("max_drift", 0.001, 100, 0.2),
        max_data_mb=fields.whole("max_data_mb", 1, LARGEST_DATA_MB, 100),
    )


def _features(data: Any) -> FeaturePlan:
    fields = Fields(data, "features", ("numeric", "categorical", "aggregations"))
    return FeaturePlan(
        numeric=fields.choice("numeric", Scaling, tuple(Scaling), "none"),
        categorical=tuple(_encoding(item, place) for place, item in fields.objects("categorical", MOST_COLUMNS)),
        aggregations=tuple(_aggregation(item, place) for place, item in fields.objects("aggregations", 100)),
    )


def _encoding(data: Any, place: str) -> Encoding:
    fields = Fields(data, place, ("column", "encoding", "max_categories"))
    return Encoding(
        column=fields.text("column"),
        encoding=fields.choice("encoding", EncodingKind, tuple(EncodingKind)),
        max_categories=fields.whole("max_categories", 1, MOST_CATEGORIES, 50),
    )


def _aggregation(data: Any, place: str) -> Aggregation:
    fields = Fields(data, place, ("name", "column", "group_by", "function", "window", "time_column"))
    function = fields.choice("function", Function, tuple(Function))
    column = fields.raw("column", "")
    if column or function is not Function.COUNT:
        column = fields.text("column")
    window = fields.text("window")
    try:
        window_seconds(window)
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from None
    return Aggregation(
        fields.text("name"), column, fields.text("group_by"), function, window, fields.text("time_column")
    )


def _split(data: Any) -> SplitPlan:
    fields = Fields(data, "split", ("test_share", "seed"))
    return SplitPlan(fields.number("test_share", 0.01, 0.5, 0.2), fields.text("seed", "1", longest=64))


def _framework(data: Any) -> FrameworkPlan:
    fields = Fields(data, "training", ("framework", "hyperparameters"))
    parameters = fields.raw("hyperparameters", {})
    if not isinstance(parameters, Mapping) or not all(
        isinstance(value, (str, int, float, bool)) and str(key) for key, value in parameters.items()
    ):
        fields.refuse("hyperparameters", parameters, "an object of texts, numbers and booleans")
    return FrameworkPlan(fields.choice("framework", Framework, tuple(Framework), "sklearn"), dict(parameters))


def _gate(data: Any, task: Any) -> GatePlan:
    fields = Fields(data, "gate", ("metrics", "max_drop"))
    default = {"accuracy": 0.9} if task == Task.CLASSIFICATION else {}
    given = fields.raw("metrics", default)
    if not isinstance(given, Mapping) or not given:
        fields.refuse("metrics", given, "an object with one metric or more")
    names = [name for name in given if not _METRIC.fullmatch(str(name))]
    if names:
        raise ValueError(f"gate.metrics names {shown(names[0])}; accepted: lower-case letters, digits and underscores")
    limits = Fields(given, "gate.metrics", tuple(given))
    metrics = {name: limits.number(name, -LARGEST, LARGEST) for name in given}
    return GatePlan(metrics, fields.number("max_drop", 0, LARGEST, 0.01))
