"""START, END and REPORT lines and the function's own output into its log group; its metrics into CloudWatch."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sandbox.context import SandboxContext
from sandbox.iam import Guard, Principal
from sandbox.permissions import Permission
from sandbox.policy import Verdict
from sandbox.request import ACCOUNT_ID
from sandbox.runtime.output import embedded_metrics
from sandbox.runtime.spec import FunctionSpec

# LogType=Tail returns the last 4 KB: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
TAIL_BYTES: Final = 4096


def framed(
    lines: Sequence[str],
    *,
    request_id: str,
    spec: FunctionSpec,
    duration_ms: float,
    init_ms: float | None,
    peak_mb: int,
    status: str | None,
) -> list[str]:
    """The output of one event as Lambda frames it, in the function's log format.

    JSON: https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
    """
    if spec.log_format == "JSON":
        metrics = {
            "durationMs": round(duration_ms, 3),
            "billedDurationMs": -int(-duration_ms // 1),
            "memorySizeMB": spec.memory_mb,
            "maxMemoryUsedMB": peak_mb,
            **({} if init_ms is None else {"initDurationMs": round(init_ms, 3)}),
        }
        first = _platform("platform.start", {"requestId": request_id, "version": spec.version})
        outcome = "success" if status is None else status.partition("\t")[0]
        last = _platform("platform.report", {"requestId": request_id, "metrics": metrics, "status": outcome})
        return [first, *lines, last]
    report = (
        f"REPORT RequestId: {request_id}\tDuration: {duration_ms:.2f} ms\tBilled Duration: "
        f"{-int(-duration_ms // 1)} ms\tMemory Size: {spec.memory_mb} MB\tMax Memory Used: {peak_mb} MB"
    )
    if init_ms is not None:
        report += f"\tInit Duration: {init_ms:.2f} ms"
    if status is not None:
        report += f"\tStatus: {status}"
    start = f"START RequestId: {request_id} Version: {spec.version}"
    return [start, *lines, f"END RequestId: {request_id}", report]


def _platform(kind: str, record: Mapping[str, Any]) -> str:
    moment = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return json.dumps({"time": moment, "type": kind, "record": record})


class Journal:
    """Writes logs as the function's role may, and metrics as CloudWatch would find them.

    Args:
        context: Its metrics sink is used.
        guard: A role without `logs:PutLogEvents` leaves no logs, as on AWS.
    """

    def __init__(self, context: SandboxContext, guard: Guard) -> None:
        self._context = context
        self._guard = guard
        self._lock = threading.Lock()

    def write(self, spec: FunctionSpec, stream: str, lines: Sequence[str]) -> None:
        """Stores lines in the function's log group and publishes the metrics embedded in them."""
        for datum in embedded_metrics(lines):
            self._context.put_metric(
                spec.region,
                datum.namespace,
                datum.name,
                datum.value,
                datum.unit,
                datum.dimensions,
                sharp=datum.sharp,
            )
        if lines and self._may_log(spec, stream):
            with self._lock:
                self._store(spec, stream, lines)

    def _may_log(self, spec: FunctionSpec, stream: str) -> bool:
        role = spec.role_arn.rsplit("/", 1)[-1]
        arn = f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/{role}/{spec.name}"
        resource = f"arn:aws:logs:{spec.region}:{ACCOUNT_ID}:log-group:{spec.log_group}:log-stream:{stream}"
        permission = Permission("logs:PutLogEvents", resource)
        return self._guard.verdict(Principal(arn, "role", role), permission, spec.region) is Verdict.ALLOW

    def _store(self, spec: FunctionSpec, stream: str, lines: Sequence[str]) -> None:
        from moto.logs.models import logs_backends

        backend = logs_backends[ACCOUNT_ID][spec.region]
        if spec.log_group not in backend.groups:
            backend.create_log_group(spec.log_group, {})
        if stream not in backend.groups[spec.log_group].streams:
            backend.create_log_stream(spec.log_group, stream)
        now = int(time.time() * 1000)
        events = [{"timestamp": now, "message": line} for line in lines]
        backend.put_log_events(spec.log_group, stream, events)
