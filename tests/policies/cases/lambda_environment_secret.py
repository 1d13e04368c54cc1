"""Fixtures of lambda-environment-secret."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def variables(**given: object) -> Case:
    return aws("lambda/function", environment={"variables": given})


ID = "AKIA" + "IOSFODNN7EXAMPLE"  # AWS's own example
STORED = variables(DB_PASSWORD="arn:aws:secretsmanager:us-east-1:123456789012:secret:db", TABLE="runs")

CASES = Cases(
    passes=[STORED, variables(TOKEN_TTL_DAYS="7", DB_PASSWORD=U), variables(KEY="an-ordinary-value")],
    fails=[
        STORED.but(
            ("environment.variables.DB_PASSWORD holds a literal credential",),
            environment={"variables": {"DB_PASSWORD": "correct-horse-battery", "TABLE": "runs"}},
        ),
        variables(KEY=ID).but(("environment.variables.KEY holds an AWS access key id",)),
    ],
    not_applicable=[aws("lambda/function", runtime="python3.13")],
    unknown=[aws("lambda/function", environment=U), aws("lambda/function", environment={"variables": U})],
)
