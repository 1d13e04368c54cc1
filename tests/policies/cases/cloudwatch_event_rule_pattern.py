"""Fixtures of cloudwatch-event-rule-pattern."""

from __future__ import annotations

import json

from guardrails.props import UNKNOWN_SENTINELS

from tests.policies.cases.case import Case, Cases, U, aws


def rule(pattern: object, *names: str) -> Case:
    text = pattern if isinstance(pattern, str) or pattern is U else json.dumps(pattern)
    return aws("cloudwatch/eventRule", names, name="uploads", eventPattern=text)


S3 = {"source": ["aws.s3"], "detail-type": ["Object Created"]}
BUCKET = {"name": ["inputs"]}
KEY = [{"prefix": "in/"}, {"suffix": ".json"}, {"anything-but": ["a", "b"]}, "c", 1, None, True]
DEEP = {**S3, "detail": {"bucket": BUCKET, "object": {"key": KEY, "size": [{"numeric": [">", 0, "<=", 5]}]}}}
EITHER = {"$or": [{"source": ["aws.s3"]}, {"detail": {"__typename": ["A"]}}]}

CASES = Cases(
    passes=[rule(S3), rule(DEEP), rule(EITHER), rule({"account": ["1"]}), rule({"detail": {"$or": [S3, BUCKET]}})],
    fails=[
        rule({**S3, "source": "aws.s3"}, "eventPattern.source is no list;"),
        rule({**S3, "source": []}, "eventPattern.source is empty;"),
        rule({**S3, "source": {}}, "eventPattern.source is empty;"),
        rule({**S3, "source": None}, "eventPattern.source is no list;"),
        rule({**S3, "source": [["aws.s3"]]}, "eventPattern.source[0] is a list inside of a list;"),
        rule(
            {**DEEP, "detail": {**DEEP["detail"], "bucket": {"name": "inputs"}}},  # type: ignore[dict-item]
            "eventPattern.detail.bucket.name is no list;",
        ),
        rule(
            {"account": [{"prefix": "1", "suffix": "2"}]},
            "eventPattern.account[0] is a match of 2 kinds, not of one;",
        ),
        rule({"account": [{}]}, "eventPattern.account[0] is a match of 0 kinds, not of one;"),
        rule({"$or": [{"source": ["aws.s3"]}, {}]}, "eventPattern.$or[1] is empty;"),
        rule({"$or": [{"source": ["aws.s3"]}, "x"]}, "eventPattern.$or[1] is no object;"),
        rule({}, "eventPattern is empty;"),
        rule([], "eventPattern is no object;"),
        rule('{"source": ["aws.s3"]', "eventPattern is not valid JSON;"),
    ],
    not_applicable=[aws("cloudwatch/eventRule", name="nightly", scheduleExpression="rate(1 day)"), rule("")],
    unknown=[rule(U), *[rule({**S3, "source": sentinel}) for sentinel in sorted(UNKNOWN_SENTINELS)[:1]]],
)
