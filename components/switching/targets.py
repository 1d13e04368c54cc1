"""What other themes deploy and the switch calls; the platform passes it on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

import pulumi

from components.inference.realtime import VARIANT
from components.settings.inference import InferenceSettings
from components.settings.switching import SwitchPatternSettings
from domain.patterns import Pattern
from domain.routing import InferencePath

Found = TypeVar("Found")

PATHS = {
    InferencePath.REALTIME_ENDPOINT: Pattern.SAGEMAKER_REALTIME,
    InferencePath.SERVERLESS_INFERENCE: Pattern.SAGEMAKER_SERVERLESS,
    InferencePath.INFERENCE_COMPONENTS: Pattern.INFERENCE_COMPONENTS,
}
"""Paths of the inference theme, as patterns."""


class Deployed(Protocol):
    """An endpoint as the inference theme has it: name, ARN, and the component behind it."""

    @property
    def name(self) -> pulumi.Input[str]:
        """Its name."""

    @property
    def arn(self) -> pulumi.Input[str]:
        """Its ARN."""

    @property
    def component(self) -> pulumi.Input[str] | None:
        """Name of the inference component, where there is one."""


@dataclass(frozen=True, kw_only=True)
class EndpointTarget:
    """A SageMaker endpoint.

    Attributes:
        name: Its name.
        arn: Its ARN.
        variant: Name of its variant; ``None`` for one without metrics of its own.
        component: Name of the inference component behind it; ``None`` for none.
        instance_type: Of its instances; ``None`` for a serverless one.
        least_instances: Instances that are always there: what it costs without a request.
        memory_mb: Of a serverless one; ``None`` for instances.
    """

    name: pulumi.Input[str]
    arn: pulumi.Input[str]
    variant: str | None = None
    component: pulumi.Input[str] | None = None
    instance_type: str | None = None
    least_instances: int = 0
    memory_mb: int | None = None


@dataclass(frozen=True, kw_only=True)
class FunctionTarget:
    """The prediction API's function.

    Attributes:
        alias_arn: What is called.
        memory_mb: Memory: what a second costs.
        reserved_concurrency: Calls that it works on at one time; 0 for no limit of its own.
    """

    alias_arn: pulumi.Input[str]
    memory_mb: int
    reserved_concurrency: int = 0


@dataclass(frozen=True, kw_only=True)
class ProfileTarget:
    """An application inference profile.

    Attributes:
        arn: What is called.
        source: Model, or system-defined profile, that it is made of.
    """

    arn: pulumi.Input[str]
    source: str


@dataclass(frozen=True, kw_only=True)
class ProvisionedTarget:
    """Provisioned throughput of Bedrock.

    Attributes:
        arn: What is called.
        hourly_usd: Dollars an hour of all its model units; ``None`` where no price is known.
    """

    arn: pulumi.Input[str]
    hourly_usd: float | None


@dataclass(frozen=True, kw_only=True)
class SwitchTargets:
    """Everything that is deployed and can be switched to.

    Attributes:
        endpoints: SageMaker endpoints, by pattern.
        function: The prediction API's function, or ``None``.
        profiles: Application inference profiles, by their name in the settings.
        provisioned: Provisioned throughput, by its name in the settings.
    """

    endpoints: Mapping[Pattern, EndpointTarget] = field(default_factory=dict)
    function: FunctionTarget | None = None
    profiles: Mapping[str, ProfileTarget] = field(default_factory=dict)
    provisioned: Mapping[str, ProvisionedTarget] = field(default_factory=dict)

    def endpoint(self, pattern: Pattern) -> EndpointTarget:
        """The endpoint of a pattern.

        Raises:
            ValueError: There is none.
        """
        return _there(self.endpoints.get(pattern), f"the endpoint of {pattern}")

    def called_function(self) -> FunctionTarget:
        """The function.

        Raises:
            ValueError: There is none.
        """
        return _there(self.function, "the function of the prediction API")

    def profile(self, option: SwitchPatternSettings) -> ProfileTarget:
        """The profile that an option names.

        Raises:
            ValueError: There is none.
        """
        return _there(self.profiles.get(option.profile or ""), f"the inference profile {option.profile!r}")

    def provisioned_model(self, option: SwitchPatternSettings) -> ProvisionedTarget:
        """The provisioned throughput that an option names.

        Raises:
            ValueError: There is none.
        """
        return _there(self.provisioned.get(option.provisioned or ""), f"provisioned model {option.provisioned!r}")


def endpoint_targets(
    settings: InferenceSettings, deployed: Mapping[InferencePath, Deployed]
) -> dict[Pattern, EndpointTarget]:
    """The inference theme's endpoints as targets, with what they cost by.

    Args:
        settings: That theme's settings.
        deployed: Its endpoints, by path.
    """
    realtime, components = settings.realtime, settings.components
    sizes: Mapping[InferencePath, Mapping[str, Any]] = {
        InferencePath.REALTIME_ENDPOINT: {
            "instance_type": realtime.instance_type,
            "least_instances": realtime.min_instances,
        },
        InferencePath.INFERENCE_COMPONENTS: {"instance_type": components.instance_type, "least_instances": 0},
        InferencePath.SERVERLESS_INFERENCE: {"memory_mb": settings.serverless.memory_size_in_mb},
    }
    return {
        pattern: EndpointTarget(
            name=found.name, arn=found.arn, variant=VARIANT, component=found.component, **sizes[path]
        )
        for path, pattern in PATHS.items()
        if (found := deployed.get(path)) is not None
    }


def _there(found: Found | None, what: str) -> Found:
    if found is None:
        raise ValueError(f"targets lacks {what}; accepted: what the settings' patterns name, passed by the platform")
    return found
