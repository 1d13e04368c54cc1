"""Fixtures of appautoscaling-resource-id."""

from __future__ import annotations

from guardrails.aws import appautoscaling

from tests.policies.cases.case import Case, Cases, U, aws

SOUND = {
    "ecs:service:DesiredCount": "service/web/api-v2",
    "ec2:spot-fleet-request:TargetCapacity": "spot-fleet-request/sfr-73fbd2ce-aa30-494c-8788-1cee4f1c2a3b",
    "elasticmapreduce:instancegroup:InstanceCount": "instancegroup/j-2EEZNYKUA1NTV/ig-1791Y4E1L8YI0",
    "appstream:fleet:DesiredCapacity": "fleet/design",
    "dynamodb:table:ReadCapacityUnits": "table/tasks.v1_A-b",
    "dynamodb:table:WriteCapacityUnits": "table/tasks",
    "dynamodb:index:ReadCapacityUnits": "table/tasks/index/by-owner",
    "dynamodb:index:WriteCapacityUnits": "table/tasks/index/by-owner",
    "rds:cluster:ReadReplicaCount": "cluster:orders",
    "sagemaker:variant:DesiredInstanceCount": "endpoint/live/variant/main",
    "sagemaker:variant:DesiredProvisionedConcurrency": "endpoint/rare/variant/main",
    "sagemaker:inference-component:DesiredCopyCount": "inference-component/model",
    "comprehend:document-classifier-endpoint:DesiredInferenceUnits": (
        "arn:aws:comprehend:us-west-2:123456789012:document-classifier-endpoint/mail"
    ),
    "comprehend:entity-recognizer-endpoint:DesiredInferenceUnits": (
        "arn:aws:comprehend:us-west-2:123456789012:entity-recognizer-endpoint/names"
    ),
    "lambda:function:ProvisionedConcurrency": "function:predict:live",
    "cassandra:table:ReadCapacityUnits": "keyspace/shop/table/orders",
    "cassandra:table:WriteCapacityUnits": "keyspace/shop/table/orders",
    "kafka:broker-storage:VolumeSize": (
        "arn:aws:kafka:us-east-1:123456789012:cluster/events/6357e0b2-0e6a-4b86-a0b4-70df934c2e31-5"
    ),
    "elasticache:cache-cluster:Nodes": "cache-cluster/sessions",
    "elasticache:replication-group:NodeGroups": "replication-group/sessions",
    "elasticache:replication-group:Replicas": "replication-group/sessions",
    "neptune:cluster:ReadReplicaCount": "cluster:graph",
    "workspaces:workspacespool:DesiredUserSessions": "workspacespool/wspool-123456789",
}


def target(dimension: str, resource_id: object) -> Case:
    return aws("appautoscaling/target", scalableDimension=dimension, resourceId=resource_id, minCapacity=1.0)


def wrong(case: Case, resource_id: str) -> Case:
    dimension = str(case.props["scalableDimension"])
    takes = f"resourceId is {resource_id}; {dimension} takes {appautoscaling.SHAPES[dimension]};"
    return case.but((takes,), resourceId=resource_id)


TARGETS = [target(*entry) for entry in SOUND.items()]
VARIANT = target("sagemaker:variant:DesiredInstanceCount", "endpoint/live/variant/main")
FUNCTION = target("lambda:function:ProvisionedConcurrency", "function:predict:3")
POLICY = aws(
    "appautoscaling/policy", scalableDimension="dynamodb:table:ReadCapacityUnits", resourceId="table/tasks", name="read"
)
SCHEDULE = aws(
    "appautoscaling/scheduledAction",
    scalableDimension="sagemaker:inference-component:DesiredCopyCount",
    resourceId="inference-component/model",
    schedule="cron(0 20 ? * MON-FRI *)",
)
CUSTOM = target(appautoscaling.CUSTOM, "https://example.com/anything")

CASES = Cases(
    passes=[*TARGETS, VARIANT, FUNCTION, POLICY, SCHEDULE],
    fails=[
        *[wrong(case, "other") for case in TARGETS],
        wrong(VARIANT, "endpoint/live"),
        wrong(VARIANT, "endpoint/live/variant/main/"),
        wrong(VARIANT, "endpoint/live/main"),
        wrong(FUNCTION, "function:predict"),
        wrong(FUNCTION, "predict:3"),
        wrong(POLICY, "dynamodb/tasks"),
        wrong(SCHEDULE, "inferenceComponent/model"),
        FUNCTION.but(
            ("resourceId is function:predict:$LATEST, and $LATEST cannot",), resourceId="function:predict:$LATEST"
        ),
    ],
    not_applicable=[CUSTOM, target("other", "other")],
    unknown=[VARIANT.but(resourceId=U), VARIANT.but(scalableDimension=U)],
)
