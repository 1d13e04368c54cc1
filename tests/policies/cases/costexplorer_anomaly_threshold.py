"""Fixtures of costexplorer-anomaly-threshold."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws

AT_LEAST = ["GREATER_THAN_OR_EQUAL"]
DOLLARS = {"key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE", "matchOptions": AT_LEAST, "values": ["100"]}
PER_CENT = {"key": "ANOMALY_TOTAL_IMPACT_PERCENTAGE", "matchOptions": AT_LEAST, "values": ["50"]}
NO_OPTION = {"key": DOLLARS["key"], "values": ["100"]}


def subscription(expression: object) -> Case:
    return aws("costexplorer/anomalySubscription", name="costs", thresholdExpression=expression)


def joined(how: str, *dimensions: object) -> Case:
    return subscription({how: [{"dimension": each} for each in dimensions]})


CASES = Cases(
    passes=[
        subscription({"dimension": DOLLARS}),
        subscription({"dimension": PER_CENT}),
        joined("ands", DOLLARS, PER_CENT),
        joined("ors", DOLLARS, PER_CENT),
        subscription({"dimension": {**DOLLARS, "values": [U]}}),
    ],
    fails=[
        subscription({"dimension": DOLLARS}).but(("thresholdExpression is not set;",), thresholdExpression=None),
        subscription({"dimension": {**DOLLARS, "key": "SERVICE"}}).but(
            ("thresholdExpression.dimension.key is SERVICE;",)
        ),
        subscription({"dimension": {**DOLLARS, "matchOptions": ["EQUALS"]}}).but(
            ("thresholdExpression.dimension.matchOptions[0] is EQUALS;",)
        ),
        subscription({"dimension": NO_OPTION}).but(("thresholdExpression.dimension.matchOptions is not set;",)),
        joined("ands", DOLLARS, {**PER_CENT, "key": "REGION"}).but(
            ("thresholdExpression.ands[1].dimension.key is REGION;",)
        ),
        joined("ors", {**DOLLARS, "key": "REGION"}, PER_CENT).but(
            ("thresholdExpression.ors[0].dimension.key is REGION;",)
        ),
    ],
    not_applicable=[],
    unknown=[
        subscription({"dimension": {**DOLLARS, "key": U}}),
        subscription({"dimension": {**DOLLARS, "matchOptions": U}}),
        subscription({"dimension": U}),
        subscription({"ands": U}),
    ],
    always_applicable=True,
)
