"""Models of scikit-learn: a forest that can go on from a checkpoint, and two that are fitted in one go."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import sklearn
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.linear_model import LogisticRegression

from lambdas.training import forest_state
from lambdas.training.channels import Floats, Table
from lambdas.training.checkpoints import Checkpoints, unusable
from lambdas.training.hyperparameters import Settings
from lambdas.training.machine import threads

CHECKPOINT: Final = "forest.npz"


class ScikitModel:
    """A fitted model of scikit-learn.

    Args:
        estimator: The model.
        settings: Of the run.
    """

    def __init__(self, estimator: Any, settings: Settings) -> None:
        self.estimator = estimator
        self._settings = settings

    @property
    def versions(self) -> dict[str, str]:
        """What made it."""
        return {"scikit-learn": sklearn.__version__}

    def predict(self, rows: Floats) -> Any:
        """Index of the class, or the value."""
        return self.estimator.predict(rows)

    def probabilities(self, rows: Floats) -> Any:
        """One column a class; None for regression."""
        return self.estimator.predict_proba(rows) if self._settings.classifies else None

    def importances(self) -> list[float]:
        """How much each feature counts, where the algorithm says it: their sum is 1."""
        if hasattr(self.estimator, "feature_importances_"):
            return [float(one) for one in self.estimator.feature_importances_]
        weights = getattr(self.estimator, "coef_", None)
        if weights is None:
            return []
        size = np.abs(weights).mean(axis=0)
        return [float(one) for one in size / (size.sum() or 1.0)]


def fit(table: Table, settings: Settings, checkpoints: Checkpoints) -> ScikitModel:
    """Trains the algorithm that the settings name."""
    if settings.algorithm == "random_forest":
        return ScikitModel(_forest(table, settings, checkpoints), settings)
    values: dict[str, Any] = dict(settings.parameters)
    if settings.algorithm == "logistic_regression":
        estimator: Any = LogisticRegression(random_state=settings.seed, **values)
    else:
        kind = HistGradientBoostingClassifier if settings.classifies else HistGradientBoostingRegressor
        # Early stopping would hold out rows by the clock of their number: the plan has a test split of its own.
        estimator = kind(random_state=settings.seed, early_stopping=False, **values)
    return ScikitModel(estimator.fit(table.rows, table.target), settings)


def _forest(table: Table, settings: Settings, checkpoints: Checkpoints) -> Any:
    """Grows trees in parts. Each tree has a seed of its own, so that parts make the forest that one go would."""
    values: dict[str, Any] = dict(settings.parameters)
    total = int(values.pop("n_estimators"))
    kind = RandomForestClassifier if settings.classifies else RandomForestRegressor
    forest = kind(n_estimators=0, warm_start=True, random_state=settings.seed, n_jobs=threads(), **values)
    grown = _resume(forest, table, settings, checkpoints)
    if grown == total:  # it was interrupted after its last part: a forest is fitted by a fit, if of one tree
        forest.estimators_.pop()
        grown -= 1
    while grown < total:
        grown = min(total, grown + settings.checkpoint_every)
        forest.set_params(n_estimators=grown).fit(table.rows, table.target)
        checkpoints.save(CHECKPOINT, lambda path: forest_state.save(path, forest, checkpoints.fingerprint))
    return forest.set_params(n_jobs=1)  # the order of a sum over threads would differ from one run to the next


def _resume(forest: Any, table: Table, settings: Settings, checkpoints: Checkpoints) -> int:
    path = checkpoints.find(CHECKPOINT)
    if path is None:
        return 0
    try:
        trees = forest_state.load(path, forest, checkpoints.fingerprint, table.rows.shape[1], settings)
    except ValueError as error:
        unusable(CHECKPOINT, str(error))
        return 0
    forest.estimators_ = trees
    print(f"resumed at {len(trees)} trees", flush=True)
    return len(trees)
