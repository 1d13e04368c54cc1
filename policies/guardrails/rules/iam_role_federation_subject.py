"""A role for a workload with an OIDC token names the workload: a service account, a project, a workspace.

The audience alone is shared by all workloads of a cluster or an organisation. Providers for people (Cognito, Google,
Amazon, Facebook) hand a role to all users of an application by design. GitHub has its own rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import iam, iam_trust
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

FOR_PEOPLE: Final = ("cognito-identity.amazonaws.com", "accounts.google.com", "www.amazon.com", "graph.facebook.com")

RULE = Rule(
    id="iam-role-federation-subject",
    family=Family.IAM,
    severity=Severity.HIGH,
    resources=(iam_trust.ROLE,),
    summary="A role for workloads with OIDC tokens names the workload in sub.",
    cause="Every workload of the cluster or organisation that the provider serves can take the role.",
    remedy="add a condition on the provider's sub key with the service account, project or workspace",
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Flag statements for an OIDC provider of workloads without a subject, or with one that leaves nothing out."""
    concerned = False
    for statement in iam_trust.allowed(resource):
        if not iam_trust.by_web_identity(statement) or not _workloads(statement):
            continue
        concerned = True
        demanded = [values for _, values in iam_trust.demands(statement, ":sub")]
        if not demanded:
            yield violation(statement.where("Condition"), "does not demand the token's subject")
        for values in demanded:
            if any(_names_nobody(text) for text in values.texts()):
                yield violation(values, "accepts every subject")
    if not concerned:
        yield not_applicable("no workload takes it by an OIDC token other than GitHub's")


def _workloads(statement: iam.Statement) -> bool:
    """True for a provider that is known and serves workloads."""
    known = iam_trust.values_of(statement, "federated")
    return bool(known) and not any(host in value for value in known for host in (*FOR_PEOPLE, iam_trust.GITHUB))


def _names_nobody(subject: str) -> bool:
    """True for ``*`` and for Kubernetes' ``system:serviceaccount:*``, with or without ``:*``."""
    return not subject.removeprefix("system:serviceaccount:").strip("*:")
