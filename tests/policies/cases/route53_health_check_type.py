"""Fixtures of route53-health-check-type."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def health(kind: object, **props: object) -> Case:
    return aws("route53/healthCheck", type=kind).but(**props)


SITE = {"fqdn": "api.example.com", "requestInterval": 30.0, "failureThreshold": 3.0}
ENDPOINTS = ("HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH", "TCP")
MATCHING = [health(kind, **SITE, searchString="ok") for kind in ENDPOINTS if "STR" in kind]
PLAIN = [health(kind, **SITE, port=443.0) for kind in ENDPOINTS if "STR" not in kind]
CALCULATED = health("CALCULATED", childHealthchecks=[U], childHealthThreshold=1.0)
ALARM = health("CLOUDWATCH_METRIC", cloudwatchAlarmName="errors", cloudwatchAlarmRegion="us-east-1")
CONTROL = health("RECOVERY_CONTROL", routingControlArn=U)
NOWHERE = "fqdn is not set, nor is ipAddress, and the type is {};"

CASES = Cases(
    passes=[
        *MATCHING,
        *PLAIN,
        CALCULATED,
        ALARM,
        CONTROL,
        PLAIN[0].but(fqdn=None, ipAddress="192.0.2.1"),
        PLAIN[0].but(fqdn=U),
        PLAIN[0].but(searchString=U),
        PLAIN[0].but(fqdn=None, ipAddress=U),
        PLAIN[0].but(searchString="", cloudwatchAlarmName=""),
        ALARM.but(cloudwatchAlarmName=U, requestInterval=30.0),
        CONTROL.but(routingControlArn="arn:aws:route53-recovery-control::123456789012:controlpanel/a/routingcontrol/b"),
    ],
    fails=[
        *[case.but((NOWHERE.format(case.props["type"]),), fqdn=None) for case in (*MATCHING, *PLAIN)],
        PLAIN[0].but((NOWHERE.format("HTTP"),), fqdn=""),
        *[
            case.but((f"searchString is not set, and the type is {case.props['type']};",), searchString=None)
            for case in MATCHING
        ],
        MATCHING[0].but(("searchString is not set",), searchString=""),
        PLAIN[0].but(("searchString is set, and the type is HTTP;",), searchString="ok"),
        PLAIN[2].but(("searchString is set, and the type is TCP;",), searchString="ok"),
        PLAIN[0].but(("cloudwatchAlarmName is set, and the type is HTTP;",), cloudwatchAlarmName="errors"),
        ALARM.but(("cloudwatchAlarmName is not set, and the type is CLOUDWATCH_METRIC;",), cloudwatchAlarmName=None),
        ALARM.but(("cloudwatchAlarmRegion is not set, and the type is",), cloudwatchAlarmRegion=None),
        CONTROL.but(("routingControlArn is not set, and the type is RECOVERY_CONTROL;",), routingControlArn=None),
        ALARM.but(("port is set, and the type is CLOUDWATCH_METRIC;",), port=443.0),
        CALCULATED.but(("port is set, and the type is CALCULATED;",), port=443.0),
        CONTROL.but(("requestInterval is set, and the type is RECOVERY_CONTROL;",), requestInterval=30.0),
        CONTROL.but(("failureThreshold is set, and the type is RECOVERY_CONTROL;",), failureThreshold=3.0),
    ],
    not_applicable=[health("UDP", fqdn="api.example.com", searchString="ok")],
    unknown=[health(U, **SITE)],
)
