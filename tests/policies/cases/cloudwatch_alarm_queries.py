"""Fixtures of cloudwatch-alarm-queries."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def alarm(*queries: object, **more: object) -> Case:
    return aws(
        "cloudwatch/metricAlarm",
        metricQueries=list(queries),
        evaluationPeriods=3.0,
        comparisonOperator="GreaterThanThreshold",
        **more,
    )


def metric(name: str) -> dict[str, object]:
    return {"namespace": "AWS/Lambda", "metricName": name, "period": 60.0, "stat": "Sum"}


ERRORS = {"id": "errors", "metric": metric("Errors")}
CALLS = {"id": "calls", "metric": metric("Invocations"), "returnData": False}
RATE = {"id": "rate", "expression": "100 * errors / calls", "label": "errors in %", "returnData": True}
BAND = {"id": "band", "expression": "ANOMALY_DETECTION_BAND(calls, 2)", "returnData": True}
SEEN = {**CALLS, "returnData": True}
MANY = [{"id": f"m{number}", "metric": metric("Errors")} for number in range(19)]

CASES = Cases(
    passes=[
        alarm(ERRORS, CALLS, RATE, threshold=5.0),
        alarm(RATE, threshold=5.0),
        alarm(SEEN, threshold=5.0),
        alarm(SEEN, BAND, thresholdMetricId="band"),
        alarm(SEEN, BAND, thresholdMetricId=U),
        alarm(*MANY, RATE, threshold=5.0),
        alarm(threshold=5.0),
    ],
    fails=[
        alarm(*MANY, RATE, ERRORS, threshold=5.0).but(("metricQueries has 21 queries, above 20;",)),
        alarm(ERRORS, CALLS, {**RATE, "returnData": False}, threshold=5.0).but(
            ("metricQueries has 0 that return data, and needs 1;",)
        ),
        alarm({**RATE, "returnData": None}, threshold=5.0).but(("metricQueries has 0 that return data",)),
        alarm(ERRORS, SEEN, RATE, threshold=5.0).but(("metricQueries has 2 that return data, and needs 1;",)),
        alarm(CALLS, BAND, thresholdMetricId="band").but(("metricQueries has 1 that return data, and needs 2;",)),
        alarm(ERRORS, {**CALLS, "id": "errors"}, RATE, threshold=5.0).but(("metricQueries has 2 of the id errors;",)),
        alarm(ERRORS, CALLS, {**RATE, "id": "Rate"}, threshold=5.0).but(("metricQueries[2].id is Rate; it takes",)),
        alarm(ERRORS, CALLS, {"id": "rate", "label": "errors in %", "returnData": True}, threshold=5.0).but(
            ("metricQueries[2].expression is not set, nor is metric;",)
        ),
        alarm({**ERRORS, "expression": "1"}, CALLS, RATE, threshold=5.0).but(
            ("metricQueries[0].metric is set beside expression;",)
        ),
    ],
    not_applicable=[aws("cloudwatch/metricAlarm", metricName="Errors", threshold=5.0)],
    unknown=[alarm(U, threshold=5.0), alarm(threshold=5.0).but(metricQueries=U), alarm({**RATE, "returnData": U})],
)
