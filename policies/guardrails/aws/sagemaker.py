"""Reads the parts of SageMaker resources that several rules need."""

from __future__ import annotations

import re
from typing import Final

from guardrails.props import Props
from guardrails.rule import Resource, Stack

MODEL: Final = "aws:sagemaker/model:Model"
ENDPOINT_CONFIG: Final = "aws:sagemaker/endpointConfiguration:EndpointConfiguration"
NOTEBOOK: Final = "aws:sagemaker/notebookInstance:NotebookInstance"
DOMAIN: Final = "aws:sagemaker/domain:Domain"
USER_PROFILE: Final = "aws:sagemaker/userProfile:UserProfile"
FEATURE_GROUP: Final = "aws:sagemaker/featureGroup:FeatureGroup"
VARIANT_LISTS: Final = ("productionVariants", "shadowProductionVariants")

CLOUD_CONTROL: Final = "aws:cloudcontrol/resource:Resource"
INFERENCE_COMPONENT: Final = "AWS::SageMaker::InferenceComponent"

_WITH_LOCAL_DISK: Final = re.compile(r"ml\.([a-z]+\d+[a-z]*d[a-z]*|g5|g6e?|gr6|p5\w*|p6\w*|trn\d\w*)(?:-\w+)?\.")
"""Instance families with NVMe disks, which the hardware encrypts; SageMaker takes no key for them
(https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html, KmsKeyId)."""


def variants(resource: Resource) -> list[Props]:
    """The production and shadow variants of an endpoint configuration."""
    return [variant for name in VARIANT_LISTS for variant in resource[name].each()]


def is_serverless(variant: Props) -> bool:
    """True when a variant runs on no instances of its own. A variant that is wholly unknown may, and is noted."""
    if variant.unknown:
        variant.defer()
    return variant["serverlessConfig"].present


def serverless_configs(resource: Resource) -> list[Props]:
    """The ``serverlessConfig`` of each variant that has one, known or not."""
    return [variant["serverlessConfig"] for variant in variants(resource) if variant["serverlessConfig"].present]


def containers(resource: Resource) -> list[Props]:
    """The containers of a model: the primary one, or those of a pipeline."""
    primary = [resource["primaryContainer"]] if resource["primaryContainer"].present else []
    return [*primary, *resource["containers"].each()]


def has_volume(instance_type: Props) -> bool:
    """True when instances of the type keep their data on a volume that takes a key. An unknown type is noted."""
    if instance_type.missing:
        return True
    name = instance_type.text()
    return name is not None and not _WITH_LOCAL_DISK.match(name)


def surely_on_instances(model: Resource) -> bool:
    """True when a model has what serverless endpoints do not support, so that it must be for instances.

    Source: https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html (feature exclusions)
    """
    if model["vpcConfig"].present or model["enableNetworkIsolation"].flag():
        return True
    parts = containers(model)
    return len(parts) > 1 or any(part["mode"].text() == "MultiModel" for part in parts)


def variants_by_model(stack: Stack) -> dict[str, list[Props]]:
    """By a model's URN, the variants that run it: by its name, or by the engine's record of its source."""
    names = {model.urn: model["name"].text() if model["name"].is_text else None for model in stack.of(MODEL)}
    urns = {name: urn for urn, name in names.items()}
    found: dict[str, list[Props]] = {urn: [] for urn in names}
    for config in stack.of(ENDPOINT_CONFIG):
        linked = [urn for name in VARIANT_LISTS for urn in config.links.get(name, ()) if urn in names]
        for variant in variants(config):
            name = variant["modelName"]
            if name.is_text and name.text() in urns:
                found[urns[name.text()]].append(variant)
                continue
            for urn in linked:
                if name.unknown or (names[urn] is None and name.present):
                    found[urn].append(variant)
    return found
