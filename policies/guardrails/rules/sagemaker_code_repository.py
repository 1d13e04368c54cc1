"""The address of a code repository is encrypted and holds no password."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="sagemaker-code-repository",
    family=Family.SAGEMAKER,
    severity=Severity.HIGH,
    resources=("aws:sagemaker/codeRepository:CodeRepository",),
    summary="A code repository is reached by TLS, and its credentials are in Secrets Manager.",
    cause="Code that notebooks run can be changed on the way, or the password is in the stack's history.",
    remedy="set gitConfig.repositoryUrl to https:// without a user, and gitConfig.secretArn to the credentials",
    url="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_GitConfig.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """No message shows what stands before the @."""
    url = resource["gitConfig.repositoryUrl"]
    address = url.text()
    if address is None:
        return
    if re.match(r"https?://[^/@]+@", address):
        yield violation(url, "holds a user or a password")
    elif not address.startswith("https://"):
        yield violation(url, "does not start with https://")
