"""A role for federated users demands the audience, so that a token made for another application does not open it.

``SAML:aud`` for SAML, ``cognito-identity.amazonaws.com:aud``, ``graph.facebook.com:app_id`` and so on for web
identities. For an EKS cluster the subject, a service account, says as much. GitHub has its own rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import iam, iam_trust
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

AUDIENCES: Final = (":aud", ":app_id")
EKS: Final = "oidc.eks."

RULE = Rule(
    id="iam-role-federation-audience",
    family=Family.IAM,
    severity=Severity.HIGH,
    resources=(iam_trust.ROLE,),
    summary="A role for federated users demands the audience of their token.",
    cause="A token that the identity provider issued to any other application opens the role too.",
    remedy="add a StringEquals condition on the provider's aud key, for SAML on SAML:aud",
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Flag statements for SAML and web identities without a condition on the audience, or with an open one."""
    federated = False
    for statement in iam_trust.allowed(resource):
        if not _concerned(statement):
            continue
        federated = True
        demanded = [values for suffix in _keys(statement) for _, values in iam_trust.demands(statement, suffix)]
        if not demanded:
            yield violation(statement.where("Condition"), "does not demand the token's audience")
        for values in demanded:
            if any(iam.is_everything(text) for text in values.texts()):
                yield violation(values, "accepts tokens for every audience")
    if not federated:
        yield not_applicable("it has no federated users other than GitHub's")


def _concerned(statement: iam.Statement) -> bool:
    if statement.grants("sts:AssumeRoleWithSAML"):
        return True
    known = iam_trust.values_of(statement, "federated")  # whom an unknown provider stands for may be GitHub
    return bool(known) and iam_trust.by_web_identity(statement) and not iam_trust.of_github(statement)


def _keys(statement: iam.Statement) -> tuple[str, ...]:
    """The endings of the keys that count; for EKS also its subject, whose conditions name the cluster in their key."""
    eks = any(EKS in key for _, key, _ in statement.conditions())
    return (*AUDIENCES, ":sub") if eks else AUDIENCES
