"""An estate of many resources, described once and written for each tool: a Pulumi export and CloudFormation templates.

Only types that every tool knows, one resource of the one format for one of the other, with the same properties. Every
fifth resource has one mistake. What the mistake is called is the id of the rule that finds it, in this pack and in the
Guard rules of ``peers/same_checks.guard``.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

ACCOUNT: Final = "123456789012"
KEY: Final = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/0f6a2b9e-6c1d-4b0a-9a55-1f2e3d4c5b6a"
TEMPLATE_SIZE: Final = 500
"""Resources that AWS allows in one template: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html."""

MISTAKE_EVERY: Final = 5
PROVIDER: Final = "urn:pulumi:estate::bench::pulumi:providers:aws::default"


@dataclass(frozen=True)
class Field:
    """One property in both languages.

    Args:
        pulumi: Its dotted path in Pulumi,
        cloudformation: and in CloudFormation; a number stands for a place in a list.
        value: What a sound resource has; ``@NAME@`` in it stands for the resource's name.
        bad: What a resource with the mistake has; None leaves it out.
        rule: The mistake's name; empty for a property that is never wrong.
        as_text: True where Pulumi takes JSON text and CloudFormation an object.
    """

    pulumi: str
    cloudformation: str
    value: Any
    bad: Any = None
    rule: str = ""
    as_text: bool = False


@dataclass(frozen=True)
class Kind:
    """A type of resource in both languages."""

    token: str
    template_type: str
    fields: tuple[Field, ...]

    @property
    def mistakes(self) -> tuple[Field, ...]:
        """The properties that may be wrong."""
        return tuple(one for one in self.fields if one.rule)


@dataclass(frozen=True)
class Made:
    """One resource. ``mistake`` is the field that is wrong, or None."""

    name: str
    kind: Kind
    mistake: Field | None

    def properties(self, language: str) -> dict[str, Any]:
        """Its properties in ``pulumi`` or ``cloudformation``."""
        made: dict[str, Any] = {}
        for one in self.kind.fields:
            value = one.bad if one is self.mistake else one.value
            if value is None:
                continue
            value = json.loads(json.dumps(value).replace("@NAME@", self.name))
            text = one.as_text and language == "pulumi"
            _place(made, getattr(one, language).split("."), json.dumps(value) if text else value)
        return made


@dataclass(frozen=True)
class Estate:
    """Resources in the order in which they are written."""

    resources: tuple[Made, ...] = field(repr=False)

    @property
    def mistakes(self) -> set[tuple[str, str]]:
        """Rule and resource of each mistake."""
        return {(made.mistake.rule, made.name) for made in self.resources if made.mistake}

    def write_export(self, path: Path) -> Path:
        """The estate as ``pulumi stack export`` writes it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        states = [_provider(), *(_state(made) for made in self.resources)]
        document = {"version": 3, "deployment": {"manifest": {}, "resources": states, "metadata": {}}}
        path.write_text(json.dumps(document, indent=4), encoding="utf-8")
        return path

    def write_templates(self, folder: Path, size: int = TEMPLATE_SIZE) -> Path:
        """The estate as CloudFormation templates of so many resources."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for number, start in enumerate(range(0, len(self.resources), size)):
            resources = {
                made.name: {"Type": made.kind.template_type, "Properties": made.properties("cloudformation")}
                for made in self.resources[start : start + size]
            }
            document = {"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources}
            (folder / f"{number:05}.json").write_text(json.dumps(document, indent=2), encoding="utf-8")
        return folder


def estate(count: int) -> Estate:
    """So many resources, the types in turn."""
    return Estate(tuple(_resource(number) for number in range(count)))


def _resource(number: int) -> Made:
    kind = KINDS[number % len(KINDS)]
    turn = number // len(KINDS)
    wrong = turn % MISTAKE_EVERY == 0
    mistake = kind.mistakes[turn // MISTAKE_EVERY % len(kind.mistakes)] if wrong else None
    return Made(f"resource{number:06}", kind, mistake)


def _place(tree: dict[str, Any], path: list[str], value: Any) -> None:
    """Set a value at a path, and make what is above it."""
    node: Any = tree
    for part, following in zip(path, [*path[1:], ""], strict=True):
        child: Any = value if following == "" else [] if following.isdigit() else {}
        if isinstance(node, list):
            if len(node) <= int(part):
                node.append(child)
            node = node[int(part)]
        else:
            node = node.setdefault(part, child)


def _provider() -> dict[str, Any]:
    return {
        "urn": PROVIDER,
        "custom": True,
        "id": "p",
        "type": "pulumi:providers:aws",
        "inputs": {"region": "us-east-1"},
    }


def _state(made: Made) -> Mapping[str, Any]:
    """A resource of the state, with what the engine adds: outputs, provider, dependencies, times."""
    inputs = made.properties("pulumi")
    return {
        "urn": f"urn:pulumi:estate::bench::{made.kind.token}::{made.name}",
        "custom": True,
        "id": made.name,
        "type": made.kind.token,
        "inputs": {"__defaults": [], **inputs},
        "outputs": {**inputs, "id": made.name, "arn": f"arn:aws:service:us-east-1:{ACCOUNT}:{made.name}"},
        "parent": "urn:pulumi:estate::bench::pulumi:pulumi:Stack::bench-estate",
        "provider": f"{PROVIDER}::p",
        "propertyDependencies": {name: [] for name in inputs},
        "created": "2026-11-23T00:56:37.246429984Z",
        "modified": "2026-11-23T00:56:37.246429984Z",
    }


def _policy(action: str, resource: str) -> dict[str, Any]:
    return {
        "Version": "2012-10-17",
        "Statement": [{"Sid": "Work", "Effect": "Allow", "Action": action, "Resource": resource}],
    }


KINDS: Final = (
    Kind(
        "aws:lambda/function:Function",
        "AWS::Lambda::Function",
        (
            Field("handler", "Handler", "app.handler"),
            Field("role", "Role", f"arn:aws:iam::{ACCOUNT}:role/function"),
            Field("s3Bucket", "Code.S3Bucket", "artifacts"),
            Field("s3Key", "Code.S3Key", "function.zip"),
            Field("timeout", "Timeout", 60, 901, "lambda-function-timeout"),
            Field("memorySize", "MemorySize", 512, 20480, "lambda-function-memory"),
            Field("runtime", "Runtime", "python3.13", "python3.8", "lambda-function-runtime"),
            Field("tracingConfig.mode", "TracingConfig.Mode", "Active", "PassThrough", "lambda-function-tracing"),
            Field("environment.variables", "Environment.Variables", {"STAGE": "prod", "LEVEL": "INFO"}),
            Field("kmsKeyArn", "KmsKeyArn", KEY, None, "lambda-environment-kms"),
            Field("deadLetterConfig.targetArn", "DeadLetterConfig.TargetArn", f"arn:aws:sqs:us-east-1:{ACCOUNT}:dead"),
            Field("reservedConcurrentExecutions", "ReservedConcurrentExecutions", 10),
        ),
    ),
    Kind(
        "aws:sqs/queue:Queue",
        "AWS::SQS::Queue",
        (
            Field("visibilityTimeoutSeconds", "VisibilityTimeout", 120),
            Field("sqsManagedSseEnabled", "SqsManagedSseEnabled", True, False, "sqs-queue-encryption"),
        ),
    ),
    Kind(
        "aws:sns/topic:Topic",
        "AWS::SNS::Topic",
        (
            Field("displayName", "DisplayName", "alarms"),
            Field("kmsMasterKeyId", "KmsMasterKeyId", KEY, None, "sns-topic-kms"),
        ),
    ),
    Kind(
        "aws:dynamodb/table:Table",
        "AWS::DynamoDB::Table",
        (
            Field("hashKey", "KeySchema.0.AttributeName", "id"),
            Field("billingMode", "BillingMode", "PAY_PER_REQUEST"),
            Field("attributes.0.name", "AttributeDefinitions.0.AttributeName", "id"),
            Field("attributes.0.type", "AttributeDefinitions.0.AttributeType", "S"),
            Field(
                "pointInTimeRecovery.enabled", "PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled", value=True
            ),
            Field("serverSideEncryption.enabled", "SSESpecification.SSEEnabled", True, False, "dynamodb-table-kms"),
        ),
    ),
    Kind(
        "aws:kms/key:Key",
        "AWS::KMS::Key",
        (
            Field("description", "Description", "data"),
            Field("enableKeyRotation", "EnableKeyRotation", value=True, bad=False, rule="kms-key-rotation"),
        ),
    ),
    Kind(
        "aws:cloudwatch/logGroup:LogGroup",
        "AWS::Logs::LogGroup",
        (
            Field("retentionInDays", "RetentionInDays", 365),
            Field("kmsKeyId", "KmsKeyId", KEY, None, "logs-log-group-kms"),
        ),
    ),
    Kind(
        "aws:ec2/securityGroup:SecurityGroup",
        "AWS::EC2::SecurityGroup",
        (
            Field("description", "GroupDescription", "service"),
            Field("ingress.0.description", "SecurityGroupIngress.0.Description", "from the load balancer"),
            Field("ingress.0.protocol", "SecurityGroupIngress.0.IpProtocol", "tcp"),
            Field("ingress.0.fromPort", "SecurityGroupIngress.0.FromPort", 22),
            Field("ingress.0.toPort", "SecurityGroupIngress.0.ToPort", 22),
            Field(
                "ingress.0.cidrBlocks.0",
                "SecurityGroupIngress.0.CidrIp",
                "10.0.0.0/16",
                "0.0.0.0/0",
                "ec2-security-group-open-ingress",
            ),
        ),
    ),
    Kind(
        "aws:iam/policy:Policy",
        "AWS::IAM::ManagedPolicy",
        (
            Field("description", "Description", "what the service needs"),
            Field(
                "policy",
                "PolicyDocument",
                _policy("s3:GetObject", "arn:aws:s3:::inputs/@NAME@/*"),
                _policy("*", "*"),
                "iam-policy-admin-statement",
                as_text=True,
            ),
        ),
    ),
)
"""Eight types that Pulumi, CloudFormation, checkov and Guard rules all know, each as one resource."""
