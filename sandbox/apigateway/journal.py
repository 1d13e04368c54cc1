"""What API Gateway leaves behind: metrics, and access logs in the stage's own format.

Metrics: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
Variables: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sandbox.apigateway.replies import fill
from sandbox.apigateway.state import Api, Fields, State
from sandbox.context import SandboxContext
from sandbox.iam import Guard, Principal
from sandbox.permissions import Permission
from sandbox.policy import Verdict
from sandbox.request import ACCOUNT_ID

_NAMESPACE: Final = "AWS/ApiGateway"


@dataclass(frozen=True, slots=True)
class Served:
    """A request that was answered.

    Attributes:
        status: HTTP status of the answer.
        latency_ms: From the request to the answer.
        integration_ms: Of which behind the method; None when it did not come that far.
        values: Every `$context` variable.
    """

    status: int
    latency_ms: float
    integration_ms: float | None
    values: Mapping[str, str]


class Journal:
    """Writes it.

    Args:
        context: Metrics.
        guard: Whether the account's role may write logs.
        state: The account's role.
    """

    def __init__(self, context: SandboxContext, guard: Guard, state: State) -> None:
        self._context = context
        self._guard = guard
        self._state = state
        self._lock = threading.Lock()

    def note(self, api: Api, stage: Fields, served: Served) -> None:
        """Publishes a request's metrics and writes its line."""
        name = str(api.fields["name"])
        for dimensions in ({"ApiName": name}, {"ApiName": name, "Stage": str(stage["stageName"])}):
            self._measure(api.region, dimensions, served)
        settings = stage.get("accessLogSettings") or {}
        if settings.get("destinationArn") and settings.get("format"):
            self._log(api, stage, settings, fill(settings["format"], served.values, absent="-"))

    def _measure(self, region: str, dimensions: Mapping[str, str], served: Served) -> None:
        counts = {"Count": 1, "4XXError": 400 <= served.status < 500, "5XXError": served.status >= 500}
        for metric, value in counts.items():
            self._context.put_metric(region, _NAMESPACE, metric, float(value), "Count", dimensions)
        times = {"Latency": served.latency_ms, "IntegrationLatency": served.integration_ms}
        for metric, duration in times.items():
            if duration is not None:
                self._context.put_metric(region, _NAMESPACE, metric, round(duration), "Milliseconds", dimensions)

    def _log(self, api: Api, stage: Fields, settings: Fields, line: str) -> None:
        from moto.logs.models import logs_backends

        group = str(settings["destinationArn"]).split(":log-group:")[-1].removesuffix(":*")
        stream = hashlib.sha256(f"{api.identity}/{stage['stageName']}".encode()).hexdigest()[:32]
        backend = logs_backends[ACCOUNT_ID][api.region]
        if group not in backend.groups or not self._may_log(api.region, group, stream):
            self._context.log.warning("API %s: its access log group %s does not take lines", api.identity, group)
            return
        with self._lock:
            if stream not in backend.groups[group].streams:
                backend.create_log_stream(group, stream)
            backend.put_log_events(group, stream, [{"timestamp": int(time.time() * 1000), "message": line}])

    def _may_log(self, region: str, group: str, stream: str) -> bool:
        role = str(self._state.region(region).account.get("cloudwatchRoleArn") or "").rsplit("/", 1)[-1]
        if not role:
            return False
        resource = f"arn:aws:logs:{region}:{ACCOUNT_ID}:log-group:{group}:log-stream:{stream}"
        caller = Principal(f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/{role}/apigateway", "role", role)
        return self._guard.verdict(caller, Permission("logs:PutLogEvents", resource), region) is Verdict.ALLOW
