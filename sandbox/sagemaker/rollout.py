"""Moves an endpoint's traffic to its new fleet, step by step, and watches the alarms meanwhile.

Waits are those of the request times `options.time_scale`, like the periods of the alarms.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import Any, Final

from botocore.exceptions import ClientError

from sandbox.context import SandboxContext
from sandbox.sagemaker.endpoint_events import DEPLOYMENT, tell
from sandbox.sagemaker.guardrails import TrafficPlan, TrafficStep
from sandbox.sagemaker.records import Record
from sandbox.sagemaker.traffic import TrafficSplit

LOOK_S: Final = 0.05
"""Between two looks at the alarms."""


class Rollout:
    """One update of one endpoint.

    Args:
        context: Clients, options, events.
        record: The endpoint.
        plan: How traffic moves.
        role_arn: The model's execution role, which must be allowed to describe the alarms; empty for none.
        closed: Set when the server stops.
    """

    def __init__(
        self, context: SandboxContext, record: Record, plan: TrafficPlan, role_arn: str, closed: threading.Event
    ) -> None:
        self._context = context
        self._record = record
        self._plan = plan
        self._role = role_arn
        self._closed = closed

    def run(self, split: TrafficSplit) -> str:
        """Moves the traffic.

        Returns:
            Why it must go back; empty when all of it has moved and nothing rang.
        """
        for step in self._plan.steps:
            split.share = step.share
            self._show(split, step, "ActivatingTraffic", f"Activating traffic on {step.share:.0%} of the capacity.")
            if step.wait_s:
                text = f"Baking for {step.wait_s:g} seconds ({step.setting}) with traffic enabled on {step.share:.0%}."
                self._show(split, step, "Baking", text)
            failure = self._watch(step.wait_s)
            if failure:
                return failure
        return ""

    def _watch(self, wait_s: float) -> str:
        end = time.monotonic() + wait_s * self._context.options.time_scale
        while not self._closed.is_set():
            ringing = self._ringing()
            if ringing:
                return ringing
            left = end - time.monotonic()
            if left <= 0:
                return ""
            self._closed.wait(min(LOOK_S, left))
        return "The sandbox stopped."

    def _ringing(self) -> str:
        if not self._plan.alarms:
            return ""
        client = self._context.client("cloudwatch", self._record.region, self._role or None)
        try:
            found = client.describe_alarms(AlarmNames=list(self._plan.alarms))
        except ClientError as error:
            return f"The alarms of AutoRollbackConfiguration could not be described: {error}"
        alarms = [*found.get("MetricAlarms", ()), *found.get("CompositeAlarms", ())]
        ringing = [alarm["AlarmName"] for alarm in alarms if alarm["StateValue"] == "ALARM"]
        if not ringing:
            return ""
        return f"Endpoint deployment was rolled back: alarm(s) in ALARM state: {', '.join(ringing)}."

    def _show(self, split: TrafficSplit, step: TrafficStep, status: str, text: str) -> None:
        self._record.update(
            PendingDeploymentSummary=pending(
                split.new.config, step.share, {"Status": status, "StatusMessage": text, "StartTime": time.time()}
            )
        )
        tell(self._context, self._record, DEPLOYMENT)


def pending(config: Mapping[str, Any], share: float, status: Mapping[str, Any]) -> dict[str, Any]:
    """PendingDeploymentSummary of an update to a configuration.

    Args:
        config: Fields of the new endpoint configuration.
        share: The new fleet's share, 0 to 1: that part of its instances takes traffic.
        status: VariantStatus of every variant.
    """
    variants = []
    for variant in config["ProductionVariants"]:
        shown: dict[str, Any] = {"VariantName": variant["VariantName"], "VariantStatus": [dict(status)]}
        weight = float(variant.get("InitialVariantWeight", 1.0))
        shown |= {"CurrentWeight": weight * share, "DesiredWeight": weight}
        if variant.get("ServerlessConfig"):
            shown["DesiredServerlessConfig"] = variant["ServerlessConfig"]
        elif variant.get("InstanceType"):
            shown["InstanceType"] = variant["InstanceType"]
            shown["DesiredInstanceCount"] = shown["CurrentInstanceCount"] = variant.get("InitialInstanceCount", 1)
        variants.append(shown)
    return {
        "EndpointConfigName": config["EndpointConfigName"],
        "ProductionVariants": variants,
        "StartTime": status["StartTime"],
    }
