"""Inference components over real HTTP: asleep, woken by the step policy, asleep again, and through Cloud Control."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

Until = Callable[..., Any]
SPEC = {"ComputeResourceRequirements": {"MinMemoryRequiredInMb": 512, "NumberOfCpuCoresRequired": 1}}
COPIES = {"ServiceNamespace": "sagemaker", "ScalableDimension": "sagemaker:inference-component:DesiredCopyCount"}


@pytest.fixture(scope="module")
def endpoint(aws: Any, model: str) -> str:
    role = aws.role([{"Action": "s3:GetObject", "Resource": "*"}])
    scaling = {"Status": "ENABLED", "MinInstanceCount": 0, "MaxInstanceCount": 1}
    config = aws.config(
        InstanceType="ml.m5.large", InitialInstanceCount=1, ManagedInstanceScaling=scaling, ExecutionRoleArn=role
    )
    return str(aws.endpoint(config))


@pytest.fixture
def component(aws: Any, endpoint: str, model: str, helpers: Until) -> str:
    name = aws.name("component")
    aws.client("sagemaker").create_inference_component(
        InferenceComponentName=name,
        EndpointName=endpoint,
        VariantName="AllTraffic",
        Specification={"ModelName": model, **SPEC},
        RuntimeConfig={"CopyCount": 1},
    )
    helpers(lambda: status(aws, name) == "InService", "the component")
    return str(name)


def describe(aws: Any, name: str) -> dict[str, Any]:
    return dict(aws.client("sagemaker").describe_inference_component(InferenceComponentName=name))


def status(aws: Any, name: str) -> str:
    return str(describe(aws, name)["InferenceComponentStatus"])


def copies(aws: Any, name: str) -> tuple[int, int]:
    runtime = describe(aws, name)["RuntimeConfig"]
    return runtime["DesiredCopyCount"], runtime["CurrentCopyCount"]


def sleep(aws: Any, name: str, until: Until) -> None:
    aws.client("sagemaker").update_inference_component_runtime_config(
        InferenceComponentName=name, DesiredRuntimeConfig={"CopyCount": 0}
    )
    until(lambda: copies(aws, name) == (0, 0) and status(aws, name) == "InService", "sleep")


def invoke(aws: Any, endpoint: str, name: str, body: bytes) -> dict[str, Any]:
    answer = aws.client("sagemaker-runtime").invoke_endpoint(
        EndpointName=endpoint, InferenceComponentName=name, Body=body, ContentType="image/png"
    )
    return dict(json.loads(answer["Body"].read()))


def test_it_serves_and_needs_its_name(aws: Any, endpoint: str, component: str, png: bytes) -> None:
    assert invoke(aws, endpoint, component, png)["label"] == 0
    with pytest.raises(ClientError, match="Inference Component Name header is required"):
        aws.client("sagemaker-runtime").invoke_endpoint(EndpointName=endpoint, Body=png)
    with pytest.raises(ClientError, match="was not found on endpoint"):
        invoke(aws, endpoint, "absent", png)


def test_the_endpoint_cannot_go_before_its_components(aws: Any, endpoint: str, component: str) -> None:
    with pytest.raises(ClientError, match=f"inference components are on it .*{component}"):
        aws.client("sagemaker").delete_endpoint(EndpointName=endpoint)


def test_at_zero_copies_a_call_is_a_validation_error_and_is_counted(
    aws: Any, endpoint: str, component: str, png: bytes, helpers: Until
) -> None:
    sleep(aws, component, helpers)
    with pytest.raises(ClientError, match="Inference Component has no capacity to process this request") as caught:
        invoke(aws, endpoint, component, png)
    assert caught.value.response["Error"]["Code"] == "ValidationError"
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    helpers(
        lambda: aws.metric("NoCapacityInvocationFailures", {"InferenceComponentName": component}) == 1, "the metric"
    )
    variant = aws.client("sagemaker").describe_endpoint(EndpointName=endpoint)["ProductionVariants"][0]
    assert variant["ManagedInstanceScaling"]["MinInstanceCount"] == 0


def test_an_alarm_and_a_step_policy_wake_it_and_idleness_puts_it_to_sleep(
    aws: Any, endpoint: str, component: str, png: bytes, helpers: Until
) -> None:
    scaling, resource = aws.client("application-autoscaling"), f"inference-component/{component}"
    target = {**COPIES, "ResourceId": resource}
    scaling.register_scalable_target(**target, MinCapacity=0, MaxCapacity=1)
    steps = {
        "AdjustmentType": "ChangeInCapacity",
        "MetricAggregationType": "Maximum",
        "Cooldown": 60,
        "StepAdjustments": [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 1}],
    }
    policy = scaling.put_scaling_policy(
        **target, PolicyName="wake", PolicyType="StepScaling", StepScalingPolicyConfiguration=steps
    )
    aws.client("cloudwatch").put_metric_alarm(
        AlarmName=aws.name("no-capacity"),
        Namespace="AWS/SageMaker",
        MetricName="NoCapacityInvocationFailures",
        Dimensions=[{"Name": "InferenceComponentName", "Value": component}],
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        TreatMissingData="missing",
        AlarmActions=[policy["PolicyARN"]],
    )
    sleep(aws, component, helpers)

    def answered() -> Any:
        try:
            return invoke(aws, endpoint, component, png)
        except ClientError as error:
            refused.add(error.response["Error"]["Code"])
            return None

    refused: set[str] = set()
    assert helpers(answered, "the wake-up")["label"] == 0
    assert refused == {"ValidationError"}
    assert copies(aws, component) == (1, 1)
    activities = scaling.describe_scaling_activities(ServiceNamespace="sagemaker", ResourceId=resource)
    assert "Setting desired capacity to 1" in activities["ScalingActivities"][0]["Description"]
    tracking = {
        "TargetValue": 5.0,
        "PredefinedMetricSpecification": {"PredefinedMetricType": "SageMakerInferenceComponentInvocationsPerCopy"},
        "ScaleInCooldown": 60,
    }
    made = scaling.put_scaling_policy(
        **target,
        PolicyName="track",
        PolicyType="TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration=tracking,
    )
    assert len(made["Alarms"]) == 2
    helpers(lambda: copies(aws, component) == (0, 0), "sleep by target tracking")
    scaling.delete_scaling_policy(**target, PolicyName="track")
    names = [alarm["AlarmName"] for alarm in made["Alarms"]]
    assert aws.client("cloudwatch").describe_alarms(AlarmNames=names)["MetricAlarms"] == []
    scaling.deregister_scalable_target(**target)
    assert scaling.describe_scaling_policies(ServiceNamespace="sagemaker", ResourceId=resource)["ScalingPolicies"] == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"RuntimeConfig": {"CopyCount": 0}}, "copy count an integer larger than 0"),
        ({"VariantName": "other"}, "must be one of AllTraffic"),
        ({"Specification": SPEC}, "must name a model or a container"),
        ({"Specification": {"ModelName": "absent", **SPEC}}, "Could not find model"),
        ({"EndpointName": "absent"}, "Could not find endpoint"),
    ],
)
def test_what_cannot_be_created_is_explained(
    aws: Any, endpoint: str, model: str, change: dict[str, Any], said: str
) -> None:
    request = {
        "InferenceComponentName": aws.name("bad"),
        "EndpointName": endpoint,
        "VariantName": "AllTraffic",
        "Specification": {"ModelName": model, **SPEC},
        "RuntimeConfig": {"CopyCount": 1},
        **change,
    }
    with pytest.raises(ClientError, match=said):
        aws.client("sagemaker").create_inference_component(**request)


def test_a_plain_endpoint_takes_no_components(aws: Any, realtime: str, model: str) -> None:
    with pytest.raises(ClientError, match="not an inference component endpoint"):
        aws.client("sagemaker").create_inference_component(
            InferenceComponentName=aws.name(),
            EndpointName=realtime,
            VariantName="AllTraffic",
            Specification={"ModelName": model, **SPEC},
            RuntimeConfig={"CopyCount": 1},
        )


def test_an_endpoint_for_components_needs_a_role_on_its_configuration(aws: Any) -> None:
    with pytest.raises(ClientError, match="ExecutionRoleArn is required for inference component endpoints"):
        aws.config(InstanceType="ml.m5.large", InitialInstanceCount=1)


class CloudControl:
    """Requests to Cloud Control, waited for."""

    def __init__(self, aws: Any, until: Until) -> None:
        self.client, self.until = aws.client("cloudcontrol"), until

    def done(self, answer: dict[str, Any]) -> dict[str, Any]:
        token = answer["ProgressEvent"]["RequestToken"]

        def settled() -> Any:
            event = self.client.get_resource_request_status(RequestToken=token)["ProgressEvent"]
            return event if event["OperationStatus"] in ("SUCCESS", "FAILED") else None

        return dict(self.until(settled, "the request"))


def test_cloud_control_creates_changes_and_deletes(
    aws: Any, endpoint: str, model: str, png: bytes, helpers: Until
) -> None:
    control, kind, name = CloudControl(aws, helpers), "AWS::SageMaker::InferenceComponent", aws.name("cc")
    state = {
        "InferenceComponentName": name,
        "EndpointName": endpoint,
        "VariantName": "AllTraffic",
        "Specification": {"ModelName": model, **SPEC},
        "RuntimeConfig": {"CopyCount": 1},
        "Tags": [{"Key": "Owner", "Value": "ml"}],
    }
    request = {"TypeName": kind, "DesiredState": json.dumps(state)}
    first = control.client.create_resource(**request, ClientToken="same")
    again = control.client.create_resource(**request, ClientToken="same")
    assert first["ProgressEvent"]["RequestToken"] == again["ProgressEvent"]["RequestToken"]
    made = control.done(first)
    assert made["OperationStatus"] == "SUCCESS"
    assert made["Identifier"].endswith(f":inference-component/{name}")
    assert invoke(aws, endpoint, name, png)["label"] == 0
    taken = control.done(control.client.create_resource(**request))
    assert (taken["OperationStatus"], taken["ErrorCode"]) == ("FAILED", "AlreadyExists")
    read = control.client.get_resource(TypeName=kind, Identifier=made["Identifier"])["ResourceDescription"]
    assert json.loads(read["Properties"])["Tags"] == [{"Key": "Owner", "Value": "ml"}]

    def update(*operations: dict[str, Any]) -> dict[str, Any]:
        patch = json.dumps(operations)
        return control.done(
            control.client.update_resource(TypeName=kind, Identifier=made["Identifier"], PatchDocument=patch)
        )

    changed = update({"op": "add", "path": "/RuntimeConfig/CopyCount", "value": 2})
    assert changed["OperationStatus"] == "SUCCESS"
    assert copies(aws, name) == (2, 2)
    refused = update({"op": "replace", "path": "/InferenceComponentName", "value": "other"})
    assert (refused["ErrorCode"], "InferenceComponentName cannot be changed" in refused["StatusMessage"]) == (
        "NotUpdatable",
        True,
    )
    assert update({"op": "remove", "path": "/Nothing"})["ErrorCode"] == "InvalidRequest"
    listed = control.client.list_resources(TypeName=kind)["ResourceDescriptions"]
    assert made["Identifier"] in [one["Identifier"] for one in listed]
    gone = control.done(control.client.delete_resource(TypeName=kind, Identifier=made["Identifier"]))
    assert gone["OperationStatus"] == "SUCCESS"
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        control.client.get_resource(TypeName=kind, Identifier=made["Identifier"])


def test_cloud_control_reports_a_model_that_does_not_start(
    aws: Any, endpoint: str, repack: Callable[..., bytes], helpers: Until
) -> None:
    model = aws.model(aws.bucket(), repack({"model.onnx": b"broken"}))
    state = {
        "EndpointName": endpoint,
        "Specification": {"ModelName": model, **SPEC},
        "RuntimeConfig": {"CopyCount": 1},
    }
    control = CloudControl(aws, helpers)
    kind = "AWS::SageMaker::InferenceComponent"
    event = control.done(control.client.create_resource(TypeName=kind, DesiredState=json.dumps(state)))
    assert event["OperationStatus"] == "FAILED"
    assert "ping health check" in event["StatusMessage"]
    control.done(control.client.delete_resource(TypeName=kind, Identifier=event["Identifier"]))
    bad = control.done(
        control.client.create_resource(TypeName=kind, DesiredState=json.dumps({**state, "Colour": "red"}))
    )
    assert "extraneous key [Colour]" in bad["StatusMessage"]


def test_cloud_control_names_a_type_that_it_does_not_play(aws: Any) -> None:
    with pytest.raises(ClientError, match="AWS::S3::Bucket is not played") as caught:
        aws.client("cloudcontrol").get_resource(TypeName="AWS::S3::Bucket", Identifier="b")
    assert caught.value.response["Error"]["Code"] == "UnsupportedActionException"
    with pytest.raises(ClientError, match="RequestTokenNotFoundException"):
        aws.client("cloudcontrol").get_resource_request_status(RequestToken="absent")
