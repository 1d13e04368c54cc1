"""Fixtures of cloudwatch-dashboard-body."""

from __future__ import annotations

import json

from guardrails.props import UNKNOWN_SENTINELS
from guardrails.rules.cloudwatch_dashboard_body import TYPES

from tests.policies.cases.case import Case, Cases, U, aws

LATER = sorted(UNKNOWN_SENTINELS)[0]


def dashboard(body: object, *names: str) -> Case:
    text = body if isinstance(body, str) else json.dumps(body)
    return aws("cloudwatch/dashboard", names, dashboardName="endpoints", dashboardBody=text)


def widget(names: tuple[str, ...] = (), **more: object) -> Case:
    given = {"type": "text", "x": 0, "y": 0, "width": 12, "height": 6, "properties": {"markdown": "# Hello"}, **more}
    kept = {name: value for name, value in given.items() if value is not None}
    return dashboard({"start": "-PT6H", "widgets": [kept]}, *names)


WIDGET = "dashboardBody.widgets[0]"
TEXT = {"type": "text", "properties": {"markdown": "# Hello"}}

CASES = Cases(
    passes=[
        widget(),
        *[widget(type=kind) for kind in sorted(TYPES)],
        widget(type="heatmap"),
        *[widget(**place) for place in ({"x": 23}, {"width": 1}, {"width": 24}, {"height": 1}, {"height": 1000})],
        dashboard({"widgets": []}),
        dashboard({"widgets": [TEXT] * 500}),
        dashboard({"widgets": [TEXT, TEXT]}),
        dashboard("{}").but(dashboardBody={"widgets": [TEXT]}),
    ],
    fails=[
        dashboard('{"widgets": [}', "dashboardBody is not valid JSON, so it could not be checked;"),
        dashboard("[]", "dashboardBody is not an object"),
        dashboard({}, "dashboardBody.widgets is not set;"),
        dashboard({"widgets": [TEXT] * 501}, "dashboardBody.widgets has 501 widgets, above 500;"),
        widget((f"{WIDGET}.type is not set;",), type=None),
        *[
            widget((f"{WIDGET}.type is {kind.title()}s, which is spelled {kind};",), type=f"{kind.title()}s")
            for kind in sorted(TYPES)
        ],
        widget((f"{WIDGET}.x is 24, outside 0 to 23;",), x=24),
        widget((f"{WIDGET}.x is -1, outside 0 to 23;",), x=-1),
        widget((f"{WIDGET}.width is 25, outside 1 to 24;",), width=25),
        widget((f"{WIDGET}.width is 0, outside 1 to 24;",), width=0),
        widget((f"{WIDGET}.height is 1001, outside 1 to 1000;",), height=1001),
        widget((f"{WIDGET}.height is 0, outside 1 to 1000;",), height=0),
        dashboard({"widgets": [TEXT, {"type": "texts"}]}, "dashboardBody.widgets[1].type is texts, which"),
    ],
    not_applicable=[],
    unknown=[
        dashboard("{}").but(dashboardBody=U),
        widget(type=LATER),
        widget(width=LATER),
        dashboard({"widgets": LATER}),
        dashboard({"widgets": [LATER]}),
    ],
    always_applicable=True,
)
