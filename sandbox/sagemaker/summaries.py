"""What DescribeEndpoint shows of an endpoint configuration, and of a container that does not start. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.errors import AwsError
from sandbox.sagemaker.container import ContainerError


def is_serverless(config: Mapping[str, Any]) -> bool:
    """Whether a configuration is a serverless one."""
    return any(variant.get("ServerlessConfig") for variant in config["ProductionVariants"])


def failure_reason(error: Exception, variant: str) -> str:
    """FailureReason of a variant that does not start."""
    if isinstance(error, ContainerError):
        return f"The primary container for production variant {variant} did not pass the ping health check: {error}"
    return error.message if isinstance(error, AwsError) else str(error)


def shown_of(config: Mapping[str, Any]) -> dict[str, Any]:
    """What an endpoint shows of its configuration."""
    asynchronous = {name: config[name] for name in ("AsyncInferenceConfig",) if config.get(name)}
    return {"ProductionVariants": [_summary(variant) for variant in config["ProductionVariants"]], **asynchronous}


def _summary(variant: Mapping[str, Any]) -> dict[str, Any]:
    summary: dict[str, Any] = {"VariantName": variant["VariantName"]}
    if variant.get("ServerlessConfig"):
        summary["CurrentServerlessConfig"] = summary["DesiredServerlessConfig"] = variant["ServerlessConfig"]
    else:
        count = variant.get("InitialInstanceCount", 1)
        summary.update(CurrentInstanceCount=count, DesiredInstanceCount=count)
    if variant.get("ManagedInstanceScaling"):
        summary["ManagedInstanceScaling"] = variant["ManagedInstanceScaling"]
    if variant.get("ModelName"):
        weight = variant.get("InitialVariantWeight", 1.0)
        summary.update(CurrentWeight=weight, DesiredWeight=weight)
    return summary
