"""`model split`, `promote` and `rollback` against S3's conditions and SageMaker's rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws
from typer.testing import CliRunner

from advisor.__main__ import app
from advisor.model import place, rollout, rollout_back
from domain.models.release import Candidate, Release
from domain.rollouts.record import Phase, Source
from domain.rollouts.targets import parse_targets
from lambdas.start_deployment.beginning import Beginning
from tests.lambdas.deployment_cloud import PLACE, Cloud

ENDPOINT = {"name": "digits", "kind": "serverless", "alarms": ["errors"]}
HTTP = {"rollout": {"kind": "canary", "percent": 20}, "alarms": ["errors"]}


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    for name in ("AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "us-east-1")
    with mock_aws():
        s3 = boto3.client("s3")
        s3.create_bucket(Bucket=PLACE.run_bucket)
        found = Cloud(s3)
        clients = {"s3": s3, "sagemaker": found.sagemaker, "cloudwatch": found.cloudwatch}
        monkeypatch.setattr(place.Place, "client", lambda _self, service, **_config: clients[service])
        monkeypatch.setattr(rollout, "checked_package", lambda *_args: None)
        monkeypatch.setattr(rollout_back, "LOOK_S", 0.0)
        yield found


@pytest.fixture
def run(cloud: Cloud) -> Callable[..., Any]:
    def call(*arguments: str) -> Any:
        found = CliRunner().invoke(app, ["model", *arguments, "--bucket", PLACE.run_bucket])
        return found.exit_code, " ".join(found.output.split())

    return call


def begin(cloud: Cloud, number: int, **targets: Any) -> Any:
    source = Source("digits", f"v{number}", f"arn:package/{number}", "image", "s3://b/k")
    wanted = parse_targets(targets or {"endpoint": ENDPOINT, "http": HTTP})
    beginning = Beginning(cloud.acting, cloud.work, wanted, lambda: cloud.now, str(number))
    return cloud.work.forward(beginning.begin(source))


def deploy(cloud: Cloud, number: int, **targets: Any) -> Any:
    held = begin(cloud, number, **targets)
    for _ in range(5):
        for name in cloud.sagemaker.endpoints:
            cloud.sagemaker.settle(name)
        held = cloud.work.forward(cloud.store.need("digits", held.deployment.deployment_id))
        cloud.pass_minutes(10)
    assert held.deployment.phase is Phase.DONE
    return held.deployment


def test_one_command_takes_endpoint_and_http_api_back_and_forth(
    cloud: Cloud, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = deploy(cloud, 1), deploy(cloud, 2)
    looks = rollout_back._look

    def look(clients: Any, back: Any) -> tuple[bool, str]:
        found = looks(clients, back)
        cloud.sagemaker.settle("digits")
        return found

    monkeypatch.setattr(rollout_back, "_look", look)
    code, said = run("rollback", "digits", "--dry-run")
    assert code == 0
    assert f"endpoint digits goes from {second.resource_name} to {first.resource_name} (version v1)" in said
    assert "the HTTP API goes from version v2 to v1 nothing was done" in said
    assert cloud.release() == Release("v2", "v1")

    code, said = run("rollback", "digits")
    assert (code, "endpoint digits is InService" in said) == (0, True)
    assert cloud.sagemaker.endpoints["digits"]["EndpointConfigName"] == first.resource_name
    assert cloud.release() == Release("v1", "v2")
    assert cloud.store.current("digits").live == first.served

    assert run("rollback", "digits")[0] == 0
    assert cloud.release() == Release("v2", "v1")
    assert cloud.store.current("digits").live == second.served


def test_a_rollback_that_was_cut_short_goes_on(cloud: Cloud, run: Any) -> None:
    first, _ = deploy(cloud, 1), deploy(cloud, 2)
    cloud.sagemaker.update_endpoint(EndpointName="digits", EndpointConfigName=first.resource_name)
    cloud.store.change_release("digits", lambda there: there.rolled_back())
    code, said = run("rollback", "digits", "--no-wait")
    assert (code, "HTTP API" in said) == (0, False)
    assert len(cloud.sagemaker.updates) == 2
    assert cloud.release() == Release("v1", "v2")
    assert cloud.store.current("digits").live == first.served


def test_a_deployment_at_work_is_taken_back(cloud: Cloud, run: Any) -> None:
    deploy(cloud, 1, http=HTTP)
    begin(cloud, 2, http=HTTP)
    code, said = run("rollback", "digits")
    assert (code, "of version v2 is taken back" in said, "is rolled-back" in said) == (0, True, True)
    assert cloud.release() == Release("v1")
    assert cloud.store.current("digits").pending == ""


def test_an_endpoint_that_is_busy_or_gone_is_left_alone(cloud: Cloud, run: Any) -> None:
    deploy(cloud, 1)
    deploy(cloud, 2)
    cloud.sagemaker.endpoints["digits"].update(EndpointStatus="SystemUpdating")
    code, said = run("rollback", "digits")
    assert (code, "it takes no change until that ends" in said) == (2, True)
    assert cloud.release() == Release("v2", "v1")
    del cloud.sagemaker.endpoints["digits"]
    assert "is gone" in run("rollback", "digits")[1]


def test_an_endpoint_that_does_not_come_back_is_an_error(
    cloud: Cloud, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy(cloud, 1)
    deploy(cloud, 2)
    update = cloud.sagemaker.update_endpoint

    def fails(**wanted: Any) -> None:
        update(**wanted)
        cloud.sagemaker.settle("digits", healthy=False, failure="no capacity")

    monkeypatch.setattr(cloud.sagemaker, "update_endpoint", fails)
    code, said = run("rollback", "digits")
    assert (code, "no capacity" in said) == (2, True)


def test_nothing_to_go_back_to(cloud: Cloud, run: Any) -> None:
    code, said = run("rollback", "digits")
    assert code == 2
    assert said.startswith("rollback: model digits has nothing to go back to: no earlier deployment of an endpoint")


def test_a_split_stays_until_it_is_ended_or_promoted(cloud: Cloud, run: Any) -> None:
    deploy(cloud, 1, http=HTTP)
    assert run("split", "digits", "v2", "--weight", "0.25", "--dry-run")[1].endswith("nothing was done")
    assert cloud.release() == Release("v1")
    assert run("split", "digits", "v2", "--weight", "0.25") == (
        0,
        "digits v2 answers 25.0% of the calls, v1 the others",
    )
    assert cloud.release() == Release("v1", None, Candidate("v2", 0.25))
    run("split", "digits", "v2", "--weight", "0.1")
    assert cloud.release() == Release("v1", None, Candidate("v2", 0.1))
    assert "'v2' is the candidate" in run("split", "digits", "v3", "--weight", "0.5")[1]
    assert run("split", "digits", "v2", "--weight", "0")[1] == "the split of digits ends: v1 answers all calls"
    assert cloud.release() == Release("v1")
    assert "is no candidate; there is none" in run("split", "digits", "v2", "--weight", "0")[1]
    run("split", "digits", "v2", "--weight", "0.5")
    assert run("promote", "digits") == (0, "digits v2 answers all calls, v1 is kept for `model rollback`")
    assert cloud.release() == Release("v2", "v1")
    assert run("promote", "digits")[0] == 2


def test_the_candidate_of_a_deployment_is_the_deployments(cloud: Cloud, run: Any) -> None:
    deploy(cloud, 1, http=HTTP)
    held = begin(cloud, 2, http=HTTP)
    for command in (("split", "digits", "v2", "--weight", "0.5"), ("promote", "digits")):
        code, said = run(*command)
        assert (code, held.deployment.deployment_id in said) == (2, True)
    assert run("promote", "digits", "--force")[0] == 0
    ended = cloud.work.forward(cloud.store.need("digits", held.deployment.deployment_id))
    assert ended.deployment.phase is Phase.DONE
    assert cloud.release() == Release("v2", "v1")


@pytest.mark.parametrize("weight", ["-0.1", "1.5", "half"])
def test_a_weight_that_is_none_is_refused(run: Any, weight: str) -> None:
    assert run("split", "digits", "v2", "--weight", weight)[0] == 2


def test_a_document_that_cannot_be_used_is_one_line(cloud: Cloud, run: Any) -> None:
    cloud.s3.put_object(Bucket=PLACE.run_bucket, Key="deployments/digits/current.json", Body=b"[]")
    code, said = run("rollback", "digits")
    assert (code, said.startswith("rollback: s3://bucket/deployments/digits/current.json")) == (2, True)
