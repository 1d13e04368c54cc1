"""Fixtures of resource-policy-public."""

from __future__ import annotations

import json

from tests.policies.cases.case import Cases, U, aws

ACCOUNT = {"AWS": "arn:aws:iam::123456789012:root"}
OPEN = ("policy.Statement[0].Principal",)
MOUNTED = {"Bool": {"elasticfilesystem:AccessedViaMountTarget": "true"}}


def open_to(principal: object, **more: object) -> dict[str, object]:
    return {"Statement": [{"Effect": "Allow", "Principal": principal, "Action": "*", "Resource": "*", **more}]}


IMAGES = aws("ecr/repositoryPolicy", repository=U, policy=open_to(ACCOUNT))
FILES = aws("efs/fileSystemPolicy", fileSystemId=U, policy=open_to("*", Condition=MOUNTED))
DOMAIN = aws("codeartifact/domainPermissions", domain=U, policyDocument=json.dumps(open_to(ACCOUNT)))
TABLES = aws("s3tables/tableBucketPolicy", resourcePolicy=open_to(ACCOUNT))
PACKAGES = aws("codeartifact/repositoryPermissionsPolicy", policyDocument=open_to(ACCOUNT))
LOGS = aws("cloudwatch/logResourcePolicy", policyName="dns", policyDocument=json.dumps(open_to(ACCOUNT)))
TYPES = (
    "backup/vaultPolicy",
    "cloudwatch/eventBusPolicy",
    "dynamodb/resourcePolicy",
    "ecr/registryPolicy",
    "glue/resourcePolicy",
    "kinesis/resourcePolicy",
    "msk/clusterPolicy",
    "schemas/registryPolicy",
    "secretsmanager/secret",
    "secretsmanager/secretPolicy",
    "ses/identityPolicy",
    "sesv2/emailIdentityPolicy",
)

CASES = Cases(
    passes=[
        *(aws(token, policy=open_to(ACCOUNT)) for token in TYPES),
        TABLES,
        PACKAGES,
        IMAGES,
        FILES,
        DOMAIN,
        LOGS,
        aws("glacier/vault", accessPolicy=open_to(ACCOUNT)),
    ],
    fails=[
        *(aws(token, OPEN, policy=open_to("*")) for token in TYPES),
        TABLES.but(("resourcePolicy.Statement[0].Principal",), resourcePolicy=open_to("*")),
        PACKAGES.but(("policyDocument.Statement[0].Principal",), policyDocument=open_to("*")),
        IMAGES.but(OPEN, policy=open_to({"AWS": "*"})),
        FILES.but(OPEN, policy=open_to("*", Condition={"Bool": {"elasticfilesystem:AccessedViaMountTarget": "false"}})),
        FILES.but(OPEN, policy=open_to("*")),
        LOGS.but(("policyDocument.Statement[0].Principal",), policyDocument=json.dumps(open_to("*"))),
        DOMAIN.but(("policyDocument.Statement[0].Principal",), policyDocument=json.dumps(open_to({"AWS": "*"}))),
        aws("glacier/vault", ("accessPolicy.Statement[0].Principal",), accessPolicy=open_to({"AWS": "*"})),
    ],
    not_applicable=[aws("secretsmanager/secret", name="s"), aws("glacier/vault", name="v")],
    unknown=[IMAGES.but(policy=U), IMAGES.but(policy=open_to(U))],
)
