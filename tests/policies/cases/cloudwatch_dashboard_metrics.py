"""Fixtures of cloudwatch-dashboard-metrics."""

from __future__ import annotations

import json

from guardrails.props import UNKNOWN_SENTINELS

from tests.policies.cases.case import Case, Cases, U, aws

LATER = sorted(UNKNOWN_SENTINELS)[0]
ERRORS = ["AWS/Lambda", "Errors", "FunctionName", "predict"]
RATE = [{"expression": "100 * errors / calls", "label": "errors in %", "id": "rate"}]
ALARM = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:errors"


def dashboard(*widgets: object, names: tuple[str, ...] = ()) -> Case:
    body = json.dumps({"widgets": list(widgets)})
    return aws("cloudwatch/dashboard", names, dashboardName="endpoints", dashboardBody=body)


def drawn(names: tuple[str, ...] = (), **more: object) -> Case:
    given = {"region": "eu-west-1", "metrics": [ERRORS], "stat": "Sum", "period": 300, **more}
    kept = {name: value for name, value in given.items() if value is not None}
    return dashboard({"type": "metric", "width": 12, "height": 6, "properties": kept}, names=names)


TEXT = {"type": "text", "properties": {"markdown": "# Hello"}}
SHOWN = "dashboardBody.widgets[0].properties"

CASES = Cases(
    passes=[
        drawn(),
        drawn(metrics=[[*ERRORS, {"stat": "Maximum"}], [".", "Invocations", ".", "."], RATE]),
        drawn(metrics=[[*ERRORS[:3], LATER]]),
        drawn(metrics=[["AWS/Lambda", {"stat": "Sum"}]]),
        drawn(metrics=[["AWS/Lambda", "Errors"]]),
        dashboard({"type": "metric", "properties": LATER}),
        drawn(metrics=None, region=None, annotations={"alarms": [ALARM]}),
        drawn(annotations={"horizontal": [{"value": 5}]}),
        dashboard(TEXT, {"type": "metric", "properties": {"region": "eu-west-1", "metrics": [ERRORS]}}),
    ],
    fails=[
        drawn((f"{SHOWN}.region is not set;",), region=None),
        drawn((f"{SHOWN}.metrics is not set;",), metrics=None),
        drawn((f"{SHOWN}.region is not set;",), region=None, annotations={"horizontal": [{"value": 5}]}),
        dashboard(
            TEXT,
            {"type": "metric", "properties": {"metrics": [ERRORS]}},
            names=("dashboardBody.widgets[1].properties.region is not set;",),
        ),
        drawn((f"{SHOWN}.metrics[0] is no list;",), metrics=["AWS/Lambda"]),
        drawn((f"{SHOWN}.metrics[0] is no list;",), metrics=[{"expression": "1"}]),
        drawn((f"{SHOWN}.metrics[0][0] is no text;",), metrics=[[{"stat": "Sum"}, "Errors"]]),
        drawn((f"{SHOWN}.metrics[0][1] is no text;",), metrics=[["AWS/Lambda", 5]]),
        drawn((f"{SHOWN}.metrics[0][1] is no text;",), metrics=[["AWS/Lambda", ["Errors"]]]),
    ],
    not_applicable=[dashboard(TEXT), dashboard()],
    unknown=[
        drawn().but(dashboardBody=U),
        dashboard(LATER),
        drawn(metrics=LATER),
        drawn(metrics=[LATER]),
    ],
)
