"""Fixtures of lambda-environment-secret."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def variables(**given: object) -> Case:
    return aws("lambda/function", environment={"variables": given})


ID = "AKIA" + "IOSFODNN7EXAMPLE"  # AWS's own example
STORED = variables(DB_PASSWORD="arn:aws:secretsmanager:us-east-1:123456789012:secret:db", TABLE="runs")

SHAPES = {
    "a GitHub token": "ghp_" + "a1" * 18,
    "a Hugging Face token": "hf_" + "aB" * 16,
    "a Slack token": "xoxb-" + "1234567890-" * 3,
    "a GitLab token": "glpat-" + "a1" * 10,
    "an npm token": "npm_" + "a1" * 18,
    "a Stripe key": "sk_live_" + "a1" * 12,
    "a Google API key": "AIza" + "a1b2c3d" * 5,
    "a password in a URL": "postgresql://shop:hunter2@db.internal:5432/shop",
    "a private key": "-----BEGIN RSA PRIVATE KEY-----",
}
SECRET_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCY" + "EXAMPLEKEY"  # AWS's own example
NAMES = ("DB_PASS", "dbPassword", "MYSQLPASSWORD", "apiKey", "ROOT_PASSPHRASE")

CASES = Cases(
    passes=[
        STORED,
        variables(AWS_SECRET_KEY="shop/database/credentials/of/production00"),
        variables(DATABASE_URL="postgresql://shop@db.internal:5432/shop", PROXY="http://proxy.internal:3128"),
        variables(DATABASE_URL="postgresql://shop:${DB_PASSWORD}@db.internal:5432/shop"),
        *(variables(**{name: "none"}) for name in NAMES),
        variables(DIGEST=SECRET_KEY, DB_PASSWORD="$(resolved-at-start)"),
        variables(TOKEN_TTL_DAYS="7", DB_PASSWORD=U),
        variables(KEY="an-ordinary-value"),
    ],
    fails=[
        STORED.but(
            ("environment.variables.DB_PASSWORD holds a literal credential",),
            environment={"variables": {"DB_PASSWORD": "correct-horse-battery", "TABLE": "runs"}},
        ),
        variables(AWS_SECRET_KEY=SECRET_KEY).but(("environment.variables.AWS_SECRET_KEY holds a literal credential",)),
        *(variables(KEY=value).but((f"environment.variables.KEY holds {kind}",)) for kind, value in SHAPES.items()),
        *(
            variables(**{name: "correct-horse"}).but((f"environment.variables.{name} holds a literal credential",))
            for name in NAMES
        ),
        variables(KEY=ID).but(("environment.variables.KEY holds an AWS access key id",)),
    ],
    not_applicable=[aws("lambda/function", runtime="python3.13")],
    unknown=[aws("lambda/function", environment=U), aws("lambda/function", environment={"variables": U})],
)
