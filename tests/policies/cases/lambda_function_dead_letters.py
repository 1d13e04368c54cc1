"""Fixtures of lambda-function-dead-letters."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws, stack

KEPT = aws("lambda/function", called="resize", deadLetterConfig={"targetArn": U})
LOST = KEPT.but(deadLetterConfig=None)
UPLOADS = aws("s3/bucketNotification", called="uploads").made_from(lambdaFunctions="resize")
LIVE = aws("lambda/alias", called="live").made_from(functionName="resize")
NIGHTLY = aws("scheduler/schedule", called="nightly").made_from(target="live")
ON_FAILURE = {"onFailure": {"destination": U}}
CONFIG = aws("lambda/functionEventInvokeConfig", called="failures", destinationConfig=ON_FAILURE).made_from(
    functionName="resize"
)
FOUND = ("resize: deadLetterConfig.targetArn is not set",)

WAITING = {
    "lambda/eventSourceMapping": "functionName",
    "lambda/functionUrl": "functionName",
    "lambda/permission": "function",
    "apigateway/integration": "uri",
    "apigateway/authorizer": "authorizerUri",
    "apigatewayv2/integration": "integrationUri",
    "apigatewayv2/authorizer": "authorizerUri",
    "sfn/stateMachine": "definition",
    "appsync/dataSource": "lambdaConfig",
    "cognito/userPool": "lambdaConfig",
    "cloudfront/distribution": "defaultCacheBehavior",
    "lb/targetGroupAttachment": "targetId",
    "secretsmanager/secretRotation": "rotationLambdaArn",
}
ANSWERING = [stack(LOST, aws(token, called="caller").made_from(**{name: "resize"})) for token, name in WAITING.items()]
PERMISSION = aws("lambda/permission", called="caller").made_from(function="resize")
CALLING = {
    "s3/bucketNotification": "lambdaFunctions",
    "sns/topicSubscription": "endpoint",
    "cloudwatch/eventTarget": "arn",
    "scheduler/schedule": "target",
}
ASKING = [aws(token, called="asks").made_from(**{name: "resize"}) for token, name in CALLING.items()]

CASES = Cases(
    passes=[
        stack(KEPT),
        stack(KEPT, UPLOADS),
        stack(KEPT, LIVE, NIGHTLY),
        stack(LOST, UPLOADS, CONFIG),
        stack(KEPT, UPLOADS, CONFIG.but(destinationConfig=None)),
        stack(KEPT, aws("sns/topicSubscription", protocol="email")),
        stack(KEPT, LIVE),
        *(stack(KEPT, PERMISSION, caller) for caller in ASKING),
    ],
    fails=[
        stack(LOST, names=FOUND),
        stack(LOST, LIVE, names=FOUND),
        stack(LOST, aws("sns/topicSubscription", protocol="email"), names=FOUND),
        stack(LOST, UPLOADS, names=FOUND),
        stack(LOST, LIVE, NIGHTLY, names=FOUND),
        stack(LOST, UPLOADS, CONFIG.but(destinationConfig=None), names=FOUND),
        *(stack(LOST, PERMISSION, caller, names=FOUND) for caller in ASKING),
        stack(LOST, UPLOADS, CONFIG.made_from(functionName="another"), names=FOUND),
    ],
    not_applicable=[*ANSWERING, stack(LOST, LIVE, PERMISSION.made_from(function="live")), stack(aws("sns/topic"))],
    presence_only=True,
)
