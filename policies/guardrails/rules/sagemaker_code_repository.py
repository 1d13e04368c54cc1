"""The address of a code repository is encrypted and holds no password."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guardrails.aws import sagemaker
from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="sagemaker-code-repository",
    family=Family.SAGEMAKER,
    severity=Severity.HIGH,
    resources=("aws:sagemaker/codeRepository:CodeRepository", sagemaker.NOTEBOOK, sagemaker.DOMAIN),
    summary="A code repository is reached by TLS, and its credentials are in Secrets Manager.",
    cause="Code that notebooks run can be changed on the way, or the password is in the stack's history.",
    remedy="name it by https:// without a user, and keep the credentials as gitConfig.secretArn of a CodeRepository",
    url="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_GitConfig.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A notebook may name a repository instead. No message shows what stands before the @."""
    addresses = [node for node in _addresses(resource) if node.present]
    if not addresses:
        yield not_applicable("it names no code repository")
    for node in addresses:
        address = node.text() or ""
        if re.match(r"https?://[^/@]+@", address):
            yield violation(node, "holds a user or a password")
        elif "://" in address and not address.startswith("https://"):
            yield violation(node, "does not start with https://")


def _addresses(resource: Resource) -> Iterator[Props]:
    if resource.type == sagemaker.NOTEBOOK:
        yield resource["defaultCodeRepository"]
        yield from resource["additionalCodeRepositories"].each()
    elif resource.type == sagemaker.DOMAIN:
        for app in ("jupyterServerAppSettings", "jupyterLabAppSettings"):
            for repository in resource["defaultUserSettings"][app]["codeRepositories"].each():
                yield repository["repositoryUrl"]
    else:
        yield resource["gitConfig.repositoryUrl"]
