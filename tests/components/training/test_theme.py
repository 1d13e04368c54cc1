"""What the training theme registers: roles, jobs, starts, and what each function is told and may do."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

import pytest

from components.foundation.component import RUN_PREFIXES
from components.sources import function_sources
from components.training.packages import DEPLOYING, PACKAGES
from domain.rollouts.targets import parse_targets
from domain.training.layout import CLAIMS, REFERENCES, RUNS
from domain.training.plan import parse_plan
from tests.components.support.harness import ACCOUNT_ID, REGION, Recorded, RecordedStack, made_arn
from tests.components.support.project import CHECKOUT
from tests.components.training.support import EVERYTHING, HTTP_ALARMS, MINIMAL, SIGNING_KEY, TAGS, deployed

BUCKET, BUCKET_ARN = "base-runs-0a1b2c3-id", "arn:aws:s3:::base-runs-0a1b2c3-id"
KEY = made_arn("aws:kms/key:Key", "base-key-0a1b2c3")
MACHINE = made_arn("aws:sfn/stateMachine:StateMachine", "training-workflow-0a1b2c3")
RULE, TARGET = "aws:cloudwatch/eventRule:EventRule", "aws:cloudwatch/eventTarget:EventTarget"
OF_POWERTOOLS = {"POWERTOOLS_SERVICE_NAME", "POWERTOOLS_METRICS_NAMESPACE", "POWERTOOLS_LOG_LEVEL"}
COMMON = OF_POWERTOOLS | {"PLATFORM_ENVIRONMENT"}
EVERY = PACKAGES + DEPLOYING


@pytest.fixture(scope="module")
def stack(project: Path) -> RecordedStack:
    return deployed(project, EVERYTHING, http_alarm_names=HTTP_ALARMS, signing_key_arn=SIGNING_KEY)


@pytest.fixture(scope="module")
def least(project: Path) -> RecordedStack:
    return deployed(project)


def function(stack: RecordedStack, package: str) -> Recorded:
    return stack.only("aws:lambda/function:Function", package.replace("_", "-"))


def environment(stack: RecordedStack, package: str) -> dict[str, str]:
    found: dict[str, str] = function(stack, package).inputs["environment"]["variables"]
    return found


def statements(stack: RecordedStack, name: str) -> dict[str, Any]:
    policy = stack.only("aws:iam/rolePolicy:RolePolicy", name).json("policy")
    return {one["Sid"]: one for one in policy["Statement"]}


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize("package", EVERY)
def test_a_function_gets_exactly_what_it_reads_and_accepts_it(stack: RecordedStack, package: str) -> None:
    settings = importlib.import_module(f"lambdas.{package}.settings")
    given = environment(stack, package)
    assert set(settings.VARIABLES) <= set(given)
    assert set(given) - COMMON <= set(settings.VARIABLES)
    assert settings.Settings.from_env(given) is not None


@pytest.mark.parametrize("package", EVERY)
def test_a_role_holds_exactly_what_its_code_declares(stack: RecordedStack, package: str) -> None:
    declared = {
        action
        for kinds in function_sources(CHECKOUT, package).actions.values()
        for actions in kinds.values()
        for action in actions
    }
    found = statements(stack, f"{package.replace('_', '-')}-access")
    granted = {
        action for sid, one in found.items() if sid not in {"OwnLogs", "Traces"} for action in listed(one["Action"])
    }
    assert granted == declared
    for sid, one in found.items():
        assert one["Resource"] != "*" or sid == "Traces" or sid.endswith("Any"), sid


def test_claims_are_changed_by_those_who_claim_and_lie_where_nothing_expires(stack: RecordedStack) -> None:
    claims, expiring = f"{BUCKET_ARN}/{CLAIMS}*", tuple(f"{BUCKET_ARN}/{prefix}" for prefix in RUN_PREFIXES)
    assert not claims.startswith(expiring)
    for package in EVERY:
        reached = {
            name
            for one in statements(stack, f"{package.replace('_', '-')}-access").values()
            if "s3:PutObject" in listed(one["Action"])
            for name in listed(one["Resource"])
        }
        claimed = "training_claims" in function_sources(CHECKOUT, package).actions
        assert (claims in reached) is claimed, package


def test_what_registers_a_model_reads_its_run_and_keeps_the_reference(stack: RecordedStack) -> None:
    found = statements(stack, "register-model-access")["PackageStoreObject"]["Resource"]
    assert found == [f"{BUCKET_ARN}/{prefix}*" for prefix in (RUNS, REFERENCES, "models/digits/")]


def test_nothing_that_deploys_exists_where_nothing_is_deployed(least: RecordedStack) -> None:
    packages = {one.inputs["handler"].split(".")[1] for one in least.all("aws:lambda/function:Function")}
    assert packages == set(PACKAGES)
    states = least.only("aws:sfn/stateMachine:StateMachine").json("definition")["States"]
    assert "Deploy" not in states
    assert [one for one in statements(least, "clean-up-training-access") if one.startswith("EndpointRollouts")] == []


def test_the_definition_calls_the_aliases_that_exist_and_its_role_may(stack: RecordedStack) -> None:
    states = stack.only("aws:sfn/stateMachine:StateMachine").json("definition")["States"]
    called = {
        state["Parameters"]["FunctionName"]
        for state in states.values()
        if "FunctionName" in state.get("Parameters", {})
    }
    assert called == set(statements(stack, "workflow-access")["CallFunctions"]["Resource"])
    assert len(called) == len(EVERY)


def test_the_machine_runs_jobs_of_its_model_with_its_role_alone(stack: RecordedStack) -> None:
    found = statements(stack, "workflow-access")
    assert found["RunJobs"]["Resource"] == f"arn:aws:sagemaker:{REGION}:{ACCOUNT_ID}:training-job/digits-*"
    assert found["HandOverTheJobsRole"]["Condition"] == {
        "StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}
    }
    assert "/training-roles-training-" in found["HandOverTheJobsRole"]["Resource"]
    assert found["HearOfTheJobsEnd"]["Resource"].endswith(":rule/StepFunctionsGetEventsForSageMakerTrainingJobsRule")
    assert {"Tell", "TopicKey"} <= set(found)


def test_a_job_reads_its_channels_and_writes_its_model_and_nothing_else(stack: RecordedStack) -> None:
    found = statements(stack, "roles-training-access")
    code = stack.only("aws:sfn/stateMachine:StateMachine").json("definition")["States"]["Train"]["Parameters"]
    prefix = code["InputDataConfig"][0]["DataSource"]["S3DataSource"]["S3Uri"].removeprefix(f"s3://{BUCKET}/")
    runs = f"{BUCKET_ARN}/training/runs/*"
    assert found["ReadChannels"]["Resource"] == [
        f"{BUCKET_ARN}/{prefix}*",
        *(f"{runs}/{part}/*" for part in ("train", "test", "checkpoints")),
    ]
    assert found["WriteModels"]["Resource"] == [f"{runs}/{part}/*" for part in ("output", "checkpoints")]
    assert found["EncryptDisks"]["Condition"] == {"Bool": {"kms:GrantIsForAWSResource": "true"}}
    model = statements(stack, "roles-model-access")
    assert model["ReadPackages"]["Resource"] == f"{BUCKET_ARN}/models/digits/*/model.tar.gz"
    assert model["AskForAlarms"]["Action"] == "cloudwatch:DescribeAlarms"


def test_who_deploys_a_package_verifies_it_and_cannot_write_one(stack: RecordedStack) -> None:
    for function_name in ("start-deployment", "watch-deployment"):
        found = statements(stack, f"{function_name}-access")
        written = [one["Resource"] for one in found.values() if "s3:PutObject" in one["Action"]]
        assert written == [[f"{BUCKET_ARN}/deployments/digits/*", f"{BUCKET_ARN}/models/digits/release.json"]]
    found = statements(stack, "start-deployment-access")
    assert found["PackageVerifierSigningKey"]["Action"] == "kms:Verify"
    told = environment(stack, "start_deployment")
    assert told["SIGNING_KEY_ARN"] == environment(stack, "register_model")["SIGNING_KEY_ARN"] != ""
    assert told["MAX_PACKAGE_MB"] == environment(stack, "register_model")["MAX_PACKAGE_MB"]
    sizes = {function(stack, name).inputs["memorySize"] for name in ("start_deployment", "register_model")}
    assert len(sizes) == 1, "both hold a whole package"


def test_cleaning_up_removes_packages_and_nothing_else_of_a_model(stack: RecordedStack) -> None:
    removal = statements(stack, "clean-up-training-access")["PackageRemovalObject"]
    package = f"{BUCKET_ARN}/models/digits/*/model.tar.gz"
    assert removal["Resource"] == [package, f"{package}.sig.json"]


def test_a_model_without_an_endpoint_asks_for_no_alarms(least: RecordedStack) -> None:
    assert "AskForAlarms" not in statements(least, "roles-model-access")


def test_the_code_and_the_plan_lie_where_jobs_and_functions_look(stack: RecordedStack) -> None:
    objects = {one.inputs["key"]: one for one in stack.all("aws:s3/bucketObjectv2:BucketObjectv2")}
    plan = next(key for key in objects if key.startswith("training/plans/"))
    assert {environment(stack, package)["TRAINING_PLAN_KEY"] for package in ("begin_training", "judge_model")} == {plan}
    assert parse_plan(objects[plan].inputs["source"].text).sha256 == Path(plan).stem
    entry = next(key for key in objects if key.endswith("/lambdas/training/train.py"))
    sha = entry.split("/")[2]
    assert environment(stack, "register_model")["CODE_SHA256"] == sha
    assert all(one.inputs["serverSideEncryption"] == "aws:kms" for one in objects.values())
    assert all(one.inputs["kmsKeyId"] == KEY for one in objects.values())
    assert all(one.retain_on_delete for one in objects.values()), (
        "runs that are under way go on with what they began with"
    )


def test_the_job_is_what_the_settings_say(stack: RecordedStack) -> None:
    job = stack.only("aws:sfn/stateMachine:StateMachine").json("definition")["States"]["Train"]["Parameters"]
    assert job["HyperParameters"] == {
        "framework": "sklearn",
        "task": "classification",
        "classes.$": "States.Format('{}', $.features.reply.classes)",
    }
    assert job["EnableManagedSpotTraining"] is True
    assert job["Tags"] == [{"Key": key, "Value": TAGS[key]} for key in sorted(TAGS)]
    assert job["AlgorithmSpecification"]["MetricDefinitions"] == [
        {"Name": "test:accuracy", "Regex": "metric accuracy=([0-9.eE+-]+)"}
    ]


def test_deployments_go_to_the_endpoint_and_the_api_with_alarms_that_exist(stack: RecordedStack) -> None:
    targets = parse_targets(environment(stack, "start_deployment")["DEPLOY_TARGETS"])
    assert targets.endpoint is not None
    assert targets.http is not None
    assert targets.http.alarms == HTTP_ALARMS
    alarms = {f"{one.name}-0a1b2c3": one.inputs for one in stack.all("aws:cloudwatch/metricAlarm:MetricAlarm")}
    assert set(targets.endpoint.alarms) <= set(alarms)
    for name in targets.endpoint.alarms:
        assert alarms[name]["dimensions"] == {"EndpointName": targets.endpoint.name, "VariantName": "AllTraffic"}
        assert alarms[name]["treatMissingData"] == "notBreaching"
    granted = statements(stack, "start-deployment-access")
    assert granted["EndpointRolloutsRemovable"]["Resource"].endswith(f":endpoint/{targets.endpoint.name}")
    assert granted["EndpointRolloutsRole"]["Condition"] == {
        "StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}
    }


def test_only_the_http_api_can_be_the_target(project: Path) -> None:
    stack = deployed(project, http_alarm_names=HTTP_ALARMS)
    targets = parse_targets(environment(stack, "start_deployment")["DEPLOY_TARGETS"])
    assert targets.endpoint is None
    off = {**MINIMAL, "deployment": {**MINIMAL["deployment"], "http": "off"}}
    assert "start_deployment" not in {
        one.inputs["handler"].split(".")[1]
        for one in deployed(project, off, http_alarm_names=HTTP_ALARMS).all("aws:lambda/function:Function")
    }


def test_a_step_by_step_rollout_without_alarms_is_refused(project: Path) -> None:
    with pytest.raises(ValueError, match="http_alarm_names is empty"):
        deployed(project, http_alarm_names=())


def test_each_start_has_a_role_for_this_machine_alone_and_a_dead_letter_queue(stack: RecordedStack) -> None:
    for role in ("events", "clock"):
        assert statements(stack, f"starts-{role}-access")["Start"]["Resource"] == MACHINE
    targets = stack.all(TARGET)
    assert len(targets) == 3
    assert {one.inputs["arn"] for one in targets} == {MACHINE}
    assert all("deadLetterConfig" in one.inputs and one.inputs["roleArn"] for one in targets)
    schedule = stack.only("aws:scheduler/schedule:Schedule").inputs
    assert schedule["scheduleExpression"] == "cron(0 6 * * ? *)"
    assert schedule["scheduleExpressionTimezone"] == "Asia/Tokyo"
    assert schedule["target"]["input"] == "{}"


def test_new_data_is_an_object_with_content_below_the_prefix_of_the_bucket(stack: RecordedStack) -> None:
    detail = stack.only(RULE, "data").json("eventPattern")["detail"]
    assert detail == {
        "bucket": {"name": [BUCKET]},
        "object": {"key": [{"prefix": "training/data/"}], "size": [{"numeric": [">", 0]}]},
    }
    assert stack.only("aws:s3/bucketNotification:BucketNotification").inputs == {"bucket": BUCKET, "eventbridge": True}


def test_an_approval_by_hand_deploys_and_an_automatic_one_does_not_do_it_twice(
    project: Path, stack: RecordedStack
) -> None:
    detail = stack.only(RULE, "approved").json("eventPattern")["detail"]
    group = stack.only("aws:sagemaker/modelPackageGroup:ModelPackageGroup").inputs["modelPackageGroupName"]
    assert detail == {"ModelPackageGroupName": [group], "ModelApprovalStatus": ["Approved"]}
    template = stack.only(TARGET, "approved-target").inputs["inputTransformer"]
    assert json.loads(template["inputTemplate"]) == {"deploy": {"model_package_arn": "<package>"}}
    automatic = deployed(project, {**MINIMAL, "approval": "automatic"}, http_alarm_names=HTTP_ALARMS)
    assert automatic.only(RULE, "approved").json("eventPattern")["detail"] == {
        **detail,
        "ApprovalDescription": [{"exists": True}],
    }


def test_where_nothing_is_deployed_an_approval_starts_nothing(least: RecordedStack) -> None:
    assert [one.name for one in least.all(RULE)] == ["training-starts-cut-off"]


def test_an_execution_that_is_cut_off_is_cleaned_up_after_by_another_one(least: RecordedStack) -> None:
    detail = least.only(RULE, "cut-off").json("eventPattern")["detail"]
    assert detail == {"stateMachineArn": [MACHINE], "status": ["TIMED_OUT", "ABORTED"]}
    template = least.only(TARGET, "cut-off-target").inputs["inputTransformer"]["inputTemplate"]
    assert json.loads(template) == {"interrupted": {"execution_arn": "<execution>", "status": "<status>"}}


def test_data_of_another_bucket_is_read_there_and_its_events_are_left_alone(project: Path) -> None:
    key = "arn:aws:kms:us-east-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef"
    data = {"bucket": "team-data", "prefix": "in/", "key_arn": key}
    stack = deployed(project, {**MINIMAL, "on_new_data": True, "data": data})
    assert stack.all("aws:s3/bucketNotification:BucketNotification") == []
    found = statements(stack, "begin-training-access")
    assert found["DataSourceObject"]["Resource"] == "arn:aws:s3:::team-data/in/*"
    assert found["DataSourceKey"]["Resource"] == key
    assert environment(stack, "begin_training")["DATA_BUCKET"] == "team-data"
    unkeyed = deployed(project, {**MINIMAL, "data": {"bucket": "team-data", "prefix": "in/"}})
    assert "DataSourceKey" not in statements(unkeyed, "begin-training-access")


def test_begin_may_look_at_executions_of_this_machine_alone(stack: RecordedStack) -> None:
    allowed = statements(stack, "begin-training-access")["ExecutionsExecution"]["Resource"]
    assert allowed == f"arn:aws:states:{REGION}:{ACCOUNT_ID}:execution:training-workflow-*:*"


def test_a_refusal_is_told_by_the_machine_and_not_by_the_function_s_alarm_too(stack: RecordedStack) -> None:
    alarms = [one.name for one in stack.all("aws:cloudwatch/metricAlarm:MetricAlarm")]
    assert not [name for name in alarms if name.endswith("-errors") and "-fn-" in name]


def test_a_schedule_that_no_longer_ends_well_is_an_alarm(stack: RecordedStack, least: RecordedStack) -> None:
    alarm = stack.only("aws:cloudwatch/metricAlarm:MetricAlarm", "stale").inputs
    assert (alarm["metricName"], alarm["comparisonOperator"], alarm["treatMissingData"]) == (
        "ExecutionsSucceeded",
        "LessThanThreshold",
        "breaching",
    )
    assert alarm["period"] * alarm["evaluationPeriods"] <= 7 * 86_400
    assert not [one for one in least.all("aws:cloudwatch/metricAlarm:MetricAlarm") if one.name.endswith("stale")]


def test_in_a_network_jobs_and_all_functions_run_there(project: Path) -> None:
    stack = deployed(
        project, EVERYTHING, network={"mode": "create"}, http_alarm_names=HTTP_ALARMS, signing_key_arn=SIGNING_KEY
    )
    job = stack.only("aws:sfn/stateMachine:StateMachine").json("definition")["States"]["Train"]["Parameters"]
    assert job["VpcConfig"]["SecurityGroupIds"] == ["base-network-models-0a1b2c3-id"]
    assert [package for package in EVERY if "vpcConfig" not in function(stack, package).inputs] == []
    assert environment(stack, "start_deployment")["SUBNETS"] != "-"
    assert "NetworkInterfaces" in statements(stack, "roles-training-access")


@pytest.mark.parametrize("missing", ["job", "deployment"])
def test_a_theme_without_an_image_is_refused(project: Path, missing: str) -> None:
    with pytest.raises(ValueError, match="image_uri"):
        deployed(project, {**MINIMAL, missing: {}})


def test_the_registry_outlives_the_stack_under_a_name_that_a_later_one_does_not_take(stack: RecordedStack) -> None:
    group = stack.only("aws:sagemaker/modelPackageGroup:ModelPackageGroup")
    assert group.retain_on_delete
    assert group.inputs["modelPackageGroupName"].startswith("digits-")
    assert environment(stack, "register_model")["PACKAGE_GROUP"] == group.inputs["modelPackageGroupName"]


def test_the_outputs_say_what_a_model_is_deployed_with(stack: RecordedStack) -> None:
    role = stack.only("aws:iam/role:Role", "roles-model")
    assert stack.exports["modelRoleArn"] == made_arn("aws:iam/role:Role", f"{role.name}-0a1b2c3")
    assert stack.exports["servingImageUri"] == environment(stack, "register_model")["SERVING_IMAGE_URI"]


@pytest.mark.parametrize("memory_mb", [1024, 1769, 4096, 10_240])
def test_what_registers_a_model_has_room_for_the_largest_that_it_takes(project: Path, memory_mb: int) -> None:
    """Packed, unpacked, its bytes and the opened check of them, beside the function itself."""
    stack = deployed(project, {**EVERYTHING, "functions": {"memory_mb": memory_mb}})
    largest = int(environment(stack, "register_model")["MAX_PACKAGE_MB"])
    assert function(stack, "register_model").inputs["memorySize"] >= 4 * largest + 256
