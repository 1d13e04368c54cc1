"""Fixtures of iam-document-size."""

from __future__ import annotations

from dataclasses import replace

from guardrails.props import UNKNOWN_SENTINELS

from tests.policies.cases.case import Case, Cases, U, aws
from tests.policies.cases.iam_samples import ASSUME, document

OPEN, CLOSE = '{"Version": "2012-10-17", "Statement": ["', '"]}'
FRAME = len((OPEN + CLOSE).replace(" ", ""))


def text(size: int) -> str:
    """A document of so many characters, white space not counted."""
    return f"{OPEN}{'a' * (size - FRAME)}{CLOSE}\n\t"


def of(token: str, size: int) -> Case:
    return aws(token, policy=text(size))


def trust(size: int) -> Case:
    return aws("iam/role", assumeRolePolicy=text(size))


def inline(*sizes: int) -> Case:
    policies = [{"name": "a", "policy": text(size)} for size in sizes]
    return aws("iam/role", assumeRolePolicy=document(ASSUME), inlinePolicies=policies)


def long(token: str, most: int) -> Case:
    problem = f"policy has {most + 1} characters without white space, more than {most};"
    return of(token, most + 1).but((problem,))


WIDER = {"trustCharacters": 4096}
LIMITS = {"iam/policy": 6144, "iam/rolePolicy": 10240, "iam/userPolicy": 2048, "iam/groupPolicy": 5120}
UNKNOWN_PART = aws("iam/policy", policy=text(6200) + sorted(UNKNOWN_SENTINELS)[0])

CASES = Cases(
    passes=[
        *[of(token, most) for token, most in LIMITS.items()],
        trust(2048),
        inline(5000, 5240),
        replace(trust(4096), settings=WIDER),
        aws("iam/policy", policy={"Statement": []}),
        aws("iam/role", assumeRolePolicy={"Statement": [ASSUME]}),
        UNKNOWN_PART,
    ],
    fails=[
        *[long(token, most) for token, most in LIMITS.items()],
        trust(2049).but(("assumeRolePolicy has 2049 characters without white space, more than 2048;",)),
        inline(5000, 5241).but(
            ("inlinePolicies[0].policy has 10241 characters without white space, more than 10240;",)
        ),
        replace(
            trust(4097).but(("assumeRolePolicy has 4097 characters without white space, more than 4096;",)),
            settings=WIDER,
        ),
    ],
    not_applicable=[aws("iam/role", name="worker")],
    unknown=[aws("iam/policy", policy=U), aws("iam/role", assumeRolePolicy=U)],
)
