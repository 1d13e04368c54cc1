"""Which services play model hosting, and what they share."""

from __future__ import annotations

from sandbox.context import SandboxContext
from sandbox.fsx import FsxAccessPointService
from sandbox.sagemaker import RuntimeService, SageMakerService
from sandbox.sagemaker.service import TrustCheck
from sandbox.service import Service


def model_services(context: SandboxContext, trusts: TrustCheck) -> list[Service]:
    """SageMaker, its runtime, and the access points on FSx.

    Args:
        context: Shared by all services.
        trusts: Whether a role (ARN) trusts a service principal.
    """
    sagemaker = SageMakerService(context, trusts)
    return [RuntimeService(context, sagemaker), sagemaker, FsxAccessPointService(context)]
