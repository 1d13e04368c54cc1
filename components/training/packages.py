"""Which functions the theme has, and which of them run in the stack's network: all."""

from __future__ import annotations

from typing import Final

from components.foundation.reach import Callers
from components.settings.training import TrainingSettings
from components.settings.training_document import deploys

PACKAGES: Final = (
    "begin_training",
    "validate_data",
    "check_quality",
    "engineer_features",
    "evaluate_model",
    "judge_model",
    "register_model",
    "clean_up_training",
)
DEPLOYING: Final = ("start_deployment", "watch_deployment")
SIGNING: Final = ("package_signer", "package_verifier")
"""Clients that call nothing where packages are not signed."""


def packages(*, deploying: bool) -> tuple[str, ...]:
    """Folders below ``lambdas`` that are deployed.

    Args:
        deploying: Whether an approved model is deployed anywhere.
    """
    return PACKAGES + DEPLOYING if deploying else PACKAGES


def callers(settings: TrainingSettings, *, has_api: bool) -> Callers:
    """The functions that the stack's network must lead from.

    Args:
        settings: The theme's settings.
        has_api: Whether the stack has an HTTP API.
    """
    idle = () if settings.signing else SIGNING
    return Callers(packages(deploying=deploys(settings, has_api=has_api)), idle)
