"""Deployments against SageMaker's rules and S3's conditions: begun once, watched, taken back, never half left."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from domain.models.release import Candidate, Release
from domain.rollouts.current import Served
from domain.rollouts.record import Phase, Source
from domain.rollouts.targets import Targets, parse_targets
from lambdas.clients.approved_packages import ApprovedPackages
from lambdas.deployments.handles import handle_of, parse_handle
from lambdas.errors import (
    DeploymentChangedError,
    DeploymentCorruptError,
    DeploymentInProgressError,
    DeploymentNotFoundError,
    InvalidEnvironmentError,
    InvalidEventError,
    PackageNotApprovedError,
)
from lambdas.start_deployment.settings import Settings
from tests.lambdas.deployment_cloud import (
    BOTH,
    ENDPOINT,
    HTTP,
    PLACE,
    REALTIME,
    Cloud,
    begin,
    cloud_of,
    finish,
    look,
    refusal,
    serve,
)


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    with cloud_of(monkeypatch) as made:
        yield made


def test_the_first_deployment_makes_everything_and_serves_at_the_end(cloud: Cloud) -> None:
    held = begin(cloud, 1)
    name = held.deployment.resource_name
    assert cloud.release() == Release(), "nothing is live before the endpoint serves"
    assert cloud.sagemaker.models[name] == {
        "ModelName": name,
        "ExecutionRoleArn": "arn:role",
        "PrimaryContainer": {
            "Image": "image:1",
            "ModelDataUrl": "s3://bucket/models/digits/v1",
            "Environment": {},
        },
        "Tags": [{"Key": "Environment", "Value": "test"}, {"Key": "Project", "Value": "p"}],
    }
    assert cloud.sagemaker.configs[name]["ProductionVariants"] == [
        {
            "VariantName": "AllTraffic",
            "ModelName": name,
            "ServerlessConfig": {"MemorySizeInMB": 2048, "MaxConcurrency": 5},
        }
    ]
    assert "KmsKeyId" not in cloud.sagemaker.configs[name]
    assert cloud.work.reply(held.deployment)["status"] == "in-progress"
    cloud.sagemaker.settle("digits")
    held = look(cloud, held)
    assert cloud.work.reply(held.deployment) == {
        "status": "done",
        "reason": "version 'v1' is in service",
        "targets": [
            {"target": "endpoint", "name": "digits", "status": "done"},
            {"target": "http", "name": "digits", "status": "done", "share": 1.0},
        ],
    }
    assert cloud.release() == Release("v1")
    assert cloud.document("deployments/digits/current.json")["live"]["version"] == "v1"


def test_an_endpoint_on_instances_is_isolated_encrypted_and_in_the_network(cloud: Cloud) -> None:
    targets = parse_targets({"endpoint": REALTIME})
    held = begin(cloud, 1, targets)
    model, config = (
        store[held.deployment.resource_name] for store in (cloud.sagemaker.models, cloud.sagemaker.configs)
    )
    assert model["EnableNetworkIsolation"] is True
    assert model["VpcConfig"] == {"Subnets": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}
    assert config["KmsKeyId"] == "arn:key"
    assert "DataCaptureConfig" not in config
    assert config["ProductionVariants"][0]["InitialInstanceCount"] == 2


def test_the_second_deployment_shifts_and_keeps_the_first_for_a_rollback(cloud: Cloud) -> None:
    first = finish(cloud, begin(cloud, 1)).deployment
    second = finish(cloud, begin(cloud, 2)).deployment
    assert cloud.sagemaker.updates[0]["DeploymentConfig"]["AutoRollbackConfiguration"] == {
        "Alarms": [{"AlarmName": "errors"}]
    }
    third = finish(cloud, begin(cloud, 3)).deployment
    assert set(cloud.sagemaker.configs) == {second.resource_name, third.resource_name}
    assert set(cloud.sagemaker.models) == {second.resource_name, third.resource_name}
    current = cloud.store.current("digits")
    assert (current.live, current.previous, current.retired) == (third.served, second.served, ())
    assert cloud.release() == Release("v3", "v2")
    assert first.resource_name not in cloud.sagemaker.configs


def test_what_pulumi_made_is_kept_and_never_removed(cloud: Cloud) -> None:
    cloud.sagemaker.configs["theirs"] = cloud.sagemaker.models["theirs"] = {}
    cloud.sagemaker.endpoints["digits"] = {"EndpointStatus": "InService", "EndpointConfigName": "theirs"}
    for number in (1, 2, 3):
        finish(cloud, begin(cloud, number, ENDPOINT))
        if number == 1:
            assert cloud.store.current("digits").previous == Served("", "", "digits", "theirs")
    assert "theirs" in cloud.sagemaker.configs
    assert len(cloud.sagemaker.configs) == 3


def test_a_broken_model_is_taken_back_by_its_alarm_and_live_never_changed(cloud: Cloud) -> None:
    """The new version answers NaN; the share of calls that met it makes its alarm ring."""
    finish(cloud, begin(cloud, 1, HTTP))
    held = begin(cloud, 2, HTTP)
    assert cloud.release() == Release("v1", None, Candidate("v2", 0.2, held.deployment.deployment_id))
    answers = {"v1": lambda: True, "v2": lambda: math.isfinite(float("nan"))}
    tried, failed, live = serve(cloud.release(), answers, 500)
    assert (tried > 50, failed, live) == (True, tried, {"v1"})
    cloud.cloudwatch.alarms["errors"] = "ALARM"
    held = look(cloud, held)
    assert cloud.work.reply(held.deployment) == {
        "status": "rolled-back",
        "reason": "alarm errors is in ALARM",
        "targets": [{"target": "http", "name": "digits", "status": "rolled-back", "share": 0.0}],
    }
    assert cloud.release() == Release("v1")
    assert serve(cloud.release(), answers, 500) == (0, 0, {"v1"})
    assert cloud.store.current("digits").pending == ""


def test_an_endpoint_that_sagemaker_rolled_back_takes_the_http_api_back(cloud: Cloud) -> None:
    first = finish(cloud, begin(cloud, 1)).deployment
    held = begin(cloud, 2)
    cloud.sagemaker.settle("digits", healthy=False, failure="alarm(s) in ALARM state: errors")
    held = look(cloud, held)
    assert held.deployment.phase is Phase.ROLLED_BACK
    assert "alarm(s) in ALARM state: errors" in held.deployment.reason
    assert cloud.release() == Release("v1")
    assert set(cloud.sagemaker.configs) == {first.resource_name}
    assert cloud.store.current("digits").live == first.served


def test_a_first_endpoint_that_does_not_start_leaves_nothing(cloud: Cloud) -> None:
    held = begin(cloud, 1)
    cloud.sagemaker.settle("digits", healthy=False, failure="did not pass the ping health check")
    held = look(cloud, held)
    assert held.deployment.phase is Phase.ROLLED_BACK
    assert (cloud.sagemaker.endpoints, cloud.sagemaker.configs, cloud.sagemaker.models) == ({}, {}, {})
    assert cloud.release() == Release()


def test_what_sagemaker_refuses_is_taken_back_with_its_words(cloud: Cloud) -> None:
    first = finish(cloud, begin(cloud, 1)).deployment

    def fault(call: str) -> None:
        if call == "update_endpoint":
            raise refusal("ValidationException", "Cannot convert between serverless and instances")

    cloud.sagemaker.fault = fault
    held = begin(cloud, 2)
    assert held.deployment.phase is Phase.ROLLED_BACK
    assert "shift-endpoint was refused" in held.deployment.reason
    assert "Cannot convert" in held.deployment.reason
    assert set(cloud.sagemaker.models) == {first.resource_name}


def test_a_throttle_is_the_callers_to_repeat(cloud: Cloud) -> None:
    def fault(call: str) -> None:
        if call == "create endpoint":
            raise refusal("ThrottlingException", "Rate exceeded")

    cloud.sagemaker.fault = fault
    with pytest.raises(ClientError, match="Rate exceeded"):
        begin(cloud, 1)
    cloud.sagemaker.fault = lambda _call: None
    assert finish(cloud, begin(cloud, 1)).deployment.phase is Phase.DONE
    assert len(cloud.sagemaker.models) == 1


class Crash(Exception):  # noqa: N818 - no error of the program: the process is gone
    """The function's process ends."""


CALLS = ("create model", "create endpoint configuration", "create endpoint", "update_endpoint")


@pytest.mark.parametrize("call", [*CALLS, *(f"{call} done" for call in CALLS)])
def test_a_crash_at_any_call_is_resumed_to_the_same_end(cloud: Cloud, call: str) -> None:
    crashed: list[str] = []

    def fault(made: str) -> None:
        if made == call and not crashed:
            crashed.append(made)
            raise Crash(made)

    finish(cloud, begin(cloud, 1)) if call.startswith("update") else None
    cloud.sagemaker.fault = fault
    with pytest.raises(Crash):
        begin(cloud, 2)
    assert finish(cloud, begin(cloud, 2)).deployment.phase is Phase.DONE
    assert cloud.release().live == "v2"
    assert len(cloud.sagemaker.endpoints) == 1
    assert cloud.sagemaker.endpoints["digits"]["EndpointConfigName"].startswith("digits-v2-")


def test_a_second_start_of_the_same_package_finds_the_first(cloud: Cloud) -> None:
    one, two = begin(cloud, 1), begin(cloud, 1)
    assert one.deployment.deployment_id == two.deployment.deployment_id
    done = finish(cloud, one)
    assert begin(cloud, 1).deployment.deployment_id == done.deployment.deployment_id
    assert len(cloud.sagemaker.models) == 1


def test_the_same_package_in_another_size_is_another_deployment(cloud: Cloud) -> None:
    one = finish(cloud, begin(cloud, 1)).deployment
    cloud.pass_minutes(1)
    bigger = replace(BOTH.endpoint, memory_mb=4096)  # type: ignore[type-var]
    two = finish(cloud, begin(cloud, 1, Targets(bigger, BOTH.http))).deployment
    assert one.deployment_id != two.deployment_id
    assert cloud.sagemaker.configs[two.resource_name]["ProductionVariants"][0]["ServerlessConfig"] == {
        "MemorySizeInMB": 4096,
        "MaxConcurrency": 5,
    }


def test_two_packages_are_never_deployed_at_once(cloud: Cloud) -> None:
    begin(cloud, 1)
    with pytest.raises(DeploymentInProgressError, match="advisor model rollback"):
        begin(cloud, 2)
    assert len(cloud.sagemaker.models) == 1


def test_a_deployment_that_nobody_watched_is_taken_back_by_the_next_one(cloud: Cloud) -> None:
    finish(cloud, begin(cloud, 1, HTTP))
    abandoned = begin(cloud, 2, HTTP)
    cloud.pass_minutes(121)
    held = begin(cloud, 3, HTTP)
    assert cloud.release() == Release("v1", None, Candidate("v3", 0.2, held.deployment.deployment_id))
    assert look(cloud, abandoned).deployment.phase is Phase.ROLLED_BACK


def test_a_split_by_hand_is_not_overwritten(cloud: Cloud) -> None:
    finish(cloud, begin(cloud, 1, HTTP))
    split = Release("v1", None, Candidate("v9", 0.5))
    cloud.store.change_release("digits", lambda _there: split)
    held = begin(cloud, 2, HTTP)
    assert held.deployment.phase is Phase.ROLLED_BACK
    assert "version 'v9' is the candidate already" in held.deployment.reason
    assert cloud.release() == split


def test_a_slow_writer_does_not_overwrite_a_record(cloud: Cloud) -> None:
    finish(cloud, begin(cloud, 1, HTTP))
    slow = begin(cloud, 2, HTTP)
    cloud.pass_minutes(6)
    look(cloud, slow)
    with pytest.raises(DeploymentChangedError, match="written by somebody else"):
        cloud.work.forward(slow)
    tried = cloud.release().candidate
    assert tried is not None
    assert tried.weight == 1.0


def test_documents_that_cannot_be_used_stop_everything(cloud: Cloud) -> None:
    cloud.s3.put_object(Bucket=PLACE.run_bucket, Key="models/digits/release.json", Body=b"{")
    with pytest.raises(DeploymentCorruptError, match=r"models/digits/release\.json"):
        begin(cloud, 1)
    assert cloud.sagemaker.models == {}
    with pytest.raises(DeploymentNotFoundError, match="no deployment '0123456789ab'"):
        cloud.store.need("digits", "0123456789ab")


class Registry:
    """One model package."""

    def __init__(self, **changes: Any) -> None:
        self.found = {
            "ModelPackageStatus": "Completed",
            "ModelApprovalStatus": "Approved",
            "CustomerMetadataProperties": {"model": "digits", "version": "v1"},
            "InferenceSpecification": {"Containers": [{"Image": "i", "ModelDataUrl": "s3://b/k"}]},
            **changes,
        }

    def describe_model_package(self, ModelPackageName: str) -> dict[str, Any]:  # noqa: N803
        if ModelPackageName == "gone":
            raise refusal("ValidationException", "ModelPackage gone does not exist.")
        return self.found


def test_an_approved_package_is_deployed() -> None:
    assert ApprovedPackages(Registry()).source("arn") == Source("digits", "v1", "arn", "i", "s3://b/k", {})


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ModelApprovalStatus": "PendingManualApproval"}, "model approve"),
        ({"ModelApprovalStatus": "Rejected"}, "Completed and Rejected"),
        ({"ModelPackageStatus": "Failed"}, "Failed and Approved"),
        ({"CustomerMetadataProperties": {}}, "none of this platform"),
        ({"CustomerMetadataProperties": {"model": "../x", "version": "v1"}}, "none of this platform"),
        ({"InferenceSpecification": {"Containers": []}}, "none of this platform"),
        ({"InferenceSpecification": {"Containers": [{"Image": "i"}]}}, "none of this platform"),
    ],
)
def test_what_nobody_approved_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(PackageNotApprovedError, match=said):
        ApprovedPackages(Registry(**changes)).source("arn")


def test_a_package_that_is_gone_is_refused() -> None:
    with pytest.raises(PackageNotApprovedError, match="there is no model package 'gone'"):
        ApprovedPackages(Registry()).source("gone")


def test_a_handle_names_model_and_deployment(cloud: Cloud) -> None:
    deployment = begin(cloud, 1).deployment
    assert parse_handle(handle_of(deployment)) == ("digits", deployment.deployment_id)


@pytest.mark.parametrize("handle", [None, 1, "", "digits", "digits-1", "../x-0123456789ab", "digits-0123456789AB"])
def test_a_handle_that_is_none_is_refused(handle: object) -> None:
    with pytest.raises(InvalidEventError, match="deployment_id is"):
        parse_handle(handle)


ENVIRONMENT = {
    "RUN_BUCKET": "b",
    "MODEL_ROLE_ARN": "r",
    "KEY_ARN": "k",
    "SUBNETS": "a,b",
    "SECURITY_GROUPS": "c",
    "TAGS": "{}",
    "DEPLOY_TARGETS": json.dumps(BOTH.to_document()),
    "SIGNING_KEY_ARN": "",
    "MAX_PACKAGE_MB": "100",
}


def test_the_environment_is_read() -> None:
    settings = Settings.from_env(ENVIRONMENT)
    assert (settings.targets, settings.place.subnets) == (BOTH, ("a", "b"))
    assert Settings.from_env({**ENVIRONMENT, "SUBNETS": "-", "SECURITY_GROUPS": "-"}).place.subnets == ()


def test_whether_packages_are_signed_is_said_and_never_guessed() -> None:
    unsaid = {name: value for name, value in ENVIRONMENT.items() if name != "SIGNING_KEY_ARN"}
    with pytest.raises(InvalidEnvironmentError, match="SIGNING_KEY_ARN is missing"):
        Settings.from_env(unsaid)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"DEPLOY_TARGETS": "{"}, "it is no JSON"),
        ({"DEPLOY_TARGETS": "{}"}, "nothing would be deployed"),
        ({"DEPLOY_TARGETS": ""}, "DEPLOY_TARGETS is missing"),
        ({"SUBNETS": "-"}, "go together"),
        ({"SUBNETS": "a,,b"}, "SUBNETS = 'a,,b' is not accepted"),
        ({"TAGS": '{"a": 1}'}, "TAGS"),
        ({"MAX_PACKAGE_MB": "0"}, "MAX_PACKAGE_MB"),
    ],
)
def test_an_environment_that_cannot_be_used_is_refused(changes: dict[str, str], said: str) -> None:
    with pytest.raises(InvalidEnvironmentError, match=said):
        Settings.from_env({**ENVIRONMENT, **changes})
