"""Where an approved model is deployed to, and the alarms that take an endpoint's deployment back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pulumi

from components.alarms import AlarmRule, alarm
from components.base import PlatformComponent
from components.settings.training import TrainingSettings
from components.settings.training_document import deploys_http, rollout

VARIANT: Final = "AllTraffic"
"""The one variant that deployments make."""


@dataclass(frozen=True, kw_only=True)
class TargetsArgs:
    """Inputs.

    Attributes:
        settings: The theme's settings.
        endpoint_name: Name of the endpoint, when one is wanted.
        http_alarm_names: Alarms over the HTTP API's candidate; ``None`` when the stack has no HTTP API.
        alarm_topic_arn: Who hears of the endpoint's alarms.
    """

    settings: TrainingSettings
    endpoint_name: str | None
    http_alarm_names: Sequence[pulumi.Input[str]] | None
    alarm_topic_arn: pulumi.Input[str]


class Targets(PlatformComponent):
    """The endpoint's alarms, and the document that deployments read."""

    document: pulumi.Output[str] | None
    alarm_names: list[pulumi.Output[str]]

    def __init__(self, name: str, args: TargetsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"endpoint": args.settings.deployment.endpoint.kind}, opts)
        self.args = args
        self.alarm_names = [] if args.endpoint_name is None else self._alarms(args.endpoint_name)
        found = document(args, self.alarm_names)
        self.document = None if found is None else pulumi.Output.json_dumps(found, sort_keys=True)
        self.finish()

    def _alarms(self, endpoint: str) -> list[pulumi.Output[str]]:
        """Errors of the model, and calls that never come back: each is a reason to take a deployment back."""
        watched = (
            ("errors", "Invocation5XXErrors", 1.0, "Sum", "The endpoint's model fails calls."),
            ("latency", "ModelLatency", 30_000_000.0, "Maximum", "A call of the endpoint's model took 30 s or more."),
        )
        names = []
        for kind, metric, threshold, statistic, text in watched:
            rule = AlarmRule(
                description=f"{text} A deployment that is under way is rolled back.",
                namespace="AWS/SageMaker",
                metric=metric,
                dimensions={"EndpointName": endpoint, "VariantName": VARIANT},
                threshold=threshold,
                statistic=statistic,
                period=60,
            )
            made = alarm(self.child_name(kind), rule, [self.args.alarm_topic_arn], self.child())
            names.append(made.name)
        return names


def document(args: TargetsArgs, endpoint_alarms: Sequence[pulumi.Input[str]]) -> dict[str, Any] | None:
    """What ``domain.rollouts.targets.parse_targets`` reads; ``None`` when a model is deployed nowhere.

    Raises:
        ValueError: A rollout that goes step by step has no alarm to take it back.
    """
    wanted = args.settings.deployment
    endpoint, http = None, None
    if args.endpoint_name is not None:
        endpoint = {
            "name": args.endpoint_name,
            "kind": wanted.endpoint.kind,
            "memory_mb": wanted.endpoint.memory_mb,
            "max_concurrency": wanted.endpoint.max_concurrency,
            "instance_type": wanted.endpoint.instance_type,
            "instance_count": wanted.endpoint.instance_count,
            "rollout": rollout(wanted.endpoint.rollout).to_document(),
            "alarms": list(endpoint_alarms),
        }
    if deploys_http(args.settings, has_api=args.http_alarm_names is not None):
        if not args.http_alarm_names and wanted.http_rollout.kind != "all-at-once":
            raise ValueError(f"http_alarm_names is empty; a {wanted.http_rollout.kind} rollout needs at least one")
        http = {
            "rollout": rollout(wanted.http_rollout).to_document(),
            "alarms": list(args.http_alarm_names or ()),
        }
    return None if endpoint is None and http is None else {"endpoint": endpoint, "http": http}
