"""What Application Auto Scaling scales: its namespaces, dimensions and ids, and who of a stack speaks of the same.

Source: https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from guardrails.aws import scale_to_zero
from guardrails.aws.service_model import Choice
from guardrails.rule import Resource

TARGET: Final = scale_to_zero.TARGET
POLICY: Final = scale_to_zero.POLICY
SCHEDULE: Final = scale_to_zero.SCHEDULE
RESOURCES: Final = (TARGET, POLICY, SCHEDULE)

SHAPES: Final[Mapping[str, str]] = {
    "ecs:service:DesiredCount": "service/<cluster>/<service>",
    "ec2:spot-fleet-request:TargetCapacity": "spot-fleet-request/<id>",
    "elasticmapreduce:instancegroup:InstanceCount": "instancegroup/<cluster>/<group>",
    "appstream:fleet:DesiredCapacity": "fleet/<name>",
    "dynamodb:table:ReadCapacityUnits": "table/<table>",
    "dynamodb:table:WriteCapacityUnits": "table/<table>",
    "dynamodb:index:ReadCapacityUnits": "table/<table>/index/<index>",
    "dynamodb:index:WriteCapacityUnits": "table/<table>/index/<index>",
    "rds:cluster:ReadReplicaCount": "cluster:<name>",
    "sagemaker:variant:DesiredInstanceCount": "endpoint/<endpoint>/variant/<variant>",
    "sagemaker:variant:DesiredProvisionedConcurrency": "endpoint/<endpoint>/variant/<variant>",
    "sagemaker:inference-component:DesiredCopyCount": "inference-component/<name>",
    "comprehend:document-classifier-endpoint:DesiredInferenceUnits": (
        "arn:<partition>:comprehend:<region>:<account>:document-classifier-endpoint/<name>"
    ),
    "comprehend:entity-recognizer-endpoint:DesiredInferenceUnits": (
        "arn:<partition>:comprehend:<region>:<account>:entity-recognizer-endpoint/<name>"
    ),
    "lambda:function:ProvisionedConcurrency": "function:<name>:<alias or version>",
    "cassandra:table:ReadCapacityUnits": "keyspace/<keyspace>/table/<table>",
    "cassandra:table:WriteCapacityUnits": "keyspace/<keyspace>/table/<table>",
    "kafka:broker-storage:VolumeSize": "arn:<partition>:kafka:<region>:<account>:cluster/<name>/<uuid>",
    "elasticache:cache-cluster:Nodes": "cache-cluster/<name>",
    "elasticache:replication-group:NodeGroups": "replication-group/<name>",
    "elasticache:replication-group:Replicas": "replication-group/<name>",
    "neptune:cluster:ReadReplicaCount": "cluster:<name>",
    "workspaces:workspacespool:DesiredUserSessions": "workspacespool/<id>",
}
"""By scalable dimension, how a resource id looks."""

CUSTOM: Final = "custom-resource:ResourceType:Property"
"""Its resource ids may look like anything."""

DIMENSION: Final = Choice("application-autoscaling", "ScalableDimension", (*SHAPES, CUSTOM))
NAMESPACE: Final = Choice(
    "application-autoscaling", "ServiceNamespace", tuple({name.partition(":")[0]: None for name in DIMENSION.values})
)


IDENTITY: Final = ("resourceId", "scalableDimension", "region")
"""Properties that say what is scaled."""


def has_shape(resource_id: str, shape: str) -> bool:
    """True when an id looks as one of ``SHAPES`` says."""
    return bool(re.fullmatch(re.sub(r"<[^>]+>", "[^/:]+", shape), resource_id))


def identity(resource: Resource) -> tuple[str, str, str] | None:
    """Its resource, dimension and Region; None while one of them is unknown."""
    if waits(resource):
        return None
    return str(resource["resourceId"].text()), str(resource["scalableDimension"].text()), resource.region


def waits(*resources: Resource) -> bool:
    """True, and noted, while it is unknown what one of them scales."""
    unknown = [each[name] for each in resources for name in IDENTITY if each[name].unknown]
    for node in unknown:
        node.defer()
    return bool(unknown)


def same_target(one: Resource, other: Resource) -> bool:
    """True when both surely speak of one dimension of one resource: by the record of a reference, or by its id."""
    known = all(not each[name].unknown for each in (one, other) for name in IDENTITY[1:])
    ids = one["resourceId"], other["resourceId"]
    named = all(node.is_text for node in ids) and ids[0].text() == ids[1].text()
    return (
        known
        and (named or other.urn in one.links.get("resourceId", ()))
        and one["scalableDimension"].text() == other["scalableDimension"].text()
        and one.region == other.region
    )
