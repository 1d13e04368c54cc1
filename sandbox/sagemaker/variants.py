"""UpdateEndpointWeightsAndCapacities: what a variant may become. Pure.

https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateEndpointWeightsAndCapacities.html
A variant on instances goes to none only where something can wake it up: asynchronous endpoints
(https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-autoscale.html), and those of inference components.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sandbox.errors import AwsError
from sandbox.sagemaker.validation import MAX_SERVERLESS_CONCURRENCY

Fields = Mapping[str, Any]


def desired(config: Fields, summaries: Sequence[Fields], wanted: Iterable[Fields]) -> list[dict[str, Any]]:
    """The summaries of an endpoint's variants with what is desired of them from now on.

    Args:
        config: The endpoint configuration.
        summaries: ProductionVariants of DescribeEndpoint.
        wanted: DesiredWeightsAndCapacities.

    Raises:
        AwsError: `ValidationException`: no such variant, or one that cannot become that.
    """
    changed = {summary["VariantName"]: dict(summary) for summary in summaries}
    known = {variant["VariantName"]: variant for variant in config["ProductionVariants"]}
    for one in wanted:
        name = one["VariantName"]
        if name not in changed:
            raise _invalid(f'The variant name(s) "{name}" is/are not present within the endpoint.')
        if known[name].get("ServerlessConfig"):
            changed[name].update(_serverless(name, changed[name], one))
        else:
            changed[name].update(_on_instances(config, known[name], one))
    return list(changed.values())


def settled(summaries: Iterable[Fields]) -> list[dict[str, Any]]:
    """The summaries once the present state is the desired one."""
    return [
        {**summary, **{f"Current{name}": summary[f"Desired{name}"] for name in _PAIRS if f"Desired{name}" in summary}}
        for summary in summaries
    ]


_PAIRS = ("InstanceCount", "Weight", "ServerlessConfig")


def _on_instances(config: Fields, variant: Fields, wanted: Fields) -> dict[str, Any]:
    name, count = variant["VariantName"], wanted.get("DesiredInstanceCount")
    if wanted.get("ServerlessUpdateConfig"):
        raise _invalid(f"ServerlessUpdateConfig is not supported for variant {name}, which runs on instances.")
    if count is not None and count < 1 and not config.get("AsyncInferenceConfig") and variant.get("ModelName"):
        raise _invalid(f"DesiredInstanceCount of variant {name} is {count}; it must be 1 or more.")
    members = ("DesiredInstanceCount", "DesiredWeight")
    return {member: wanted[member] for member in members if wanted.get(member) is not None}


def _serverless(name: str, summary: Fields, wanted: Fields) -> dict[str, Any]:
    if wanted.get("DesiredInstanceCount") is not None or wanted.get("DesiredWeight") is not None:
        raise _invalid(f"Variant {name} is serverless: it has no instances and no weight.")
    update = wanted.get("ServerlessUpdateConfig") or {}
    become = {**summary["DesiredServerlessConfig"], **update}
    most, provisioned = become["MaxConcurrency"], become.get("ProvisionedConcurrency", 0)
    if not 1 <= most <= MAX_SERVERLESS_CONCURRENCY or not 0 <= provisioned <= most:
        accepted = f"MaxConcurrency 1 to {MAX_SERVERLESS_CONCURRENCY}, ProvisionedConcurrency up to MaxConcurrency"
        raise _invalid(f"ServerlessUpdateConfig of variant {name} is {dict(update)}; accepted: {accepted}")
    return {"DesiredServerlessConfig": become}


def _invalid(message: str) -> AwsError:
    return AwsError("ValidationException", message)
