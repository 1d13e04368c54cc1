"""Which endpoints and functions a stack has, found by its tags, and how each is served."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from advisor.errors import InputError

ENDPOINTS: Final = ("sagemaker:endpoint",)
TYPES: Final = (*ENDPOINTS, "lambda:function")


class Kind(StrEnum):
    """How something is served, which decides its metrics and its section of a usage file."""

    SERVERLESS = "serverless"
    INSTANCES = "instances"
    COMPONENTS = "inference components"
    FUNCTION = "function"


@dataclass(frozen=True)
class Served:
    """An endpoint or a function.

    Attributes:
        name: Its name on AWS.
        kind: How it is served.
        dimensions: The dimensions of its metrics; several when it has several variants or inference components.
    """

    name: str
    kind: Kind
    dimensions: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True)
class Inventory:
    """What was found, and what could not be looked at, with the reason."""

    served: tuple[Served, ...]
    unknown: tuple[str, ...]


Clients = Callable[[str], Any]
"""Makes a client of a service in the stack's Region."""


def inventory(clients: Clients, tags: Mapping[str, str], types: Sequence[str] = TYPES) -> Inventory:
    """Look for what carries all the tags. One endpoint that cannot be read does not hide the others.

    Args:
        clients: Makes boto3 clients.
        tags: What the resources carry.
        types: Which resources, of ``TYPES``.

    Raises:
        InputError: The tags cannot be searched.
    """
    served: list[Served] = []
    unknown: list[str] = []
    for arn in _arns(clients("resourcegroupstaggingapi"), tags, types):
        name = arn.rsplit(":", 1)[-1].removeprefix("endpoint/")
        if ":lambda:" in arn:
            served.append(Served(name, Kind.FUNCTION, ((("FunctionName", name),),)))
            continue
        try:
            served.append(_endpoint(clients("sagemaker"), name))
        except (ClientError, BotoCoreError) as error:
            unknown.append(f"endpoint {name} could not be read: {error}")
    return Inventory(tuple(served), tuple(unknown))


def _arns(client: Any, tags: Mapping[str, str], types: Sequence[str]) -> Iterator[str]:
    filters = [{"Key": key, "Values": [value]} for key, value in sorted(tags.items())]
    try:
        for page in client.get_paginator("get_resources").paginate(TagFilters=filters, ResourceTypeFilters=list(types)):
            yield from (found["ResourceARN"] for found in page["ResourceTagMappingList"])
    except (ClientError, BotoCoreError) as error:
        raise InputError(f"the stack's resources cannot be found (tag:GetResources): {error}") from error


def _endpoint(client: Any, name: str) -> Served:
    """Both dimensions, EndpointName and VariantName: with one of them only, CloudWatch answers with nothing."""
    config = client.describe_endpoint(EndpointName=name)["EndpointConfigName"]
    variants = client.describe_endpoint_config(EndpointConfigName=config)["ProductionVariants"]
    if not any(variant.get("ModelName") for variant in variants):
        pages = client.get_paginator("list_inference_components").paginate(EndpointNameEquals=name)
        names = [found["InferenceComponentName"] for page in pages for found in page["InferenceComponents"]]
        return Served(name, Kind.COMPONENTS, tuple((("InferenceComponentName", found),) for found in sorted(names)))
    dimensions = tuple((("EndpointName", name), ("VariantName", variant["VariantName"])) for variant in variants)
    serverless = any(variant.get("ServerlessConfig") for variant in variants)
    return Served(name, Kind.SERVERLESS if serverless else Kind.INSTANCES, dimensions)
