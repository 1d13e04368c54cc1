"""A stack of nothing but the capacity theme, by the real engine and the pack: built, acting, and taken away again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from pulumi.automation import CommandError

from sandbox import lifecycle
from tests.sandbox.platform.conftest import ROOT, STACK, Engine, copy_project
from tests.sandbox.sagemaker.conftest import Aws, until

pytestmark = [pytest.mark.engine, pytest.mark.server, pytest.mark.xdist_group("engine-apart")]

STACK_FILE = """config:
  aws:region: us-east-1
  inference-platform:environment: sandbox
  inference-platform:owner: ml-platform
  inference-platform:cost_center: sandbox
  inference-platform:capacity:
    enabled: true
    endpoints:
      - name: {endpoint}
        variant: AllTraffic
        instance_type: ml.m5.large
        min: 1
        max: 5
        invocations_per_instance_per_minute: 480
        concurrent_requests: 4
        latency:
          threshold_ms: 2000
          minutes: 1
          steps:
            - {{above_ms: 0, add: 1}}
            - {{above_ms: 500, add: 3}}
        schedules:
          - {{name: newyear, cron: "cron(0 9 1 1 ? 2198)", timezone: Asia/Tokyo, min: 2, max: 5}}
    bedrock:
      provisioned:
        - name: chat
          model_id: amazon.nova-2-lite-v1:0:256k
          accept_monthly_usd: 44165
          bought_on: "2026-11-26"
      profiles:
        - {{name: chat, source: us.amazon.nova-2-lite-v1:0}}
    lambda_concurrency:
      account_limit: 1000
"""
NAMESPACE = "sagemaker"
MICROS = 2_600_000.0
"""600 ms above the threshold: the second step."""


@dataclass
class Stack:
    """The deployed theme, and an endpoint that it did not make."""

    aws: Aws
    engine: Engine
    endpoint: str
    outputs: dict[str, Any]

    @property
    def resource_id(self) -> str:
        return f"endpoint/{self.endpoint}/variant/AllTraffic"

    def instances(self) -> int:
        found = self.aws.client("sagemaker").describe_endpoint(EndpointName=self.endpoint)
        return int(found["ProductionVariants"][0]["DesiredInstanceCount"])

    def targets(self) -> list[dict[str, Any]]:
        scaling = self.aws.client("application-autoscaling")
        found = scaling.describe_scalable_targets(ServiceNamespace=NAMESPACE, ResourceIds=[self.resource_id])
        return list(found["ScalableTargets"])


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    project = copy_project(tmp_path_factory.mktemp("capacity"))
    with lifecycle.start(project / "build" / "sandbox", {"endpoint_create_s": 0.0}) as running:
        running.client.bedrock_quotas(model_units=2)
        aws = Aws(running)
        archive = (ROOT / "build" / "model" / "model.tar.gz").read_bytes()
        model = aws.model(aws.bucket(), archive)
        endpoint = aws.endpoint(aws.config(ModelName=model, InstanceType="ml.m5.large", InitialInstanceCount=1))
        (project / f"Pulumi.{STACK}.yaml").write_text(STACK_FILE.format(endpoint=endpoint), encoding="utf-8")
        engine = Engine(project, lifecycle.environment(running))
        yield Stack(aws, engine, endpoint, engine.up())


def test_after_up_there_is_nothing_to_do(stack: Stack) -> None:
    found = stack.engine.preview()
    assert found.changes == {}, found.steps
    assert stack.outputs["lambdaConcurrencyPlan"]["left"] == 1000


def test_the_endpoint_has_its_target_policies_and_schedule(stack: Stack) -> None:
    (target,) = stack.targets()
    assert (target["MinCapacity"], target["MaxCapacity"]) == (1, 5)
    scaling = stack.aws.client("application-autoscaling")
    where = {"ServiceNamespace": NAMESPACE, "ResourceId": stack.resource_id}
    kinds = sorted(one["PolicyType"] for one in scaling.describe_scaling_policies(**where)["ScalingPolicies"])
    assert kinds == ["StepScaling", "TargetTrackingScaling", "TargetTrackingScaling"]
    (action,) = scaling.describe_scheduled_actions(**where)["ScheduledActions"]
    assert action["Timezone"] == "Asia/Tokyo"


def test_half_a_second_above_the_threshold_adds_what_its_step_says(stack: Stack) -> None:
    assert stack.instances() == 1
    dimensions = [{"Name": "EndpointName", "Value": stack.endpoint}, {"Name": "VariantName", "Value": "AllTraffic"}]
    slow = {"MetricName": "ModelLatency", "Dimensions": dimensions, "Value": MICROS, "Unit": "Microseconds"}
    stack.aws.client("cloudwatch").put_metric_data(
        Namespace="AWS/SageMaker", MetricData=[{**slow, "Timestamp": time.time()}]
    )
    until(lambda: stack.instances() > 1, "scaling out")
    assert stack.instances() == 4, "one and three, not one and one"


def test_what_was_bought_of_bedrock_is_what_was_planned(stack: Stack) -> None:
    bedrock = stack.aws.client("bedrock")
    arn = stack.outputs["provisionedModelArns"]["chat"]
    found = bedrock.get_provisioned_model_throughput(provisionedModelId=arn)
    assert found["desiredModelUnits"] == 1
    assert "commitmentDuration" not in found
    assert found["desiredModelArn"].endswith("foundation-model/amazon.nova-2-lite-v1:0:256k")
    profile = bedrock.get_inference_profile(inferenceProfileIdentifier=stack.outputs["inferenceProfileArns"]["chat"])
    assert profile["type"] == "APPLICATION"
    assert all(one["modelArn"].endswith("foundation-model/amazon.nova-2-lite-v1:0") for one in profile["models"])


def test_a_sum_that_is_not_enough_any_more_stops_the_deployment_before_it_begins(stack: Stack) -> None:
    more = stack.engine.settings(lambda text: text.replace("model_id:", "units: 2\n          model_id:"))
    with more, pytest.raises(CommandError, match="it costs more"):
        stack.engine.preview()
    assert len(stack.aws.client("bedrock").list_provisioned_model_throughputs()["provisionedModelSummaries"]) == 1


def test_destroy_deregisters_and_leaves_the_endpoint(stack: Stack) -> None:
    stack.engine.stack.destroy(color="never")
    assert stack.targets() == []
    assert stack.aws.client("bedrock").list_provisioned_model_throughputs()["provisionedModelSummaries"] == []
    assert stack.aws.status(stack.endpoint) == "InService"
