"""Fixtures of route53-health-check-alarm."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Case, Cases, U, aws, stack

ERRORS = aws(
    "cloudwatch/metricAlarm",
    called="errors",
    name="errors",
    namespace="AWS/ApplicationELB",
    metricName="HTTPCode_ELB_5XX_Count",
    statistic="Sum",
    period=60.0,
    evaluationPeriods=2.0,
)
CHECK = aws("route53/healthCheck", called="check", type="CLOUDWATCH_METRIC", cloudwatchAlarmRegion="us-east-1")
NAMED = CHECK.but(cloudwatchAlarmName="errors")
LINKED = CHECK.but(cloudwatchAlarmName=U).made_from(cloudwatchAlarmName="errors")
METRIC = {"id": "m", "metric": {"metricName": "Errors", "namespace": "AWS/Lambda", "period": 60.0, "stat": "Sum"}}
MATH = [METRIC, {"id": "e", "expression": "m / 2", "returnData": True}]
WRONG = "errors: {}, which check cannot follow;"


def at(region: str, case: Case) -> Case:
    return replace(case, provider_region=region)


CASES = Cases(
    passes=[
        stack(ERRORS, NAMED),
        stack(ERRORS, LINKED),
        stack(at("us-east-1", ERRORS), NAMED),
        stack(ERRORS.but(period=None), NAMED),
        stack(ERRORS.but(metricQueries=[METRIC]), NAMED),
        stack(ERRORS.but(metricQueries=[METRIC, {"id": "n"}]), NAMED),
        stack(at("eu-west-1", ERRORS), NAMED.but(cloudwatchAlarmRegion=None)),
        stack(at("eu-west-1", ERRORS), LINKED),
    ],
    fails=[
        stack(ERRORS.but(metricQueries=MATH), NAMED, names=(WRONG.format("metricQueries are metric math"),)),
        stack(ERRORS.but(extendedStatistic="p99"), NAMED, names=(WRONG.format("extendedStatistic is set"),)),
        stack(ERRORS.but(period=30.0), NAMED, names=(WRONG.format("period is 30 s"),)),
        stack(ERRORS.but(period=59.0), LINKED, names=(WRONG.format("period is 59 s"),)),
        stack(at("us-east-1", ERRORS.but(period=10.0)), NAMED, names=(WRONG.format("period is 10 s"),)),
        stack(
            at("eu-west-1", ERRORS.but(period=10.0)),
            NAMED.but(cloudwatchAlarmRegion=None),
            names=(WRONG.format("period is 10 s"),),
        ),
        stack(at("eu-west-1", ERRORS.but(period=10.0)), LINKED, names=(WRONG.format("period is 10 s"),)),
    ],
    not_applicable=[
        stack(ERRORS.but(period=10.0)),
        stack(ERRORS.but(period=10.0), CHECK.but(type="CALCULATED", cloudwatchAlarmRegion=None)),
        stack(ERRORS.but(period=10.0), NAMED.but(cloudwatchAlarmName="other")),
        stack(at("eu-west-1", ERRORS.but(period=10.0)), NAMED),
        stack(NAMED),
    ],
    unknown=[
        stack(at("eu-west-1", ERRORS.but(period=10.0)), NAMED.but(cloudwatchAlarmRegion=U)),
        stack(ERRORS.but(period=U), NAMED),
        stack(ERRORS.but(metricQueries=U), NAMED),
    ],
)
