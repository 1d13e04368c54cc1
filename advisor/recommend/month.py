"""What a simulated trace uses when a whole month is like it."""

from __future__ import annotations

from typing import Any

from advisor.recommend.sizing import Sized
from advisor.recommend.workload import SECONDS_PER_MONTH, Workload
from advisor.simulation import Simulated
from domain.advice.usage import MonthlyUsage
from domain.patterns import BEDROCK, Pattern
from domain.pricing import KB_PER_GB

INSTANCES = frozenset({Pattern.SAGEMAKER_REALTIME, Pattern.INFERENCE_COMPONENTS, Pattern.SAGEMAKER_ASYNC})


def usage_of(workload: Workload, sized: Sized, run: Simulated, duration_s: float) -> MonthlyUsage:
    """A month of 730 hours, each like the trace.

    Args:
        workload: Sizes of requests, hours of people.
        sized: What was simulated.
        run: What came out.
        duration_s: Length of the trace in seconds.
    """
    months = SECONDS_PER_MONTH / duration_s
    pattern: Pattern = sized.setup.pattern
    answered = run.answered * months
    own: dict[str, Any] = {}
    if pattern in BEDROCK:
        own = _tokens(workload, pattern, run, months)
    elif pattern in INSTANCES and workload.model.own is not None:
        kind = workload.model.own.instance.type
        own = {"instance_type": kind, "instance_hours": run.instance_seconds * months / 3600}
    elif workload.model.own is not None:
        own = _environments(workload, pattern, run, months)
    if pattern not in BEDROCK:
        own["data_gb_in"] = answered * workload.payload_kb / KB_PER_GB
        own["data_gb_out"] = answered * workload.answer_kb / KB_PER_GB
    people = workload.operations
    if people.engineer_hourly_usd is not None:
        own["operations_hours"] = people.hours.get(pattern.value, 0.0)
        own["engineer_hourly_usd"] = people.engineer_hourly_usd
    return MonthlyUsage(pattern, run.requests * months, **own)


def _tokens(workload: Workload, pattern: Pattern, run: Simulated, months: float) -> dict[str, Any]:
    model = workload.model.foundation
    assert model is not None  # nosec B101  # noqa: S101
    if pattern == Pattern.BEDROCK_ON_DEMAND:
        return {
            "model_id": model.model_id, "tokens_in": run.tokens_in * months, "tokens_out": run.tokens_out * months,
        }  # fmt: skip
    hours = run.provisioned_seconds * months / 3600
    return {"model_id": model.model_id, "unit_hours": hours, "commitment": model.commitment}


def _environments(workload: Workload, pattern: Pattern, run: Simulated, months: float) -> dict[str, Any]:
    model = workload.model.own
    assert model is not None  # nosec B101  # noqa: S101
    host = model.function if pattern == Pattern.LAMBDA_ON_DEMAND else model.serverless
    found: dict[str, Any] = {
        "memory_mb": host.memory_mb,
        "busy_seconds": run.busy_seconds * months,
        "provisioned_busy_seconds": run.provisioned_busy_seconds * months,
        "provisioned_gb_seconds": run.provisioned_seconds * months * host.memory_mb / 1024,
    }
    if pattern == Pattern.LAMBDA_ON_DEMAND:
        found["architecture"] = model.function.architecture
    return found
