"""Theme: one model behind several patterns; a router, and a look at their health that moves its traffic."""

from components.switching.component import Switching, SwitchingArgs
from components.switching.targets import (
    EndpointTarget,
    FunctionTarget,
    ProfileTarget,
    ProvisionedTarget,
    SwitchTargets,
    endpoint_targets,
)

__all__ = [
    "EndpointTarget",
    "FunctionTarget",
    "ProfileTarget",
    "ProvisionedTarget",
    "SwitchTargets",
    "Switching",
    "SwitchingArgs",
    "endpoint_targets",
]
