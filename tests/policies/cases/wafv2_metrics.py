"""Fixtures of wafv2-metrics."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

ON = {"cloudwatchMetricsEnabled": True, "metricName": "shop", "sampledRequestsEnabled": True}
OFF = {**ON, "cloudwatchMetricsEnabled": False}
SOUND = aws("wafv2/webAcl", visibilityConfig=ON, rules=[{"name": "common", "visibilityConfig": ON}])
GROUP = aws("wafv2/ruleGroup", visibilityConfig=ON)

CASES = Cases(
    passes=[SOUND, GROUP],
    fails=[
        SOUND.but(("visibilityConfig.cloudwatchMetricsEnabled is false",), visibilityConfig=OFF),
        SOUND.but(
            ("rules[0].visibilityConfig.cloudwatchMetricsEnabled is false",),
            rules=[{"name": "common", "visibilityConfig": OFF}],
        ),
        GROUP.but(("visibilityConfig.cloudwatchMetricsEnabled is false",), visibilityConfig=OFF),
    ],
    not_applicable=[],
    unknown=[SOUND.but(visibilityConfig=U), SOUND.but(rules=U)],
    always_applicable=True,
)
