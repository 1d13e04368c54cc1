"""Fixtures of lambda-event-filters."""

from __future__ import annotations

import json

from tests.policies.cases.case import Case, Cases, U, aws

WHERE = "filterCriteria.filters[0].pattern"


def filtering(pattern: object, names: tuple[str, ...] = ()) -> Case:
    arn = "arn:aws:sqs:us-east-1:123456789012:jobs"
    return aws(
        "lambda/eventSourceMapping", names, eventSourceArn=arn, filterCriteria={"filters": [{"pattern": pattern}]}
    )


def of(pattern: object, names: tuple[str, ...] = ()) -> Case:
    return filtering(json.dumps(pattern), names)


CASES = Cases(
    passes=[
        of({"body": {"kind": ["new"]}}),
        of({"body": {"size": [{"numeric": [">", 10]}]}, "$or": [{"a": [1]}, {"b": [True]}]}),
        of({"body": {"kind": [{"exists": True}], "gone": None}}),
        of({}),
        filtering(None),
    ],
    fails=[
        filtering('{"body": ', (f"{WHERE} is no JSON;",)),
        of([], (f"{WHERE} is no JSON object",)),
        of({"body": {"kind": "new"}}, (f"{WHERE}.body.kind is new, which is in no list",)),
        of({"body": 1}, (f"{WHERE}.body is 1, which is in no list",)),
    ],
    not_applicable=[aws("lambda/eventSourceMapping"), aws("lambda/eventSourceMapping", filterCriteria={})],
    unknown=[
        filtering(U),
        of({}).but(filterCriteria=U),
        filtering('{"body": {"kind": "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7"}}'),
    ],
)
