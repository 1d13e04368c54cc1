"""Which functions the theme has, and which of them run in the stack's network: both."""

from __future__ import annotations

from typing import Final

from components.foundation.reach import Callers
from components.settings.switching import SwitchingSettings

ROUTER: Final = "route_request"
EVALUATOR: Final = "switch_patterns"
"""Packages, which are also the dimension ``service`` of their metrics."""


def packages() -> tuple[str, ...]:
    """Folders below ``lambdas`` that are deployed."""
    return (ROUTER, EVALUATOR)


ENDPOINTS: Final = frozenset({"sagemaker_realtime", "sagemaker_serverless", "inference_components"})
CALLED: Final = {
    "endpoints": ENDPOINTS,
    "function_predictions": frozenset({"lambda_on_demand"}),
    "bedrock_converse": frozenset({"bedrock_on_demand", "bedrock_provisioned"}),
}
"""The patterns that a client is for: without one of them nobody calls it."""
GRANTED: Final = {
    "bedrock:GetProvisionedModelThroughput": frozenset({"bedrock_provisioned"}),
    "lambda:GetFunctionConfiguration": frozenset({"lambda_on_demand"}),
    "sagemaker:DescribeEndpoint": ENDPOINTS,
    "sagemaker:DescribeInferenceComponent": frozenset({"inference_components"}),
}
"""The patterns that an action of the other clients is for: without one of them nobody is granted it."""


def callers(settings: SwitchingSettings) -> Callers:
    """The functions that the stack's network must lead from, without what they would need for patterns of others.

    Args:
        settings: The theme's settings.
    """
    there = set(settings.in_order)
    return Callers(
        packages(),
        idle=tuple(client for client, patterns in CALLED.items() if not patterns & there),
        idle_actions=tuple(action for action, patterns in GRANTED.items() if not patterns & there),
    )
