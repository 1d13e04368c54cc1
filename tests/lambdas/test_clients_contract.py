"""Every AWS call of a client is covered by the actions it declares, and it declares no action that no call needs."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

CLIENTS = Path(__file__).resolve().parents[2] / "lambdas" / "clients"
MODULES = sorted(path for path in CLIENTS.glob("*.py") if path.name != "__init__.py")
KINDS = {"bucket", "object", "key", "endpoint", "configuration", "component", "job", "table", "model", "topic"} | {
    "removable",
    "creatable",
    "taggable",
    "target",
    "any",
    "signing_key",
    "registry",
    "function",
    "execution",
    "state_machine",
    "role",
    "foundation_model",
    "inference_profile",
    "provisioned_model",
}

READ_OBJECT = {("object", "s3:GetObject"), ("bucket", "s3:ListBucket"), ("key", "kms:Decrypt")}
WRITE_OBJECT = {("object", "s3:PutObject"), ("key", "kms:GenerateDataKey"), ("key", "kms:Decrypt")}
NEEDS: dict[str, set[tuple[str, str]]] = {
    "get_object": READ_OBJECT,
    "head_object": READ_OBJECT,
    "list_objects_v2": {("bucket", "s3:ListBucket")},
    "put_object": WRITE_OBJECT,
    "create_multipart_upload": WRITE_OBJECT,
    "upload_part": WRITE_OBJECT,
    "complete_multipart_upload": WRITE_OBJECT,
    "abort_multipart_upload": {("object", "s3:AbortMultipartUpload")},
    "invoke_endpoint": {("endpoint", "sagemaker:InvokeEndpoint"), ("component", "sagemaker:InvokeEndpoint")},
    "create_transform_job": {("job", "sagemaker:CreateTransformJob"), ("key", "kms:CreateGrant")},
    "describe_transform_job": {("job", "sagemaker:DescribeTransformJob")},
    "put_item": {("table", "dynamodb:PutItem"), ("key", "kms:Decrypt")},
    "query": {("table", "dynamodb:Query"), ("key", "kms:Decrypt")},
    "scan": {("table", "dynamodb:Scan"), ("key", "kms:Decrypt")},
    "update_item": {("table", "dynamodb:UpdateItem"), ("key", "kms:Decrypt")},
    "get_item": {("table", "dynamodb:GetItem"), ("key", "kms:Decrypt")},
    "get_resources": {("any", "tag:GetResources")},
    "get_metric_data": {("any", "cloudwatch:GetMetricData")},
    "list_metrics": {("any", "cloudwatch:ListMetrics")},
    "list_inference_components": {("any", "sagemaker:ListInferenceComponents")},
    "describe_endpoint": {("endpoint", "sagemaker:DescribeEndpoint")},
    "describe_endpoint_config": {("configuration", "sagemaker:DescribeEndpointConfig")},
    "describe_inference_component": {("component", "sagemaker:DescribeInferenceComponent")},
    "list_tags": {("endpoint", "sagemaker:ListTags"), ("component", "sagemaker:ListTags")},
    "add_tags": {("endpoint", "sagemaker:AddTags")},
    "update_endpoint_weights_and_capacities": {("endpoint", "sagemaker:UpdateEndpointWeightsAndCapacities")},
    "update_inference_component_runtime_config": {("component", "sagemaker:UpdateInferenceComponentRuntimeConfig")},
    "delete_endpoint": {
        ("removable", "sagemaker:DeleteEndpoint"),
        ("target", "application-autoscaling:DeregisterScalableTarget"),
    },
    "create_endpoint": {
        ("creatable", "sagemaker:CreateEndpoint"),
        ("taggable", "sagemaker:AddTags"),
        ("key", "kms:CreateGrant"),
    },
    "create_model": {
        ("model", "sagemaker:CreateModel"),
        ("taggable", "sagemaker:AddTags"),
        ("role", "iam:PassRole"),
    },
    "create_endpoint_config": {("configuration", "sagemaker:CreateEndpointConfig"), ("taggable", "sagemaker:AddTags")},
    "update_endpoint": {
        ("endpoint", "sagemaker:UpdateEndpoint"),
        ("configuration", "sagemaker:UpdateEndpoint"),
        ("key", "kms:CreateGrant"),
    },
    "delete_model": {("model", "sagemaker:DeleteModel")},
    "delete_endpoint_config": {("configuration", "sagemaker:DeleteEndpointConfig")},
    "describe_alarms": {("any", "cloudwatch:DescribeAlarms")},
    "describe_model_package": {("registry", "sagemaker:DescribeModelPackage")},
    "list_training_jobs": {("any", "sagemaker:ListTrainingJobs")},
    "stop_training_job": {("job", "sagemaker:StopTrainingJob")},
    "delete_object": {("object", "s3:DeleteObject")},
    "get_execution_history": {("execution", "states:GetExecutionHistory")},
    "describe_scalable_targets": {("any", "application-autoscaling:DescribeScalableTargets")},
    "describe_scaling_policies": {("any", "application-autoscaling:DescribeScalingPolicies")},
    "describe_scheduled_actions": {("any", "application-autoscaling:DescribeScheduledActions")},
    "register_scalable_target": {("target", "application-autoscaling:RegisterScalableTarget")},
    "publish": {("topic", "sns:Publish"), ("key", "kms:Decrypt"), ("key", "kms:GenerateDataKey")},
    "start_execution": {("state_machine", "states:StartExecution")},
    "delete_item": {("table", "dynamodb:DeleteItem"), ("key", "kms:Decrypt")},
    "describe_execution": {("execution", "states:DescribeExecution")},
    "sign": {("signing_key", "kms:Sign")},
    "verify": {("signing_key", "kms:Verify")},
    "invoke": {("function", "lambda:InvokeFunction")},
    "converse": {
        ("foundation_model", "bedrock:InvokeModel"),
        ("inference_profile", "bedrock:InvokeModel"),
        ("inference_profile", "bedrock:GetInferenceProfile"),
        ("provisioned_model", "bedrock:InvokeModel"),
        ("provisioned_model", "bedrock:GetProvisionedModelThroughput"),
    },
    "get_function_configuration": {("function", "lambda:GetFunctionConfiguration")},
    "get_provisioned_model_throughput": {("provisioned_model", "bedrock:GetProvisionedModelThroughput")},
    "list_model_packages": {("any", "sagemaker:ListModelPackages")},
    "create_model_package": {("registry", "sagemaker:CreateModelPackage")},
    "send_task_success": {("any", "states:SendTaskSuccess")},
    "send_task_failure": {("any", "states:SendTaskFailure")},
}
"""What each boto3 method needs, by resource kind (AWS service authorization reference)."""

BY_A_LIBRARY = {"circuits": {"get_item", "put_item", "update_item"}}
"""What Powertools' store calls on the client that it is given, which is proved in tests/lambdas/route_request."""

INPUTS_HAVE_NO_KEY = {"input_listing", "input_objects"}
"""Files behind an FSx access point are encrypted by the file system: the caller needs no key."""


def declared(module: Path) -> set[tuple[str, str]]:
    for node in ast.parse(module.read_text()).body:
        if isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == "REQUIRED_ACTIONS":
            assert node.value is not None
            found = ast.literal_eval(node.value)
            return {(kind, action) for kind, actions in found.items() for action in actions}
    raise AssertionError(f"{module.name} has no literal REQUIRED_ACTIONS")


def called(module: Path) -> set[str]:
    """Methods that are called on something named client."""
    found = set()
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            if getattr(owner, "attr", getattr(owner, "id", "")) in ("_client", "client"):
                found.add(node.func.attr)
    return found


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_calls_and_actions_agree_both_ways(module: Path) -> None:
    methods = called(module) | BY_A_LIBRARY.get(module.stem, set())
    assert methods, f"{module.name} calls nothing: it is no client"
    unknown = methods - set(NEEDS)
    assert not unknown, f"{module.name} calls {unknown}: say in NEEDS what that needs"
    needed = set().union(*(NEEDS[method] for method in methods))
    if module.stem in INPUTS_HAVE_NO_KEY:
        needed = {(kind, action) for kind, action in needed if kind != "key"}
    assert declared(module) == needed


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_actions_are_single_ones_of_known_kinds(module: Path) -> None:
    for kind, action in declared(module):
        assert kind in KINDS
        assert re.fullmatch(r"[a-z0-9-]+:[A-Za-z0-9]+", action), f"{action}: no wildcards"


def test_a_call_outside_of_its_declaration_is_seen(tmp_path: Path) -> None:
    module = tmp_path / "store.py"
    module.write_text(
        'REQUIRED_ACTIONS: dict = {"table": ("dynamodb:Scan",)}\nclass A:\n'
        "    def f(self): return self._client.put_item()\n"
    )
    assert called(module) == {"put_item"}
    assert declared(module) == {("table", "dynamodb:Scan")}


def test_nobody_but_the_clients_calls_aws() -> None:
    outside = [
        path for path in CLIENTS.parent.rglob("*.py") if CLIENTS not in path.parents and "serving" not in path.parts
    ]
    assert outside
    for path in outside:
        assert not called(path) - {"cache_clear"}, f"{path} calls AWS itself"
