"""Fixtures of resilience-tier-resources."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws, stack

TOKEN = "inference-platform:resilience:Resilience"
KEY = "arn:aws:kms:us-east-2:123456789012:key/mrk-1"
WHOLE = {"regionName": "us-east-2", "pointInTimeRecovery": True, "kmsKeyArn": KEY}


def tier(number: object) -> Case:
    return Case(TOKEN, {"tier": number}, name="dr")


def table(*replicas: object) -> Case:
    return aws("dynamodb/table", called="tokens", hashKey="id", replicas=list(replicas))


def record(ttl: object, **props: object) -> Case:
    found = aws("route53/record", called="front", type="CNAME", failoverRoutingPolicies=[{"type": "PRIMARY"}])
    return found.but(ttl=ttl, **props).made_from(healthCheckId="health")


def health(interval: object, failures: object) -> Case:
    return aws("route53/healthCheck", called="health", type="HTTPS", requestInterval=interval).but(
        failureThreshold=failures
    )


def alarm(period: object, **counts: object) -> Case:
    return aws("cloudwatch/metricAlarm", called="canary", name="canary", period=period, **counts)


FIRST, SECOND = tier(1.0), tier(2.0)
TABLE = table(WHOLE)
OLD = aws("dynamodb/tableReplica", called="copy", pointInTimeRecovery=True, kmsKeyArn=KEY)
BY_ALARM = aws("route53/healthCheck", called="health", type="CLOUDWATCH_METRIC").made_from(cloudwatchAlarmName="canary")
NAMED = aws("route53/healthCheck", called="health", type="CLOUDWATCH_METRIC", cloudwatchAlarmName="canary")
SLOW = "front: ttl is {} after {} s of its health check, more than the 300 s of the tier;"
UNKEPT = "{}: {}pointInTimeRecovery is not true: the replica cannot be restored;"
KEYLESS = "{}: {}kmsKeyArn is not set: the replica has no key of yours;"
NONE = "dr: tier is 1, but no table has a replica;"


def without(name: str) -> dict[str, object]:
    return {key: value for key, value in WHOLE.items() if key != name}


CASES = Cases(
    passes=[
        stack(FIRST, TABLE),
        stack(FIRST, OLD),
        stack(FIRST, TABLE, record(270.0), health(10.0, 3.0)),
        stack(FIRST, TABLE, record(210.0), health(None, None)),
        stack(FIRST, TABLE, record(240.0), BY_ALARM, alarm(60.0, evaluationPeriods=1.0)),
        stack(FIRST, TABLE, record(240.0), BY_ALARM, alarm(60.0, evaluationPeriods=5.0, datapointsToAlarm=1.0)),
        stack(FIRST, TABLE, record(240.0), NAMED, alarm(60.0, evaluationPeriods=1.0)),
        stack(FIRST, TABLE, record(240.0), BY_ALARM),
        stack(FIRST, TABLE, record(None), health(30.0, 10.0)),
        stack(SECOND, TABLE, record(600.0), health(30.0, 3.0)),
        stack(FIRST, TABLE, record(600.0, failoverRoutingPolicies=[{"type": "SECONDARY"}]), health(30.0, 3.0)),
        stack(FIRST, TABLE, record(600.0)),
        stack(tier(4.0), TABLE),
    ],
    fails=[
        stack(FIRST, TABLE, record(271.0), health(10.0, 3.0), names=(SLOW.format(271, 30),)),
        stack(FIRST, TABLE, record(270.0), health(30.0, 3.0), names=(SLOW.format(270, 90),)),
        stack(FIRST, TABLE, record(270.0), health(10.0, 4.0), names=(SLOW.format(270, 40),)),
        stack(FIRST, TABLE, record(211.0), health(None, None), names=(SLOW.format(211, 90),)),
        stack(
            FIRST, TABLE, record(240.0), BY_ALARM, alarm(60.0, evaluationPeriods=2.0), names=(SLOW.format(240, 120),)
        ),
        stack(
            FIRST, TABLE, record(240.0), BY_ALARM, alarm(120.0, evaluationPeriods=1.0), names=(SLOW.format(240, 120),)
        ),
        stack(FIRST, TABLE, record(600.0), health(30.0, 3.0), names=(SLOW.format(600, 90),)),
        stack(FIRST, table(), names=(NONE,)),
        stack(FIRST, table(without("kmsKeyArn")), names=(KEYLESS.format("tokens", "replicas[0]."),)),
        stack(FIRST, table(without("pointInTimeRecovery")), names=(UNKEPT.format("tokens", "replicas[0]."),)),
        stack(FIRST, table({**WHOLE, "pointInTimeRecovery": False}), names=(UNKEPT.format("tokens", "replicas[0]."),)),
        stack(FIRST, OLD.but(kmsKeyArn=None), names=(KEYLESS.format("copy", ""),)),
        stack(FIRST, OLD.but(pointInTimeRecovery=None), names=(UNKEPT.format("copy", ""),)),
    ],
    not_applicable=[stack(table(without("kmsKeyArn")), record(600.0), health(30.0, 3.0))],
    unknown=[
        stack(tier(U), TABLE),
        stack(FIRST, TABLE, record(U), health(10.0, 3.0)),
        stack(FIRST, TABLE.but(replicas=U)),
        stack(FIRST, TABLE, record(300.0), BY_ALARM, alarm(U, evaluationPeriods=1.0)),
        stack(FIRST, TABLE, record(600.0, failoverRoutingPolicies=U), health(30.0, 3.0)),
    ],
)
