"""An Airflow environment sends the logs of tasks, scheduler, workers and pages to CloudWatch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.demands import not_off, on
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

KINDS: Final = ("schedulerLogs", "webserverLogs", "workerLogs")

RULE = Rule(
    id="mwaa-environment-logs",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=("aws:mwaa/environment:Environment",),
    summary="An Airflow environment sends the logs of tasks, scheduler, workers and pages to CloudWatch.",
    cause="Why a task failed is written down nowhere.",
    remedy="set enabled to true for each kind of log in loggingConfiguration",
    url="https://docs.aws.amazon.com/mwaa/latest/userguide/monitoring-airflow.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Only the logs of tasks are there without a word."""
    for kind in KINDS:
        yield from on(resource[f"loggingConfiguration.{kind}.enabled"])
    yield from not_off(resource["loggingConfiguration.taskLogs.enabled"])
