"""Which functions the theme has, and which of them run in the stack's network: all."""

from __future__ import annotations

from typing import Final

from components.foundation.reach import Callers
from components.settings.prediction_api import PredictionApiSettings

FRONT: Final = "predict_http"
WORKER: Final = "predict_worker"
"""Packages, which are also the dimension ``service`` of their metrics."""


def packages(settings: PredictionApiSettings) -> tuple[str, ...]:
    """Folders below ``lambdas`` that are deployed."""
    return (FRONT, WORKER) if settings.asynchronous.enabled else (FRONT,)


def callers(settings: PredictionApiSettings, *, signed: bool) -> Callers:
    """The functions that the stack's network must lead from.

    Args:
        settings: The theme's settings.
        signed: Whether packages are signed: then each load verifies one.
    """
    idle = {"package_verifier": signed, "workers": settings.asynchronous.enabled}
    return Callers(packages(settings), tuple(client for client, called in idle.items() if not called))
