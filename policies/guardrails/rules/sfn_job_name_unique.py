"""A job that a state machine starts has another name in each execution."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from guardrails.aws.states_data import argument, is_given
from guardrails.aws.states_integrations import called
from guardrails.aws.states_language import MACHINE, Scope, State, scopes
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, violation

NAMES: Final[Mapping[str, str]] = {
    "createTrainingJob": "TrainingJobName",
    "createTransformJob": "TransformJobName",
    "createProcessingJob": "ProcessingJobName",
    "createHyperParameterTuningJob": "HyperParameterTuningJobName",
}

RULE = Rule(
    id="sfn-job-name-unique",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(MACHINE,),
    summary="The name of a SageMaker job holds the execution's name or a UUID.",
    cause="A job's name cannot be used again: the second execution with the same input fails.",
    remedy="make the name with $$.Execution.Name or States.UUID(), at most 63 characters of it",
    url="https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A name that another state may have made is taken for a good one."""
    for scope in scopes(resource):
        for state in scope.states:
            yield from _judged(scope, state)


def _judged(scope: Scope, state: State) -> Iterator[Finding]:
    call = called(state.node["Resource"].text() or "")
    if call and call.service == "sagemaker" and call.action in NAMES:
        name = argument(state, NAMES[call.action])
        if is_given(scope, state, name):
            yield violation(name, f"is {name.show()}, which is the same whenever the input is")
