"""Models of XGBoost: rounds in parts, a JSON checkpoint after each; a part goes on where the one before ended.

XGBoost draws columns and rows anew with each part. So the parts belong to the model, with or without checkpoints: the
same `checkpoint_every` gives the same model, interrupted or not.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import xgboost

from lambdas.training.channels import Floats, Table
from lambdas.training.checkpoints import Checkpoints, unusable
from lambdas.training.hyperparameters import Settings
from lambdas.training.machine import threads

CHECKPOINT: Final = "booster.json"


class BoostedModel:
    """A fitted booster.

    Args:
        booster: The model.
        settings: Of the run.
    """

    def __init__(self, booster: Any, settings: Settings) -> None:
        self.booster = booster
        self._settings = settings

    @property
    def versions(self) -> dict[str, str]:
        """What made it."""
        return {"xgboost": xgboost.__version__}

    def predict(self, rows: Floats) -> Any:
        """Index of the class, or the value."""
        if self._settings.classifies:
            return self.probabilities(rows).argmax(axis=1)
        return self.booster.inplace_predict(rows)

    def probabilities(self, rows: Floats) -> Any:
        """One column a class; None for regression."""
        if not self._settings.classifies:
            return None
        found = self.booster.inplace_predict(rows)
        return np.column_stack([1 - found, found]) if self._settings.classes == 2 else found

    def importances(self) -> list[float]:
        """Share of each feature in the gain of all splits: their sum is 1."""
        gains = self.booster.get_score(importance_type="total_gain")
        found = np.array([float(gains.get(f"f{number}", 0.0)) for number in range(self.booster.num_features())])
        return [float(one) for one in found / (found.sum() or 1.0)]


def fit(table: Table, settings: Settings, checkpoints: Checkpoints) -> BoostedModel:
    """Trains."""
    values: dict[str, Any] = dict(settings.parameters)
    total = int(values.pop("n_estimators"))
    data = xgboost.DMatrix(table.rows, label=table.target)
    booster = _resume(checkpoints)
    done = 0 if booster is None else booster.num_boosted_rounds()
    while done < total:
        part = min(settings.checkpoint_every, total - done)
        booster = xgboost.train({**values, **_fixed(settings)}, data, part, xgb_model=booster)
        booster.set_attr(fingerprint=checkpoints.fingerprint)
        done += part
        checkpoints.save(CHECKPOINT, booster.save_model)
    assert booster is not None  # noqa: S101  # nosec B101
    booster.set_attr(fingerprint=None)
    return BoostedModel(booster, settings)


def _fixed(settings: Settings) -> dict[str, Any]:
    """What the run gives and no hyperparameter changes."""
    fixed: dict[str, Any] = {
        "tree_method": "hist",
        "seed": settings.seed,
        # Random choices follow from seed and round, not from what the process drew before.
        "seed_per_iteration": True,
        "nthread": threads(),
        "verbosity": 1,
    }
    if not settings.classifies:
        return {**fixed, "objective": "reg:squarederror"}
    if settings.classes == 2:
        return {**fixed, "objective": "binary:logistic"}
    return {**fixed, "objective": "multi:softprob", "num_class": settings.classes}


def _resume(checkpoints: Checkpoints) -> Any:
    path = checkpoints.find(CHECKPOINT)
    if path is None:
        return None
    booster = xgboost.Booster()
    try:
        booster.load_model(path)
    except xgboost.core.XGBoostError as error:
        unusable(CHECKPOINT, f"it is damaged ({str(error).splitlines()[0][:200]})")
        return None
    if booster.attr("fingerprint") != checkpoints.fingerprint:
        unusable(CHECKPOINT, "it is of other data or hyperparameters")
        return None
    print(f"resumed at {booster.num_boosted_rounds()} rounds", flush=True)
    return booster
