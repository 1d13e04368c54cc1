"""Errors that are tried again or caught are ones that can come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws.states_integrations import SDK, called
from guardrails.aws.states_language import MACHINE, State, states
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, violation

RESERVED: Final = "States."
KNOWN: Final = frozenset(
    {
        "States.ALL",
        "States.BranchFailed",
        "States.DataLimitExceeded",
        "States.ExceedToleratedFailureThreshold",
        "States.HeartbeatTimeout",
        "States.IntrinsicFailure",
        "States.ItemReaderFailed",
        "States.NoChoiceMatched",
        "States.ParameterPathFailure",
        "States.Permissions",
        "States.QueryEvaluationError",
        "States.ResultPathMatchFailure",
        "States.ResultWriterFailed",
        "States.Runtime",
        "States.TaskFailed",
        "States.Timeout",
    }
)
HTTP: Final = "States.Http."
"""Of an HTTP task, with the status at the end."""

RULE = Rule(
    id="sfn-error-names",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=(MACHINE,),
    summary="A retrier or catcher names errors of Step Functions or of the service that is called.",
    cause="The name never matches: the error is neither tried again nor caught.",
    remedy="write the error as <Service>.<Name> with the service of the Resource, or as one of the States. names",
    url="https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Only a call through the SDK is known to give no other names than those of its service."""
    for state in states(resource):
        call = called(state.node["Resource"].text() or "")
        service = call.service if call and call.integration == SDK else ""
        yield from _judged(state, service)


def _judged(state: State, service: str) -> Iterator[Finding]:
    for matcher in (*state.retriers, *state.catchers):
        for name in sorted(matcher.names):
            prefix, dot, _ = name.partition(".")
            if name.startswith(RESERVED):
                if name not in KNOWN and not name.startswith(HTTP):
                    yield violation(matcher.node["ErrorEquals"], f"names {name}, which Step Functions does not know")
            elif service and dot and prefix.lower() != service:
                yield violation(matcher.node["ErrorEquals"], f"names {name}, which {service} does not give")
