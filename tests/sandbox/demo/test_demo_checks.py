"""The demonstration's checks must be able to fail: each is shown a run in which its cause is present."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from rich.console import Console

from sandbox.demo import checks, data, report
from sandbox.demo.runs import Run
from sandbox.demo.story import without_action

KEYS = ("key", "status", "prediction", "error", "path", "fallback_reason", "latency_ms", "cold_start", "attempts")


def record(key: str, label: int = 1, **changes: Any) -> dict[str, Any]:
    """A record as the platform writes it."""
    plain: dict[str, Any] = {
        "key": key,
        "status": "ok",
        "prediction": {"label": label, "scores": []},
        "error": None,
        "path": "realtime_endpoint",
        "fallback_reason": None,
        "latency_ms": 5.0,
        "cold_start": False,
        "attempts": 1,
    }
    return {**plain, **changes}


@pytest.mark.parametrize("given_keys", [["a"], ["a", "b", "b"], ["a", "c"], []])
def test_a_lost_doubled_or_invented_result_is_found(given_keys: list[str]) -> None:
    assert not checks.one_result_each("run", ["a", "b"], [record(key) for key in given_keys]).holds


@given(keys=st.lists(st.text(max_size=3), unique=True), order=st.randoms(use_true_random=False))
def test_the_order_of_results_does_not_matter(keys: list[str], order: Any) -> None:
    shuffled = list(keys)
    order.shuffle(shuffled)
    assert checks.one_result_each("run", keys, [record(key) for key in shuffled]).holds


def test_an_error_is_named_with_its_code() -> None:
    broken = record("a", status="error", prediction=None, error={"code": "EmptyFile", "message": "0 bytes"})
    check = checks.all_ok("run", [record("b"), broken])
    assert not check.holds
    assert "EmptyFile" in check.found
    assert checks.all_ok("run", [record("b")]).holds


def test_a_file_that_took_another_path_is_found() -> None:
    assert not checks.served_by("run", [record("a"), record("b", path="batch_transform")], "realtime_endpoint").holds
    assert not checks.served_by("run", [], "realtime_endpoint").holds


def test_a_record_with_another_key_is_found() -> None:
    extra = {**record("a"), "surprise": 1}
    assert not checks.same_keys("run", [record("b"), extra], frozenset(KEYS)).holds
    assert checks.same_keys("run", [record("b")], frozenset(KEYS)).holds


def test_accuracy_counts_a_missing_prediction_as_wrong() -> None:
    labels = {"a": 1, "b": 2}
    assert checks.accuracy([record("a", 1), record("b", 0, prediction=None)], labels) == 0.5
    assert checks.accuracy([record("other")], labels) == 0.0
    assert not checks.accurate("run", [record("a", 1), record("b", 1)], labels).holds


@given(values=st.lists(st.floats(0, 1e6), min_size=1), share=st.sampled_from([0.5, 0.9, 0.95, 0.99, 1.0]))
def test_a_percentile_is_the_smallest_value_that_covers_its_share(values: list[float], share: float) -> None:
    found = checks.percentile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values) - 1e-9
    assert all(sum(value <= other for value in values) < share * len(values) for other in values if other < found)


def test_no_values_have_no_percentile() -> None:
    assert checks.percentile([], 0.5) is None


def test_taking_an_action_away_leaves_the_others_and_the_document() -> None:
    document = {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": "a"},
            {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "b"},
        ],
    }
    assert without_action(document, "s3:getobject") == {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": ["s3:ListBucket"], "Resource": "a"}],
    }


def test_the_images_survive_the_way_through_png() -> None:
    digits = data.load()
    assert len(digits.labels) == 1797
    for index in (0, 897, 898, 1796):
        image = Image.open(io.BytesIO(data.png(digits.images[index])))
        assert image.size == (8, 8)
        levels = [round(pixel * data.GREY_LEVELS / 255) for pixel in image.tobytes()]
        assert levels == digits.images[index].astype(int).reshape(-1).tolist()


def test_seen_and_unseen_are_halves_with_names_of_their_own(tmp_path: Path) -> None:
    digits = data.load()
    expected = digits.expected()
    assert len(expected) == 1797
    assert sum(key.startswith("seen/") for key in expected) == 898
    assert data.write(digits, tmp_path) == 1797
    assert sum(1 for _ in tmp_path.rglob("*.png")) == 1797


COSTS = {
    "auto_stop": {
        "run": {"saves_usd_per_hour": 0.115, "stopped": ["scale-down a: idle"], "kept_examples": ["kept b: 1 call"]}
    },
    "estimate": {
        "total": {"low": 1.0, "expected": 2.0, "high": 30.5},
        "themes": {"inference": {"low": 1.0, "expected": 2.0, "high": 30.5}},
        "complete": False,
    },
}


TRAINING = {"run": "poisoned", "status": "FAILED", "seconds": 12.5, "end": "Failed", "error": "CheckQualityFailed: no"}


def test_the_report_shows_what_was_stopped_what_was_trained_and_what_a_month_costs() -> None:
    output = io.StringIO()
    report.show(report.document([], [], COSTS, [TRAINING]), Console(file=output, width=160))
    texts = ("0.115 USD", "scale-down a: idle", "kept b: 1 call", "30.50", "Not everything has a price")
    for text in (*texts, "poisoned", "CheckQualityFailed", "12.5"):
        assert text in output.getvalue()


def test_the_report_shows_a_failure_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = Run("a run", {}, "SUCCEEDED", 1.0, {}, "", [record("unseen/1"), record("unseen/2", latency_ms=None)])
    figures = report.figures_of(run, {"unseen/1": 1, "unseen/2": 2})
    assert (figures["files"], figures["accuracy_unseen"], figures["p95_ms"]) == (2, 0.5, 5.0)
    result = report.document([figures], [checks.Check("it works", False, "it does not")], COSTS, [])
    assert not result["passed"]
    output = io.StringIO()
    report.show(result, Console(file=output, width=160))
    assert "FAILED it works (it does not)" in output.getvalue()
    assert "0 of 1 checks hold" in output.getvalue()
    stored = tmp_path / "demo.json"
    stored.write_text(json.dumps(result))
    assert report.main([str(stored)]) == 0
    assert report.main([str(tmp_path / "absent.json")]) == 1
    assert "run `make demo` first" in capsys.readouterr().err
