"""Sound APIs, functions and state machines, with what is legal and seldom."""

from __future__ import annotations

import json
from typing import Any

from tests.policies.sound.build import ACCOUNT, KEY, REGION, TAGS, arn, ref, role, thing
from tests.policies.sound.services import function

SDK = "arn:aws:states:::aws-sdk:sagemaker"
JOB = {"TrainingJobName.$": "States.Format('fraud-{}', $$.Execution.Name)", "RoleArn.$": "$.role"}
ALL: dict[str, Any] = {"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "Tell"}
IN_SERVICE = {"Variable": "$.status.EndpointStatus", "StringEquals": "InService", "Next": "Done"}


def call(resource: str, following: str, parameters: object, **more: object) -> dict[str, object]:
    """A Task state that keeps its input."""
    base = {"Type": "Task", "Resource": resource, "Parameters": parameters, "Next": following}
    return {**base, "ResultPath": None, "Catch": [ALL], **more}


TRAINING = {
    "StartAt": "Train",
    "States": {
        "Train": call("arn:aws:states:::sagemaker:createTrainingJob.sync", "Model", JOB, TimeoutSeconds=7200),
        "Model": call("arn:aws:states:::sagemaker:createModel", "Config", {"ModelName.$": "$$.Execution.Name"}),
        "Config": call(
            "arn:aws:states:::sagemaker:createEndpointConfig", "Look", {"EndpointConfigName.$": "$$.Execution.Name"}
        ),
        "Look": {
            **call(f"{SDK}:describeEndpoint", "Update", {"EndpointName": "fraud"}),
            "Catch": [{"ErrorEquals": ["SageMaker.SageMakerException"], "ResultPath": "$.gone", "Next": "Create"}, ALL],
        },
        "Create": call("arn:aws:states:::sagemaker:createEndpoint", "Wait", {"EndpointName": "fraud"}),
        "Update": call("arn:aws:states:::sagemaker:updateEndpoint", "Wait", {"EndpointName": "fraud"}),
        "Wait": {"Type": "Wait", "Seconds": 30, "Next": "Status"},
        "Status": call(f"{SDK}:describeEndpoint", "Ready", {"EndpointName": "fraud"}, ResultPath="$.status"),
        "Ready": {"Type": "Choice", "Choices": [IN_SERVICE], "Default": "Wait"},
        "Tell": call(
            "arn:aws:states:::sns:publish", "Failed", {"TopicArn.$": "$.topic", "Message.$": "$.error.Cause"}, Catch=[]
        ),
        "Failed": {"Type": "Fail", "ErrorPath": "$.error.Error", "CausePath": "$.error.Cause"},
        "Done": {"Type": "Succeed"},
    },
}
ONE = {
    "Type": "Task",
    "Resource": "arn:aws:states:::ecs:runTask.waitForTaskToken",
    "Arguments": {"Overrides": {"Environment": [{"Name": "TOKEN", "Value": "{% $states.context.Task.Token %}"}]}},
    "TimeoutSeconds": "{% $limit %}",
    "Retry": [
        {"ErrorEquals": ["ECS.AmazonECSException"], "IntervalSeconds": 1, "BackoffRate": 1.5, "JitterStrategy": "FULL"},
        {"ErrorEquals": ["States.ALL"], "MaxAttempts": 0},
    ],
    "End": True,
}
FAN_OUT = {
    "QueryLanguage": "JSONata",
    "StartAt": "Limit",
    "States": {
        "Limit": {"Type": "Pass", "Assign": {"limit": 300}, "Output": "{% $states.input %}", "Next": "Each"},
        "Each": {
            "Type": "Map",
            "Items": "{% $states.input.items %}",
            "Label": "Each",
            "ItemProcessor": {
                "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                "StartAt": "One",
                "States": {"One": ONE},
            },
            "Next": "Both",
        },
        "Both": {
            "Type": "Parallel",
            "Branches": [
                {"StartAt": "Slow", "States": {"Slow": {"Type": "Wait", "Seconds": "{% $limit %}", "End": True}}},
                {"StartAt": "Quick", "States": {"Quick": {"Type": "Succeed"}}},
            ],
            "End": True,
        },
    },
}


def machine(name: str, definition: object) -> list[Any]:
    """A machine, its log group and its role."""
    group = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/vendedlogs/states/{name}:*"
    return [
        *role(f"{name}-role", "states.amazonaws.com", "sns:Publish", f"arn:aws:sns:{REGION}:{ACCOUNT}:alarms"),
        thing(
            "cloudwatch/logGroup",
            f"{name}-logs",
            name=f"/aws/vendedlogs/states/{name}",
            retentionInDays=90.0,
            kmsKeyId=KEY,
            tags=TAGS,
        ),
        thing(
            "sfn/stateMachine",
            name,
            name=name,
            roleArn=arn("iam", f"role/{name}-role"),
            definition=json.dumps(definition),
            loggingConfiguration={"level": "ERROR", "logDestination": ref(f"{name}-logs", group)},
            tracingConfiguration={"enabled": True},
            tags=TAGS,
        ),
    ]


INVOKE = (
    f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/"
    f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:predict/invocations"
)
METHOD = {"restApi": ref("api", "a1b2c3"), "resourceId": ref("orders", "d4e5f6"), "httpMethod": "GET"}
HTTP = {"apiId": ref("http", "b2c3d4")}
STACK = [
    *machine("train", TRAINING),
    *machine("fan-out", FAN_OUT),
    *function(
        "predict",
        "predict-role",
        snapStart={"applyOn": "PublishedVersions"},
        architectures=["arm64"],
        loggingConfig={"logFormat": "JSON", "applicationLogLevel": "INFO", "logGroup": "/aws/lambda/predict"},
    ),
    thing(
        "lambda/eventSourceMapping",
        "predict-clicks",
        eventSourceArn=arn("kinesis", "stream/clicks", "clicks"),
        functionName=arn("lambda", "function:predict", "predict"),
        startingPosition="TRIM_HORIZON",
        maximumRetryAttempts=3.0,
        bisectBatchOnFunctionError=True,
        filterCriteria={"filters": [{"pattern": json.dumps({"data": {"kind": ["click", {"prefix": "tap"}]}})}]},
        destinationConfig={"onFailure": {"destinationArn": arn("sqs", "dead-letters")}},
    ),
    thing("apigateway/restApi", "api", endpointConfiguration={"types": "REGIONAL"}, tags=TAGS),
    thing(
        "apigateway/integration",
        "orders-get",
        type="AWS_PROXY",
        integrationHttpMethod="POST",
        uri=ref("predict", INVOKE),
        timeoutMilliseconds=29000.0,
        **METHOD,
    ),
    thing("apigateway/integration", "orders-options", type="MOCK", **{**METHOD, "httpMethod": "OPTIONS"}),
    thing(
        "apigatewayv2/api",
        "http",
        protocolType="HTTP",
        corsConfiguration={"allowOrigins": ["https://example.com"], "allowCredentials": True, "maxAge": 3600.0},
        tags=TAGS,
    ),
    thing(
        "apigatewayv2/integration",
        "start",
        integrationType="AWS_PROXY",
        integrationSubtype="StepFunctions-StartExecution",
        payloadFormatVersion="1.0",
        credentialsArn=arn("iam", "role/train-role"),
        **HTTP,
    ),
    thing(
        "apigatewayv2/authorizer",
        "people",
        authorizerType="JWT",
        identitySources=["$request.header.Authorization"],
        jwtConfiguration={"issuer": "https://example.com", "audiences": ["orders"]},
        **HTTP,
    ),
]
"""APIs in front of functions and state machines that train and fan out."""
