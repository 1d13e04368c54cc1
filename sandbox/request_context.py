"""What a request itself says for the conditions of IAM policies: tags, what it scales, what it encrypts for. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs

from sandbox.request import AwsRequest

_TAG = re.compile(r"Tags\.member\.(\d+)\.Key")
_MEMBERS = {"ServiceNamespace": "service-namespace", "ScalableDimension": "scalable-dimension"}


def request_context(request: AwsRequest) -> Mapping[str, str | Sequence[str]]:
    """Condition keys and their values, for IAM, KMS, SageMaker and Application Auto Scaling.

    Sources: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html and
    https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsapplicationautoscaling.html
    """
    if request.service == "iam":
        return _of_iam(request)
    if request.service == "kms":
        return _tags(request, "TagKey", "TagValue") if request.operation == "CreateKey" else _encryption(request)
    if request.service not in ("sagemaker", "application-autoscaling") or request.api == "sagemaker-runtime":
        return {}
    try:
        body = request.json()
    except (ValueError, TypeError):
        return {}
    if request.service == "application-autoscaling":
        given = {key: body.get(member) for member, key in _MEMBERS.items()}
        return {f"application-autoscaling:{key}": str(value) for key, value in given.items() if value}
    return _tags(request, "Key", "Value")


def _encryption(request: AwsRequest) -> Mapping[str, str | Sequence[str]]:
    """https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context."""
    try:
        given = request.json().get("EncryptionContext")
    except (ValueError, TypeError):
        return {}
    if not isinstance(given, Mapping) or not given:
        return {}
    return {
        **{f"kms:EncryptionContext:{key}": str(value) for key, value in given.items()},
        "kms:EncryptionContextKeys": list(given),
    }


def _tags(request: AwsRequest, key: str, value: str) -> Mapping[str, str | Sequence[str]]:
    try:
        tags = request.json().get("Tags")
    except (ValueError, TypeError):
        return {}
    if not isinstance(tags, list) or not tags:
        return {}
    named = {f"aws:RequestTag/{tag.get(key)}": str(tag.get(value)) for tag in tags}
    return {**named, "aws:TagKeys": [str(tag.get(key)) for tag in tags]}


def _of_iam(request: AwsRequest) -> Mapping[str, str | Sequence[str]]:
    """https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html."""
    form = {name: values[0] for name, values in parse_qs(request.body.decode("utf-8", "replace")).items()}
    keys = {found[1]: key for name, key in form.items() if (found := _TAG.fullmatch(name)) is not None}
    context: dict[str, str | Sequence[str]] = {
        f"aws:RequestTag/{key}": form.get(f"Tags.member.{number}.Value", "") for number, key in keys.items()
    }
    if keys:
        context["aws:TagKeys"] = list(keys.values())
    if form.get("PolicyArn"):
        context["iam:PolicyARN"] = form["PolicyArn"]
    if form.get("PermissionsBoundary"):
        context["iam:PermissionsBoundary"] = form["PermissionsBoundary"]
    return context
