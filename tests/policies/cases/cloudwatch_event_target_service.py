"""Fixtures of cloudwatch-event-target-service."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def target(service: str, resource: str = "x", **blocks: object) -> Case:
    arn = f"arn:aws:{service}:eu-west-1:123456789012:{resource}"
    return aws("cloudwatch/eventTarget", rule="nightly", arn=arn, roleArn=U).but(**blocks)


TASK = {"taskDefinitionArn": U, "launchType": "FARGATE"}
JOB = {"jobDefinition": U, "jobName": "nightly"}
ECS, BATCH = target("ecs", "cluster/jobs", ecsTarget=TASK), target("batch", "job-queue/jobs", batchTarget=JOB)
FIFO = target("sqs", "jobs.fifo", sqsTarget={"messageGroupId": "nightly"})
HTTP = {"headerParameters": {"Accept": "*/*"}}
OWN = [
    ECS,
    BATCH,
    FIFO,
    target("sqs", "jobs", sqsTarget={"messageGroupId": "fair"}),
    target("kinesis", "stream/s", kinesisTarget={"partitionKeyPath": "$.id"}),
    target("execute-api", "a1b2/prod/POST/jobs", httpTarget=HTTP),
    target("events", "api-destination/d/1", httpTarget=HTTP),
    target("redshift", "cluster:c", redshiftTarget={"database": "d"}),
    target("redshift-serverless", "workgroup/w", redshiftTarget={"database": "d"}),
    target("sagemaker", "pipeline/p", sagemakerPipelineTarget={"pipelineParameterLists": []}),
    target("ssm", "document/d", runCommandTargets=[{"key": "tag:Name", "values": ["a"]}]),
    target("appsync", "endpoints/graphql-api/a", appsyncTarget={"graphqlOperation": "mutation { a }"}),
]
BLOCKS = {
    name: (value, case) for case in OWN for name, value in case.props.items() if name not in {"rule", "arn", "roleArn"}
}
PLAIN = target("lambda", "function:f")

CASES = Cases(
    passes=[
        *OWN,
        PLAIN,
        target("sqs", "jobs"),
        target("sns", "jobs.fifo"),
        target("kinesis", "stream/s"),
        target("sqs", "jobs.fifo", sqsTarget={"messageGroupId": U}),
        target("sqs", "jobs.fifo", sqsTarget=U),
        target("ecs", "cluster/jobs", ecsTarget=U),
    ],
    fails=[
        *[
            PLAIN.but((f"{name} is set, but the target is of lambda;",), **{name: value})
            for name, (value, _) in BLOCKS.items()
        ],
        ECS.but(("ecsTarget is not set, but the target is of ecs;",), ecsTarget=None),
        BATCH.but(("batchTarget is not set, but the target is of batch;",), batchTarget=None),
        FIFO.but(("sqsTarget.messageGroupId is not set, but the queue is FIFO;",), sqsTarget=None),
        FIFO.but(("sqsTarget.messageGroupId is not set, but the queue is FIFO;",), sqsTarget={"messageGroupId": ""}),
    ],
    not_applicable=[PLAIN.but(arn="my-function"), PLAIN.but(arn="my.fifo", ecsTarget=TASK)],
    unknown=[ECS.but(arn=U), FIFO.but(arn=U)],
)
