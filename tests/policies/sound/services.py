"""Sound stacks of the services around SageMaker."""

from __future__ import annotations

import json

from guardrails.evaluate import Subject
from guardrails.props import Plain

from tests.policies.sound.build import ACCOUNT, KEY, REGION, TAGS, alarm, arn, document, ref, role, thing


def function(name: str, role_name: str, **more: Plain) -> list[Subject]:
    """A function, its role and its log group."""
    settings = {
        "handler": "handler.handler",
        "runtime": "python3.13",
        "timeout": 20.0,
        "memorySize": 512.0,
        "kmsKeyArn": KEY,
        "tracingConfig": {"mode": "Active"},
        "deadLetterConfig": {"targetArn": arn("sqs", "dead-letters")},
        "reservedConcurrentExecutions": 10.0,
        **more,
    }
    return [
        *role(
            role_name, "lambda.amazonaws.com", "dynamodb:GetItem", f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/tasks"
        ),
        thing("lambda/function", name, role=arn("iam", f"role/{role_name}"), tags=TAGS, **settings),
        thing(
            "cloudwatch/logGroup",
            f"{name}-logs",
            name=f"/aws/lambda/{name}",
            retentionInDays=90.0,
            kmsKeyId=KEY,
            tags=TAGS,
        ),
    ]


DENY_PLAIN = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:*",
    "Resource": ["arn:aws:s3:::inputs-4f2a", "arn:aws:s3:::inputs-4f2a/*"],
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}
SSE = {
    "applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": KEY},
    "bucketKeyEnabled": True,
}
QUEUE = {"kmsMasterKeyId": KEY, "messageRetentionSeconds": 1209600.0, "tags": TAGS}
UPLOADS = [
    thing("s3/bucket", "inputs", bucket="inputs-4f2a", tags=TAGS),
    thing(
        "s3/bucketPublicAccessBlock",
        "inputs-block",
        bucket=ref("inputs", "inputs-4f2a"),
        blockPublicAcls=True,
        blockPublicPolicy=True,
        ignorePublicAcls=True,
        restrictPublicBuckets=True,
    ),
    thing("s3/bucketPolicy", "inputs-tls", bucket=ref("inputs", "inputs-4f2a"), policy=document(DENY_PLAIN)),
    thing("s3/bucketServerSideEncryptionConfiguration", "inputs-sse", bucket=ref("inputs", "inputs-4f2a"), rules=[SSE]),
    thing(
        "s3/bucketVersioning",
        "inputs-versions",
        bucket=ref("inputs", "inputs-4f2a"),
        versioningConfiguration={"status": "Enabled"},
    ),
    thing("sqs/queue", "dead-letters", **QUEUE),
    thing("sqs/queue", "arrivals", redrivePolicy=ref("dead-letters", "{}"), **QUEUE),
    thing(
        "s3/bucketNotification",
        "inputs-arrivals",
        bucket=ref("inputs", "inputs-4f2a"),
        queues=[{"queueArn": arn("sqs", "arrivals"), "events": ["s3:ObjectCreated:*"]}],
    ),
    *function("collect", "collect-role"),
    thing(
        "lambda/eventSourceMapping",
        "collect-arrivals",
        eventSourceArn=arn("sqs", "arrivals"),
        functionName=arn("lambda", "function:collect", "collect"),
    ),
    alarm("collect-errors", "AWS/Lambda", "Errors", FunctionName=ref("collect")),
    alarm("dead", "AWS/SQS", "ApproximateNumberOfMessagesVisible", QueueName=ref("dead-letters")),
    thing("sns/topic", "alarms", kmsMasterKeyId=KEY, tags=TAGS),
]
"""Files that arrive in a bucket and are worked off a queue."""

DEFINITION = json.dumps(
    {
        "StartAt": "Collect",
        "TimeoutSeconds": 300,
        "States": {
            "Collect": {
                "Type": "Task",
                "Resource": "arn:aws:states:::lambda:invoke",
                "Parameters": {"FunctionName": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:collect"},
                "TimeoutSeconds": 30,
                "Retry": [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 2, "IntervalSeconds": 3, "BackoffRate": 2}],
                "End": True,
            }
        },
    }
)
WORKFLOW = [
    *function("collect", "collect-role"),
    *role(
        "run-role",
        "states.amazonaws.com",
        "lambda:InvokeFunction",
        f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:collect",
    ),
    thing(
        "sfn/stateMachine",
        "run",
        roleArn=arn("iam", "role/run-role"),
        definition=ref("collect", DEFINITION),
        loggingConfiguration={
            "level": "ERROR",
            "includeExecutionData": False,
            "logDestination": ref("collect-logs", f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/states/run:*"),
        },
        tracingConfiguration={"enabled": True},
        tags=TAGS,
    ),
    alarm("run-failures", "AWS/States", "ExecutionsFailed", StateMachineArn=arn("states", "stateMachine:run", "run")),
    thing("cloudwatch/eventRule", "nightly", scheduleExpression="cron(0 2 * * ? *)", tags=TAGS),
    thing(
        "cloudwatch/eventTarget",
        "nightly-run",
        rule=ref("nightly"),
        arn=arn("states", "stateMachine:run", "run"),
        roleArn=arn("iam", "role/run-role"),
        deadLetterConfig={"arn": arn("sqs", "dead-letters")},
    ),
    thing("sqs/queue", "dead-letters", **QUEUE),
    alarm("nightly-failures", "AWS/Events", "FailedInvocations", RuleName=ref("nightly")),
]
"""A state machine that calls a function every night."""
