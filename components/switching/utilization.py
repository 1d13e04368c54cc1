"""Which metric says how much of a pattern's capacity is in use: the variable ``UTILIZATION``.

A pattern without one is judged by its latency and its failures: Bedrock publishes none, and on an accelerator the
processor is not what runs out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

import pulumi

from components.settings.switching import SwitchingSettings
from components.switching.targets import SwitchTargets
from domain.patterns import Pattern
from domain.switching import utilization as by

INSTANCE: Final = re.compile(r"ml\.(?P<family>[a-z]+)[a-z0-9-]*\.(?P<times>[0-9]*)(?P<size>large|xlarge)")
ACCELERATED: Final = frozenset({"g", "p", "inf", "trn"})
VCPUS: Final = {"large": 2, "xlarge": 4}
"""Of the sizes that hosting has; ``Nxlarge`` has N times those of ``xlarge``.
https://docs.aws.amazon.com/ec2/latest/instancetypes/gp.html"""

Made = tuple[Callable[[str], by.UtilizationMetric], pulumi.Input[str]]
"""How a metric is made of a name, and the name."""


def utilization(settings: SwitchingSettings, targets: SwitchTargets) -> pulumi.Output[str]:
    """The metrics of the patterns that have one, as JSON."""
    made = {name: found for name in settings.in_order if (found := _metric(Pattern(name), targets)) is not None}
    names = pulumi.Output.all(**{pattern: name for pattern, (_, name) in made.items()}) if made else None
    if names is None:
        return pulumi.Output.from_input(by.utilization_json({}))

    def written(known: Mapping[str, Any]) -> str:
        return by.utilization_json({pattern: make(known[pattern]) for pattern, (make, _) in made.items()})

    return names.apply(written)


def vcpus(instance_type: str) -> int | None:
    """Virtual processors of an instance type; ``None`` for one with an accelerator, or that nobody can read.

    >>> vcpus("ml.m5.large"), vcpus("ml.c5.2xlarge"), vcpus("ml.g5.xlarge")
    (2, 8, None)
    """
    found = INSTANCE.fullmatch(instance_type)
    if found is None or found["family"] in ACCELERATED:
        return None
    return int(found["times"] or 1) * VCPUS[found["size"]]


def _metric(pattern: Pattern, targets: SwitchTargets) -> Made | None:
    if pattern is Pattern.LAMBDA_ON_DEMAND:
        function = targets.called_function()
        reserved = function.reserved_concurrency
        return (lambda arn: by.of_reserved_concurrency(_name(arn), reserved), function.alias_arn) if reserved else None
    if pattern is Pattern.INFERENCE_COMPONENTS:
        component = targets.endpoint(pattern).component
        return None if component is None else (by.of_component, component)
    if pattern is Pattern.SAGEMAKER_SERVERLESS:
        served = targets.endpoint(pattern)
        variant = served.variant
        return None if variant is None else (lambda name: by.of_serverless(name, variant), served.name)
    return _instances(targets) if pattern is Pattern.SAGEMAKER_REALTIME else None


def _instances(targets: SwitchTargets) -> Made | None:
    target = targets.endpoint(Pattern.SAGEMAKER_REALTIME)
    variant, cores = target.variant, vcpus(target.instance_type or "")
    if variant is None or cores is None:
        return None
    return lambda name: by.of_instances(name, variant, cores), target.name


def _name(alias_arn: str) -> str:
    """Name of a function, from the ARN of its alias."""
    return alias_arn.split(":")[6]
