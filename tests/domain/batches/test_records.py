"""Records have the same keys on every path, and a summary counts each of them once."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.batches.records import (
    RECORD_KEYS,
    FallbackReason,
    FileErrorCode,
    Record,
    Status,
    SummaryBuilder,
    deferred,
    failed,
    parse_prediction,
    percentile,
)
from domain.routing import InferencePath

KEYS = {"key", "status", "prediction", "error", "path", "fallback_reason", "latency_ms", "cold_start", "attempts"}
records = st.builds(
    Record,
    key=st.text(),
    status=st.sampled_from(Status),
    prediction=st.none() | st.fixed_dictionaries({"label": st.integers(0, 9), "scores": st.just([0.5])}),
    error=st.none() | st.fixed_dictionaries({"code": st.sampled_from(FileErrorCode).map(str), "message": st.text()}),
    path=st.none() | st.sampled_from(InferencePath).map(str),
    fallback_reason=st.none() | st.sampled_from(FallbackReason).map(str),
    latency_ms=st.none() | st.floats(0, 1e6),
    cold_start=st.booleans(),
    attempts=st.integers(0, 9),
)


@given(records)
def test_every_record_has_the_same_keys_and_survives_its_line(record: Record) -> None:
    line = record.to_line()
    assert line.count("\n") == 1
    assert set(json.loads(line)) == KEYS == set(RECORD_KEYS)
    assert Record.from_line(line) == record
    assert Record.from_line(line.encode("utf-8", "surrogatepass")) == record


@pytest.mark.parametrize("line", ["{", "[]", "{}", '{"key":"a"}'])
def test_a_line_that_is_no_record_is_refused(line: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json's own message, or ours
        Record.from_line(line)


@given(st.lists(records, max_size=40))
def test_a_summary_counts_each_record_once(given_records: list[Record]) -> None:
    builder = SummaryBuilder("r", "batch_transform")
    for record in given_records:
        builder.add(record)
    summary = builder.build({"bucket": "b", "key": "k"})
    assert summary["file_count"] == len(given_records) == summary["ok"] + summary["errors"] + builder.deferred
    assert sum(summary["fallbacks"].values()) == sum(record.fallback_reason is not None for record in given_records)
    assert summary["cold_starts"] == sum(record.cold_start for record in given_records)
    json.dumps(summary)


def test_paths_count_where_files_ended_not_where_they_were_given_up() -> None:
    builder = SummaryBuilder("r", "serverless_inference")
    builder.add(deferred("a", FallbackReason.TIMEOUT, path="serverless_inference"))
    builder.add(failed("b", FileErrorCode.EMPTY_FILE, "0 bytes"))
    builder.add(Record(key="c", status=Status.OK, path="batch_transform", fallback_reason="timeout"))
    summary = builder.build(None)
    assert summary["by_path"] == {"batch_transform": 1}
    assert summary["fallbacks"] == {"timeout": 2}
    assert summary["results"] is None


@given(st.lists(st.floats(0, 1e6), min_size=1).map(sorted), st.floats(0.1, 100))
def test_a_percentile_is_a_value_that_so_many_do_not_exceed(values: list[float], percent: float) -> None:
    found = percentile(values, percent)
    assert found in values
    assert found is not None
    assert sum(value <= found for value in values) >= len(values) * percent / 100 * (1 - 1e-12)


def test_percentiles_at_their_edges() -> None:
    hundred = [float(value) for value in range(1, 101)]
    assert (percentile(hundred, 50), percentile(hundred, 95), percentile(hundred, 99)) == (50, 95, 99)
    assert percentile([], 50) is None
    with pytest.raises(ValueError, match="percent = 101"):
        percentile(hundred, 101)


def test_a_prediction_keeps_what_the_model_says() -> None:
    assert parse_prediction(b'{"label": 3, "scores": [0.1, 0.9]}') == {"label": 3, "scores": [0.1, 0.9]}


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b'{"label": "3", "scores": []}', b'{"label": true, "scores": []}', b'{"label": 3}',
             b'{"label": 3, "scores": [NaN]}', b'{"label": 3, "scores": ["x"]}', b"\xff"],
)  # fmt: skip
def test_an_answer_that_is_no_prediction_says_what_is_wrong(body: bytes) -> None:
    with pytest.raises(ValueError, match="the answer"):
        parse_prediction(body)
