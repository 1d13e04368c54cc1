"""The endpoint paths that are on: each built by its own component, with what scales it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.foundation import Foundation
from components.inference.functions import DeployedEndpoint
from components.inference.model import InferenceModel
from components.inference.realtime import RealtimeEndpoint, RealtimeEndpointArgs
from components.inference.scale_to_zero import ScaleToZeroEndpoint, ScaleToZeroEndpointArgs
from components.inference.serverless import ServerlessEndpoint, ServerlessEndpointArgs
from components.settings import InferenceSettings
from domain.naming import regional_name
from domain.routing import InferencePath


@dataclass(frozen=True, kw_only=True)
class InferenceEndpointsArgs:
    """Inputs.

    Attributes:
        settings: The theme's settings.
        foundation: What every theme needs.
        model: What the endpoints serve.
        moved: What of the units' scalable targets something else moves, by unit.
    """

    settings: InferenceSettings
    foundation: Foundation
    model: InferenceModel
    moved: Mapping[str, Sequence[str]]


class InferenceEndpoints(PlatformComponent):
    """Serverless, real-time and inference components, as far as they are on."""

    component_name: pulumi.Output[str] | None

    def __init__(self, name: str, args: InferenceEndpointsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {}, opts)
        self.args = args
        self.component_name = None
        self.deployed: dict[InferencePath, DeployedEndpoint] = {}
        self.targets: dict[str, aws.appautoscaling.Target] = {}
        settings = args.settings
        if args.model.serverless_model is not None:
            self._serverless(args.model.serverless_model)
        if settings.realtime.enabled:
            self._realtime()
        if settings.components.enabled:
            self._components()
        self.finish()

    def _serverless(self, model_name: pulumi.Output[str]) -> None:
        args = ServerlessEndpointArgs(
            settings=self.args.settings.serverless, model_name=model_name, moved=self._moved("serverless")
        )
        endpoint = ServerlessEndpoint(self.child_name("serverless"), args, opts=self.child())
        found = DeployedEndpoint(name=endpoint.endpoint_name, arn=endpoint.endpoint_arn)
        self.deployed[InferencePath.SERVERLESS_INFERENCE] = found
        if endpoint.target is not None:
            self.targets["serverless"] = endpoint.target

    def _realtime(self) -> None:
        args = RealtimeEndpointArgs(
            settings=self.args.settings.realtime,
            model_name=self.args.model.instance_model,
            key_arn=self.args.foundation.key_arn,
            moved=self._moved("realtime"),
        )
        endpoint = RealtimeEndpoint(self.child_name("realtime"), args, opts=self.child())
        found = DeployedEndpoint(name=endpoint.endpoint_name, arn=endpoint.endpoint_arn)
        self.deployed[InferencePath.REALTIME_ENDPOINT] = found
        self.targets["realtime"] = endpoint.target

    def _components(self) -> None:
        base = self.args.foundation.args
        args = ScaleToZeroEndpointArgs(
            settings=self.args.settings.components,
            component_name=regional_name(base.project, base.environment, base.account.region, "component"),
            model_name=self.args.model.instance_model,
            role_arn=self.args.model.role_arn,
            key_arn=self.args.foundation.key_arn,
            moved=self._moved("components"),
        )
        endpoint = ScaleToZeroEndpoint(self.child_name("components"), args, opts=self.child())
        self.component_name = endpoint.component_name
        self.deployed[InferencePath.INFERENCE_COMPONENTS] = DeployedEndpoint(
            name=endpoint.endpoint_name, arn=endpoint.endpoint_arn, component=endpoint.component_name
        )
        self.targets["components"] = endpoint.target

    def _moved(self, unit: str) -> Sequence[str]:
        return self.args.moved.get(unit, ())
