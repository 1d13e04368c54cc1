"""Reads the parts of SageMaker resources that several rules need."""

from __future__ import annotations

from typing import Final

from guardrails.props import Props
from guardrails.rule import Resource

MODEL: Final = "aws:sagemaker/model:Model"
ENDPOINT_CONFIG: Final = "aws:sagemaker/endpointConfiguration:EndpointConfiguration"
VARIANT_LISTS: Final = ("productionVariants", "shadowProductionVariants")


def variants(resource: Resource) -> list[Props]:
    """The production and shadow variants of an endpoint configuration."""
    return [variant for name in VARIANT_LISTS for variant in resource[name].each()]


def serverless_configs(resource: Resource) -> list[Props]:
    """The ``serverlessConfig`` of each variant that has one, known or not."""
    return [variant["serverlessConfig"] for variant in variants(resource) if variant["serverlessConfig"].present]


def containers(resource: Resource) -> list[Props]:
    """The containers of a model: the primary one, or those of a pipeline."""
    primary = [resource["primaryContainer"]] if resource["primaryContainer"].present else []
    return [*primary, *resource["containers"].each()]
