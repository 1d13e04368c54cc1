"""The policy of a repository, secret, bus, file system, vault, stream, table or catalogue does not let everyone in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import iam
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable

DOCUMENTS: Final = {
    "aws:backup/vaultPolicy:VaultPolicy": "policy",
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": "policy",
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": "policyDocument",
    "aws:codeartifact/domainPermissions:DomainPermissions": "policyDocument",
    "aws:codeartifact/repositoryPermissionsPolicy:RepositoryPermissionsPolicy": "policyDocument",
    "aws:dynamodb/resourcePolicy:ResourcePolicy": "policy",
    "aws:ecr/registryPolicy:RegistryPolicy": "policy",
    "aws:ecr/repositoryPolicy:RepositoryPolicy": "policy",
    "aws:efs/fileSystemPolicy:FileSystemPolicy": "policy",
    "aws:glacier/vault:Vault": "accessPolicy",
    "aws:glue/resourcePolicy:ResourcePolicy": "policy",
    "aws:kinesis/resourcePolicy:ResourcePolicy": "policy",
    "aws:msk/clusterPolicy:ClusterPolicy": "policy",
    "aws:s3tables/tableBucketPolicy:TableBucketPolicy": "resourcePolicy",
    "aws:schemas/registryPolicy:RegistryPolicy": "policy",
    "aws:secretsmanager/secret:Secret": "policy",
    "aws:secretsmanager/secretPolicy:SecretPolicy": "policy",
    "aws:ses/identityPolicy:IdentityPolicy": "policy",
    "aws:sesv2/emailIdentityPolicy:EmailIdentityPolicy": "policy",
}
"""Where each type keeps its document."""


RULE = Rule(
    id="resource-policy-public",
    family=Family.PUBLIC,
    severity=Severity.CRITICAL,
    resources=tuple(DOCUMENTS),
    summary="No policy of a resource allows everyone.",
    cause="Anybody with an AWS account can use what the statement allows.",
    remedy="name accounts or roles in Principal, or add a condition such as aws:PrincipalOrgID",
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous",
    frameworks=("NIST 800-53 AC-3",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Flag Allow for everyone without a pinning condition."""
    document = resource[DOCUMENTS[resource.type]]
    if document.missing:
        yield not_applicable("there is no policy")
    yield from iam.public_findings(document)
