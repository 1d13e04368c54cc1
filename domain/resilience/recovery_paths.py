"""The ways in which a stack comes back after a loss, and how long each step of them takes.

- ``work``: the Region is gone without a word. Its lease has to run out before the other may act.
- ``graceful``: the Region is there and its canary fails. It drains and hands over.
- ``dns``: callers by name follow a health check and a record.
- ``restore``: nothing runs in the other Region yet, so it is made first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from domain.resilience.lease_rules import LeaseRules
from domain.resilience.recovery_plan import ASSUMED, DnsPlan, RecoveryPlan, RestorePlan
from domain.resilience.spans import Span, exactly, once_in

WORK: Final = "work"
GRACEFUL: Final = "graceful"
DNS: Final = "dns"
RESTORE: Final = "restore"

SETTINGS: Final = "settings of the stack"
STANDBY: Final = f"{ASSUMED}: the standby's endpoint; AWS bounds a call (60 s) and a start (180 s)"
PRECISION: Final = "https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html"
CHECKS: Final = (
    "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html"
)

CHECK_ANSWER: Final = Span(4, 6)
"""A checker waits 4 s for a connection and 2 s more for a status."""
ALARM_EVALUATION: Final = Span(20, 60)
"""Assumption: from the end of a period until its metric is there and the health check has seen it."""
CHECK_PROPAGATION: Final = Span(5, 30)
"""Assumption: from the health check's change until the name servers answer with the other record."""


@dataclass(frozen=True)
class Part:
    """A step of a path.

    Attributes:
        path: The path.
        name: What is waited for.
        span: How long.
        source: Page that says so, ``settings of the stack``, or an assumption, which says that it is one.
        change: What makes it shorter, as an instruction; empty when nothing does.
    """

    path: str
    name: str
    span: Span
    source: str
    change: str = ""

    @property
    def expected_s(self) -> float:
        """Expected seconds."""
        return self.span.expected_s

    @property
    def worst_s(self) -> float:
        """Seconds at worst."""
        return self.span.worst_s


@dataclass(frozen=True)
class Path:
    """One way back.

    Attributes:
        name: Its name.
        parts: Its steps, in their order.
    """

    name: str
    parts: tuple[Part, ...]

    @property
    def span(self) -> Span:
        """The whole of it."""
        return sum((part.span for part in self.parts), exactly(0))

    @property
    def expected_s(self) -> float:
        """Expected seconds."""
        return self.span.expected_s

    @property
    def worst_s(self) -> float:
        """Seconds at worst."""
        return self.span.worst_s


def recovery_paths(plan: RecoveryPlan) -> tuple[Path, ...]:
    """The paths that a stack has: before a restore there is nothing that could take over by itself."""
    if plan.restore is not None:
        found = [Path(RESTORE, (*_made(plan.restore), *_taken_over(RESTORE, plan)))]
    else:
        found = [
            Path(WORK, (*_run_out(plan.rules), *_taken_over(WORK, plan))),
            Path(GRACEFUL, (*_handed_over(plan), *_taken_over(GRACEFUL, plan))),
        ]
    if plan.dns is not None:
        found.append(Path(DNS, tuple(_followed(plan.dns))))
    return tuple(found)


def _run_out(rules: LeaseRules) -> Iterator[Part]:
    """The lease was renewed at most one look ago. The challenger's clock may be behind by the whole margin."""
    lease, look, skew = _s(rules.lease_ms), _s(rules.look_ms), _s(rules.max_skew_ms)
    yield Part(WORK, "rest of the lease", Span(max(lease - look / 2, 0), lease), SETTINGS, "shorten the lease")
    yield Part(WORK, "margin for clocks", Span(skew, 2 * skew), SETTINGS, "allow less clock skew")


def _handed_over(plan: RecoveryPlan) -> Iterator[Part]:
    """Failures in a row, then the drain. A dead endpoint may just be silent."""
    rules, timeout = plan.rules, plan.canary_timeout_s
    look, failures = _s(rules.look_ms), rules.unhealthy_after
    seen = Span((failures - 0.5) * look, failures * look)
    yield Part(GRACEFUL, f"{failures} failed looks", seen, SETTINGS, "look more often, or ask for fewer failures")
    yield Part(GRACEFUL, "silence of the canary", Span(timeout / 2, timeout), SETTINGS, "shorten the canary's timeout")
    if plan.schedule_jitter_s:
        yield _jitter(GRACEFUL, "precision of the schedule", plan.schedule_jitter_s)
    drain, skew = exactly(_s(rules.drain_ms)), _s(rules.max_skew_ms)
    yield Part(GRACEFUL, "drain", drain, SETTINGS, "shorten the drain, and the longest request below it")
    # The holder frees the lease at its next look; after the clocks' margin the other Region may take it without that.
    freed = Span(min(skew, look / 2), min(2 * skew, look))
    yield Part(GRACEFUL, "end of the drain is certain", freed, SETTINGS, "look more often, or allow less clock skew")


def _made(restore: RestorePlan) -> Iterator[Part]:
    """People, an update, an endpoint."""
    warm = "run the functions in both Regions (tier 2)"
    yield Part(RESTORE, "decision", restore.decide, f"{ASSUMED}: people", warm)
    yield Part(RESTORE, "deployment", restore.deploy, f"{ASSUMED}: an update of the stack", warm)
    yield Part(RESTORE, "endpoint in service", restore.endpoint, f"{ASSUMED}: a new endpoint", warm)


def _taken_over(path: str, plan: RecoveryPlan) -> Iterator[Part]:
    """The other Region looks, claims, and its endpoint answers."""
    look = once_in(_s(plan.rules.look_ms))
    yield Part(path, "other Region's next look", look, SETTINGS, "look more often")
    if plan.schedule_jitter_s:
        yield _jitter(path, "precision of its schedule", plan.schedule_jitter_s)
    canary = Span(0, plan.canary_timeout_s)
    yield Part(path, "canary of that look", canary, SETTINGS, "shorten the canary's timeout")
    yield Part(path, "claim and start", plan.take_over, f"{ASSUMED}: ledger, execution, stream, function")
    yield Part(path, "start of the endpoint", plan.start, STANDBY, "keep it warm")


def _jitter(path: str, name: str, seconds: float) -> Part:
    """Each Region has a schedule of its own, and either may be late."""
    return Part(path, name, Span(0, seconds), PRECISION)


def _followed(dns: DnsPlan) -> Iterator[Part]:
    """Detection, then the name servers, then what resolvers still remember."""
    if dns.health == "https":
        interval, failures = dns.request_interval_s, dns.failure_threshold
        seen = Span((failures - 0.5) * interval, failures * interval) + CHECK_ANSWER
        change = "check every 10 s, or ask for fewer failures"
        yield Part(DNS, f"{failures} failed checks every {interval} s", seen, CHECKS, change)
    else:
        period, count = dns.alarm_period_s, dns.alarm_datapoints
        change = "ask for fewer datapoints"
        # The loss falls into a period: that one counts when enough of it is bad, and is one too many when not.
        yield Part(DNS, "alarm's periods", Span((count + 0.5) * period, (count + 1) * period), SETTINGS, change)
        yield Part(DNS, "alarm's evaluation", ALARM_EVALUATION, f"{ASSUMED}: metric, alarm and health check")
    yield Part(DNS, "name servers", CHECK_PROPAGATION, f"{ASSUMED}: Route 53's data plane")
    yield Part(DNS, "record's TTL", once_in(dns.ttl_s), SETTINGS, "lower the record's TTL")


def _s(milliseconds: float) -> float:
    return milliseconds / 1000
