"""The inference theme in detail: models, endpoints, scaling, functions, roles, tasks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from components.platform import Platform
from components.sagemaker_role import image_repository_arn
from tests.components.support.harness import ACCOUNT_ID, REGION, Recorded, RecordedStack, made_arn, program
from tests.components.support.project import TODAY, raw_settings, settings
from tests.components.test_conformance import ACCOUNT, functions

EVERY = {path: {"enabled": True} for path in ("realtime", "serverless", "components")}
TARGET, POLICY = "aws:appautoscaling/target:Target", "aws:appautoscaling/policy:Policy"
CONFIG = "aws:sagemaker/endpointConfiguration:EndpointConfiguration"
KEY_ARN = made_arn("aws:kms/key:Key", "platform-base-key-0a1b2c3")
LOG_GROUP = made_arn("aws:cloudwatch/logGroup:LogGroup", "")
BUCKET_ARN = "arn:aws:s3:::platform-base-runs-0a1b2c3-id"


def deployed(project: Path, raw: dict[str, Any] | None = None, **inference: Any) -> RecordedStack:
    given = settings(raw) if raw is not None else settings(**{**EVERY, **inference})
    return program(lambda: Platform("platform", given, project, TODAY))


@pytest.fixture(scope="module")
def stack(project: Path) -> RecordedStack:
    return deployed(project, serverless={"enabled": True, "provisioned_concurrency": 2})


@pytest.fixture(scope="module")
def in_network(project: Path) -> RecordedStack:
    raw = raw_settings(**EVERY)
    raw["foundation"]["network"] = {"mode": "create"}
    return deployed(project, raw)


def variant(config: Recorded) -> dict[str, Any]:
    only: list[dict[str, Any]] = config.inputs["productionVariants"]
    assert len(only) == 1
    return only[0]


def test_the_realtime_endpoint_is_on_encrypted_instances(stack: RecordedStack) -> None:
    config = stack.only(CONFIG, "realtime-config")
    assert config.inputs["kmsKeyArn"] == KEY_ARN
    assert variant(config) == {
        "variantName": "primary",
        "modelName": "platform-inference-model-instances-0a1b2c3",
        "instanceType": "ml.m5.large",
        "initialInstanceCount": 1,
        "initialVariantWeight": 1,
    }


def test_serverless_has_no_key_no_network_and_no_isolation(in_network: RecordedStack) -> None:
    config = in_network.only(CONFIG, "serverless-config")
    assert "kmsKeyArn" not in config.inputs
    assert variant(config)["serverlessConfig"] == {"memorySizeInMb": 2048, "maxConcurrency": 10}
    models = {one.name.rpartition("-")[2]: one.inputs for one in in_network.all("aws:sagemaker/model:Model")}
    assert "vpcConfig" not in models["serverless"]
    assert "enableNetworkIsolation" not in models["serverless"]
    assert models["instances"]["enableNetworkIsolation"] is True
    assert models["instances"]["vpcConfig"]["securityGroupIds"] == ["platform-base-network-models-0a1b2c3-id"]


def test_provisioned_concurrency_is_set_and_scaled(stack: RecordedStack) -> None:
    assert variant(stack.only(CONFIG, "serverless-config"))["serverlessConfig"]["provisionedConcurrency"] == 2
    target = stack.only(TARGET, "serverless-capacity").inputs
    assert (target["minCapacity"], target["maxCapacity"]) == (2, 10)
    assert target["scalableDimension"] == "sagemaker:variant:DesiredProvisionedConcurrency"
    assert tracking(stack, "serverless") == ("SageMakerVariantProvisionedConcurrencyUtilization", 0.7)


def tracking(stack: RecordedStack, path: str) -> tuple[str, float]:
    policy = stack.only(POLICY, f"{path}-tracking").inputs
    assert policy["policyType"] == "TargetTrackingScaling"
    config = policy["targetTrackingScalingPolicyConfiguration"]
    assert "customizedMetricSpecification" not in config, "the predefined metric brings its statistic, Sum, and unit"
    return config["predefinedMetricSpecification"]["predefinedMetricType"], config["targetValue"]


def test_realtime_tracks_calls_per_instance_and_minute(stack: RecordedStack) -> None:
    target = stack.only(TARGET, "realtime-capacity").inputs
    assert target["resourceId"] == "endpoint/platform-inference-paths-realtime-0a1b2c3/variant/primary"
    assert (target["minCapacity"], target["maxCapacity"]) == (1, 2)
    assert tracking(stack, "realtime") == ("SageMakerVariantInvocationsPerInstance", 600)


def test_components_go_to_zero_and_wake_by_a_step(stack: RecordedStack) -> None:
    config = stack.only(CONFIG, "components-config")
    assert config.inputs["executionRoleArn"].endswith("platform-inference-model-role-0a1b2c3")
    assert "modelName" not in variant(config)
    assert variant(config)["managedInstanceScaling"] == {
        "status": "ENABLED",
        "minInstanceCount": 0,
        "maxInstanceCount": 2,
    }
    target = stack.only(TARGET, "components-capacity").inputs
    assert (target["minCapacity"], target["maxCapacity"]) == (0, 2)
    assert target["scalableDimension"] == "sagemaker:inference-component:DesiredCopyCount"
    assert target["resourceId"].startswith("inference-component/inference-platform-staging-us-east-1-component-")
    assert tracking(stack, "components") == ("SageMakerInferenceComponentInvocationsPerCopy", 600)
    wake = stack.only(POLICY, "wake")
    assert wake.inputs["policyType"] == "StepScaling"
    assert wake.inputs["stepScalingPolicyConfiguration"] == {
        "adjustmentType": "ChangeInCapacity",
        "metricAggregationType": "Maximum",
        "cooldown": 60,
        "stepAdjustments": [{"metricIntervalLowerBound": "0", "scalingAdjustment": 1}],
    }
    alarm = stack.only("aws:cloudwatch/metricAlarm:MetricAlarm", "no-capacity").inputs
    assert (alarm["namespace"], alarm["metricName"]) == ("AWS/SageMaker", "NoCapacityInvocationFailures")
    assert (alarm["statistic"], alarm["period"], alarm["evaluationPeriods"], alarm["threshold"]) == ("Sum", 60, 1, 1)
    assert list(alarm["dimensions"]) == ["InferenceComponentName"]
    assert alarm["alarmActions"] == [made_arn(POLICY, f"{wake.name}-0a1b2c3")]


def test_a_component_is_deleted_before_its_endpoint_and_its_scaling_before_it(stack: RecordedStack) -> None:
    """The engine deletes what depends on something before that thing."""
    component = stack.only("aws:cloudcontrol/resource:Resource", "components-component")
    endpoint = stack.only("aws:sagemaker/endpoint:Endpoint", "components")
    target = stack.only(TARGET, "components-capacity")
    assert endpoint.urn in component.dependencies
    assert component.urn in target.dependencies
    assert component.json("desiredState") == {
        "InferenceComponentName": target.inputs["resourceId"].partition("/")[2],
        "EndpointName": "platform-inference-paths-components-0a1b2c3",
        "VariantName": "primary",
        "Specification": {
            "ModelName": "platform-inference-model-instances-0a1b2c3",
            "ComputeResourceRequirements": {"NumberOfCpuCoresRequired": 1.0, "MinMemoryRequiredInMb": 1024},
        },
        "RuntimeConfig": {"CopyCount": 1},
    }


def statements(stack: RecordedStack, role: str) -> dict[str, Any]:
    policy = stack.only("aws:iam/rolePolicy:RolePolicy", f"{role}-access").json("policy")
    return {one["Sid"]: (one["Action"], one["Resource"]) for one in policy["Statement"]}


def test_predict_may_do_exactly_what_its_clients_declare(stack: RecordedStack) -> None:
    """The whole policy: a new action shows here, and needs a reason."""
    point = f"arn:aws:s3:{REGION}:{ACCOUNT_ID}:accesspoint/input"
    component = stack.only(TARGET, "components-capacity").inputs["resourceId"]
    endpoint = made_arn("aws:sagemaker/endpoint:Endpoint", "platform-inference-paths")
    assert statements(stack, "predict") == {
        "OwnLogs": (
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            f"{LOG_GROUP}/inference-platform/staging/platform-inference-fn-predict:*",
        ),
        "Traces": (["xray:PutTelemetryRecords", "xray:PutTraceSegments"], "*"),
        "EndpointsComponent": ("sagemaker:InvokeEndpoint", f"arn:aws:sagemaker:{REGION}:{ACCOUNT_ID}:{component}"),
        "EndpointsEndpoint": (
            "sagemaker:InvokeEndpoint",
            [f"{endpoint}-{path}-0a1b2c3" for path in ("serverless", "realtime", "components")],
        ),
        "InputObjectsBucket": ("s3:ListBucket", point),
        "InputObjectsObject": ("s3:GetObject", f"{point}/object/*"),
        "RunStoreBucket": ("s3:ListBucket", BUCKET_ARN),
        "RunStoreKey": (["kms:Decrypt", "kms:GenerateDataKey"], KEY_ARN),
        "RunStoreObject": (
            ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
            [f"{BUCKET_ARN}/runs/*", f"{BUCKET_ARN}/listings/*"],
        ),
    }


def test_no_policy_has_a_wildcard_action_and_stars_are_the_known_ones(in_network: RecordedStack) -> None:
    """Resources of ``*`` are only where AWS has no resource to name; each is listed."""
    stars: set[str] = set()
    for policy in in_network.all("aws:iam/rolePolicy:RolePolicy"):
        for statement in policy.json("policy")["Statement"]:
            actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
            assert not [action for action in actions if "*" in action], policy.name
            if statement["Resource"] == "*":
                stars.add(statement["Sid"])
    assert stars == {"CallbacksAny", "DeliverLogs", "EnterRegistry", "NetworkInterfaces", "Traces", "WriteMetrics"}


def test_roles_of_services_are_held_to_this_account(stack: RecordedStack) -> None:
    for role in stack.all("aws:iam/role:Role"):
        (statement,) = role.json("assumeRolePolicy")["Statement"]
        held = statement.get("Condition") == {"StringEquals": {"aws:SourceAccount": ACCOUNT_ID}}
        assert held or statement["Principal"] == {"Service": "lambda.amazonaws.com"}, role.name


def test_a_function_is_small_traced_encrypted_and_called_by_its_alias(stack: RecordedStack) -> None:
    for function in stack.all("aws:lambda/function:Function"):
        given = function.inputs
        package = given["handler"].split(".")[1]
        assert given["handler"] == f"lambdas.{package}.handler.handler"
        assert (given["runtime"], given["architectures"]) == ("python3.13", ["arm64"])
        assert given["tracingConfig"] == {"mode": "Active"}
        assert given["kmsKeyArn"] == KEY_ARN
        assert given["publish"] is True
        assert given["loggingConfig"]["logGroup"] == f"/inference-platform/staging/{function.name}"
        assert f"lambdas/{package}/handler.py" in given["code"].assets
        assert all(not asset.path.startswith("/") for asset in given["code"].assets.values())
    for group in stack.all("aws:cloudwatch/logGroup:LogGroup"):
        assert (group.inputs["kmsKeyId"], group.inputs["retentionInDays"]) == (KEY_ARN, 90)


def test_only_functions_that_nobody_waits_for_have_dead_letters(stack: RecordedStack) -> None:
    with_queue = {
        function.inputs["handler"].split(".")[1]
        for function in stack.all("aws:lambda/function:Function")
        if "deadLetterConfig" in function.inputs
    }
    assert with_queue == {"complete_batch", "sweep_batch"}
    for queue in stack.all("aws:sqs/queue:Queue"):
        assert (queue.inputs["kmsMasterKeyId"], queue.inputs["messageRetentionSeconds"]) == (KEY_ARN, 1209600)


def test_the_task_table_is_as_the_callback_needs_it(stack: RecordedStack) -> None:
    table = stack.only("aws:dynamodb/table:Table").inputs
    assert (table["hashKey"], table["rangeKey"], table["billingMode"]) == ("task_id", "execution_id", "PAY_PER_REQUEST")
    assert table["ttl"] == {"attributeName": "ttl", "enabled": True}
    assert table["pointInTimeRecovery"] == {"enabled": True}
    assert (table["streamEnabled"], table["streamViewType"]) == (True, "NEW_AND_OLD_IMAGES")
    assert table["serverSideEncryption"] == {"enabled": True, "kmsKeyArn": KEY_ARN}


def test_the_end_of_a_job_reaches_its_function_or_the_dead_letters(stack: RecordedStack) -> None:
    rule = stack.only("aws:cloudwatch/eventRule:EventRule")
    assert rule.json("eventPattern") == {
        "source": ["aws.sagemaker"],
        "detail-type": ["SageMaker Transform Job State Change"],
        "detail": {"TransformJobStatus": ["Completed", "Failed", "Stopped"], "TransformJobName": [{"prefix": "ip-"}]},
    }
    target = stack.only("aws:cloudwatch/eventTarget:EventTarget").inputs
    assert target["arn"].endswith(":live")
    assert "complete-batch-dead-letters" in target["deadLetterConfig"]["arn"]
    permission = stack.only("aws:lambda/permission:Permission").inputs
    assert (permission["principal"], permission["qualifier"]) == ("events.amazonaws.com", "live")
    assert permission["sourceArn"].endswith("platform-inference-completion-ended-0a1b2c3")


def test_lost_events_are_looked_for_by_the_clock(stack: RecordedStack) -> None:
    schedule = stack.only("aws:scheduler/schedule:Schedule").inputs
    assert schedule["scheduleExpression"] == "rate(15 minutes)"
    assert schedule["flexibleTimeWindow"] == {"mode": "OFF"}
    assert schedule["target"]["arn"].endswith(":live")
    assert schedule["target"]["input"] == "{}"
    assert statements(stack, "sweep")["Run"][0] == "lambda:InvokeFunction"


def test_the_state_machine_logs_traces_and_may_only_do_its_steps(stack: RecordedStack) -> None:
    machine = stack.only("aws:sfn/stateMachine:StateMachine")
    logging = machine.inputs["loggingConfiguration"]
    assert logging["logDestination"].endswith(
        "/aws/vendedlogs/states/inference-platform/staging/platform-inference-workflow:*"
    )
    assert (logging["level"], logging["includeExecutionData"]) == ("ERROR", False)
    assert machine.inputs["tracingConfiguration"] == {"enabled": True}
    granted = statements(stack, "workflow")
    assert set(granted) == {"CallFunctions", "ReadParts", "KeepFailures", "RunKey", "DeliverLogs", "Traces"}
    called = [arn.split(":")[-2] for arn in granted["CallFunctions"][1]]
    assert [name.removeprefix("platform-inference-fn-") for name in called] == [
        "discover-0a1b2c3",
        "predict-0a1b2c3",
        "submit-batch-0a1b2c3",
        "collect-0a1b2c3",
    ]
    assert granted["ReadParts"] == ("s3:GetObject", f"{BUCKET_ARN}/listings/*")


def test_every_function_that_the_definition_calls_may_be_called(stack: RecordedStack) -> None:
    definition = stack.only("aws:sfn/stateMachine:StateMachine").inputs["definition"]
    for arn in statements(stack, "workflow")["CallFunctions"][1]:
        assert f'"{arn}"' in definition


def test_parts_in_parallel_stay_below_the_concurrency_of_serverless(project: Path) -> None:
    made = deployed(project, serverless={"enabled": True, "max_concurrency": 40}, predict={"concurrency": 8})
    states = made.only("aws:sfn/stateMachine:StateMachine").json("definition")["States"]
    assert states["Serverless"]["MaxConcurrency"] == 5
    assert states["Realtime"]["MaxConcurrency"] == 4
    few = deployed(project, serverless={"enabled": True, "max_concurrency": 2})
    assert (
        few.only("aws:sfn/stateMachine:StateMachine").json("definition")["States"]["Serverless"]["MaxConcurrency"] == 1
    )


def test_everything_on_instances_and_every_function_is_in_the_network(in_network: RecordedStack) -> None:
    for function in in_network.all("aws:lambda/function:Function"):
        assert function.inputs["vpcConfig"]["securityGroupIds"] == ["platform-base-network-functions-0a1b2c3-id"]
    assert "ec2:CreateNetworkInterface" in statements(in_network, "collect")["NetworkInterfaces"][0]
    assert "ec2:CreateNetworkInterfacePermission" in statements(in_network, "model")["NetworkInterfaces"][0]


def test_the_model_is_uploaded_under_its_hash(stack: RecordedStack) -> None:
    archive = stack.only("aws:s3/bucketObjectv2:BucketObjectv2").inputs
    assert archive["source"].path == "build/model/model.tar.gz"
    assert archive["serverSideEncryption"] == "aws:kms"
    for model in stack.all("aws:sagemaker/model:Model"):
        url = model.inputs["primaryContainer"]["modelDataUrl"]
        assert url == f"s3://{archive['bucket']}/{archive['key']}"


@pytest.mark.parametrize(
    ("uri", "repository"),
    [
        ("123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/onnx:1.0", "eu-west-1:123456789012:repository/team/onnx"),
        (
            f"210987654321.dkr.ecr.us-east-1.amazonaws.com/onnx@sha256:{'0' * 64}",
            "us-east-1:210987654321:repository/onnx",
        ),
    ],
)
def test_the_role_may_pull_this_image_alone(uri: str, repository: str) -> None:
    assert image_repository_arn(uri, ACCOUNT) == f"arn:aws:ecr:{repository}"


def test_functions_of_a_stack_without_endpoints_have_no_predict(project: Path) -> None:
    made = program(lambda: functions("fn", None, project))
    assert len(made.all("aws:lambda/function:Function")) == 6
    batch = deployed(project, raw_settings())
    assert len(batch.all("aws:lambda/function:Function")) == 5
