"""Which services play model hosting, and what they share."""

from __future__ import annotations

from sandbox.context import SandboxContext
from sandbox.fsx import FsxAccessPointService
from sandbox.fsx.cloudcontrol import AccessPointControl
from sandbox.runtime.provisioned import ProvisionedConcurrency
from sandbox.sagemaker import RuntimeService, SageMakerService
from sandbox.sagemaker.service import TrustCheck
from sandbox.sagemaker.tagging import TaggedModels
from sandbox.scaling.alarm_api import AlarmApi
from sandbox.scaling.alarms import AlarmLoop
from sandbox.scaling.capacity import Capacities, CapacitiesByNamespace
from sandbox.scaling.cloudcontrol import CloudControlService
from sandbox.scaling.firing import ScheduledScaling
from sandbox.scaling.functions import FunctionCapacities
from sandbox.scaling.models import ModelCapacities
from sandbox.scaling.policies import ScalingBook
from sandbox.scaling.service import AutoScalingService
from sandbox.scaling.tags import TargetTags
from sandbox.service import Service


def model_services(context: SandboxContext, trusts: TrustCheck, provisioned: ProvisionedConcurrency) -> list[Service]:
    """SageMaker, its runtime, what scales it and functions, and the access points on FSx.

    Alarms are evaluated, and scheduled actions fire, from now on.

    Args:
        context: Shared by all services.
        trusts: Whether a role (ARN) trusts a service principal.
        provisioned: Provisioned concurrency of functions, which is scaled too.
    """
    sagemaker = SageMakerService(context, trusts)
    capacities: dict[str, Capacities] = {
        "sagemaker": ModelCapacities(sagemaker),
        "lambda": FunctionCapacities(provisioned),
    }
    book = ScalingBook(CapacitiesByNamespace(capacities))
    alarms = AlarmLoop(context, book)
    alarms.start()
    scheduled = ScheduledScaling(context, book)
    scheduled.start()
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
        AlarmApi(),
        alarms,
        scheduled,
    ]
