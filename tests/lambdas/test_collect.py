"""Exactly one record for each input on every path, in the order of the listing; the summary comes last."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from domain.batches.batch import JobOutcome
from domain.batches.manifest import RunKeys
from domain.batches.records import RECORD_KEYS, FallbackReason, FileErrorCode, Record, Status, deferred, failed
from lambdas.collect.collection import collect
from lambdas.collect.request import CollectRequest, parse_request
from lambdas.errors import InvalidEventError, RunCorruptError, RunNotFoundError

ANSWER = b'{"label": 3, "scores": [0.5]}'
DONE = JobOutcome("ip-x", "Completed")


@pytest.fixture
def serve_as(s3: Any, manifest_of: Any) -> Callable[..., None]:
    """Stores records as predict would have, part by part."""

    def store(state: Any, *records: Record) -> None:
        size = 2
        for index in range(manifest_of(state).part_count):
            body = "".join(record.to_line() for record in records[index * size : (index + 1) * size])
            s3.put_object(Bucket="runs", Key=RunKeys(state["run_id"]).results_of(f"{index:05d}"), Body=body)

    return store


def ok(key: str, latency: float = 10.0) -> Record:
    return Record(
        key=key,
        status=Status.OK,
        prediction={"label": 1, "scores": []},
        path="serverless_inference",
        latency_ms=latency,
    )


def output(s3: Any, state: Any, key: str, body: bytes = ANSWER) -> None:
    s3.put_object(Bucket="runs", Key=RunKeys(state["run_id"]).batch_output_of(key), Body=body)


def test_served_parts_are_merged_in_order(
    store: Any, put_inputs: Any, discover: Any, serve_as: Any, read_lines: Any
) -> None:
    put_inputs(a_png=b"x", b_png=b"y", c_png=b"z")
    state = discover()
    keys = ["digits/a.png", "digits/b.png", "digits/c.png"]
    serve_as(state, ok(keys[0], 10.0), ok(keys[1], 20.0), failed(keys[2], FileErrorCode.FILE_CHANGED, "changed"))
    done = collect(CollectRequest(state["run_id"], None), store)
    found = read_lines(RunKeys(state["run_id"]).results)
    assert [record["key"] for record in found] == keys
    assert all(tuple(record) == RECORD_KEYS for record in found)
    assert done.to_reply() == {
        "deferred": 0,
        "summary": {
            "run_id": state["run_id"],
            "path": "serverless_inference",
            "file_count": 3,
            "ok": 2,
            "errors": 1,
            "by_path": {"serverless_inference": 2},
            "fallbacks": {},
            "cold_starts": 0,
            "latency_ms": {"p50": 10.0, "p95": 20.0},
            "results": {"bucket": "runs", "key": RunKeys(state["run_id"]).results},
        },
    }
    assert done.to_metrics() == {"FilesProcessed": 2, "FilesFailed": 1, "BatchFallback": 0}


def test_while_files_wait_for_batch_nothing_is_written(
    store: Any, put_inputs: Any, discover: Any, serve_as: Any
) -> None:
    put_inputs(a_png=b"x", b_png=b"y")
    state = discover()
    serve_as(state, ok("digits/a.png"), deferred("digits/b.png", FallbackReason.TIMEOUT))
    waiting = collect(CollectRequest(state["run_id"], None), store)
    assert (waiting.deferred, waiting.summary["ok"], waiting.to_metrics()) == (1, 1, {})
    assert not store.exists(RunKeys(state["run_id"]).results)
    assert not store.exists(RunKeys(state["run_id"]).summary)


def test_batch_outputs_take_the_place_of_what_waited(
    s3: Any, store: Any, put_inputs: Any, discover: Any, serve_as: Any, read_lines: Any
) -> None:
    put_inputs(a_png=b"x", b_png=b"y", c_png=b"z")
    state = discover()
    waited = deferred("digits/b.png", FallbackReason.THROTTLED, path="serverless_inference", attempts=4)
    serve_as(state, ok("digits/a.png"), waited, deferred("digits/c.png", FallbackReason.TIMEOUT))
    output(s3, state, "digits/b.png")
    failed_job = JobOutcome("ip-x", "Failed", "no instances")
    done = collect(CollectRequest(state["run_id"], failed_job), store)
    a, b, c = read_lines(RunKeys(state["run_id"]).results)
    assert a["status"] == "ok"
    assert (b["status"], b["prediction"]["label"], b["path"], b["fallback_reason"], b["attempts"]) == (
        "ok", 3, "batch_transform", "throttled", 4,
    )  # fmt: skip
    assert c["error"]["code"] == "BatchOutputMissing"
    assert "no instances" in c["error"]["message"]
    assert done.summary["fallbacks"] == {"throttled": 1, "timeout": 1}
    assert done.to_metrics()["BatchFallback"] == 2


def test_a_batch_run_has_the_same_keys_and_its_refusals(
    s3: Any, store: Any, put_inputs: Any, discover: Any, read_lines: Any
) -> None:
    put_inputs(a_png=b"x", b_png=b"", c_png=b"broken")
    state = discover("none")
    output(s3, state, "digits/a.png")
    output(s3, state, "digits/c.png", b"<html>")
    collect(CollectRequest(state["run_id"], DONE), store)
    found = read_lines(RunKeys(state["run_id"]).results)
    assert all(tuple(record) == RECORD_KEYS for record in found)
    assert [(record["error"] or {}).get("code") for record in found] == [None, "EmptyFile", "InvalidPrediction"]


def test_a_component_that_never_woke_leaves_all_its_files_to_batch(
    s3: Any, store: Any, put_inputs: Any, discover: Any, read_lines: Any
) -> None:
    put_inputs(a_png=b"x", b_png=b"")
    state = discover("components")
    assert collect(CollectRequest(state["run_id"], None), store).deferred == 1
    output(s3, state, "digits/a.png")
    collect(CollectRequest(state["run_id"], DONE), store)
    found = read_lines(RunKeys(state["run_id"]).results)
    assert [record["fallback_reason"] for record in found] == ["component_no_capacity", None]


def test_a_completed_run_is_returned_as_it_was_and_not_counted_again(
    store: Any, put_inputs: Any, discover: Any, serve_as: Any
) -> None:
    put_inputs(a_png=b"x")
    state = discover()
    serve_as(state, ok("digits/a.png"))
    request = CollectRequest(state["run_id"], None)
    first = collect(request, store)
    again = collect(request, store)
    assert again.summary == first.summary
    assert again.to_metrics() == {}


def test_the_summary_is_written_last(s3: Any, store: Any, put_inputs: Any, discover: Any, serve_as: Any) -> None:
    put_inputs(a_png=b"x")
    state = discover()
    serve_as(state, ok("digits/other.png"))
    with pytest.raises(RunCorruptError, match="does not hold one record for each input of part 00000"):
        collect(CollectRequest(state["run_id"], None), store)
    assert not store.exists(RunKeys(state["run_id"]).summary)


def test_a_part_that_was_never_served_is_an_error_and_no_silent_gap(store: Any, put_inputs: Any, discover: Any) -> None:
    put_inputs(a_png=b"x")
    state = discover()
    with pytest.raises(RunNotFoundError, match="part 00000 was never served"):
        collect(CollectRequest(state["run_id"], None), store)


def test_an_unknown_run_and_damaged_records_are_named(s3: Any, store: Any, put_inputs: Any, discover: Any) -> None:
    with pytest.raises(RunNotFoundError, match=f"runs/{'d' * 40}/manifest.json"):
        collect(CollectRequest("d" * 40, None), store)
    s3.put_object(Bucket="runs", Key=RunKeys("d" * 40).manifest, Body=b"[]")
    with pytest.raises(RunCorruptError, match="a run manifest has list"):
        collect(CollectRequest("d" * 40, None), store)
    put_inputs(a_png=b"x")
    state = discover()
    s3.put_object(Bucket="runs", Key=RunKeys(state["run_id"]).results_of("00000"), Body=b"{}")
    with pytest.raises(RunCorruptError, match="a result line has"):
        collect(CollectRequest(state["run_id"], None), store)


def test_the_event_is_the_state_of_the_execution() -> None:
    state = {"run_id": "a" * 40, "path": "x", "batch": {"job": "j", "status": "Failed", "failure_reason": "r"}}
    assert parse_request(state) == CollectRequest("a" * 40, JobOutcome("j", "Failed", "r"))
    assert parse_request({"run_id": "a" * 40}).batch is None


@pytest.mark.parametrize(
    "event", [{}, {"run_id": "x"}, {"run_id": "a" * 40, "batch": 5}, {"run_id": "a" * 40, "batch": {"job": "j"}}]
)
def test_a_malformed_event_is_refused(event: Any) -> None:
    with pytest.raises(InvalidEventError):
        parse_request(json.loads(json.dumps(event)))
