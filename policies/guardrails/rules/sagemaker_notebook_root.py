"""The users of a notebook instance are not root on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guardrails.aws import sagemaker
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="sagemaker-notebook-root",
    family=Family.SAGEMAKER,
    severity=Severity.HIGH,
    resources=(sagemaker.NOTEBOOK,),
    summary="The users of a notebook instance have no root access.",
    cause="Whoever opens the notebook can change its network, its agents and every file on it.",
    remedy="set rootAccess to Disabled, and put what needs root into a lifecycle configuration",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/nbi-root-access.html",
    frameworks=("AWS FSBP SageMaker.3",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """AWS enables root access unless told otherwise. Lifecycle scripts run as root either way."""
    access = resource["rootAccess"]
    if access.missing:
        yield violation(access, "is not set, and AWS then enables it")
    elif (access.text() or "Disabled") != "Disabled":
        yield violation(access, f"is {access.show()}")


@RULE.remediate
def remediate(resource: Resource) -> Mapping[str, object]:
    """Lifecycle scripts keep running as root."""
    access = resource["rootAccess"]
    return {} if access.unknown or access.text() == "Disabled" else {"rootAccess": "Disabled"}
