"""Fixtures of apigateway-throttle-concurrency."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws, stack

WORK = aws("lambda/function", called="work", reservedConcurrentExecutions=100.0)
LIVE = aws("lambda/alias", called="live").made_from(functionName="work")
REST = aws("apigateway/integration", called="call").made_from(restApi="api", uri="work")
BY_ALIAS = aws("apigateway/integration", called="call").made_from(restApi="api", uri="live")
HTTP = aws("apigatewayv2/integration", called="call").made_from(apiId="api", integrationUri="work")
EVENT = {"integration.request.header.X-Amz-Invocation-Type": "'Event'"}


def settings(burst: object, path: object = "*/*", api: str = "api") -> Case:
    given = {"throttlingBurstLimit": burst, "throttlingRateLimit": 1000.0}
    return aws("apigateway/methodSettings", called="limits", methodPath=path, settings=given).made_from(restApi=api)


def plan(burst: object) -> Case:
    return aws("apigateway/usagePlan", called="limits", throttleSettings={"burstLimit": burst}).made_from(
        apiStages="api"
    )


def stage(burst: object) -> Case:
    given = {"throttlingBurstLimit": burst}
    return aws("apigatewayv2/stage", called="limits", defaultRouteSettings=given).made_from(apiId="api")


def over(path: str) -> tuple[str, ...]:
    return (f"limits: {path} is 101, above the 100 calls that work may work on",)


OVER = over("settings.throttlingBurstLimit")
CASES = Cases(
    passes=[
        stack(WORK, REST, settings(100.0)),
        stack(WORK, LIVE, BY_ALIAS, settings(100.0)),
        stack(WORK, REST, plan(100.0)),
        stack(WORK, HTTP, stage(100.0)),
        stack(WORK, REST, settings(101.0, "orders/GET")),
        stack(WORK, REST, settings(101.0, api="other")),
        stack(WORK, REST, settings(-1.0)),
        stack(WORK, REST, settings(None)),
        stack(WORK.but(reservedConcurrentExecutions=None), REST, settings(101.0)),
        stack(WORK.but(reservedConcurrentExecutions=-1.0), REST, settings(101.0)),
        stack(WORK.but(reservedConcurrentExecutions=0.0), REST, settings(101.0)),
        stack(WORK.but(reservedConcurrentExecutions=1.0), REST, settings(1.0)),
        stack(WORK, REST.but(requestParameters={"x": "'y'"}), settings(100.0)),
    ],
    fails=[
        stack(WORK, REST, settings(101.0), names=OVER),
        stack(WORK, LIVE, BY_ALIAS, settings(101.0), names=OVER),
        stack(WORK, REST, plan(101.0), names=over("throttleSettings.burstLimit")),
        stack(WORK, HTTP, stage(101.0), names=over("defaultRouteSettings.throttlingBurstLimit")),
        stack(WORK, REST.but(requestParameters={"x": "'y'"}), settings(101.0), names=OVER),
        stack(
            WORK.but(reservedConcurrentExecutions=1.0),
            REST,
            settings(2.0),
            names=("limits: settings.throttlingBurstLimit is 2, above the 1 calls",),
        ),
    ],
    not_applicable=[
        stack(WORK),
        stack(settings(101.0)),
        stack(WORK, REST.but(requestParameters=EVENT), settings(101.0)),
    ],
    unknown=[
        stack(WORK, REST.but(requestParameters={"x": U}), settings(101.0)),
        stack(WORK, REST, settings(U)),
        stack(WORK.but(reservedConcurrentExecutions=U), REST, settings(101.0)),
        stack(WORK, REST, settings(101.0, U)),
        stack(WORK, REST.but(requestParameters=U), settings(101.0)),
    ],
)
