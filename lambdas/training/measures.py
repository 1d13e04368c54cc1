"""Metrics on the test rows, and what the training rows look like."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn import metrics

from lambdas.training.channels import Table
from lambdas.training.hyperparameters import Settings


def measure(model: Any, test: Table, settings: Settings) -> dict[str, float]:
    """The model's metrics; of several classes the mean over them, each counted alike (macro)."""
    found = model.predict(test.rows)
    if settings.classifies:
        precision, recall, f1, _ = metrics.precision_recall_fscore_support(
            test.target, found, average="macro", zero_division=0.0
        )
        accuracy = metrics.accuracy_score(test.target, found)
        return {"accuracy": float(accuracy), "precision": float(precision), "recall": float(recall), "f1": float(f1)}
    return {
        "rmse": float(metrics.root_mean_squared_error(test.target, found)),
        "mae": float(metrics.mean_absolute_error(test.target, found)),
        "r2": float(metrics.r2_score(test.target, found)) if len(test.target) > 1 else 0.0,
    }


def statistics(table: Table, importances: list[float]) -> dict[str, dict[str, float]]:
    """Of each feature: smallest, largest, mean, standard deviation, and its importance where it is known."""
    rows = table.rows.astype(np.float64)
    columns = zip(rows.min(axis=0), rows.max(axis=0), rows.mean(axis=0), rows.std(axis=0), strict=True)
    names = ("min", "max", "mean", "std")
    found = [dict(zip(names, map(float, column), strict=True)) for column in columns]
    for one, importance in zip(found, importances, strict=False):
        one["importance"] = importance
    return dict(zip(table.names, found, strict=True))
