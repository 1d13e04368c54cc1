"""Fixtures of codebuild-environment-secret."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Case, Cases, U, aws

BOX = {"computeType": "BUILD_GENERAL1_SMALL", "image": "aws/codebuild/standard:7.0", "type": "LINUX_CONTAINER"}


def build(*variables: object) -> Case:
    return aws("codebuild/project", environment={**BOX, "environmentVariables": list(variables)})


def variable(name: object, value: object, **more: object) -> dict[str, object]:
    return {"name": name, "value": value, **more}


STORED = variable("DB_PASSWORD", "shop-database-login", type="SECRETS_MANAGER")
HELD = ("environment.environmentVariables[0].value holds a literal credential",)

CASES = Cases(
    passes=[
        build(STORED),
        build(variable("DB_PASSWORD", "/shop/db", type="PARAMETER_STORE")),
        build(variable("STAGE", "production"), variable("DB_PASSWORD", U)),
        build(variable("STAGE", "shop-database-login", type="PLAINTEXT")),
        build(variable("STAGE", "shop-database-login")),
        build(variable(None, "shop-database-login")),
    ],
    fails=[
        replace(build(variable("DB_PASSWORD", "shop-database-login", type="PLAINTEXT")), names=HELD),
        replace(build(variable("DB_PASSWORD", "shop-database-login")), names=HELD),
    ],
    not_applicable=[aws("codebuild/project", environment=BOX)],
    unknown=[
        aws("codebuild/project", environment=U),
        build(variable(U, "shop-database-login")),
        build(variable("DB_PASSWORD", "shop-database-login", type=U)),
    ],
)
