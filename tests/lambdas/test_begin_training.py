"""A start names its run and claims it: of all starts on the same data, one trains."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import boto3
import pytest

from domain.training.claims import Claim, ClaimState
from domain.training.layout import RunPlaces
from domain.training.run_id import parse_run
from lambdas.begin_training import begin as begin_module
from lambdas.begin_training import handler as begin_training
from lambdas.clients.executions import Executions
from lambdas.clients.training_claims import StoredClaim, TrainingClaims
from lambdas.errors import InvalidEnvironmentError, InvalidEventError, RunCorruptError
from lambdas.pipeline.errors import ClaimContested, DataRefused, StartRefused
from tests.domain.training.tables import DIGITS

BUCKET, INBOX, PLAN_KEY = "runs", "inputs-ext-s3alias", "training/plans/plan.json"
KEY = "training/data/a.csv"
MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:training"


def arn(name: str) -> str:
    return MACHINE.replace("stateMachine", "execution") + f":{name}"


@dataclass
class FakeExecutions:
    """Which executions run."""

    running: set[str] = field(default_factory=set)

    def describe_execution(self, executionArn: str) -> dict[str, str]:  # noqa: N803 - as boto3 has it
        return {"status": "RUNNING" if executionArn in self.running else "FAILED"}


@dataclass
class Pipeline:
    """Starts of the pipeline."""

    s3: Any
    executions: FakeExecutions

    def put(self, data: bytes = b"label,pixel_0\n1,2\n", key: str = KEY) -> None:
        self.s3.put_object(Bucket=INBOX, Key=key, Body=data)

    def start(self, name: str, given: Any = None) -> dict[str, Any]:
        """Start an execution, which runs from then on."""
        self.executions.running.add(arn(name))
        event = {"input": {} if given is None else given, "execution_arn": arn(name), "execution_name": name}
        reply: dict[str, Any] = json.loads(json.dumps(begin_training.handler(event, None)))
        return reply

    def end(self, name: str) -> None:
        self.executions.running.discard(arn(name))

    @property
    def claims(self) -> TrainingClaims:
        return TrainingClaims(self.s3, BUCKET)


@pytest.fixture
def pipeline(s3: Any, monkeypatch: pytest.MonkeyPatch) -> Pipeline:
    variables = {
        "PLATFORM_ENVIRONMENT": "test",
        "RUN_BUCKET": BUCKET,
        "TRAINING_PLAN_KEY": PLAN_KEY,
        "DATA_BUCKET": INBOX,
        "DATA_PREFIX": "training/data/",
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    s3.put_object(Bucket=BUCKET, Key=PLAN_KEY, Body=json.dumps(DIGITS).encode())
    fake = FakeExecutions()
    monkeypatch.setattr(begin_training, "Executions", lambda _: Executions(fake))
    return Pipeline(s3, fake)


def test_a_run_is_named_by_its_data_and_the_plan(pipeline: Pipeline) -> None:
    pipeline.put()
    reply = pipeline.start("one")
    run = parse_run(reply)
    assert (reply["status"], run.model, run.version, run.attempt) == ("new", "digits", run.run_id, 1)
    assert (run.data.bucket, run.data.key, run.data.size) == (INBOX, KEY, 18)
    assert pipeline.start("two")["run_id"] == run.run_id
    pipeline.put(b"label,pixel_0\n1,3\n")
    assert pipeline.start("three")["run_id"] != run.run_id
    pipeline.s3.put_object(Bucket=BUCKET, Key=PLAN_KEY, Body=json.dumps({**DIGITS, "split": {"seed": "2"}}).encode())
    assert pipeline.start("four")["run_id"] not in (run.run_id, reply["run_id"])


def test_a_second_start_is_told_that_the_first_one_runs_and_later_that_it_is_done(pipeline: Pipeline) -> None:
    pipeline.put()
    run = parse_run(pipeline.start("one"))
    assert pipeline.start("two")["status"] == "running"
    assert pipeline.claims.complete(run.run_id, run.attempt)
    assert pipeline.start("three")["status"] == "done"
    pipeline.end("one")
    assert pipeline.start("four")["status"] == "done"


def test_force_trains_again_once_an_execution(pipeline: Pipeline) -> None:
    pipeline.put()
    first = pipeline.start("one")
    forced = pipeline.start("two", {"force": True})
    assert forced["status"] == "new"
    assert forced["run_id"] != first["run_id"]
    assert pipeline.start("two", {"force": True}) == forced  # the retry of a start whose answer was lost
    assert pipeline.start("three", {"force": True})["run_id"] != forced["run_id"]


def test_a_retry_of_begin_is_the_same_start(pipeline: Pipeline) -> None:
    pipeline.put()
    assert pipeline.start("one") == pipeline.start("one")


def test_the_claim_of_an_execution_that_ended_is_taken_over(pipeline: Pipeline) -> None:
    pipeline.put()
    first = parse_run(pipeline.start("one"))
    pipeline.end("one")
    second = pipeline.start("two")
    assert (second["status"], second["run_id"], second["attempt"]) == ("new", first.run_id, 2)
    # The first one was not dead, only lost: whatever it does now, the second one holds the run.
    assert not pipeline.claims.complete(first.run_id, first.attempt)
    assert not pipeline.claims.release(first.run_id, first.attempt)
    assert pipeline.start("three")["status"] == "running"


def test_a_released_run_is_taken_at_once_and_its_attempt_rises(pipeline: Pipeline) -> None:
    pipeline.put()
    for attempt in (1, 2, 3):
        run = parse_run(pipeline.start(f"start-{attempt}"))
        assert run.attempt == attempt
        assert pipeline.claims.release(run.run_id, attempt)
        assert pipeline.claims.release(run.run_id, attempt)  # twice is once


def test_what_is_done_is_not_released(pipeline: Pipeline) -> None:
    pipeline.put()
    run = parse_run(pipeline.start("one"))
    assert pipeline.claims.complete(run.run_id, 1)
    assert pipeline.claims.complete(run.run_id, 1)
    assert not pipeline.claims.release(run.run_id, 1)
    assert pipeline.start("two")["status"] == "done"
    assert not pipeline.claims.complete("f" * 16, 1)


@pytest.fixture
def _atomic(monkeypatch: pytest.MonkeyPatch) -> None:
    """S3 looks at a condition and writes in one step; moto in this process does not, so it takes turns here.

    tests/sandbox/server/test_training_claims_live.py does the same on the wire.
    """
    turns, original = threading.Lock(), TrainingClaims.claim

    def claim(self: TrainingClaims, wanted: Claim, seen: StoredClaim | None) -> bool:
        with turns:
            return original(self, wanted, seen)

    monkeypatch.setattr(TrainingClaims, "claim", claim)


@pytest.mark.usefixtures("_atomic")
def test_of_starts_at_the_same_instant_one_trains(pipeline: Pipeline) -> None:
    for round_ in range(5):
        pipeline.put(b"label,pixel_0\n" + b"1,2\n" * (round_ + 1))
        count = 12
        together = threading.Barrier(count)

        def start(number: int, round_: int = round_, together: threading.Barrier = together) -> dict[str, Any]:
            together.wait()
            return pipeline.start(f"{round_}-{number}")

        with ThreadPoolExecutor(count) as pool:
            replies = list(pool.map(start, range(count)))
        assert sorted(reply["status"] for reply in replies) == ["new"] + ["running"] * (count - 1)
        assert len({reply["run_id"] for reply in replies}) == 1
        assert {reply["attempt"] for reply in replies} == {1}


@pytest.mark.usefixtures("_atomic")
def test_a_dead_claim_is_taken_over_by_one(pipeline: Pipeline) -> None:
    pipeline.put()
    run = parse_run(pipeline.start("dead"))
    pipeline.end("dead")
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda number: pipeline.start(f"s{number}"), range(8)))
    assert [reply["status"] for reply in replies].count("new") == 1
    assert {reply["attempt"] for reply in replies} == {2}
    seen = pipeline.claims.read(run.run_id)
    assert seen is not None
    assert seen.claim.state is ClaimState.WORKING


def test_a_claim_that_never_stands_still_is_given_up(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline.put()
    monkeypatch.setattr(begin_module.TrainingClaims, "claim", lambda *_: False)
    with pytest.raises(ClaimContested, match="try again"):
        pipeline.start("one")


def test_a_claim_that_was_seen_and_is_gone_is_not_taken(pipeline: Pipeline) -> None:
    claims, claim = pipeline.claims, Claim("0" * 16, "arn:x", 1)
    assert claims.claim(claim, None)
    assert not claims.claim(claim, None)
    seen = claims.read(claim.run_id)
    pipeline.s3.delete_object(Bucket=BUCKET, Key=RunPlaces(claim.run_id).claim)
    assert not claims.claim(Claim("0" * 16, "arn:x", 2), seen)


def test_a_claim_that_is_none_is_not_taken(pipeline: Pipeline) -> None:
    pipeline.put()
    run = parse_run(pipeline.start("one"))
    pipeline.s3.put_object(Bucket=BUCKET, Key=RunPlaces(run.run_id).claim, Body=b"{}")
    with pytest.raises(RunCorruptError, match="remove it to train again"):
        pipeline.start("two")


def event_of(key: str, size: int = 18, bucket: str = INBOX) -> dict[str, Any]:
    return {
        "detail-type": "Object Created",
        "source": "aws.s3",
        "detail": {"bucket": {"name": bucket}, "object": {"key": key, "size": size, "etag": "x"}},
    }


def test_an_event_a_schedule_and_a_hand_start_the_same_run(pipeline: Pipeline) -> None:
    pipeline.put()
    found = {
        pipeline.start(str(number), given)["run_id"]
        for number, given in enumerate([event_of(KEY), {}, {"source": {"bucket": INBOX, "key": KEY}, "force": False}])
    }
    assert len(found) == 1


REFUSED = [
    (event_of("training/data/folder/", 0), "stands for a folder"),
    (event_of("training/runs/x/data.csv"), "no data of this pipeline"),
    (event_of(KEY, bucket="other"), "no data of this pipeline"),
    ({"source": {"key": "training/data/none.csv"}}, "training/data/none.csv is not there"),
    ({"sorce": {}}, "did you mean 'source'"),
    ({"deploy": {}}, "deploy is unknown"),
    ([1], "accepted: an object"),
]


@pytest.mark.parametrize(("given", "message"), REFUSED, ids=[message for _, message in REFUSED])
def test_a_start_about_something_else_is_refused(pipeline: Pipeline, given: Any, message: str) -> None:
    pipeline.put()
    with pytest.raises(StartRefused, match=message):
        pipeline.start("one", given)


def test_a_schedule_without_data_says_where_to_put_it(pipeline: Pipeline) -> None:
    with pytest.raises(StartRefused, match=f"no data under s3://{INBOX}/training/data/; put a CSV file there"):
        pipeline.start("one")


def test_data_that_is_empty_or_too_large_is_refused_before_anything_is_claimed(pipeline: Pipeline) -> None:
    pipeline.put(b"")
    with pytest.raises(DataRefused, match="is empty; accepted: a CSV file"):
        pipeline.start("one", {"source": {"key": KEY}})
    pipeline.s3.put_object(
        Bucket=BUCKET, Key=PLAN_KEY, Body=json.dumps({**DIGITS, "quality": {"max_data_mb": 1}}).encode()
    )
    pipeline.put(b"x" * (10**6 + 1))
    with pytest.raises(DataRefused, match=r"has 1000001 bytes; quality.max_data_mb accepts 1000000"):
        pipeline.start("one")
    assert "Contents" not in pipeline.s3.list_objects_v2(Bucket=BUCKET, Prefix="training/runs/")


@pytest.mark.parametrize("event", [None, {}, {"input": {}}, {"input": {}, "execution_arn": "", "execution_name": "x"}])
def test_an_event_that_is_none(pipeline: Pipeline, event: Any) -> None:
    with pytest.raises(InvalidEventError):
        begin_training.handler(event, None)


@pytest.mark.parametrize(("name", "value"), [("DATA_PREFIX", "data"), ("DATA_PREFIX", "/data/"), ("DATA_BUCKET", "")])
def test_a_wrong_environment(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(InvalidEnvironmentError, match=name):
        pipeline.start("one")


def test_what_step_functions_says_of_an_execution(aws: None) -> None:
    client = boto3.client("stepfunctions")
    role = "arn:aws:iam::123456789012:role/x"
    definition = {"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 1000, "End": True}}}
    machine = client.create_state_machine(name="training", definition=json.dumps(definition), roleArn=role)
    started = client.start_execution(stateMachineArn=machine["stateMachineArn"])["executionArn"]
    executions = Executions(client)
    assert executions.is_running(started)
    client.stop_execution(executionArn=started)
    assert not executions.is_running(started)
    assert not executions.is_running(arn("never"))
