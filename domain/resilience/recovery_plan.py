"""What a recovery time is computed from: the settings of a stack, as far as they take time when a Region is lost.

What AWS publishes has its page. What it does not publish is an assumption with a name, which a report shows as one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

from domain.checks import finite_number, refuse, whole_number
from domain.resilience.lease_rules import LeaseRules
from domain.resilience.spans import Span, exactly
from domain.resilience.tiers import tier_of

ASSUMED: Final = "assumption"
"""How a source starts that is none."""

TAKE_OVER: Final = Span(2, 15)
"""Assumption: a claim, the start of an execution, its token's row, the table's stream and a function in a batch."""
SCHEDULE_JITTER_S: Final = 60.0
"""A schedule is precise to the minute, not to the second:
https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html"""
CANARY_TIMEOUT_S: Final = 5.0
DECIDE: Final = Span(1800, 3600)
"""Assumption: somebody is told, looks, and decides to restore. Nothing in a stack says how long people take."""
DEPLOY: Final = Span(1200, 2700)
"""Assumption: an update that makes the functions of the other Region."""
ENDPOINT: Final = Span(600, 1200)
"""Assumption: a new endpoint is in service, with its image pulled and its model loaded."""

RESTORED_TIER: Final = 3
"""The tier whose functions come with the restore."""
REQUEST_INTERVALS_S: Final = (10, 30)
"""https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html"""
MOST_FAILURES: Final = 10
LONGEST_TTL_S: Final = 2_147_483_647


class Standby(StrEnum):
    """What kind of endpoint answers in the other Region."""

    SERVERLESS = "serverless"
    SERVERLESS_PROVISIONED = "serverless_provisioned"
    REALTIME = "realtime"
    COMPONENTS = "components"
    COMPONENTS_ASLEEP = "components_asleep"


COLD_START: Final = Span(20, 180)
"""A serverless container may take three minutes to start; how long it takes usually is an assumption:
https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-invoke.html"""
KEPT_WARM: Final = Span(0, 60)
"""The canary of each look keeps one container warm; at worst it was just taken away, and one call may last a minute:
https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html"""
WAKE_UP: Final = Span(564, 1200)
"""From no copy at all: measured by a public note of July 2026 (9 min 24 s until the first answer); doubled at worst."""


def standby_start(kind: Standby, *, warmed_by_canary: bool = True) -> Span:
    """How long an endpoint of the other Region takes until it answers real work.

    Args:
        kind: What it is.
        warmed_by_canary: A canary prediction goes to it with every look.
    """
    if kind is Standby.COMPONENTS_ASLEEP:
        return WAKE_UP
    if kind is Standby.SERVERLESS:
        return KEPT_WARM if warmed_by_canary else COLD_START
    return exactly(0)


@dataclass(frozen=True, kw_only=True)
class DnsPlan:
    """How a name comes to lead to the other Region.

    Attributes:
        health: ``https``, Route 53's own checkers; or ``alarm``, a CloudWatch alarm on the canary.
        ttl_s: How long a resolver may keep the record, in seconds.
        request_interval_s: Between two requests of a checker, 10 or 30 s.
        failure_threshold: Failures in a row, 1 to 10.
        alarm_period_s: Period of the alarm, a multiple of 60 s.
        alarm_datapoints: Periods in a row that breach.
    """

    health: Literal["https", "alarm"]
    ttl_s: float
    request_interval_s: int = 30
    failure_threshold: int = 3
    alarm_period_s: int = 60
    alarm_datapoints: int = 1

    def __post_init__(self) -> None:
        """Refuse what Route 53 or CloudWatch would.

        Raises:
            ValueError: Names the argument, its value and what is accepted.
        """
        if self.health not in ("https", "alarm"):
            refuse("health", self.health, "https or alarm")
        if finite_number("ttl_s", self.ttl_s, 0) > LONGEST_TTL_S:
            refuse("ttl_s", self.ttl_s, f"at most {LONGEST_TTL_S}")
        if self.request_interval_s not in REQUEST_INTERVALS_S or isinstance(self.request_interval_s, bool):
            refuse("request_interval_s", self.request_interval_s, "10 or 30")
        whole_number("failure_threshold", self.failure_threshold, 1, MOST_FAILURES)
        if whole_number("alarm_period_s", self.alarm_period_s, 60) % 60:
            refuse("alarm_period_s", self.alarm_period_s, "a multiple of 60: a health check takes no shorter period")
        whole_number("alarm_datapoints", self.alarm_datapoints, 1)


@dataclass(frozen=True, kw_only=True)
class RestorePlan:
    """What people and an update do when nothing runs in the other Region.

    Attributes:
        decide: Until somebody has decided to restore.
        deploy: The update itself.
        endpoint: Until its endpoint is in service.
    """

    decide: Span = DECIDE
    deploy: Span = DEPLOY
    endpoint: Span = ENDPOINT


@dataclass(frozen=True, kw_only=True)
class RecoveryPlan:
    """A stack, as far as its recovery time goes.

    Attributes:
        tier: The tier that it declares.
        rules: The rules of its lease.
        start: Until the standby's endpoint answers.
        take_over: From the claim of a piece of work until a function has it.
        canary_timeout_s: After which a canary without an answer has failed.
        schedule_jitter_s: How much later than its moment a schedule may come.
        dns: How a name follows; ``None`` when no record of the stack does.
        restore: What has to be made first; ``None`` when functions already run in the other Region.
        artifacts_bounded: S3 bounds the replication of artifacts (Replication Time Control).
    """

    tier: int
    rules: LeaseRules
    start: Span
    take_over: Span = TAKE_OVER
    canary_timeout_s: float = CANARY_TIMEOUT_S
    schedule_jitter_s: float = SCHEDULE_JITTER_S
    dns: DnsPlan | None = None
    restore: RestorePlan | None = None
    artifacts_bounded: bool = True

    def __post_init__(self) -> None:
        """Refuse what is no plan.

        Raises:
            ValueError: Names the argument, its value and what is accepted.
        """
        tier_of(self.tier)
        finite_number("canary_timeout_s", self.canary_timeout_s, 0, above=True)
        finite_number("schedule_jitter_s", self.schedule_jitter_s, 0)
        if self.tier != RESTORED_TIER and self.restore is not None:
            refuse("restore", self.restore, f"None in tier {self.tier}: its functions already run in the other Region")
