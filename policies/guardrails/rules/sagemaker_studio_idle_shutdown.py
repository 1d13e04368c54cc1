"""Studio applications that nobody uses are shut down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import sagemaker
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, violation

APPLICATIONS: Final = ("jupyterLabAppSettings", "codeEditorAppSettings")

RULE = Rule(
    id="sagemaker-studio-idle-shutdown",
    family=Family.COST,
    severity=Severity.LOW,
    resources=(sagemaker.DOMAIN,),
    summary="A Studio domain shuts idle JupyterLab and Code Editor applications down.",
    cause="An application is billed by the hour until somebody stops it, over nights and weekends too.",
    remedy="set appLifecycleManagement.idleSettings with lifecycleManagement ENABLED and an idleTimeoutInMinutes",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-idle-shutdown-setup.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Settings of one application are not those of the other."""
    for name in APPLICATIONS:
        idle = resource["defaultUserSettings"][name]["appLifecycleManagement.idleSettings"]
        state = idle["lifecycleManagement"]
        if state.text() != "ENABLED" and not state.unknown:
            yield violation(state, f"is {state.show()}")
