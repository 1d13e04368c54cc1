"""Settings of a training plan: which columns the data has, what is refused, which features are made, what passes."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from components.settings.model import SettingsModel

COLUMN = r"^[^\x00-\x1f]{1,128}$"
DURATION = r"^[1-9]\d{0,5}[smhd]$"
ColumnType = Literal["number", "integer", "text", "timestamp", "boolean"]


class ColumnSettings(SettingsModel):
    """A column of the data, or all columns that a pattern names."""

    name: str = Field(pattern=COLUMN, examples=["pixel_*"], description="Name, or a pattern with * and ?.")
    type: ColumnType = Field(description="What its values are; a timestamp is ISO 8601 with an offset.")
    required: bool = Field(default=True, description="Refuse data without the column.")
    max_null_share: float = Field(
        default=0.0, ge=0, le=1, description="Largest share of empty values; 0 refuses the first one."
    )
    min: float | None = Field(default=None, examples=["0"], description="Least value of a number; none by default.")
    max: float | None = Field(default=None, examples=["1"], description="Largest value of a number; none by default.")
    allowed: tuple[str, ...] | None = Field(
        default=None, min_length=1, max_length=1000, description="The only texts that are accepted; all by default."
    )


class QualitySettings(SettingsModel):
    """What data must be as a whole."""

    min_rows: int = Field(default=100, ge=10, le=10_000_000, description="Fewest rows.")
    max_duplicate_share: float = Field(default=0.05, ge=0, le=1, description="Largest share of rows that repeat one.")
    max_drift: float = Field(
        default=0.2,
        gt=0,
        le=10,
        description="Largest population stability index of a column against the last accepted run; 0.1 is a small "
        "shift, 0.25 a large one.",
    )
    max_data_mb: int = Field(
        default=100,
        ge=1,
        le=360,
        description="Largest data file in MB; the functions that read it need the memory, and the time: less with "
        "aggregations.",
    )


class CategoricalSettings(SettingsModel):
    """A column of texts that becomes numbers."""

    column: str = Field(pattern=COLUMN, examples=["country"], description="The column.")
    encoding: Literal["one-hot", "ordinal", "frequency"] = Field(description="How its values become numbers.")
    max_categories: int = Field(
        default=50, ge=1, le=1000, description="Values that are told apart, the most frequent first; others are one."
    )


class AggregationSettings(SettingsModel):
    """A figure over the earlier rows of the same group, within a window of time."""

    name: str = Field(pattern=COLUMN, examples=["spent_7d"], description="Name of the feature.")
    column: str = Field(
        default="", min_length=0, max_length=128, description="What is aggregated; empty counts rows (`count` alone)."
    )
    group_by: str = Field(pattern=COLUMN, examples=["customer"], description="Rows with the same value are a group.")
    function: Literal["mean", "sum", "count", "min", "max"] = Field(description="How.")
    window: str = Field(pattern=DURATION, examples=["7d"], description="How far back: seconds, minutes, hours or days.")
    time_column: str = Field(pattern=COLUMN, examples=["at"], description="When a row happened; a timestamp.")


class FeatureSettings(SettingsModel):
    """How columns become features; fitted on the training split alone."""

    numeric: Literal["none", "standard"] = Field(
        default="none", description="`standard` brings numbers to mean 0 and deviation 1."
    )
    categorical: tuple[CategoricalSettings, ...] = Field(
        default=(), max_length=100, description="Texts that become numbers; every text column needs one."
    )
    aggregations: tuple[AggregationSettings, ...] = Field(
        default=(), max_length=50, description="Figures over earlier rows."
    )


class SplitSettings(SettingsModel):
    """Which rows are held back to judge the model."""

    test_share: float = Field(default=0.2, ge=0.05, le=0.5, description="Share of the rows that no training sees.")
    seed: str = Field(
        default="1",
        min_length=1,
        max_length=64,
        description="Decides which rows; the same seed takes the same rows of the same data.",
    )


class GateSettings(SettingsModel):
    """When a model is good enough."""

    metrics: dict[str, float] = Field(
        default={"accuracy": 0.9},
        min_length=1,
        description="Least value of each metric; of the errors log_loss, mae and rmse the largest. Measured are "
        "accuracy, precision, recall, f1 (each but accuracy also with _weighted) and log_loss of a classification, "
        "mae, rmse and r2 of a regression; one that is missing fails.",
    )
    max_drop: float = Field(
        default=0.01,
        ge=0,
        le=1,
        description="How much worse than the model in service it may be, on the same rows and each of the metrics.",
    )


class PlanSettings(SettingsModel):
    """What is trained on what."""

    task: Literal["classification", "regression"] = Field(default="classification", description="What is predicted.")
    target: str = Field(default="label", pattern=COLUMN, examples=["label"], description="Column that is predicted.")
    columns: tuple[ColumnSettings, ...] = Field(
        default=(),
        max_length=1000,
        description="Columns of the data, the target among them; a column that none names is left out.",
    )
    quality: QualitySettings = Field(default=QualitySettings(), description="What data must be as a whole.")
    features: FeatureSettings = Field(default=FeatureSettings(), description="How columns become features.")
    split: SplitSettings = Field(default=SplitSettings(), description="Which rows are held back.")
    gate: GateSettings = Field(default=GateSettings(), description="When a model is good enough.")
