"""Mistakes in an API in front of a function."""

from __future__ import annotations

from tests.policies.cases.case import Case, aws, stack
from tests.policies.errata.entry import Erratum, Mistake

WORK = aws("lambda/function", called="predict", reservedConcurrentExecutions=100.0)
CALL = aws("apigateway/integration", called="call", type="AWS", httpMethod="POST", uri="uri").made_from(
    restApi="api", resourceId="path", uri="predict"
)
FAILED = aws(
    "apigateway/integrationResponse", called="failed", statusCode="500", httpMethod="POST", selectionPattern=".+"
).made_from(restApi="api", resourceId="path")


def answer(template: str) -> Case:
    templates = {"application/json": template}
    response = aws(
        "apigateway/integrationResponse", called="ok", statusCode="200", httpMethod="POST", responseTemplates=templates
    )
    return response.made_from(restApi="api", resourceId="path")


def burst(calls: float) -> Case:
    settings = {"throttlingBurstLimit": calls, "throttlingRateLimit": 1000.0}
    limits = aws("apigateway/methodSettings", called="limits", methodPath="*/*", settings=settings)
    return limits.made_from(restApi="api")


OBJECT = answer("$input.json('$')")
ERRATA = (
    Erratum(
        29,
        "a body that becomes a string, and errors that are answered with 200",
        seen=(
            Mistake(
                "apigateway-body-template",
                answer("$input.json('$.body')"),
                "ok: responseTemplates.application/json is $input.json('$.body'), which gives a JSON string",
                OBJECT,
            ),
            Mistake(
                "apigateway-error-status",
                stack(WORK, CALL, OBJECT),
                "call: type is AWS, and no response has a selectionPattern",
                stack(WORK, CALL, OBJECT, FAILED),
            ),
        ),
    ),
    Erratum(
        30,
        "2000 calls let in for a function that may work on 100",
        seen=(
            Mistake(
                "apigateway-throttle-concurrency",
                stack(WORK, CALL, burst(2000.0)),
                "limits: settings.throttlingBurstLimit is 2000, above the 100 calls that predict may work on",
                stack(WORK, CALL, burst(100.0)),
            ),
        ),
        unseen="whether somebody else has a bucket of that name: only S3 knows",
    ),
)
