"""Which variants of an endpoint a scalable target is about.

Source: https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-add-policy.html
"""

from __future__ import annotations

from typing import Final

from guardrails.aws import sagemaker, scale_to_zero
from guardrails.props import Props
from guardrails.rule import Resource, Stack

INSTANCES: Final = "sagemaker:variant:DesiredInstanceCount"
CONCURRENCY: Final = "sagemaker:variant:DesiredProvisionedConcurrency"


def configs(stack: Stack, target: Resource) -> list[Resource]:
    """The endpoint configurations of the stack that a scalable target is about."""
    if target["scalableDimension"].text() not in {INSTANCES, CONCURRENCY}:
        return []
    endpoints = [each for each in stack.of(scale_to_zero.ENDPOINT) if _is_of(target, each)]
    return [
        config
        for config in stack.of(sagemaker.ENDPOINT_CONFIG)
        if any(scale_to_zero.same(endpoint, "endpointConfigName", config, "name") for endpoint in endpoints)
    ]


def _is_of(target: Resource, endpoint: Resource) -> bool:
    linked = endpoint.urn in target.links.get("resourceId", ())
    return linked or f"/{endpoint['name'].text()}/" in str(target["resourceId"].text())


def is_meant(variant: Props, target: Resource) -> bool:
    """True for a variant that the target names; for each while it is unknown which one that is."""
    resource_id, name = target["resourceId"], variant["variantName"]
    return resource_id.unknown or name.missing or str(resource_id.text()).endswith(f"/variant/{name.text()}")
