"""Which functions the theme has, and which of them run in the stack's network: all."""

from __future__ import annotations

from typing import Final

from components.foundation.reach import Callers
from components.settings import InferenceSettings

ALWAYS: Final = ("discover", "submit_batch", "complete_batch", "sweep_batch", "collect")
PREDICT: Final = "predict"
"""Calls endpoints; batch needs none."""


def packages(*, endpoints: bool) -> tuple[str, ...]:
    """Folders below ``lambdas`` that are deployed.

    Args:
        endpoints: Whether a path has an endpoint.
    """
    return (*ALWAYS, PREDICT) if endpoints else ALWAYS


def callers(settings: InferenceSettings) -> Callers:
    """The functions that the stack's network must lead from."""
    paths = (settings.serverless, settings.realtime, settings.components)
    return Callers(packages(endpoints=any(path.enabled for path in paths)))
