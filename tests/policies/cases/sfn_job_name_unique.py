"""Fixtures of sfn-job-name-unique."""

from __future__ import annotations

from typing import Any

from guardrails.rules.sfn_job_name_unique import NAMES

from tests.policies.cases.case import Case, Cases, U
from tests.policies.cases.machines import INVOKE, alone, inside, machine, task, twin

TRAINING = "arn:aws:states:::sagemaker:createTrainingJob.sync"
NAME = "definition.States.A.Parameters.TrainingJobName"
SAME = "which is the same whenever the input is"
GIVEN = "States.Format('{}-{}', $.model, $.version)"
NEW = "States.Format('{}-{}', $.model, $$.Execution.Name)"


def training(
    expression: object, resource: str = TRAINING, /, key: str = "TrainingJobName", **more: object
) -> dict[str, Any]:
    return task(resource, Parameters={key: expression, "RoleArn": "role"}, **more)


def path(expression: object, names: tuple[str, ...] = (), /, **more: object) -> Case:
    return alone(training(expression, key="TrainingJobName.$", **more), names)


def behind(before: dict[str, Any], names: tuple[str, ...] = ()) -> Case:
    """A job whose name is ``$.name``, after another state."""
    return machine({"A": training("$.name", key="TrainingJobName.$"), "B": {**before, "Next": "A"}}, names, start="B")


def jsonata(expression: object, names: tuple[str, ...] = (), before: dict[str, Any] | None = None) -> Case:
    state = task(TRAINING, Parameters=None, Arguments={"TrainingJobName": expression})
    states = {"A": state, **({"B": {**before, "Next": "A"}} if before else {})}
    return machine(states, names, start="B" if before else "A", QueryLanguage="JSONata")


WORK = task(INVOKE, ResultPath="$.result", Next="A")
FIRST = (f"{NAME}.$ is $.name, {SAME}",)
IN_JSONATA = "definition.States.A.Arguments.TrainingJobName is {% $states"
UNIQUE = [
    "$$.Execution.Name",
    "States.ArrayGetItem(States.StringSplit($$.Execution.Id, ':'), 7)",
    "States.Format('{}', $$.Execution.StartTime)",
    "$$.State.EnteredTime",
    "$$.Task.Token",
    "States.UUID()",
    NEW,
]
UNIQUE_IN_JSONATA = [
    "{% $states.context.Execution.Name %}",
    "{% $states.context.State.EnteredTime %}",
    "{% 'job-' & $uuid() %}",
    "{% 'job-' & $millis() %}",
    "{% 'job-' & $now() %}",
    "{% 'job-' & $string($random()) %}",
]
FAILS = [
    path("$.name", FIRST),
    path(GIVEN, (f"{NAME}.$ is {GIVEN}",)),
    path("$$.Execution.Input.name", (f"{NAME}.$ is $$.Execution.Input.name, {SAME}",)),
    path("$$.Execution.Input.name", (f"{NAME}.$ is $$.Execution.Input.name",), InputPath="$.job"),
    alone(training("work"), (f"{NAME} is work, {SAME}",)),
    *[
        alone(
            task(f"arn:aws:states:::{prefix}sagemaker:{action}", Parameters={f"{name}.$": "$.name"}),
            (f"definition.States.A.Parameters.{name}.$ is $.name, {SAME}",),
        )
        for action, name in NAMES.items()
        for prefix in ("", "aws-sdk:")
    ],
    alone(training("job-$1"), (f"{NAME} is job-$1, {SAME}",)),
    alone(training("{% $job %}"), (f"{NAME} is {{% $job %}}, {SAME}",)),
    jsonata("job-$1", ("definition.States.A.Arguments.TrainingJobName is job-$1",)),
    jsonata("{% $states.context.Execution.Input.name %}", (f"{IN_JSONATA}.context",), before={"Type": "Pass"}),
    behind({**WORK, "ResultPath": None}, FIRST),
    behind(WORK, FIRST),
    behind({**WORK, "ResultPath": "$.name2"}, FIRST),
    behind({**task(INVOKE), "ResultPath": "$.result"}, FIRST),
    behind({"Type": "Pass"}, FIRST),
    behind({"Type": "Wait", "Seconds": 1}, FIRST),
    jsonata("work", ("definition.States.A.Arguments.TrainingJobName is work",)),
    jsonata("{% $states.input.name %}", (f"{IN_JSONATA}.input.name %}}",)),
    jsonata("{% $states.context.Execution.Input.name %}", (f"{IN_JSONATA}.context",)),
]
CASES = Cases(
    passes=[
        *[
            twin(case, action, f"describe{action[6:]}")
            for case in FAILS
            for action in NAMES
            if action in str(case.props)
        ],
        *map(path, UNIQUE),
        *map(jsonata, UNIQUE_IN_JSONATA),
        path("$.name", InputPath="$.job"),
        path("States.Format('{}', $name)"),
        path("$"),
        alone(training(None)),
        alone(task(TRAINING, Parameters=None)),
        alone(task("arn:aws:states:::sagemaker:createModel", Parameters={"TrainingJobName": "work"})),
        alone(task("arn:aws:states:::glue:createTrainingJob", Parameters={"TrainingJobName": "work"})),
        alone(training("{% $job %}", QueryLanguage="JSONata")),
        jsonata("{% $job %}"),
        alone(task(TRAINING, Parameters=None, Arguments="{% $job %}"), QueryLanguage="JSONata"),
        *[
            alone(state, QueryLanguage="JSONata")
            for state in inside(
                {
                    "StartAt": "B",
                    "States": {
                        "B": task(TRAINING, Parameters=None, Arguments={"TrainingJobName": "{% $states.input.x %}"})
                    },
                }
            )
        ],
        jsonata("{% $states.input.name %}", before={"Type": "Pass", "Output": {}}),
        behind(task(INVOKE)),
        behind({**WORK, "ResultPath": "$.name"}),
        behind({**WORK, "ResultPath": "$"}),
        behind({**WORK, "OutputPath": "$.x"}),
        behind({"Type": "Pass", "Parameters": {"name": "x"}}),
        behind({"Type": "Pass", "Result": {"name": "x"}}),
        behind({"Type": "Map", "Iterator": {}}),
        behind({"Type": "Parallel", "Branches": []}),
        behind({**WORK, "QueryLanguage": "JSONata"}),
        *[
            alone(state)
            for state in inside({"StartAt": "B", "States": {"B": training("$.name", key="TrainingJobName.$")}})
        ],
        *[
            alone({**state, "QueryLanguage": "JSONata"})
            for state in inside({"StartAt": "B", "States": {"B": training("x")}})
        ],
        *[alone(training("job", resource, key="Other")) for resource in (TRAINING,)],
        *[
            alone(task(f"arn:aws:states:::sagemaker:{action}.sync", Parameters={f"{name}.$": "States.UUID()"}))
            for action, name in NAMES.items()
        ],
        jsonata("{% $states.context.Execution.Input.name & $uuid() %}"),
        *[
            alone({**state, "QueryLanguage": "JSONata"})
            for state in inside(
                {"StartAt": "B", "States": {"B": task(TRAINING, Arguments={"TrainingJobName": "{% $uuid() %}"})}}
            )
        ],
    ],
    fails=FAILS,
    not_applicable=[],
    unknown=[
        path(U),
        alone(training(U)),
        alone(task(TRAINING, Parameters=U)),
        alone(task(U)),
        behind({**WORK, "ResultPath": U}),
        behind({"Type": U}),
        path("$.name", QueryLanguage=U),
    ],
    always_applicable=True,
)
