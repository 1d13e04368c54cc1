"""Fixtures of scheduler-schedule-target."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def schedule(arn: object, names: tuple[str, ...] = (), /, **blocks: object) -> Case:
    return aws(
        "scheduler/schedule", names, scheduleExpression="rate(1 day)", target={"arn": arn, "roleArn": U, **blocks}
    )


def of(service: str, resource: str = "x") -> str:
    return f"arn:aws:{service}:eu-west-1:123456789012:{resource}"


TASK, EVENT, RECORD = {"taskDefinitionArn": U}, {"detailType": "Tick", "source": "clock"}, {"partitionKey": "a"}
MESSAGE = {"messageGroupId": "nightly"}
PIPELINE = {"pipelineParameters": [{"name": "a", "value": "b"}]}
OWN = {
    "ecsParameters": (of("ecs", "cluster/c"), TASK),
    "eventbridgeParameters": (of("events", "event-bus/default"), EVENT),
    "kinesisParameters": (of("kinesis", "stream/s"), RECORD),
    "sagemakerPipelineParameters": (of("sagemaker", "pipeline/p"), PIPELINE),
    "sqsParameters": (of("sqs", "jobs.fifo"), MESSAGE),
}
NEEDED = ("ecsParameters", "eventbridgeParameters", "kinesisParameters")
LAMBDA = of("lambda", "function:f")
STOP = "arn:aws:scheduler:::aws-sdk:sagemaker:deleteEndpoint"
FIFO = ("target.sqsParameters.messageGroupId is not set, but the queue is FIFO;",)

CASES = Cases(
    passes=[
        *[schedule(arn, **{block: value}) for block, (arn, value) in OWN.items()],
        schedule(LAMBDA),
        schedule(LAMBDA, input='{"action": "stop"}'),
        schedule(STOP, input='{"EndpointName": "a"}'),
        schedule(of("sqs", "jobs")),
        schedule(of("sqs", "jobs.fifo"), sqsParameters={"messageGroupId": U}),
        schedule(of("sagemaker", "pipeline/p")),
        schedule(of("ecs", "cluster/c"), ecsParameters=U),
        schedule(of("states", "stateMachine:jobs.fifo")),
    ],
    fails=[
        *[
            schedule(LAMBDA, (f"target.{block} is set, but the target is of lambda;",), **{block: value})
            for block, (_, value) in OWN.items()
        ],
        *[
            schedule(OWN[block][0], (f"target.{block} is not set, but the target is of {service};",))
            for block, service in zip(NEEDED, ("ecs", "events", "kinesis"), strict=True)
        ],
        schedule(of("sqs", "jobs.fifo"), FIFO),
        schedule(of("sqs", "jobs.fifo"), FIFO, sqsParameters={"messageGroupId": ""}),
    ],
    not_applicable=[schedule("f"), schedule("f.fifo", ecsParameters=TASK), schedule(LAMBDA).but(target=None)],
    unknown=[schedule(U), schedule(U, ecsParameters=TASK), aws("scheduler/schedule", target=U)],
)
