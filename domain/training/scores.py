"""How good a model is: metrics over rows whose truth is known.

Precision, recall and F1 without a suffix are macro averages, each class counted alike: a rare class that is never found
shows. Those with `_weighted` weigh a class by its rows. The definitions are scikit-learn's, with 0 for what would be
divided by 0: https://scikit-learn.org/stable/modules/model_evaluation.html
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from domain.training.plan import Task

CLASSIFICATION_METRICS: Final = (
    "accuracy",
    "precision",
    "recall",
    "f1",
    "precision_weighted",
    "recall_weighted",
    "f1_weighted",
    "log_loss",
)
REGRESSION_METRICS: Final = ("mae", "rmse", "r2")
METRICS: Final[Mapping[Task, tuple[str, ...]]] = {
    Task.CLASSIFICATION: CLASSIFICATION_METRICS,
    Task.REGRESSION: REGRESSION_METRICS,
}
"""What is measured, by task: what a gate may name."""

ERRORS: Final = frozenset({"log_loss", "mae", "rmse"})
"""Metrics of which less is better."""

SMALLEST_PROBABILITY: Final = 2.0**-52
"""A class that a model called impossible and that was there has this probability in the log loss, not 0."""

MOST_CLASSES_IN_TABLE: Final = 100
"""A confusion table of more classes is left out: nobody reads it, and it grows with the square."""


@dataclass(frozen=True)
class ClassScores:
    """One class.

    Attributes:
        label: Its name.
        rows: How often it was there.
        predicted: How often it was predicted.
        correct: How often both.
    """

    label: str
    rows: int
    predicted: int
    correct: int

    @property
    def precision(self) -> float:
        """How many of those predicted were right, 0 to 1."""
        return self.correct / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """How many of those there were found, 0 to 1."""
        return self.correct / self.rows if self.rows else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        both = self.rows + self.predicted
        return 2 * self.correct / both if both else 0.0


@dataclass(frozen=True)
class Scores:
    """What was measured.

    Attributes:
        rows: Rows that were scored.
        metrics: Finite values by name; what could not be measured is not there.
        classes: Each class; empty for a regression.
        confusion: For each true class, in the order of `classes`, how often each one was predicted; empty for a
            regression and for more than 100 classes.
    """

    rows: int
    metrics: Mapping[str, float]
    classes: tuple[ClassScores, ...] = ()
    confusion: tuple[tuple[int, ...], ...] = ()

    def to_document(self) -> dict[str, Any]:
        """As JSON has it."""
        classes = [
            {
                "label": one.label,
                "rows": one.rows,
                "predicted": one.predicted,
                "correct": one.correct,
                "precision": one.precision,
                "recall": one.recall,
                "f1": one.f1,
            }
            for one in self.classes
        ]
        return {
            "rows": self.rows,
            "metrics": dict(self.metrics),
            **({"classes": classes} if classes else {}),
            **({"confusion": [list(row) for row in self.confusion]} if self.confusion else {}),
        }


def classification_scores(
    truth: Sequence[str], predicted: Sequence[str], true_probabilities: Sequence[float] | None = None
) -> Scores:
    """Score predictions of classes.

    Args:
        truth: The class of each row.
        predicted: The class that the model said.
        true_probabilities: What the model said of the true class, 0 to 1; None leaves the log loss out.

    Raises:
        ValueError: There are no rows, or not as many of one as of the other.
    """
    _same_length(truth, predicted)
    pairs = Counter(zip(truth, predicted, strict=True))
    rows, told = Counter(truth), Counter(predicted)
    labels = sorted(rows.keys() | told.keys())
    classes = tuple(ClassScores(label, rows[label], told[label], pairs[label, label]) for label in labels)
    count = len(truth)
    metrics = {"accuracy": sum(one.correct for one in classes) / count}
    measures: Mapping[str, Callable[[ClassScores], float]] = {
        "precision": lambda one: one.precision,
        "recall": lambda one: one.recall,
        "f1": lambda one: one.f1,
    }
    for name, measure in measures.items():
        metrics[name] = math.fsum(map(measure, classes)) / len(classes)
        metrics[f"{name}_weighted"] = math.fsum(measure(one) * one.rows for one in classes) / count
    if true_probabilities is not None:
        _same_length(truth, true_probabilities)
        lowest = SMALLEST_PROBABILITY
        metrics["log_loss"] = -math.fsum(math.log(min(max(one, lowest), 1.0)) for one in true_probabilities) / count
    table = tuple(tuple(pairs[one, other] for other in labels) for one in labels)
    return Scores(count, _finite(metrics), classes, table if len(labels) <= MOST_CLASSES_IN_TABLE else ())


def regression_scores(truth: Sequence[float], predicted: Sequence[float]) -> Scores:
    """Score predictions of numbers; R² is left out when the truth does not vary, where it means nothing.

    Raises:
        ValueError: There are no rows, or not as many of one as of the other.
    """
    _same_length(truth, predicted)
    count = len(truth)
    differences = [one - other for one, other in zip(truth, predicted, strict=True)]
    squares = math.fsum(one * one for one in differences)
    mean = math.fsum(truth) / count
    spread = math.fsum((one - mean) ** 2 for one in truth)
    metrics = {
        "mae": math.fsum(map(abs, differences)) / count,
        "rmse": math.sqrt(squares / count),
        "r2": 1 - squares / spread if spread else math.nan,
    }
    return Scores(count, _finite(metrics))


def _finite(metrics: Mapping[str, float]) -> dict[str, float]:
    return {name: value for name, value in metrics.items() if math.isfinite(value)}


def _same_length(truth: Sequence[Any], other: Sequence[Any]) -> None:
    if not truth or len(truth) != len(other):
        raise ValueError(f"{len(truth)} rows of truth and {len(other)} of predictions; accepted: as many, 1 at least")
