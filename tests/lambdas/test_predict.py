"""A part is served by a real HTTP endpoint: every file gets one record, whatever the endpoint or the files do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from domain.batches.manifest import RunKeys
from domain.routing import InferencePath
from domain.serverless import RetryPolicy
from lambdas.clients.endpoints import Endpoints, Target
from lambdas.errors import (
    ComponentNoCapacityError,
    EndpointRefusedError,
    InvalidEventError,
    PathNotDeployedError,
    RunCorruptError,
    RunNotFoundError,
)
from lambdas.predict.call import Timing
from lambdas.predict.part import PartRequest, endpoint_path, parse_request, serve_part
from lambdas.predict.serve import FileServer

NO_CAPACITY = {
    "Message": "Inference Component has no capacity to process this request. ApplicationAutoScaling may be in-progress"
}
POLICY = RetryPolicy(initial_timeout_s=0.3, retry_delay_s=0.01, max_retries=1, task_timeout_s=0.8)


@pytest.fixture
def serve(store: Any, inputs: Any, endpoint: Any, fake_time: Any, manifest_of: Any) -> Callable[..., Any]:
    """Serves part 00000 of a run; clocks are fake, the calls are not."""

    def run(state: Any, *, concurrency: int = 1, remaining_s: float = 900.0, part: str = "00000") -> Any:
        manifest = manifest_of(state)
        component = "component-1" if manifest.path is InferencePath.INFERENCE_COMPONENTS else None
        server = FileServer(
            inputs=inputs,
            endpoint=Endpoints(Target("endpoint-1", component), POLICY.initial_timeout_s, endpoint.client),
            manifest=manifest,
            policy=POLICY,
            cold_start_threshold_ms=5000.0,
            timing=Timing(fake_time.clock, fake_time.sleep, lambda: 0.0),
            remaining_s=lambda: remaining_s,
        )
        return serve_part(PartRequest(manifest.run_id, part), manifest, store, server, concurrency)

    return run


@pytest.fixture
def records(read_lines: Any) -> Callable[..., Any]:
    return lambda state, part="00000": read_lines(RunKeys(state["run_id"]).results_of(part))


def test_files_are_served_with_their_type_and_recorded_in_order(
    put_inputs: Any, discover: Any, serve: Any, records: Any, endpoint: Any
) -> None:
    put_inputs(a_png=b"first", b_jpg=b"second")
    state = discover("provisioned")
    counts = serve(state)
    assert [(path, headers["Content-Type"], body) for path, headers, body in endpoint.requests] == [
        ("/endpoints/endpoint-1/invocations", "image/png", b"first"),
        ("/endpoints/endpoint-1/invocations", "image/jpeg", b"second"),
    ]
    found = records(state)
    assert [record["key"] for record in found] == ["digits/a.png", "digits/b.jpg"]
    assert all(record["status"] == "ok" and record["path"] == "realtime_endpoint" for record in found)
    assert counts.to_reply("00000") == {"part": "00000", "stored": True, "ok": 2, "error": 0, "deferred": 0}


def test_a_component_is_named_in_the_call(put_inputs: Any, discover: Any, serve: Any, endpoint: Any) -> None:
    put_inputs(a_png=b"x")
    serve(discover("components"))
    assert endpoint.requests[0][1]["X-Amzn-SageMaker-Inference-Component"] == "component-1"


@pytest.mark.parametrize(
    ("replies", "status", "reason", "attempts"),
    [
        ([(503, "ServiceUnavailable", {})], "deferred", "endpoint_error", 1),
        ([(500, "InternalFailure", {})], "deferred", "endpoint_error", 1),
        ([(429, "ModelNotReadyException", {})], "ok", None, 2),
        ([(429, "ModelNotReadyException", {})] * 2, "deferred", "model_not_ready", 2),
        ([(400, "ThrottlingException", {})], "ok", None, 2),
        ([(424, "ModelError", {"OriginalStatusCode": 500, "Message": "worker died"})], "deferred", "endpoint_error", 1),
        ([(424, "ModelError", {"OriginalStatusCode": 400, "Message": "no image"})], "error", None, 1),
        ([(413, "RequestEntityTooLarge", {})], "deferred", "payload_over_limit", 1),
    ],
)
def test_the_failure_matrix_over_real_http(  # noqa: PLR0917 - fixtures
    put_inputs: Any, discover: Any, serve: Any, records: Any, endpoint: Any, reply: Any,
    replies: list[Any], status: str, reason: str | None, attempts: int,
) -> None:  # fmt: skip
    put_inputs(a_png=b"x")
    endpoint.replies = [reply(code, name, body) for code, name, body in replies]
    state = discover()
    serve(state)
    (record,) = records(state)
    assert (record["status"], record["fallback_reason"], record["attempts"]) == (status, reason, attempts)
    assert (record["error"] or {}).get("code") == ("ModelRefusedInput" if status == "error" else None)


def test_an_endpoint_that_hangs_is_left_within_the_attempt_and_retried(
    put_inputs: Any, discover: Any, serve: Any, records: Any, endpoint: Any, reply: Any
) -> None:
    put_inputs(a_png=b"x")
    endpoint.replies = [reply(hang=True)]
    state = discover()
    serve(state)
    assert [(record["status"], record["attempts"]) for record in records(state)] == [("ok", 2)]


def test_an_endpoint_that_always_hangs_defers_the_file(
    put_inputs: Any, discover: Any, serve: Any, records: Any, endpoint: Any, reply: Any
) -> None:
    put_inputs(a_png=b"x")
    endpoint.replies = [reply(hang=True)] * 2
    state = discover()
    serve(state)
    assert records(state)[0]["fallback_reason"] == "timeout"


def test_an_endpoint_that_is_not_there_defers_the_file(
    put_inputs: Any, discover: Any, serve: Any, records: Any, endpoint: Any
) -> None:
    put_inputs(a_png=b"x")
    endpoint.url = "http://127.0.0.1:9"
    state = discover()
    serve(state)
    assert records(state)[0]["fallback_reason"] == "endpoint_unreachable"


def test_an_answer_that_is_no_prediction_is_an_error_of_its_file(
    put_inputs: Any, discover: Any, serve: Any, records: Any, endpoint: Any, reply: Any
) -> None:
    put_inputs(a_png=b"x")
    endpoint.replies = [reply(body={"label": "seven"})]
    state = discover()
    serve(state)
    assert records(state)[0]["error"]["code"] == "InvalidPrediction"


def test_a_vanished_and_a_changed_file_are_errors_of_their_own(
    s3: Any, put_inputs: Any, discover: Any, serve: Any, records: Any, endpoint: Any
) -> None:
    put_inputs(a_png=b"x", b_png=b"y")
    state = discover()
    s3.delete_object(Bucket="inputs-ext-s3alias", Key="digits/a.png")
    put_inputs(b_png=b"changed")
    serve(state)
    assert [record["error"]["code"] for record in records(state)] == ["FileVanished", "FileChanged"]
    assert endpoint.requests == []


def test_refused_and_oversized_files_never_reach_the_endpoint(
    put_inputs: Any, discover: Any, serve: Any, records: Any, endpoint: Any
) -> None:
    put_inputs(a_png=b"", b_png=b"x" * (5 * 1024 * 1024))
    state = discover()
    serve(state)
    empty, large = records(state)
    assert (empty["status"], empty["error"]["code"], empty["path"]) == ("error", "EmptyFile", None)
    assert (large["status"], large["fallback_reason"]) == ("deferred", "payload_over_limit")
    assert endpoint.requests == []


def test_no_file_starts_that_the_function_has_no_time_for(
    put_inputs: Any, discover: Any, serve: Any, records: Any, endpoint: Any
) -> None:
    put_inputs(a_png=b"x")
    state = discover()
    serve(state, remaining_s=30.0)
    assert records(state)[0]["fallback_reason"] == "function_deadline"
    assert endpoint.requests == []


def test_a_retried_part_keeps_the_records_it_has(
    put_inputs: Any, discover: Any, serve: Any, records: Any, endpoint: Any
) -> None:
    put_inputs(a_png=b"x")
    state = discover()
    serve(state)
    before = records(state)
    counts = serve(state)
    assert records(state) == before
    assert len(endpoint.requests) == 1
    assert (counts.stored, counts.to_metrics()) == (False, {})


def test_a_component_without_capacity_ends_the_part_and_stores_nothing(
    store: Any, put_inputs: Any, discover: Any, serve: Any, endpoint: Any, reply: Any
) -> None:
    put_inputs(a_png=b"x", b_png=b"y")
    endpoint.replies = [reply(400, "ValidationError", NO_CAPACITY)]
    state = discover("components")
    with pytest.raises(ComponentNoCapacityError, match="component-1"):
        serve(state)
    assert not store.exists(RunKeys(state["run_id"]).results_of("00000"))


@pytest.mark.parametrize(
    ("status", "code"), [(403, "AccessDeniedException"), (400, "ValidationError"), (403, "ExpiredTokenException")]
)
def test_a_refusal_that_is_ours_stops_the_part(
    put_inputs: Any, discover: Any, serve: Any, endpoint: Any, reply: Any, status: int, code: str
) -> None:
    put_inputs(a_png=b"x")
    endpoint.replies = [reply(status, code, {"Message": "no"})]
    with pytest.raises(
        EndpointRefusedError, match=rf"endpoint 'endpoint-1' refused digits/a.png: {code} \({status}\): no"
    ):
        serve(discover())


def test_a_slow_answer_of_a_serverless_endpoint_is_a_cold_start(
    put_inputs: Any, discover: Any, serve: Any, records: Any, endpoint: Any, reply: Any, fake_time: Any
) -> None:
    put_inputs(a_png=b"x", b_png=b"y")
    state = discover()
    ticks = iter([0.0, 5.001, 10.0, 15.0])
    fake_time.clock = lambda: next(ticks)
    counts = serve(state)
    assert [(record["latency_ms"], record["cold_start"]) for record in records(state)] == [
        (5001.0, True),
        (5000.0, False),
    ]
    assert counts.cold_starts == 1


def test_many_threads_give_every_file_one_record_in_order(
    put_inputs: Any, discover: Any, serve: Any, records: Any, discover_settings: Any
) -> None:
    put_inputs(**{f"f{index:02d}_png": b"x%d" % index for index in range(40)})
    from dataclasses import replace

    state = discover(settings=replace(discover_settings, part_size=40))
    serve(state, concurrency=8)
    assert [record["key"] for record in records(state)] == [f"digits/f{index:02d}.png" for index in range(40)]


def test_a_part_that_is_not_there_or_is_damaged_is_named(
    s3: Any, put_inputs: Any, discover: Any, serve: Any, manifest_of: Any
) -> None:
    put_inputs(a_png=b"x")
    state = discover()
    with pytest.raises(RunNotFoundError, match=r"parts/00009\.jsonl is not there"):
        serve(state, part="00009")
    s3.put_object(Bucket="runs", Key=f"{manifest_of(state).parts_prefix}parts/00000.jsonl", Body=b'{"key": 1}\n')
    with pytest.raises(RunCorruptError, match=r"parts/00000.jsonl: a line of a listing has \['key'\]"):
        serve(state)


def test_a_path_without_an_endpoint_is_named(put_inputs: Any, discover: Any, manifest_of: Any) -> None:
    put_inputs(a_png=b"x")
    with pytest.raises(
        PathNotDeployedError, match="'serverless_inference'; ENDPOINTS of this function has realtime_endpoint"
    ):
        endpoint_path(manifest_of(discover()), [InferencePath.REALTIME_ENDPOINT])


@pytest.mark.parametrize(
    ("event", "field"),
    [
        ({"part": "00000"}, "run_id"),
        ({"run_id": "../x", "part": "00000"}, "run_id"),
        ({"run_id": "a" * 40, "part": "x"}, "part"),
    ],
)
def test_a_malformed_event_is_refused_by_field(event: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidEventError, match=f"field '{field}'"):
        parse_request(event)
