"""Which IAM actions on which resources a request needs: pure.

Actions are named after operations, with the exceptions of S3, Lambda, CloudWatch and Cloud Control
(https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html).
A resource of None means that this table does not know it: the action is enforced, the Resource element is not.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final
from urllib.parse import parse_qs, unquote

from sandbox.bedrock.access import bedrock_needs
from sandbox.passed_roles import passed_roles
from sandbox.request import ACCOUNT_ID, AwsRequest
from sandbox.request_context import request_context
from sandbox.s3_needs import s3_needs


@dataclass(frozen=True, slots=True)
class Permission:
    """One action that the caller must be allowed to do.

    Attributes:
        action: Such as `s3:GetObject`.
        resource: ARN, or None when it is not modelled.
        context: What the request itself says for conditions, by their keys.
    """

    action: str
    resource: str | None
    context: Mapping[str, str | Sequence[str]] = field(default_factory=dict)


_PREFIXES: Final = {"monitoring": "cloudwatch", "cloudcontrolapi": "cloudformation", "tagging": "tag"}

_DYNAMODB_ITEM: Final[Mapping[str, str]] = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
    "Get": "GetItem",
}
# Member of the input that names the resource, and the rest of its ARN; `{}` takes the value.
_SAGEMAKER: Final[tuple[tuple[str, str], ...]] = (
    ("TransformJobName", "transform-job/{}"),
    ("TrainingJobName", "training-job/{}"),
    ("InferenceComponentName", "inference-component/{}"),
    ("EndpointName", "endpoint/{}"),
    ("EndpointConfigName", "endpoint-config/{}"),
    ("ModelPackageGroupName", "model-package-group/{}"),
    ("ModelPackageName", "model-package/{}"),
    ("ModelPackageArn", "model-package/{}"),
    ("ModelName", "model/{}"),
)


def needed(request: AwsRequest, access_points: Mapping[str, str]) -> list[Permission]:
    """Every permission that `request` needs; all of them must be held.

    Args:
        request: The request.
        access_points: S3 access point aliases and names, and the ARN of each.
    """
    if request.service == "s3" and request.api != "s3control":
        return [Permission(*one) for one in s3_needs(request, access_points)]
    if request.service == "dynamodb":
        return _dynamodb(request)
    if request.service == "bedrock" and request.api in ("bedrock", "bedrock-runtime"):
        return [Permission(*one) for one in bedrock_needs(request)]
    if request.service == "apigateway":
        # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html
        arn = f"arn:aws:apigateway:{request.region}::{unquote(request.path)}"
        return [Permission(f"apigateway:{request.method}", arn)]
    prefix = _PREFIXES.get(request.service, request.service)
    name = "InvokeFunction" if request.service == "lambda" and request.operation == "Invoke" else request.operation
    resource_of, context = _RESOURCES.get(request.service), request_context(request)
    found = [Permission(f"{prefix}:{name}", resource_of(request) if resource_of else None, context)]
    if request.service == "sagemaker" and "aws:TagKeys" in context and name.startswith("Create"):
        # https://docs.aws.amazon.com/sagemaker/latest/dg/security_iam_id-based-policy-examples.html
        tagging = {**context, "sagemaker:TaggingAction": name}
        found.append(Permission("sagemaker:AddTags", found[0].resource, tagging))
    if request.service == "kms" and name == "CreateKey" and "aws:TagKeys" in context:
        # https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html
        found.append(Permission("kms:TagResource", "*", context))
    return [*found, *(Permission(*one) for one in passed_roles(request))]


def _dynamodb(request: AwsRequest) -> list[Permission]:
    body = _json(request)
    if request.api == "dynamodbstreams":
        return [Permission(f"dynamodb:{request.operation}", body.get("StreamArn"))]
    if request.operation in ("BatchGetItem", "BatchWriteItem"):
        tables = body.get("RequestItems") or {}
        return [Permission(f"dynamodb:{request.operation}", _table_arn(request, table)) for table in tables]
    if request.operation in ("TransactWriteItems", "TransactGetItems"):
        return [
            Permission(f"dynamodb:{_DYNAMODB_ITEM[kind]}", _table_arn(request, item["TableName"]))
            for entry in body.get("TransactItems", [])
            for kind, item in entry.items()
        ]
    table = body.get("TableName")
    resource = _table_arn(request, table) if table else body.get("ResourceArn")
    if table and body.get("IndexName"):
        resource = f"{resource}/index/{body['IndexName']}"
    return [Permission(f"dynamodb:{request.operation}", resource or "*")]


def _table_arn(request: AwsRequest, table: str) -> str:
    return table if table.startswith("arn:") else _arn(request, "dynamodb", f"table/{table}")


def _arn(request: AwsRequest, service: str, rest: str) -> str:
    return f"arn:aws:{service}:{request.region}:{ACCOUNT_ID}:{rest}"


def _json(request: AwsRequest) -> dict[str, Any]:
    try:
        return request.json()
    except (ValueError, TypeError):
        return {}


def _form(request: AwsRequest) -> dict[str, str]:
    fields = parse_qs(request.body.decode("utf-8", "replace"))
    return {name: values[0] for name, values in fields.items()}


def _lambda(request: AwsRequest) -> str | None:
    name = request.path_params.get("FunctionName")
    if not name:
        return None
    qualifier = request.query.get("Qualifier", "")
    if not name.startswith("arn:"):
        name = _arn(request, "lambda", f"function:{name.partition(':function:')[2] or name}")
    return f"{name}:{qualifier}" if qualifier and name.count(":") == 6 else name


def _sqs(request: AwsRequest) -> str | None:
    body = _json(request) if request.protocol == "json" else _form(request)
    url = body.get("QueueUrl") or body.get("QueueName") or ""
    return _arn(request, "sqs", str(url).rstrip("/").rsplit("/", 1)[-1]) if url else None


def _sns(request: AwsRequest) -> str | None:
    form = _form(request)
    return form.get("TopicArn") or form.get("TargetArn") or form.get("ResourceArn")


def _states(request: AwsRequest) -> str | None:
    body = _json(request)
    arn = body.get("stateMachineArn") or body.get("executionArn") or body.get("resourceArn")
    return str(arn) if arn else None


def _sagemaker(request: AwsRequest) -> str | None:
    if request.api == "sagemaker-runtime":
        component = request.headers.get("x-amzn-sagemaker-inference-component")
        rest = f"inference-component/{component}" if component else f"endpoint/{request.path_params['EndpointName']}"
        return _arn(request, "sagemaker", rest.lower())
    body = _json(request)
    if request.operation.startswith("List") and not request.operation.endswith("Tags"):
        return "*"
    for member, rest in _SAGEMAKER:
        if body.get(member) and (member != "EndpointName" or "InferenceComponentName" not in body):
            if str(body[member]).startswith("arn:"):
                return str(body[member])
            return _arn(request, "sagemaker", rest.format(str(body[member]).lower()))
    return body.get("ResourceArn")


def _logs(request: AwsRequest) -> str | None:
    body = _json(request)
    group = body.get("logGroupName")
    if not group:
        return body.get("logGroupIdentifier")
    stream = body.get("logStreamName")
    return _arn(request, "logs", f"log-group:{group}:log-stream:{stream}" if stream else f"log-group:{group}:*")


def _events(request: AwsRequest) -> str | None:
    body = _json(request)
    if request.operation == "PutEvents":
        buses = {str(entry.get("EventBusName") or "default") for entry in body.get("Entries", [])} or {"default"}
        bus = sorted(buses)[0]
        return bus if bus.startswith("arn:") else _arn(request, "events", f"event-bus/{bus}")
    rule = body.get("Name") or body.get("Rule")
    bus = body.get("EventBusName") or "default"
    return _arn(request, "events", f"rule/{rule}" if bus == "default" else f"rule/{bus}/{rule}") if rule else None


def _iam(request: AwsRequest) -> str | None:
    form = _form(request)
    path = form.get("Path", "/")
    if form.get("RoleName"):
        return f"arn:aws:iam::{ACCOUNT_ID}:role{path}{form['RoleName']}"
    if request.operation == "CreatePolicy":
        return f"arn:aws:iam::{ACCOUNT_ID}:policy{path}{form.get('PolicyName', '')}"
    return form.get("PolicyArn") or form.get("OpenIDConnectProviderArn")


def _sts(request: AwsRequest) -> str | None:
    return _form(request).get("RoleArn")


def _kms(request: AwsRequest) -> str | None:
    key = str(_json(request).get("KeyId") or "")
    if not key:
        return "*" if request.operation in ("CreateKey", "ListKeys", "ListAliases") else None
    if key.startswith("arn:"):
        return key if ":key/" in key else None
    return None if key.startswith("alias/") else _arn(request, "kms", f"key/{key}")


def _cloudwatch(request: AwsRequest) -> str | None:
    return (
        "*" if request.operation in ("PutMetricData", "GetMetricData", "GetMetricStatistics", "ListMetrics") else None
    )


def _scheduler(request: AwsRequest) -> str | None:
    name = request.path_params.get("Name")
    group = request.query.get("groupName", "default")
    return _arn(request, "scheduler", f"schedule/{group}/{name}") if name and request.api == "scheduler" else None


_RESOURCES: Final[Mapping[str, Callable[[AwsRequest], str | None]]] = {
    "iam": _iam,
    "lambda": _lambda,
    "sqs": _sqs,
    "sns": _sns,
    "states": _states,
    "sagemaker": _sagemaker,
    "logs": _logs,
    "events": _events,
    "sts": _sts,
    "kms": _kms,
    "monitoring": _cloudwatch,
    "scheduler": _scheduler,
}


@cache
def policy_text(document: str) -> str:
    """A policy document, decoded once if it was stored percent-encoded."""
    text = document if document.lstrip().startswith("{") else unquote(document)
    json.loads(text)
    return text
