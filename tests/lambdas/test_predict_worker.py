"""Asynchronous predictions from the request to the result: accepted, computed, looked up; and what goes wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from domain.prediction.jobs import MAX_PENDING_S
from lambdas.clients.model_packages import ModelPackages
from lambdas.clients.prediction_jobs import PredictionJobs
from lambdas.clients.workers import Workers
from lambdas.errors import InvalidEventError
from lambdas.models.cache import CacheLimits, RevalidatingCache
from lambdas.models.meter import Meter
from lambdas.models.predictor import Predictor
from lambdas.models.sources import ModelSource, ReleaseSource
from lambdas.predict_http.asynchronous import AsynchronousCalls
from lambdas.predict_http.settings import Settings
from lambdas.predict_worker import handler as entry
from lambdas.predict_worker.work import PredictionFailedError, Work, parse_event
from tests.lambdas.conftest import BUCKET
from tests.lambdas.models.support import classifier, event, put_model, put_release, seconds

VARIABLES = {
    "PLATFORM_ENVIRONMENT": "test",
    "MODEL_BUCKET": BUCKET,
    "DEFAULT_MODEL": "animals",
    "CACHE_MB": "64",
    "MAX_ROWS": "2",
    "REVALIDATE_SECONDS": "0",
    "SIGNING_KEY_ARN": "",
    "ASYNC_PREFIX": "predictions/",
    "ASYNC_RETENTION_HOURS": "24",
    "MAX_ASYNC_MB": "1",
    "WORKER_FUNCTION": "worker",
    "PRELOAD": "false",
}
ROWS = [[1.0, 2.0], [3, 4], {"width": -3, "height": 0.5}]


class Queue:
    """A worker that is started and does nothing yet."""

    def __init__(self) -> None:
        self.events: list[Any] = []
        self.takes = True

    def start(self, what: Any) -> bool:
        self.events.append(what)
        return self.takes


class System:
    def __init__(self, s3: Any) -> None:
        self.s3, self.queue, self.now, self.lines = s3, Queue(), 1_000_000.0, []  # type: ignore[var-annotated]
        packages, limits = ModelPackages(s3, BUCKET), CacheLimits(2**26, 0, backoff_s=0)
        predictor = Predictor(
            RevalidatingCache(ReleaseSource(packages), limits, lambda: self.now),
            RevalidatingCache(ModelSource(packages, None, 2**26, lambda *_: None), limits, lambda: self.now),
            "animals",
        )
        jobs = PredictionJobs(s3, BUCKET)
        meter = Meter("worker", "test", self.lines.append, lambda: self.now)
        settings = Settings.from_env(VARIABLES)
        self.calls = AsynchronousCalls(settings, predictor, jobs, self.queue, lambda: self.now)
        self.without = AsynchronousCalls(settings, predictor, jobs, None)
        self.work = Work("predictions/", predictor, jobs, meter)

    def accept(self, **body: Any) -> dict[str, Any]:
        return self.calls.accept(event(resource="/v1/predictions", body={"rows": ROWS, **body}), seconds(5))

    def state(self, job_id: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.calls.look_up(job_id)["body"])
        return found

    def compute(self) -> Any:
        return self.work(parse_event(self.queue.events[-1]), seconds(60))

    def metrics(self) -> list[tuple[str, int]]:
        return [(one["Release"], one["PredictionErrors"]) for one in map(json.loads, self.lines)]


@pytest.fixture
def system(s3: Any) -> System:
    put_model(s3, BUCKET)
    put_release(s3, BUCKET)
    return System(s3)


def id_of(reply: dict[str, Any]) -> str:
    return str(json.loads(reply["body"])["id"])


def test_from_the_request_to_the_result(system: System) -> None:
    accepted = system.accept(probabilities=True)
    job = id_of(accepted)
    assert accepted["statusCode"] == 202
    assert (
        accepted["headers"]["Location"] == f"/prod/v1/predictions/{job}" == json.loads(accepted["body"])["status_url"]
    )
    waiting = system.calls.look_up(job)
    assert json.loads(waiting["body"])["status"] == "pending"
    assert waiting["headers"]["Retry-After"] == "2"
    assert system.compute()["status"] == "succeeded"
    state = system.state(job)
    assert (state["status"], state["model"], state["version"]) == ("succeeded", "animals", "1")
    assert len(state["predictions"]) == len(state["probabilities"]) == len(ROWS), (
        "more rows than a synchronous call has"
    )
    assert "Retry-After" not in system.calls.look_up(job)["headers"]
    assert system.metrics() == [("live", 0)]


def test_a_second_delivery_computes_nothing(system: System) -> None:
    job = id_of(system.accept())
    system.compute()
    first = system.state(job)
    assert system.compute()["status"] == "skipped"
    assert system.state(job) == first


def test_the_callers_mistake_is_an_end(system: System) -> None:
    job = id_of(system.accept(rows=[[1, 2], [1]]))
    system.compute()
    state = system.state(job)
    assert (state["status"], state["error"]["field"]) == ("failed", "rows[1]")
    assert system.metrics() == [("live", 0)]


def test_a_fault_of_ours_is_tried_again_and_after_the_last_time_told(system: System) -> None:
    put_model(system.s3, BUCKET, onnx=classifier(poison=float("nan")))
    job = id_of(system.accept())
    for attempt in (1, 2):
        with pytest.raises(PredictionFailedError, match=f"attempt {attempt} of 3"):
            system.compute()
        assert system.state(job)["status"] == "retrying"
    with pytest.raises(PredictionFailedError):
        system.compute()
    state = system.state(job)
    assert (state["status"], state["error"]["code"]) == ("failed", "internal")
    assert system.metrics() == [("live", 1)] * 3


def test_a_retry_may_succeed(system: System) -> None:
    put_model(system.s3, BUCKET, onnx=classifier(poison=float("nan")))
    job = id_of(system.accept())
    with pytest.raises(PredictionFailedError):
        system.compute()
    put_model(system.s3, BUCKET)
    system.compute()
    assert system.state(job)["status"] == "succeeded"


def test_a_broken_candidate_is_answered_by_the_live_version(system: System) -> None:
    put_model(system.s3, BUCKET, version="2", onnx=classifier(poison=float("nan")))
    put_release(system.s3, BUCKET, candidate="2", weight=1.0)
    job = id_of(system.accept())
    assert system.state(job)["version"] == "2"
    system.compute()
    assert system.state(job)["version"] == "1"
    assert system.metrics() == [("candidate", 1), ("live", 0)]


def test_a_worker_that_says_nothing_is_given_up(system: System) -> None:
    job = id_of(system.accept())
    system.now += MAX_PENDING_S + 1
    assert system.state(job)["status"] == "failed"


def refusal(of: Callable[[], Any]) -> tuple[int, str, int | None]:
    from domain.prediction.errors import PredictionError

    with pytest.raises(PredictionError) as caught:
        of()
    return caught.value.status, caught.value.code.value, caught.value.retry_after_s


def test_an_id_that_is_none_is_unknown_and_never_a_key(system: System) -> None:
    for job_id in ("", "../../models/animals/release", "0" * 32, "A" * 32, "0" * 33):
        assert refusal(lambda job_id=job_id: system.calls.look_up(job_id))[:2] == (404, "prediction_not_found")  # type: ignore[misc]


def test_a_result_is_kept_for_its_time_only(system: System) -> None:
    job = id_of(system.accept())
    system.compute()
    system.now += 24 * 3600 + 1
    assert refusal(lambda: system.calls.look_up(job))[:2] == (410, "prediction_expired")


def test_too_many_requests_are_told_to_come_again(system: System) -> None:
    system.queue.takes = False
    assert refusal(system.accept) == (429, "too_many_requests", 10)


def test_without_a_worker_there_are_no_such_calls(system: System) -> None:
    assert refusal(lambda: system.without.look_up("0" * 32))[:2] == (404, "not_found")


def test_what_is_refused_is_refused_before_it_is_stored(system: System) -> None:
    assert refusal(lambda: system.accept(model="plants"))[:2] == (404, "model_not_found")
    assert refusal(lambda: system.accept(rows=[["x" * 2**20]]))[:2] == (413, "body_too_large")
    assert refusal(lambda: system.accept(rows=[]))[:2] == (400, "invalid_request")
    assert not system.queue.events
    assert not system.s3.list_objects_v2(Bucket=BUCKET, Prefix="predictions/").get("Contents")


def test_an_answer_that_could_not_be_fetched_is_an_error(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lambdas.predict_worker.work.too_large", lambda text: len(text) > 50)
    job = id_of(system.accept())
    system.compute()
    assert system.state(job)["error"]["code"] == "reply_too_large"


def test_a_fault_that_nobody_foresaw_is_told_after_the_last_time_too(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = id_of(system.accept())
    monkeypatch.setattr("lambdas.models.session.OnnxModel.run", lambda *_: 1 / 0)
    for _ in range(3):
        with pytest.raises(PredictionFailedError):
            system.compute()
    error = system.state(job)["error"]
    assert (system.state(job)["status"], error["code"]) == ("failed", "internal")
    assert "ZeroDivision" not in json.dumps(error)
    assert system.metrics() == [("live", 1)] * 3


@pytest.mark.parametrize("row", ["[1, 1e999]", "[" * 5000 + "]" * 5000])
def test_what_cannot_be_stored_is_the_callers_mistake(system: System, row: str) -> None:
    """1e999 is a number to JSON and infinity to Python: it was a 500 for want of a word for it."""
    body = f'{{"rows": [{row}]}}'
    status, code, _ = refusal(lambda: system.calls.accept(event(resource="/v1/predictions", body=body), seconds(5)))
    assert (status, code) in [(400, "invalid_row"), (400, "invalid_json")]
    assert not system.queue.events


def test_ids_differ_and_are_long(system: System) -> None:
    ids = {id_of(system.accept()) for _ in range(20)}
    assert len(ids) == 20
    assert all(len(one) == 32 for one in ids)


@pytest.mark.parametrize("bad", [{}, {"prediction_id": 3}, [], {"prediction_id": ""}])
def test_an_event_without_an_id_is_refused(bad: Any) -> None:
    with pytest.raises(InvalidEventError):
        parse_event(bad)


def test_the_worker_is_invoked_without_waiting() -> None:
    class Lambda:
        asked: dict[str, Any]

        def invoke(self, **asked: Any) -> None:
            self.asked = asked

    client = Lambda()
    assert Workers(client, "worker:live").start({"prediction_id": "a"})
    assert (client.asked["FunctionName"], client.asked["InvocationType"]) == ("worker:live", "Event")
    assert json.loads(client.asked["Payload"]) == {"prediction_id": "a"}


def test_the_handler_reads_its_environment(s3: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "predict-worker")
    entry.work.cache_clear()
    assert entry.handler({"prediction_id": "0" * 32}, None)["status"] == "skipped"  # type: ignore[arg-type]
    entry.work.cache_clear()
