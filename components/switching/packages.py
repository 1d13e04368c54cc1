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


def callers(settings: SwitchingSettings) -> Callers:
    """The functions that the stack's network must lead from, without the clients of patterns that it does not have.

    Args:
        settings: The theme's settings.
    """
    return Callers(packages(), tuple(client for client, kinds in CALLED.items() if not kinds & set(settings.in_order)))


CALLED: Final = {
    "endpoints": frozenset({"sagemaker_realtime", "sagemaker_serverless", "inference_components"}),
    "function_predictions": frozenset({"lambda_on_demand"}),
    "bedrock_converse": frozenset({"bedrock_on_demand", "bedrock_provisioned"}),
}
"""The patterns that a client is for: without one of them nobody calls it."""
