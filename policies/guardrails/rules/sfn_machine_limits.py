"""What a state machine is called, and of what kind it is, is what Step Functions accepts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Final

from guardrails.aws.service_model import Choice, Limits, Range, Text, refused
from guardrails.aws.states_language import MACHINE
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

_choice = partial(Choice, "stepfunctions")
NAME: Final[Limits] = {"name": Text("stepfunctions", "Name", 1, 80)}
LIMITS: Final[Limits] = {
    "type": _choice("StateMachineType", ("STANDARD", "EXPRESS")),
    "loggingConfiguration.level": _choice("LogLevel", ("ALL", "ERROR", "FATAL", "OFF")),
    "encryptionConfiguration.type": _choice("EncryptionType", ("AWS_OWNED_KEY", "CUSTOMER_MANAGED_KMS_KEY")),
    "encryptionConfiguration.kmsDataKeyReusePeriodSeconds": Range(
        "stepfunctions", "KmsDataKeyReusePeriodSeconds", 60, 900
    ),
}
DOCUMENT: Final[Limits] = {"definition": Text("stepfunctions", "Definition", 1, 1048576)}
FORBIDDEN: Final = re.compile(r"[\s<>{}\[\]?*\"#%\\^|~`$&,;:/\x00-\x1f\x7f-\x9f]")

RULE = Rule(
    id="sfn-machine-limits",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(MACHINE, "aws:sfn/activity:Activity"),
    summary="A state machine's name, type, log level and encryption are ones that Step Functions accepts.",
    cause="Step Functions rejects the state machine.",
    remedy="set an accepted value; names have 1 to 80 characters without blanks, brackets, wildcards or punctuation",
    url="https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The characters are in the page alone."""
    name = resource["name"]
    yield from refused(resource.props, {**NAME, **LIMITS})
    if resource["definition"].is_text:
        yield from refused(resource.props, DOCUMENT)
    if FORBIDDEN.search(name.text() or ""):
        yield violation(name, f"is {name.show()}, which holds characters that AWS does not accept there")
    kind, key = resource["encryptionConfiguration.type"], resource["encryptionConfiguration.kmsKeyId"]
    if kind.text() == "CUSTOMER_MANAGED_KMS_KEY" and key.missing:
        yield violation(key, f"is not set for {kind.show()}")
