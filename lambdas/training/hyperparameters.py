"""Hyperparameters: SageMaker passes texts; here they become typed values, or an error that names each wrong one."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from lambdas.training.errors import TrainingError

CLASSIFICATION: Final = "classification"
REGRESSION: Final = "regression"
TASKS: Final = (CLASSIFICATION, REGRESSION)
MOST_CLASSES: Final = 1000
MOST_SEED: Final = 2**31 - 1

Value = int | float | str | None


@dataclass(frozen=True)
class Rule:
    """What one hyperparameter accepts.

    Attributes:
        default: Without it.
        accepted: In words, for errors.
        read: Gives the value of a text, or raises ValueError.
    """

    default: Value
    accepted: str
    read: Callable[[str], Value]


@dataclass(frozen=True)
class Settings:
    """A training run.

    Attributes:
        framework: `sklearn` or `xgboost`.
        algorithm: One of `ALGORITHMS` of the framework.
        task: `classification` or `regression`.
        classes: Number of classes, at least 2; 0 for regression.
        seed: Of everything random.
        checkpoint_every: Trees or rounds between two checkpoints.
        parameters: The algorithm's own, complete with defaults.
    """

    framework: str
    algorithm: str
    task: str
    classes: int
    seed: int
    checkpoint_every: int
    parameters: Mapping[str, Value]

    @property
    def classifies(self) -> bool:
        """Whether the task is classification."""
        return self.task == CLASSIFICATION


def whole(low: int, high: int, default: int) -> Rule:
    """A whole number in a range, both ends included."""

    def read(text: str) -> Value:
        value = int(text)
        if not low <= value <= high:
            raise ValueError
        return value

    return Rule(default, f"a whole number from {low} to {high}", read)


def number(low: float, high: float, default: float, *, open_low: bool = False) -> Rule:
    """A number in a range; `open_low` leaves the low end out."""

    def read(text: str) -> Value:
        value = float(text)
        if not math.isfinite(value) or not low <= value <= high or (open_low and value == low):
            raise ValueError
        return value

    return Rule(default, f"a number {'above' if open_low else 'from'} {low:g} to {high:g}", read)


def _depth(text: str) -> Value:
    return None if text == "none" else whole(1, 64, 1).read(text)


def _max_features(text: str) -> Value:
    return text if text in ("sqrt", "log2") else number(0, 1, 1.0, open_low=True).read(text)


_RATE: Final = number(0, 1, 0.1, open_low=True)

RULES: Final[Mapping[tuple[str, str], Mapping[str, Rule]]] = {
    ("sklearn", "random_forest"): {
        "n_estimators": whole(1, 5000, 100),
        "max_depth": Rule(None, "a whole number from 1 to 64, or none", _depth),
        "min_samples_leaf": whole(1, 1_000_000, 1),
        "max_features": Rule("sqrt", "sqrt, log2, or a number above 0 to 1", _max_features),
    },
    ("sklearn", "logistic_regression"): {
        "C": number(0, 1e6, 1.0, open_low=True),
        "max_iter": whole(1, 100_000, 1000),
    },
    ("sklearn", "hist_gradient_boosting"): {
        "max_iter": whole(1, 5000, 100),
        "learning_rate": _RATE,
        "max_leaf_nodes": whole(2, 4096, 31),
        "min_samples_leaf": whole(1, 1_000_000, 20),
        "l2_regularization": number(0, 1e6, 0.0),
    },
    ("xgboost", "gradient_boosting"): {
        "n_estimators": whole(1, 5000, 100),
        "learning_rate": number(0, 1, 0.3, open_low=True),
        "max_depth": whole(1, 32, 6),
        "min_child_weight": number(0, 1e6, 1.0),
        "subsample": number(0, 1, 1.0, open_low=True),
        "colsample_bytree": number(0, 1, 1.0, open_low=True),
        "reg_lambda": number(0, 1e6, 1.0),
        "gamma": number(0, 1e6, 0.0),
    },
}
ALGORITHMS: Final[Mapping[str, tuple[str, ...]]] = {
    framework: tuple(algorithm for one, algorithm in RULES if one == framework) for framework, _ in RULES
}
COMMON: Final = ("framework", "algorithm", "task", "classes", "seed", "checkpoint_every")


def read_settings(text: str) -> Settings:
    """What `hyperparameters.json` says.

    Raises:
        TrainingError: It is no object of texts, or some are wrong; the message has all of them.
    """
    given = _texts(text)
    problems: list[str] = []

    def take(name: str, rule: Rule) -> Any:
        if name not in given:
            return rule.default
        try:
            return rule.read(given[name].strip())
        except ValueError:
            problems.append(f"{name} is {given[name][:80]!r}; accepted: {rule.accepted}")
            return rule.default

    framework = take("framework", _choice(tuple(ALGORITHMS), "sklearn"))
    algorithms = ALGORITHMS[framework]
    algorithm = take("algorithm", _choice(algorithms, algorithms[0]))
    task = take("task", _choice(TASKS, CLASSIFICATION))
    classes = take("classes", whole(0, MOST_CLASSES, 0))
    rules = RULES[framework, algorithm]
    unknown = sorted(set(given) - set(COMMON) - set(rules))
    problems += [f"{name} is not known; accepted: {', '.join((*COMMON, *rules))}" for name in unknown]
    if task == CLASSIFICATION and classes < 2 and "classes" not in " ".join(problems):
        problems.append(f"classes is {classes}; accepted with task classification: 2 to {MOST_CLASSES}")
    if task == REGRESSION and algorithm == "logistic_regression":
        problems.append(
            "algorithm is 'logistic_regression', which classifies; accepted with task regression: the others"
        )
    settings = Settings(
        framework=framework,
        algorithm=algorithm,
        task=task,
        classes=classes if task == CLASSIFICATION else 0,
        seed=take("seed", whole(0, MOST_SEED, 1)),
        checkpoint_every=take("checkpoint_every", whole(1, 5000, 10)),
        parameters={name: take(name, rule) for name, rule in rules.items()},
    )
    if problems:
        raise TrainingError(f"hyperparameters: {'; '.join(problems)}")
    return settings


def _choice(accepted: tuple[str, ...], default: str) -> Rule:
    def read(text: str) -> Value:
        if text not in accepted:
            raise ValueError
        return text

    return Rule(default, " or ".join(accepted), read)


def _texts(text: str) -> dict[str, str]:
    try:
        given = json.loads(text)
    except ValueError as error:
        raise TrainingError(f"hyperparameters.json is not JSON: {error}") from error
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        raise TrainingError("hyperparameters.json must be an object whose values are texts, as SageMaker writes it")
    return given
