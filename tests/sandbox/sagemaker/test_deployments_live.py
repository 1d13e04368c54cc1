"""Deployments in the sandbox: real containers, metrics and alarms; what fails is taken back, what served serves on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.models.release import Release
from domain.rollouts.record import Deployment, Phase, Source
from domain.rollouts.targets import Targets, parse_targets
from lambdas.clients.alarm_states import AlarmStates
from lambdas.clients.deployment_store import DeploymentStore
from lambdas.clients.endpoint_rollouts import EndpointRollouts
from lambdas.deployments.acting import Acting
from lambdas.deployments.settings import Place
from lambdas.deployments.work import Work
from lambdas.start_deployment.beginning import Beginning
from tests.sandbox.sagemaker.test_endpoint_rollouts import ALARM_ACTION, HANDLER, answered

IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/s:1"


class Stage:
    """A model's bucket, role, endpoint and alarm."""

    def __init__(self, aws: Any, repack: Callable[..., bytes], helpers: Any) -> None:
        self.aws, self.repack, self.until = aws, repack, helpers
        self.bucket, self.endpoint, self.alarm = aws.bucket(), aws.name("endpoint"), aws.name("alarm")
        read = {
            "Action": ["s3:GetObject", "s3:ListBucket"],
            "Resource": [f"arn:aws:s3:::{self.bucket}", f"arn:aws:s3:::{self.bucket}/*"],
        }
        place = Place(self.bucket, aws.role([read, ALARM_ACTION]), "arn:aws:kms:key", (), (), {"Project": "p"})
        self.store = DeploymentStore(aws.client("s3"), self.bucket)
        endpoints = EndpointRollouts(aws.client("sagemaker"))
        self.acting = Acting(self.store, endpoints, AlarmStates(aws.client("cloudwatch")), place)
        self.work = Work(self.acting, lambda: datetime.now(UTC))
        aws.client("cloudwatch").put_metric_alarm(
            AlarmName=self.alarm,
            Namespace="AWS/SageMaker",
            MetricName="Invocation5XXErrors",
            Dimensions=[
                {"Name": "EndpointName", "Value": self.endpoint},
                {"Name": "VariantName", "Value": "AllTraffic"},
            ],
            Statistic="Sum",
            Period=60,
            EvaluationPeriods=1,
            Threshold=0,
            ComparisonOperator="GreaterThanThreshold",
            TreatMissingData="notBreaching",
        )

    @property
    def targets(self) -> Targets:
        canary = {"kind": "canary", "percent": 50, "step_minutes": 60, "keep_minutes": 0, "timeout_minutes": 480}
        endpoint = {
            "name": self.endpoint,
            "kind": "realtime",
            "instance_type": "ml.m5.large",
            "instance_count": 2,
            "alarms": [self.alarm],
            "rollout": canary,
        }
        http = {"alarms": [self.alarm], "rollout": {"step_minutes": 0, "keep_minutes": 0}}
        return parse_targets({"endpoint": endpoint, "http": http})

    def source(self, name: str) -> Source:
        key = f"models/digits/{name}/model.tar.gz"
        archive = self.repack(add={"code/inference.py": HANDLER % name})
        self.aws.client("s3").put_object(Bucket=self.bucket, Key=key, Body=archive)
        return Source("digits", name, f"arn:package/{name}", IMAGE, f"s3://{self.bucket}/{key}")

    def begin(self, name: str, targets: Targets | None = None) -> Deployment:
        beginning = Beginning(self.acting, self.work, targets or self.targets, lambda: datetime.now(UTC), name)
        return self.work.forward(beginning.begin(self.source(name))).deployment

    def look(self, deployment: Deployment) -> Deployment:
        return self.work.forward(self.store.need("digits", deployment.deployment_id)).deployment

    def end(self, deployment: Deployment, calls: int = 0) -> Deployment:
        def ended() -> Deployment | None:
            if calls:
                answered(self.aws, self.endpoint, calls)
            found = self.look(deployment)
            return found if found.phase in (Phase.DONE, Phase.ROLLED_BACK) else None

        return self.until(ended, f"the end of {deployment.deployment_id}", 60.0)  # type: ignore[no-any-return]


@pytest.fixture
def stage(aws: Any, repack: Callable[..., bytes], helpers: Any) -> Stage:
    return Stage(aws, repack, helpers)


def test_a_broken_model_is_rolled_back_by_its_own_errors(stage: Stage) -> None:
    first = stage.end(stage.begin("good"))
    assert first.phase is Phase.DONE
    assert stage.store.release("digits") == Release("good")
    assert answered(stage.aws, stage.endpoint, 2) == {"good": 2}

    ended = stage.end(stage.begin("broken"), calls=4)
    assert ended.phase is Phase.ROLLED_BACK
    assert stage.alarm in ended.reason
    assert stage.store.release("digits") == Release("good")
    assert answered(stage.aws, stage.endpoint, 4) == {"good": 4}
    sagemaker = stage.aws.client("sagemaker")
    names = {one["EndpointConfigName"] for one in sagemaker.list_endpoint_configs(MaxResults=100)["EndpointConfigs"]}
    assert first.resource_name in names
    assert ended.resource_name not in names
    tags = sagemaker.list_tags(ResourceArn=sagemaker.describe_endpoint(EndpointName=stage.endpoint)["EndpointArn"])
    assert tags["Tags"] == [{"Key": "Project", "Value": "p"}]


def test_a_first_model_that_cannot_be_loaded_leaves_no_endpoint(stage: Stage) -> None:
    source = stage.source("gone")
    stage.aws.client("s3").delete_object(Bucket=stage.bucket, Key="models/digits/gone/model.tar.gz")
    beginning = Beginning(stage.acting, stage.work, stage.targets, lambda: datetime.now(UTC), "x")
    ended = stage.end(stage.work.forward(beginning.begin(source)).deployment)
    assert ended.phase is Phase.ROLLED_BACK
    assert "Could not find model data" in ended.reason
    assert stage.acting.endpoints.describe(stage.endpoint) is None
    assert stage.store.release("digits") == Release()
