"""The plan of a training: what the data must be, what is made of it, how it is trained, and what the model must reach.

A plan is one JSON document in the artifact bucket. It is made from the stack's settings and read by the functions, so
both sides read it here. Its hash is part of a run's name: another plan on the same data is another run.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase

from domain.training.cells import ColumnType


class Task(StrEnum):
    """What the model says: one of a few classes, or a number."""

    CLASSIFICATION = "classification"
    REGRESSION = "regression"


class Scaling(StrEnum):
    """What is done to numbers: nothing, or minus the mean and divided by the standard deviation."""

    NONE = "none"
    STANDARD = "standard"


class EncodingKind(StrEnum):
    """How a category becomes numbers."""

    ONE_HOT = "one-hot"
    ORDINAL = "ordinal"
    FREQUENCY = "frequency"


class Function(StrEnum):
    """What an aggregation calculates over the rows of a window."""

    MEAN = "mean"
    SUM = "sum"
    COUNT = "count"
    MIN = "min"
    MAX = "max"


class Framework(StrEnum):
    """What trains the model."""

    SKLEARN = "sklearn"
    XGBOOST = "xgboost"


@dataclass(frozen=True)
class ColumnRule:
    """What the columns that match a pattern must hold.

    Attributes:
        name: A column's name, or a pattern (``*``, ``?``, ``[…]``). The first rule that matches a column holds.
        type: What they hold.
        required: Whether the data must have at least one such column.
        max_null_share: Largest share of empty cells, 0 to 1. At 0 a request must bring the value too.
        min: Smallest value, inclusive; numbers and integers only.
        max: Largest value, inclusive.
        allowed: Every accepted value, as its text; None accepts all. Texts, integers and booleans only.
    """

    name: str
    type: ColumnType
    required: bool = True
    max_null_share: float = 0.0
    min: float | None = None
    max: float | None = None
    allowed: tuple[str, ...] | None = None

    def matches(self, column: str) -> bool:
        """Whether the rule is about a column."""
        return fnmatchcase(column, self.name)


@dataclass(frozen=True)
class QualityRules:
    """What the data as a whole must be.

    Attributes:
        min_rows: Fewest rows.
        max_duplicate_share: Largest share of rows that repeat an earlier one, 0 to 1.
        max_drift: Largest population stability index of a column against the last accepted run; 0.2 is the usual line.
        max_data_mb: Largest data set, in 10^6 bytes.
    """

    min_rows: int = 100
    max_duplicate_share: float = 0.05
    max_drift: float = 0.2
    max_data_mb: int = 100


@dataclass(frozen=True)
class Encoding:
    """How one column of categories is encoded.

    Attributes:
        column: Name of the column.
        encoding: How.
        max_categories: The most frequent ones are kept; every other value is an unknown one.
    """

    column: str
    encoding: EncodingKind
    max_categories: int = 50


@dataclass(frozen=True)
class Aggregation:
    """A value over the earlier rows of the same group.

    Attributes:
        name: Name of the feature.
        column: What is aggregated: a column of numbers. For a count its nulls are not counted; empty counts rows.
        group_by: The group: a column of texts, integers or booleans.
        function: What is calculated.
        window: How far back, such as ``7d``, ``12h``, ``30m``, ``90s``.
        time_column: The rows' moments.
    """

    name: str
    column: str
    group_by: str
    function: Function
    window: str
    time_column: str

    @property
    def window_seconds(self) -> int:
        """The window's length in seconds."""
        return window_seconds(self.window)


@dataclass(frozen=True)
class FeaturePlan:
    """What the model sees of the data."""

    numeric: Scaling = Scaling.NONE
    categorical: tuple[Encoding, ...] = ()
    aggregations: tuple[Aggregation, ...] = ()


@dataclass(frozen=True)
class SplitPlan:
    """Which rows test the model: about ``test_share`` of them, chosen by their content and ``seed``."""

    test_share: float = 0.2
    seed: str = "1"


@dataclass(frozen=True)
class FrameworkPlan:
    """What trains, and with which hyperparameters."""

    framework: Framework = Framework.SKLEARN
    hyperparameters: Mapping[str, str | int | float | bool] = field(default_factory=dict)


@dataclass(frozen=True)
class GatePlan:
    """What a model must reach.

    Attributes:
        metrics: Metric to its minimum; for errors of a regression, to its maximum.
        max_drop: How much worse than the model in service is still accepted.
    """

    metrics: Mapping[str, float] = field(default_factory=dict)
    max_drop: float = 0.01


@dataclass(frozen=True)
class TrainingPlan:
    """The whole plan. :func:`parse_plan` is the way to make one: it checks that the parts fit together."""

    model: str
    task: Task
    target: str
    columns: tuple[ColumnRule, ...]
    quality: QualityRules = QualityRules()
    features: FeaturePlan = FeaturePlan()
    split: SplitPlan = SplitPlan()
    training: FrameworkPlan = field(default_factory=FrameworkPlan)
    gate: GatePlan = field(default_factory=GatePlan)

    def to_json(self) -> str:
        """The document; the same text for the same plan."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)

    @property
    def sha256(self) -> str:
        """Hash of the document, 64 hexadecimal digits."""
        return hashlib.sha256(self.to_json().encode("utf-8", "surrogatepass")).hexdigest()

    def rule_for(self, column: str) -> ColumnRule | None:
        """The rule of a column; None for a column that the plan does not declare: it is left out."""
        return next((rule for rule in self.columns if rule.matches(column)), None)


WINDOW_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def window_seconds(window: str) -> int:
    """The length of a window in seconds.

    Raises:
        ValueError: It is no whole number above 0 with one of the units s, m, h, d.
    """
    number, unit = window[:-1], window[-1:]
    if unit not in WINDOW_UNITS or not (number.isascii() and number.isdigit()) or not 0 < int(number) < 10**6:
        raise ValueError(f"window is {window[:32]!r}; accepted: a whole number and s, m, h or d, such as 7d")
    return int(number) * WINDOW_UNITS[unit]


def parse_plan(text: str | bytes) -> TrainingPlan:
    """Read a plan.

    Raises:
        ValueError: The text is no plan, or its parts do not fit together; the message names the place.
    """
    # Imported here: the reader needs the classes of this module, and callers need one place for both.
    from domain.training.plan_reader import read_plan

    return read_plan(text)
