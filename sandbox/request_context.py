"""What a request itself says for the conditions of IAM policies: the tags that it gives, and what it scales. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sandbox.request import AwsRequest

_MEMBERS = {"ServiceNamespace": "service-namespace", "ScalableDimension": "scalable-dimension"}


def request_context(request: AwsRequest) -> Mapping[str, str | Sequence[str]]:
    """Condition keys and their values, for SageMaker and Application Auto Scaling.

    Sources: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html and
    https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsapplicationautoscaling.html
    """
    if request.service not in ("sagemaker", "application-autoscaling") or request.api == "sagemaker-runtime":
        return {}
    try:
        body = request.json()
    except (ValueError, TypeError):
        return {}
    if request.service == "application-autoscaling":
        given = {key: body.get(member) for member, key in _MEMBERS.items()}
        return {f"application-autoscaling:{key}": str(value) for key, value in given.items() if value}
    tags = body.get("Tags")
    if not isinstance(tags, list) or not tags:
        return {}
    named = {f"aws:RequestTag/{tag.get('Key')}": str(tag.get("Value")) for tag in tags}
    return {**named, "aws:TagKeys": [str(tag.get("Key")) for tag in tags]}
