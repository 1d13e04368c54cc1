"""Fixtures of apigateway-timeout-budget."""

from __future__ import annotations

import json
from dataclasses import replace

from tests.policies.cases.case import Case, Cases, U, aws, stack

API = aws("apigateway/integration", called="api", uri=U).made_from(uri="function")
HTTP = aws("apigatewayv2/integration", called="api", integrationUri=U).made_from(integrationUri="function")
DIRECT = aws("apigateway/integration", called="api", uri="arn:aws:apigateway:x/arn:f/invocations")
FUNCTION = aws("lambda/function", called="function", timeout=29.0)
NAMED = FUNCTION.but(arn="arn:f")
ALIAS = aws("lambda/alias", called="alias", name="live").made_from(functionName="function")
BY_ALIAS = API.made_from(uri="alias")
EVENT = API.but(requestParameters={"integration.request.header.X-Amz-Invocation-Type": "'Event'"})
EVENT_AND_MORE = {**EVENT.props["requestParameters"], "integration.request.header.X-Kind": "'a'"}  # type: ignore[dict-item]
CALLER = FUNCTION.but(environment=U).made_from(environment="endpoint")
PATIENT = CALLER.but(timeout=70.0)
ENDPOINT = aws("sagemaker/endpoint", called="endpoint", endpointConfigName="config")
SERVERLESS = {"serverlessConfig": {"maxConcurrency": 1.0}}
CONFIG = aws("sagemaker/endpointConfiguration", called="config", name="config", productionVariants=[SERVERLESS])
OTHER_CONFIG = aws("sagemaker/endpointConfiguration", called="other", name="other", productionVariants=[])
ON_INSTANCES = CONFIG.but(productionVariants=[{"instanceType": "ml.m5.large"}])
SYNC = aws("apigatewayv2/integration", called="api", integrationSubtype="StepFunctions-StartSyncExecution")
SYNC = SYNC.made_from(requestParameters="machine")
ACTION = "arn:aws:apigateway:us-east-1:states:action/StartSyncExecution"
REST_SYNC = aws("apigateway/integration", called="api", uri=ACTION).made_from(requestTemplates="machine")
START = SYNC.but(integrationSubtype="StepFunctions-StartExecution")


def machine(task: dict[str, object], **top: object) -> Case:
    definition = {"StartAt": "Call", "States": {"Call": {"Type": "Task", "End": True, **task}}, **top}
    return aws("sfn/stateMachine", called="machine", definition=json.dumps(definition))


INVOKE = {"Resource": "arn:aws:states:::lambda:invoke", "TimeoutSeconds": 30, "Parameters": {"FunctionName": "arn:f"}}
JSONATA = {"Resource": "arn:aws:states:::lambda:invoke", "TimeoutSeconds": 30, "Arguments": {"FunctionName": "arn:f"}}
LEGACY = {"Resource": "arn:aws:lambda:us-east-1:1:function:f", "TimeoutSeconds": 30}
AS_RESOURCE = FUNCTION.but(arn="arn:aws:lambda:us-east-1:1:function:f")
ENDLESS = {"Resource": INVOKE["Resource"], "Parameters": INVOKE["Parameters"]}
OTHER = {"Resource": "arn:aws:states:::sns:publish", "TimeoutSeconds": 1}
QUICK = machine(OTHER, TimeoutSeconds=20)
INNER = {"Type": "Task", "End": True, **INVOKE}


def nested(**state: object) -> Case:
    return aws("sfn/stateMachine", called="machine", definition={"States": {"Each": state}})


MAP = nested(Type="Map", ItemProcessor={"States": {"Call": INNER}})
OLD_MAP = nested(Type="Map", Iterator={"States": {"Call": INNER}})
BRANCHES = nested(Type="Parallel", Branches=[{"States": {"Call": INNER}}])
LATE = ("api: timeoutMilliseconds gives up after 29 s, but function may take 60 s",)
STATE = "machine: definition.States.Call.TimeoutSeconds gives up after 30 s, but function may take 60 s"


def slow(function: Case) -> Case:
    return function.but(timeout=60.0)


CASES = Cases(
    passes=[
        stack(API, FUNCTION, QUICK),
        stack(API, FUNCTION),
        stack(API, FUNCTION.but(timeout=None)),
        stack(HTTP, FUNCTION.but(timeout=30.0)),
        stack(HTTP.but(timeoutMilliseconds=10000.0), FUNCTION.but(timeout=10.0)),
        stack(BY_ALIAS, ALIAS, FUNCTION),
        stack(DIRECT, NAMED),
        replace(stack(API, slow(FUNCTION)), settings={"restSeconds": 60, "httpSeconds": 30}),
        replace(stack(HTTP, slow(FUNCTION)), settings={"restSeconds": 29, "httpSeconds": 60}),
        stack(PATIENT, ENDPOINT, CONFIG),
        stack(API, CALLER, ENDPOINT, CONFIG.but(productionVariants=[{}])),
        stack(SYNC, QUICK),
        stack(REST_SYNC, QUICK),
        stack(machine(INVOKE), NAMED),
        stack(machine(INVOKE), NAMED.but(arn=U, name="arn:f")),
        stack(machine(JSONATA), NAMED),
        stack(machine(LEGACY), AS_RESOURCE),
        stack(machine(ENDLESS), slow(NAMED)),
        *[stack(each, NAMED) for each in (MAP, OLD_MAP, BRANCHES)],
    ],
    fails=[
        stack(API, CALLER.but(timeout=50.0), ENDPOINT, CONFIG, names=("api: timeoutMilliseconds gives up after 29 s",)),
        stack(API.but(requestParameters={"integration.request.header.X-Kind": "'Event'"}), slow(FUNCTION), names=LATE),
        stack(CALLER, ENDPOINT, CONFIG, OTHER_CONFIG, names=("function: timeout gives up after 29 s",)),
        stack(API, slow(FUNCTION), names=LATE),
        stack(
            HTTP, slow(FUNCTION), names=("api: timeoutMilliseconds gives up after 30 s, but function may take 60 s",)
        ),
        stack(
            HTTP.but(timeoutMilliseconds=10000.0),
            FUNCTION.but(timeout=11.0),
            names=("api: timeoutMilliseconds gives up after 10 s, but function may take 11 s",),
        ),
        stack(
            API.but(timeoutMilliseconds=50.0),
            FUNCTION.but(timeout=None),
            names=("api: timeoutMilliseconds gives up after 0.05 s, but function may take 3 s",),
        ),
        stack(BY_ALIAS, ALIAS, slow(FUNCTION), names=LATE),
        stack(DIRECT, slow(NAMED), names=LATE),
        stack(CALLER, ENDPOINT, CONFIG, names=("function: timeout gives up after 29 s, but endpoint may take 60 s",)),
        stack(
            API, CALLER, ENDPOINT, CONFIG, names=("function: timeout gives up after 29 s, but endpoint may take 60 s",)
        ),
        stack(API, PATIENT, ENDPOINT, CONFIG, names=("api: timeoutMilliseconds gives up after 29 s, but function",)),
        stack(SYNC, machine(OTHER, TimeoutSeconds=40), names=("api: timeoutMilliseconds gives up after 30 s",)),
        stack(
            SYNC, machine(OTHER), names=("api: timeoutMilliseconds gives up after 30 s, but machine may take 300 s",)
        ),
        stack(REST_SYNC, machine(OTHER), names=("api: timeoutMilliseconds gives up after 29 s, but machine",)),
        stack(machine(INVOKE), slow(NAMED), names=(STATE,)),
        stack(machine(JSONATA), slow(NAMED), names=(STATE,)),
        stack(machine(LEGACY), slow(AS_RESOURCE), names=(STATE,)),
        stack(MAP, slow(NAMED), names=("machine: definition.States.Each.ItemProcessor.States.Call.TimeoutSeconds",)),
        stack(OLD_MAP, slow(NAMED), names=("machine: definition.States.Each.Iterator.States.Call.TimeoutSeconds",)),
        stack(BRANCHES, slow(NAMED), names=("machine: definition.States.Each.Branches[0].States.Call",)),
    ],
    not_applicable=[
        stack(API, ENDPOINT, CONFIG),
        stack(ENDPOINT, CONFIG, OTHER_CONFIG),
        stack(FUNCTION, ENDPOINT, CONFIG),
        stack(BY_ALIAS, ALIAS.made_from(functionName="other"), slow(FUNCTION)),
        stack(DIRECT, slow(FUNCTION)),
        stack(DIRECT, slow(NAMED).but(arn="arn:g")),
        stack(API.made_from(uri="other"), slow(NAMED)),
        stack(SYNC.made_from(requestParameters="other"), machine(OTHER)),
        stack(CALLER, ENDPOINT.but(endpointConfigName="other"), CONFIG),
        stack(machine({**OTHER, "Parameters": "{% $states.input %}"}), slow(NAMED)),
        stack(API.but(requestParameters=EVENT_AND_MORE), slow(FUNCTION)),
        stack(slow(FUNCTION)),
        stack(EVENT, slow(FUNCTION)),
        stack(API.made_from(uri="other"), slow(FUNCTION)),
        stack(CALLER, ENDPOINT, ON_INSTANCES),
        stack(START, machine(OTHER)),
        stack(machine(OTHER), slow(NAMED)),
        stack(machine(INVOKE), slow(NAMED).but(arn="arn:g")),
    ],
    unknown=[
        stack(API.but(timeoutMilliseconds=U), slow(FUNCTION)),
        stack(machine(INVOKE).but(definition={"States": {"Call": {**OTHER, "Resource": U}}}), FUNCTION),
        stack(
            machine(INVOKE).but(definition={"States": {"Call": {**INVOKE, "Parameters": {"FunctionName": U}}}}), NAMED
        ),
        stack(API.but(timeoutMilliseconds=U), FUNCTION),
        stack(API, FUNCTION.but(timeout=U)),
        stack(machine(INVOKE).but(definition=U), FUNCTION),
    ],
)
