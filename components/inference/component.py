"""Theme A, inference: classify every file below a prefix over the paths that are deployed; batch always is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pulumi

from components.alarms import AlarmRule, alarm
from components.base import PlatformComponent
from components.foundation import Foundation
from components.foundation.access_point import InputAccessPoint
from components.function_host import function_host
from components.iam import Statement
from components.inference.endpoints import InferenceEndpoints, InferenceEndpointsArgs
from components.inference.functions import DeployedEndpoint, InferenceFunctions, InferenceFunctionsArgs
from components.inference.model import InferenceModel, InferenceModelArgs
from components.inference.model_file import ModelFile
from components.inference.state_machine import DefinitionArgs, definition
from components.inference.tasks import TaskCompletion, TaskCompletionArgs, TaskTable, TaskTableArgs
from components.inference.wiring import branch, parts_statements, step
from components.settings import InferenceSettings
from components.warm_function import WarmFunction, WarmFunctionArgs
from components.workflow import StateMachine, StateMachineArgs
from domain.metrics import NAMESPACE, Metric
from domain.routing import InferencePath

SECONDS_PER_MINUTE = 60


@dataclass(frozen=True, kw_only=True)
class InferenceArgs:
    """Inputs.

    Attributes:
        settings: The theme's settings; ``model.image_uri`` is set.
        foundation: What every theme needs.
        model: The checked model archive.
        moved: What of scalable targets a schedule or auto-stop moves, by unit: ``realtime``, ``serverless``,
            ``components`` and ``predict``.
    """

    settings: InferenceSettings
    foundation: Foundation
    model: ModelFile
    moved: Mapping[str, Sequence[str]] = field(default_factory=dict)


class Inference(PlatformComponent):
    """Model, endpoints, functions, task table, state machine."""

    state_machine_arn: pulumi.Output[str]
    task_table: pulumi.Output[str]
    endpoint_names: dict[str, pulumi.Input[str]]
    component_name: pulumi.Output[str] | None
    function_names: dict[str, pulumi.Output[str]]

    def __init__(self, name: str, args: InferenceArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"type": args.settings.type}, opts)
        self.args = args
        self._host = function_host(args.foundation)
        model = self._model()
        paths = self._endpoints(model)
        self.endpoints = endpoints = paths.deployed
        self.component_name = paths.component_name
        self.targets = paths.targets
        table = TaskTable(
            self.child_name("tasks"),
            TaskTableArgs(key_arn=args.foundation.key_arn, protect=args.foundation.args.settings.protect_data),
            opts=self.child(),
        )
        functions = self._functions(model, endpoints, table)
        self._warm(functions)
        self.state_machine_arn = self._state_machine(functions, endpoints).arn
        self._completion(functions)
        self._alarms(functions)
        self.task_table = table.table_name
        self.endpoint_names = {path.value: endpoint.name for path, endpoint in endpoints.items()}
        self.function_names = functions.names
        self.finish()

    def outputs(self) -> dict[str, Any]:
        """Stack outputs of the theme."""
        outputs: dict[str, Any] = {
            "stateMachineArn": self.state_machine_arn,
            "taskTable": self.task_table,
            "endpointNames": self.endpoint_names,
            "functionNames": self.function_names,
        }
        if self.component_name is not None:
            outputs["componentName"] = self.component_name
        return outputs

    def _model(self) -> InferenceModel:
        base, settings = self.args.foundation, self.args.settings
        if settings.model.image_uri is None:
            raise ValueError("settings.model.image_uri is None; accepted: an image in ECR")
        args = InferenceModelArgs(
            account=base.args.account,
            file=self.args.model,
            root=base.args.root,
            image_uri=settings.model.image_uri,
            bucket=base.run_bucket,
            bucket_arn=base.run_bucket_arn,
            key_arn=base.key_arn,
            access_point_arn=self._files().arn,
            network=base.network,
            serverless=settings.serverless.enabled,
        )
        return InferenceModel(self.child_name("model"), args, opts=self.child())

    def _files(self) -> InputAccessPoint:
        """Where the files are.

        Raises:
            ValueError: The foundation has no access point: the settings' own check says so before this can happen.
        """
        if self.args.foundation.input is None:
            raise ValueError("foundation.input is None; accepted: a foundation with an access point")
        return self.args.foundation.input

    def _endpoints(self, model: InferenceModel) -> InferenceEndpoints:
        args = InferenceEndpointsArgs(
            settings=self.args.settings, foundation=self.args.foundation, model=model, moved=self.args.moved
        )
        return InferenceEndpoints(self.child_name("paths"), args, opts=self.child())

    def _functions(
        self, model: InferenceModel, endpoints: dict[InferencePath, DeployedEndpoint], table: TaskTable
    ) -> InferenceFunctions:
        base, settings = self.args.foundation, self.args.settings
        args = InferenceFunctionsArgs(
            host=self._host,
            settings=settings,
            model_version=settings.model.version or self.args.model.version,
            endpoints=endpoints,
            model_name=model.instance_model,
            access_point_arn=self._files().arn,
            access_point_alias=self._files().alias,
            run_bucket=base.run_bucket,
            run_bucket_arn=base.run_bucket_arn,
            task_table=table.table_name,
            task_table_arn=table.arn,
        )
        return InferenceFunctions(self.child_name("fn"), args, opts=self.child())

    def _warm(self, functions: InferenceFunctions) -> None:
        settings = self.args.settings.predict
        if functions.predict is None or not settings.max_provisioned_concurrency:
            return
        args = WarmFunctionArgs(
            function=functions.predict,
            least=settings.provisioned_concurrency,
            most=settings.max_provisioned_concurrency,
            moved=self.args.moved.get("predict", ()),
        )
        self.targets["predict"] = WarmFunction(self.child_name("warm"), args, opts=self.child()).target

    def _state_machine(
        self, functions: InferenceFunctions, endpoints: dict[InferencePath, DeployedEndpoint]
    ) -> StateMachine:
        base, settings = self.args.foundation, self.args.settings
        called = [functions.discover, functions.predict, functions.submit_batch, functions.collect]
        states = definition(
            DefinitionArgs(
                partition=base.args.account.partition,
                discover=step(functions.discover),
                predict=None if functions.predict is None else step(functions.predict),
                submit_batch=step(functions.submit_batch),
                collect=step(functions.collect),
                branches=[branch(path, settings) for path in endpoints],
                batch_timeout_seconds=settings.batch.max_runtime_minutes * SECONDS_PER_MINUTE,
                timeout_seconds=settings.execution_timeout_minutes * SECONDS_PER_MINUTE,
            )
        )
        args = StateMachineArgs(
            account=base.args.account,
            definition=states,
            statements=[
                Statement(
                    sid="CallFunctions",
                    actions=("lambda:InvokeFunction",),
                    resources=[function.alias_arn for function in called if function is not None],
                ),
                *(parts_statements(base) if endpoints else ()),
            ],
            log_group_prefix=base.log_group_prefixes[1],
            log_retention_days=base.args.settings.log_retention_days,
            key_arn=base.key_arn,
            alarm_topic_arn=base.alarm_topic_arn,
            distributed=bool(endpoints),
        )
        return StateMachine(self.child_name("workflow"), args, opts=self.child())

    def _completion(self, functions: InferenceFunctions) -> None:
        args = TaskCompletionArgs(
            account=self._host.account,
            complete=functions.complete_batch,
            sweep=functions.sweep_batch,
            sweep_minutes=self.args.settings.batch.sweep_minutes,
            key_arn=self.args.foundation.key_arn,
        )
        TaskCompletion(self.child_name("completion"), args, opts=self.child())

    def _alarms(self, functions: InferenceFunctions) -> None:
        """Alarms on what the functions publish; their names are the functions' own, ``domain.metrics``."""
        thresholds = self.args.settings.alarms
        watched = [
            (Metric.FILES_FAILED, functions.collect, thresholds.failed_files, "Files could not be classified."),
            (Metric.BATCH_TOKEN_RECOVERED, functions.sweep_batch, 1, "The end event of a transform job was lost."),
        ]
        if functions.predict is not None:
            text = "Files were left to batch by an endpoint; its metrics say why."
            watched.append((Metric.BATCH_FALLBACK, functions.collect, thresholds.batch_fallbacks, text))
        for metric, function, threshold, text in watched:
            rule = AlarmRule(
                description=text,
                namespace=NAMESPACE,
                metric=metric.value,
                dimensions={"service": function.args.package, "Environment": self._host.environment},
                threshold=threshold,
            )
            name = self.child_name(metric.name.lower().replace("_", "-"))
            alarm(name, rule, [self._host.alarm_topic_arn], self.child())
