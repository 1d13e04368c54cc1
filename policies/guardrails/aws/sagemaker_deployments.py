"""How SageMaker replaces the instances of an endpoint: the words and the sizes that it takes.

Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrafficRoutingConfig.html,
https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_RollingUpdatePolicy.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from guardrails.aws.service_model import Choice, Limits, Range

_SIZE: Final = Choice("sagemaker", "CapacitySizeType", ("INSTANCE_COUNT", "CAPACITY_PERCENT"))
_COUNT: Final = Range("sagemaker", "CapacitySizeValue", 1)

POLICY: Final = "deploymentConfig"
ROUTING: Final = f"{POLICY}.blueGreenUpdatePolicy.trafficRoutingConfiguration"
ROLLING: Final = f"{POLICY}.rollingUpdatePolicy"
PERCENT: Final[Mapping[str, tuple[float, float]]] = {
    f"{ROUTING}.canarySize": (1, 50),
    f"{ROUTING}.linearStepSize": (10, 50),
    f"{ROLLING}.maximumBatchSize": (5, 50),
    f"{ROLLING}.rollbackMaximumBatchSize": (1, 100),
}
"""Least and most of the fleet that one step may take."""

STEPS: Final[Mapping[str | None, str]] = {"CANARY": "canarySize", "LINEAR": "linearStepSize"}
"""Which size each way of shifting traffic needs."""

LIMITS: Final[Limits] = {
    f"{ROUTING}.type": Choice("sagemaker", "TrafficRoutingConfigType", ("ALL_AT_ONCE", "CANARY", "LINEAR")),
    **{f"{path}.type": _SIZE for path in PERCENT},
    **{f"{path}.value": _COUNT for path in PERCENT},
}
