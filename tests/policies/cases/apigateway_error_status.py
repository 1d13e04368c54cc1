"""Fixtures of apigateway-error-status."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws, stack

URI = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:1:function:x/invocations"
MADE = {"restApi": "api", "resourceId": "predict"}
WORK = aws("lambda/function", called="work")
LIVE = aws("lambda/alias", called="live").made_from(functionName="work")
CALL = aws("apigateway/integration", called="call", type="AWS", httpMethod="POST", uri=U).made_from(uri="work", **MADE)
BY_ALIAS = aws("apigateway/integration", called="call", type="AWS", httpMethod="POST", uri=U).made_from(
    uri="live", **MADE
)
NAMED = aws(
    "apigateway/integration", called="call", type="AWS", httpMethod="POST", uri=URI, restApi="a", resourceId="r"
)


def response(name: str = "ok", **more: object) -> Case:
    props = {"statusCode": "200", "httpMethod": "POST", **more}
    return aws("apigateway/integrationResponse", called=name, **props)


OK = response().made_from(**MADE)
FAILED = response("failed", statusCode="500", selectionPattern=".+").made_from(**MADE)
PLAIN = response(restApi="a", resourceId="r")
HIDDEN = ("call: type is AWS, and no response has a selectionPattern",)


def template(text: object) -> Case:
    return response(responseTemplates={"application/json": text}).made_from(**MADE)


CASES = Cases(
    passes=[
        stack(WORK, CALL, OK, FAILED),
        stack(WORK, LIVE, BY_ALIAS, OK, FAILED),
        stack(WORK, CALL, response(selectionPattern=U).made_from(**MADE)),
        stack(WORK, CALL),
        stack(WORK, CALL, response().made_from(restApi="api", resourceId="other")),
        stack(WORK, CALL, response().made_from(restApi="other", resourceId="predict")),
        stack(WORK, CALL, response(httpMethod="GET").made_from(**MADE)),
        stack(WORK, CALL, template("#set($context.responseOverride.status = 500)")),
        stack(NAMED, PLAIN, response("failed", selectionPattern=".+", restApi="a", resourceId="r")),
        stack(NAMED, response(restApi="a", resourceId="s")),
    ],
    fails=[
        stack(WORK, CALL, OK, names=HIDDEN),
        stack(WORK, LIVE, BY_ALIAS, OK, names=HIDDEN),
        stack(WORK, CALL, template("$input.json('$.body')"), names=HIDDEN),
        stack(NAMED, PLAIN, names=HIDDEN),
    ],
    not_applicable=[
        stack(WORK),
        stack(WORK, CALL.but(type="AWS_PROXY"), OK),
        stack(NAMED.but(uri="arn:aws:apigateway:eu-west-1:sqs:path/1/jobs"), PLAIN),
    ],
    unknown=[
        stack(WORK, CALL.but(type=U), OK),
        stack(WORK, CALL, PLAIN.but(restApi=U, resourceId=U)),
        stack(WORK, CALL, template(U)),
        stack(NAMED.but(uri=U), PLAIN),
        stack(WORK, CALL, response(responseTemplates=U, selectionPattern=U).made_from(**MADE)),
    ],
)
