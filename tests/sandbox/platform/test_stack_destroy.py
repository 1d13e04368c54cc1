"""The last test of the stack: `pulumi destroy` leaves nothing in the sandbox. Its name keeps it behind the others."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = [pytest.mark.engine, pytest.mark.xdist_group("engine")]


def left(deployed: Any) -> dict[str, list[str]]:
    """Names of what is there, by kind; only what is not AWS's own."""
    client = deployed.client
    machines = client("stepfunctions").list_state_machines()["stateMachines"]
    known = [client("kms").describe_key(KeyId=key["KeyId"])["KeyMetadata"] for key in client("kms").list_keys()["Keys"]]
    keys = [key for key in known if key["KeyManager"] == "CUSTOMER"]
    sagemaker = client("sagemaker")
    return {
        "buckets": [found["Name"] for found in client("s3").list_buckets()["Buckets"]],
        "functions": [found["FunctionName"] for found in client("lambda").list_functions()["Functions"]],
        "layers": [found["LayerName"] for found in client("lambda").list_layers()["Layers"]],
        "state machines": [found["name"] for found in machines],
        "tables": client("dynamodb").list_tables()["TableNames"],
        "queues": client("sqs").list_queues().get("QueueUrls", []),
        "topics": [found["TopicArn"] for found in client("sns").list_topics()["Topics"]],
        "rules": [found["Name"] for found in client("events").list_rules()["Rules"]],
        "schedules": [found["Name"] for found in client("scheduler").list_schedules()["Schedules"]],
        "roles": [found["RoleName"] for found in client("iam").list_roles()["Roles"]],
        "log groups": [found["logGroupName"] for found in client("logs").describe_log_groups()["logGroups"]],
        "alarms": [found["AlarmName"] for found in client("cloudwatch").describe_alarms()["MetricAlarms"]],
        "models": [found["ModelName"] for found in sagemaker.list_models()["Models"]],
        "endpoints": [found["EndpointName"] for found in sagemaker.list_endpoints()["Endpoints"]],
        "endpoint configurations": [
            found["EndpointConfigName"] for found in sagemaker.list_endpoint_configs()["EndpointConfigs"]
        ],
        "components": [
            found["InferenceComponentName"] for found in sagemaker.list_inference_components()["InferenceComponents"]
        ],
        "access points": [
            found["Name"] for found in client("fsx").describe_s3_access_point_attachments()["S3AccessPointAttachments"]
        ],
        "scaling targets": [
            found["ResourceId"]
            for found in client("application-autoscaling").describe_scalable_targets(ServiceNamespace="sagemaker")[
                "ScalableTargets"
            ]
        ],
        "keys": [
            key["KeyId"] for key in keys if key["KeyState"] != "PendingDeletion" and key["KeyManager"] == "CUSTOMER"
        ],
    }


def test_destroy_leaves_nothing(deployed: Any) -> None:
    there = left(deployed)
    empty = sorted(kind for kind, names in there.items() if not names)
    assert empty == [], "each kind is used by the platform, so that its absence afterwards means something"
    deployed.engine.destroy()
    after = {kind: names for kind, names in left(deployed).items() if names}
    # The role with which API Gateway writes logs is the account's: other stacks' APIs log with it.
    assert set(after) <= {"roles"}
    assert all("-api-log-role" in name for name in after.get("roles", ())), after
