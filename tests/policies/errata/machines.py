"""Mistakes in state machines and in what calls them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.policies.cases.case import Case, aws, stack
from tests.policies.cases.machines import alone, machine, task
from tests.policies.errata.entry import Erratum, Mistake

TRAIN = "arn:aws:states:::sagemaker:createTrainingJob.sync"
SDK = "arn:aws:states:::aws-sdk:sagemakerruntime:invokeEndpoint"
GROUP = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/vendedlogs/states/pipeline"
TELL = "arn:aws:states:::sns:publish"
TOPIC = "arn:aws:sns:us-east-1:123456789012:ml-pipeline"


def invoke(resource: str, **more: object) -> dict[str, Any]:
    return task(resource, Parameters={"EndpointName": "rare", "Body.$": "$.payload"}, **more)


def retried(seconds: int, limit: int) -> Case:
    """Two repeats, 3 s apart, of an attempt that may take so long, in an execution that may take ``limit``."""
    again = {"ErrorEquals": ["States.Timeout"], "IntervalSeconds": 3, "MaxAttempts": 2, "BackoffRate": 1.0}
    return alone(invoke(SDK, TimeoutSeconds=seconds, Retry=[again]), TimeoutSeconds=limit)


def on_error(*errors: str, **more: object) -> Case:
    """Whatever fails goes on to the batch path."""
    catcher = {"ErrorEquals": list(errors), "Next": "Batch", "ResultPath": "$.error", **more}
    first = invoke(SDK, TimeoutSeconds=120, Catch=[{key: value for key, value in catcher.items() if value}])
    return machine({"A": first, "Batch": {"Type": "Pass", "End": True}})


def waits_for(error: str) -> Case:
    return alone(invoke(SDK, Retry=[{"ErrorEquals": [error], "IntervalSeconds": 3, "MaxAttempts": 2}]))


def trained(name: str, **more: object) -> Case:
    """A training job; ``name`` is a path of the input, or a text."""
    key = "TrainingJobName.$" if name.startswith(("$", "States.")) else "TrainingJobName"
    return alone(task(TRAIN, Parameters={key: name, "RoleArn": "arn:aws:iam::123456789012:role/train"}, **more))


def told(after: str) -> Case:
    """A failure that is told, and then ``after``."""
    tell = task(TELL, Parameters={"TopicArn": TOPIC, "Message": "failed"}, Next="Last")
    catch = [{"ErrorEquals": ["States.ALL"], "Next": "Tell", "ResultPath": "$.error"}]
    work = task(Catch=catch, Next="Done")
    return machine({"A": work, "Tell": tell, "Last": {"Type": after}, "Done": {"Type": "Succeed"}})


def deployed(action: str) -> Case:
    """An endpoint that is created, or updated, and then looked at."""
    names = {"EndpointName.$": "$.endpoint_name", "EndpointConfigName.$": "$.endpoint_config_name"}
    look = "arn:aws:states:::aws-sdk:sagemaker:describeEndpoint"
    deploy = task(f"arn:aws:states:::sagemaker:{action}", Parameters=names, Next="Look")
    return machine({"A": deploy, "Look": task(look, Parameters={"EndpointName.$": "$.endpoint_name"})})


def logged(group: str) -> Case:
    logging = {"level": "ALL", "includeExecutionData": True, "logDestination": group}
    return replace(alone(task()).but(loggingConfiguration=logging), name="pipeline")


def behind_api(seconds: float) -> tuple[Case, Case]:
    api = aws("apigateway/integration", called="api", timeoutMilliseconds=29000.0, uri="uri").made_from(uri="score")
    return api, aws("lambda/function", called="score", timeout=seconds)


A = "thing: definition.States.A"
ERRATA = (
    Erratum(
        3,
        "a guard that forgets that each attempt may take its whole time",
        seen=(Mistake("sfn-retry-budget", retried(60, 120), f"{A}.TimeoutSeconds is 60, with", retried(60, 200)),),
    ),
    Erratum(
        4,
        "States.TaskFailed for everything, though it does not match a timeout",
        seen=(
            Mistake(
                "sfn-catch-timeout",
                on_error("States.TaskFailed"),
                f"{A}.Catch[0].ErrorEquals names States.TaskFailed, which does not match a timeout",
                on_error("States.TaskFailed", "States.Timeout"),
            ),
        ),
        unseen="that bad input and missing rights go to the batch path too: a program may want that",
    ),
    Erratum(
        16,
        "an integration that does not exist",
        seen=(
            Mistake(
                "sfn-task-resource",
                alone(invoke("arn:aws:states:::sagemaker:invokeEndpoint")),
                f"{A}.Resource is arn:aws:states:::sagemaker:invokeEndpoint, which is no",
                alone(invoke(SDK)),
            ),
        ),
    ),
    Erratum(
        17,
        "an error name that never matches",
        seen=(
            Mistake(
                "sfn-error-names",
                waits_for("SageMaker.ModelNotReadyException"),
                f"{A}.Retry[0].ErrorEquals names SageMaker.ModelNotReadyException, which",
                waits_for("SageMakerRuntime.ModelNotReadyException"),
            ),
        ),
    ),
    Erratum(
        18,
        "30 s as the time after which Step Functions gives up by itself",
        seen=(
            Mistake(
                "sfn-task-timeout",
                trained("$$.Execution.Name"),
                f"{A}.TimeoutSeconds is not set",
                trained("$$.Execution.Name", TimeoutSeconds=3600),
            ),
        ),
    ),
    Erratum(
        19,
        "less than 60 s in all, of three attempts of 120 s",
        seen=(Mistake("sfn-retry-budget", retried(120, 300), f"{A}.TimeoutSeconds is 120, with", retried(120, 366)),),
    ),
    Erratum(
        36,
        "an endpoint that is created again, for a model that nothing makes",
        seen=(
            Mistake(
                "sfn-endpoint-deployment",
                deployed("createEndpoint"),
                f"{A}.Parameters.EndpointName.$ is $.endpoint_name, and nothing updates",
                deployed("updateEndpoint"),
            ),
        ),
    ),
    Erratum(
        37,
        "failures that lose their input, and end as successes",
        seen=(
            Mistake(
                "sfn-catch-result-path",
                on_error("States.ALL", ResultPath=None),
                f"{A}.Catch[0].ResultPath is not set",
                on_error("States.ALL"),
            ),
            Mistake(
                "sfn-failure-visible",
                told("Succeed"),
                f"{A}.Catch[0].Next is Tell, after which the execution succeeds",
                told("Fail"),
            ),
        ),
        unseen="that the text of the message is always the same",
    ),
    Erratum(
        38,
        "a job name that is the caller's",
        seen=(
            Mistake(
                "sfn-job-name-unique",
                trained("$.training_job_name"),
                f"{A}.Parameters.TrainingJobName.$ is $.training_job_name, which is the same",
                trained("$$.Execution.Name"),
            ),
        ),
    ),
    Erratum(
        39,
        "a log group without :*",
        seen=(
            Mistake(
                "sfn-log-destination",
                logged(GROUP),
                "pipeline: loggingConfiguration.logDestination is arn:aws:logs",
                logged(f"{GROUP}:*"),
            ),
        ),
        unseen="that account and Region are written out: a program for one account may",
    ),
    Erratum(
        45,
        "an API that gives up after 29 s, before a cold endpoint answers",
        seen=(
            Mistake(
                "apigateway-timeout-budget",
                stack(*behind_api(60.0)),
                "api: timeoutMilliseconds gives up after 29 s, but score may take 60 s",
                stack(*behind_api(29.0)),
            ),
        ),
    ),
)
