"""What a tier of disaster recovery rests on is in the stack: names that follow in time, and replicas worth the name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import dynamodb, recovery, route53
from guardrails.aws.cloudwatch_alarms import ALARM
from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Severity, Stack, StackRule, not_applicable, violation

BY_ALARM: Final = "CLOUDWATCH_METRIC"
INTERVAL_S: Final = 30
FAILURES: Final = 3
"""What Route 53 takes when nothing is said: https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html"""

RULE = StackRule(
    id="resilience-tier-resources",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=(
        recovery.COMPONENT,
        route53.RECORD,
        route53.HEALTH_CHECK,
        ALARM,
        dynamodb.TABLE,
        dynamodb.REPLICA,
    ),
    summary="A stack that declares a recovery tier has a replicated table with recovery and a key in each Region, and "
    "names that fail over within its recovery time.",
    cause="Callers keep to the lost Region for longer than the tier allows, or what they need is not in the other one.",
    remedy="check health more often, lower the record's ttl, or complete the replica",
    url="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover.html",
    settings=recovery.settings(recovery.RTO),
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """Only what the resources themselves say: the health check, the record and the replicas."""
    components = stack.of(recovery.COMPONENT)
    tiers = [tier for component in components if (tier := recovery.tier(component)) is not None]
    if not components:
        yield not_applicable("the stack declares no recovery tier")
    if not tiers:
        return
    most = recovery.allowed(components[0], recovery.RTO, min(tiers))
    for record in stack.of(route53.RECORD):
        yield from _slow(stack, record, most)
    yield from _replicated(stack, components[0])
    for table in stack.of(dynamodb.TABLE):
        for replica in table["replicas"].each():
            yield from _incomplete(replica, table)
    for table in stack.of(dynamodb.REPLICA):
        yield from _incomplete(table.props, table)


def _slow(stack: Stack, record: Resource, most: float) -> Iterator[Finding]:
    """What Route 53 needs to notice, and what resolvers still remember after that; nothing else is counted."""
    if route53.failover(record) != "PRIMARY":
        return
    check = next((one for one in stack.of(route53.HEALTH_CHECK) if _leads(record, "healthCheckId", one)), None)
    ttl = record["ttl"].number() or 0
    noticed = None if check is None else _noticed(stack, check)
    if noticed is not None and noticed + ttl > most:
        yield violation(
            "ttl", f"is {ttl:g} after {noticed:g} s of its health check, more than the {most:g} s of the tier", record
        )


def _noticed(stack: Stack, check: Resource) -> float | None:
    if check["type"].text() != BY_ALARM:
        interval, failures = check["requestInterval"], check["failureThreshold"]
        if interval.unknown or failures.unknown:
            return None
        return (interval.number() or INTERVAL_S) * (failures.number() or FAILURES)
    alarm = next((one for one in stack.of(ALARM) if _leads(check, "cloudwatchAlarmName", one)), None)
    if alarm is None:
        return None
    period, count = alarm["period"].number(), alarm["datapointsToAlarm"].number() or alarm["evaluationPeriods"].number()
    return None if period is None or count is None else period * count


def _leads(owner: Resource, name: str, to: Resource) -> bool:
    """True when a property was made from a resource, or is the name or id that it has."""
    value = owner[name]
    known = {to[key].text() for key in ("name", "id") if to[key].is_text}
    return to.urn in owner.links.get(name, ()) or (value.is_text and value.text() in known)


def _replicated(stack: Stack, component: Resource) -> Iterator[Finding]:
    tables = stack.of(dynamodb.TABLE)
    if stack.of(dynamodb.REPLICA) or any(table["replicas"].unknown for table in tables):
        return
    if not any(True for table in tables for _ in table["replicas"].each()):
        yield violation("tier", f"is {component['tier'].show()}, but no table has a replica", component)


def _incomplete(replica: Props, owner: Resource) -> Iterator[Finding]:
    """Each replica has its own recovery and key; a table's are not its replicas'."""
    recoverable, key = replica["pointInTimeRecovery"], replica["kmsKeyArn"]
    if not recoverable.unknown and not recoverable.flag():
        yield violation(recoverable, "is not true: the replica cannot be restored", owner)
    if key.missing:
        yield violation(key, "is not set: the replica has no key of yours", owner)
