"""Which services play model hosting, and what they share."""

from __future__ import annotations

from sandbox.context import SandboxContext
from sandbox.fsx import FsxAccessPointService
from sandbox.fsx.cloudcontrol import AccessPointControl
from sandbox.sagemaker import RuntimeService, SageMakerService
from sandbox.sagemaker.service import TrustCheck
from sandbox.sagemaker.tagging import TaggedModels
from sandbox.scaling.alarms import AlarmLoop
from sandbox.scaling.capacity import Capacities
from sandbox.scaling.cloudcontrol import CloudControlService
from sandbox.scaling.policies import ScalingBook
from sandbox.scaling.service import AutoScalingService
from sandbox.scaling.tags import TargetTags
from sandbox.service import Service


def model_services(context: SandboxContext, trusts: TrustCheck) -> list[Service]:
    """SageMaker, its runtime, what scales it, and the access points on FSx; alarms are evaluated from now on.

    Args:
        context: Shared by all services.
        trusts: Whether a role (ARN) trusts a service principal.
    """
    sagemaker = SageMakerService(context, trusts)
    book = ScalingBook(Capacities(sagemaker))
    alarms = AlarmLoop(context, book)
    alarms.start()
    access_points = FsxAccessPointService(context)
    return [
        RuntimeService(context, sagemaker),
        sagemaker,
        TaggedModels(sagemaker.records),
        access_points,
        AccessPointControl(access_points),
        CloudControlService(sagemaker),
        TargetTags(book),
        AutoScalingService(context, book),
        alarms,
    ]
