"""Scores agree with scikit-learn's, and are what their definitions say."""

from __future__ import annotations

import math
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as sk

from domain.training.plan import Task
from domain.training.scores import ERRORS, METRICS, classification_scores, regression_scores

LABELS = st.sampled_from(["a", "b", "c", "d"])
NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)


@given(st.lists(st.tuples(LABELS, LABELS), min_size=1, max_size=60))
def test_classification_agrees_with_scikit_learn(pairs: list[tuple[str, str]]) -> None:
    truth, predicted = (list(one) for one in zip(*pairs, strict=True))
    found = classification_scores(truth, predicted)
    expected = {"accuracy": sk.accuracy_score(truth, predicted)}
    for average, suffix in (("macro", ""), ("weighted", "_weighted")):
        values = sk.precision_recall_fscore_support(truth, predicted, average=average, zero_division=0)
        expected |= {
            f"{name}{suffix}": value for name, value in zip(("precision", "recall", "f1"), values, strict=False)
        }
    assert found.metrics == pytest.approx(expected)
    labels = [one.label for one in found.classes]
    if len(labels) == 1:
        return  # scikit-learn warns of it
    assert [list(row) for row in found.confusion] == sk.confusion_matrix(truth, predicted, labels=labels).tolist()


@given(st.lists(st.tuples(st.sampled_from(["a", "b"]), st.floats(0, 1)), min_size=1, max_size=40))
def test_log_loss_agrees_with_scikit_learn(rows: list[tuple[str, float]]) -> None:
    truth = [label for label, _ in rows]
    own = [chance if label == "a" else 1 - chance for label, chance in rows]
    found = classification_scores(truth, truth, own).metrics["log_loss"]
    expected = sk.log_loss(truth, [[chance, 1 - chance] for _, chance in rows], labels=["a", "b"])
    assert found == pytest.approx(expected, abs=1e-9)


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=2, max_size=60))
def test_regression_agrees_with_scikit_learn(pairs: list[tuple[float, float]]) -> None:
    truth, predicted = (list(one) for one in zip(*pairs, strict=True))
    found = regression_scores(truth, predicted).metrics
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = sk.r2_score(truth, predicted)
    assert found["mae"] == pytest.approx(sk.mean_absolute_error(truth, predicted))
    assert found["rmse"] == pytest.approx(sk.root_mean_squared_error(truth, predicted))
    if len(set(truth)) > 1 and max(truth) - min(truth) > 1e-3:
        assert found["r2"] == pytest.approx(expected, rel=1e-6, abs=1e-6)


def test_a_truth_that_does_not_vary_has_no_r2() -> None:
    assert set(regression_scores([2.0, 2.0], [1.0, 3.0]).metrics) == {"mae", "rmse"}


def test_what_is_not_finite_is_not_told() -> None:
    assert "rmse" not in regression_scores([0.0, 1.0], [math.nan, 1.0]).metrics


def test_what_is_measured_is_what_a_gate_may_name() -> None:
    assert set(classification_scores(["a"], ["a"], [1.0]).metrics) == set(METRICS[Task.CLASSIFICATION])
    assert set(regression_scores([1.0, 2.0], [1.0, 2.0]).metrics) == set(METRICS[Task.REGRESSION])
    assert set(METRICS[Task.CLASSIFICATION]) | set(METRICS[Task.REGRESSION]) >= ERRORS


@pytest.mark.parametrize(("truth", "predicted"), [([], []), (["a"], []), (["a"], ["a", "b"])])
def test_rows_that_do_not_match_are_refused(truth: list[str], predicted: list[str]) -> None:
    with pytest.raises(ValueError, match="as many"):
        classification_scores(truth, predicted)
    with pytest.raises(ValueError, match="as many"):
        regression_scores([1.0] * len(truth), [1.0] * len(predicted))


def test_the_document_has_every_class_and_a_table_that_stays_small() -> None:
    document = classification_scores(["a", "b", "b"], ["a", "a", "b"]).to_document()
    assert document["confusion"] == [[1, 0], [1, 1]]
    assert document["classes"][1] == {
        "label": "b",
        "rows": 2,
        "predicted": 1,
        "correct": 1,
        "precision": 1.0,
        "recall": 0.5,
        "f1": pytest.approx(2 / 3),
    }
    many = [str(number) for number in range(101)]
    assert "confusion" not in classification_scores(many, many).to_document()
