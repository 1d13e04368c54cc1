"""What sound stacks are written with.

``ref(name, text)`` is a value made by another resource of the stack: its text in an update, unknown in a preview.
The engine's record of where it came from is there in both.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from guardrails.evaluate import Subject
from guardrails.props import UNKNOWN, Plain

REGION, ACCOUNT = "eu-west-1", "123456789012"


@dataclass(frozen=True)
class Ref:
    """A value that another resource makes.

    Args:
        name: The other resource's logical name.
        text: What the value is once that is made.
    """

    name: str
    text: str


def ref(name: str, text: str = "") -> Ref:
    """The value ``text``, or the plain name, of the resource ``name``."""
    return Ref(name, text or name)


def arn(service: str, resource: str, name: str = "") -> Ref:
    """An ARN of this account and Region, made by the resource ``name`` (the last word of ``resource``)."""
    owner = name or resource.rpartition("/")[2].rpartition(":")[2]
    return Ref(owner, f"arn:aws:{service}:{'' if service in {'iam', 's3'} else REGION}:{ACCOUNT}:{resource}")


def thing(token: str, name: str, /, **props: Plain) -> Subject:
    """A resource; its properties may hold refs."""
    module, kind = token.split("/")
    return Subject(f"aws:{module}/{kind}:{kind[0].upper()}{kind[1:]}", name, f"urn:{name}", props, {}, REGION, "prod")


def resolved(stack: list[Subject], *, preview: bool) -> list[Subject]:
    """The stack as the engine hands it over."""
    found = []
    for one in stack:
        links = {key: tuple(f"urn:{name}" for name in _names(value)) for key, value in one.raw.items()}
        raw = {key: _resolve(value, preview) for key, value in one.raw.items()}
        found.append(Subject(one.type, one.name, one.urn, raw, links, one.provider_region, one.environment))
    return found


def _resolve(value: Plain, preview: bool) -> Plain:
    if isinstance(value, Ref):
        return UNKNOWN if preview else value.text
    if isinstance(value, Mapping):
        return {key: _resolve(inner, preview) for key, inner in value.items()}
    if isinstance(value, list):
        return [_resolve(inner, preview) for inner in value]
    return value


def _names(value: Plain) -> Iterator[str]:
    if isinstance(value, Ref):
        yield value.name
    for inner in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        yield from _names(inner)


KEY = arn("kms", "key/0f6a2b9e-6c1d-4b0a-9a55-1f2e3d4c5b6a", "key")
TOPIC = arn("sns", "alarms")
TAGS = {"Owner": "team", "Environment": "prod", "Project": "models", "CostCenter": "42"}
SUBNETS: list[Plain] = [ref("subnet-a", "subnet-0a1b2c3d4e5f60718"), ref("subnet-b", "subnet-0a1b2c3d4e5f60719")]
GROUPS: list[Plain] = [ref("group", "sg-0a1b2c3d4e5f60718")]
VPC = {"subnets": SUBNETS, "securityGroupIds": GROUPS}


def document(*statements: Mapping[str, Plain]) -> str:
    """A policy document."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def role(name: str, service: str, action: str, resource: str) -> list[Subject]:
    """A role that a service takes, for one action on one resource."""
    account = {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}, "Condition": account}
    grant = {"Effect": "Allow", "Action": action, "Resource": resource}
    return [
        thing("iam/role", name, assumeRolePolicy=document(trust), tags=TAGS),
        thing("iam/rolePolicy", f"{name}-access", role=ref(name), policy=document(grant)),
    ]


def alarm(name: str, namespace: str, metric: str, actions: list[Plain] | None = None, **dimensions: Plain) -> Subject:
    """An alarm that tells the topic, unless it does something else."""
    return thing(
        "cloudwatch/metricAlarm",
        name,
        namespace=namespace,
        metricName=metric,
        dimensions=dimensions,
        statistic="Sum",
        period=60.0,
        evaluationPeriods=1.0,
        threshold=1.0,
        comparisonOperator="GreaterThanOrEqualToThreshold",
        treatMissingData="notBreaching",
        alarmActions=actions or [TOPIC],
        tags=TAGS,
    )
