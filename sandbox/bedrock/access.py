"""Which IAM actions on which resources a call of Bedrock needs: pure.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonbedrock.html; Converse asks for
`bedrock:InvokeModel` (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html), and a profile
for itself and the models that it routes to
(https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sandbox.bedrock.catalog import GEOGRAPHIES, GLOBAL, SystemProfile, model_arn
from sandbox.request import ACCOUNT_ID, AwsRequest

Needed = tuple[str, str | None, Mapping[str, str]]
"""Action, resource, context."""
PROFILE_KEY: Final = "bedrock:InferenceProfileArn"
_RUNTIME: Final = {"Converse": "InvokeModel", "InvokeModel": "InvokeModel", "CountTokens": "CountTokens"}


def bedrock_needs(request: AwsRequest) -> list[Needed]:
    """What a call needs, as far as the call itself says it."""
    if request.operation in _RUNTIME:
        return _invocation(f"bedrock:{_RUNTIME[request.operation]}", request.region, request.path_params["modelId"])
    return [(f"bedrock:{request.operation}", _resource(request), {})]


def model_needs(action: str, profile_arn: str, model_arns: tuple[str, ...]) -> list[Needed]:
    """What a profile asks for the models that it routes to."""
    return [(action, arn, {PROFILE_KEY: profile_arn}) for arn in model_arns]


def _invocation(action: str, region: str, model: str) -> list[Needed]:
    if ":foundation-model/" in model:
        return [(action, model, {})]
    profile = model.rpartition(":inference-profile/")[2]
    geography, _, model_id = profile.partition(".")
    if geography in GEOGRAPHIES or geography == GLOBAL:
        regions = GEOGRAPHIES.get(geography, (region, ""))
        found = SystemProfile(geography, model_id, regions)
        return [(action, found.arn(region), {}), *model_needs(action, found.arn(region), found.model_arns)]
    if model.startswith("arn:"):
        return [(action, model, {})]
    if "." in model:
        return [(action, model_arn(region, model), {})]
    return [(action, f"arn:aws:bedrock:{region}:{ACCOUNT_ID}:application-inference-profile/{model}", {})]


def _resource(request: AwsRequest) -> str | None:
    body, path = _json(request), request.path_params
    if request.operation == "CreateInferenceProfile":
        return f"arn:aws:bedrock:{request.region}:{ACCOUNT_ID}:application-inference-profile/*"
    given = body.get("resourceARN") or body.get("modelId")
    for name, kind in (
        ("provisionedModelId", "provisioned-model"),
        ("inferenceProfileIdentifier", "application-inference-profile"),
        ("modelIdentifier", "foundation-model"),
    ):
        given = given or path.get(name)
        if given and name in path and not str(given).startswith("arn:"):
            if kind == "foundation-model":
                return model_arn(request.region, str(given))
            system = kind.endswith("inference-profile") and "." in str(given)
            kind = "inference-profile" if system else kind  # noqa: PLW2901 - a system profile has a dot in its id
            return f"arn:aws:bedrock:{request.region}:{ACCOUNT_ID}:{kind}/{given}"
    if given and not str(given).startswith("arn:"):
        return model_arn(request.region, str(given))
    return str(given) if given else "*"


def _json(request: AwsRequest) -> dict[str, Any]:
    try:
        return request.json()
    except (ValueError, TypeError):
        return {}
