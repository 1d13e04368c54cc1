"""Fixtures of iam-user-direct-policy."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws

AWS = "arn:aws:iam::aws:policy"
ARN = f"{AWS}/ReadOnlyAccess"
DENIES = f"{AWS}/AWSCompromisedKeyQuarantineV3"
FOUND = "gives a user permissions of its own"
ATTACHED = aws("iam/userPolicyAttachment", user=U, policyArn=f"{AWS}/AWSDenyAll")
EXCLUSIVE = aws("iam/userPolicyAttachmentsExclusive", userName="ann", policyArns=[DENIES, DENIES])
SHARED = aws("iam/policyAttachment", policyArn=ARN, roles=["job"], users=[])


def inline(effect: str, *names: str) -> Case:
    document = {"Statement": [{"Effect": "Deny", "Action": "*"}, {"Effect": effect, "Action": "a:b", "Resource": "*"}]}
    return aws("iam/userPolicy", names, user="ann", policy=document)


CASES = Cases(
    passes=[
        inline("Deny"),
        ATTACHED,
        EXCLUSIVE,
        EXCLUSIVE.but(policyArns=[]),
        SHARED.but(users=["ann"], policyArn=DENIES),
        SHARED.but(users=U, policyArn=DENIES),
    ],
    fails=[
        inline("Allow", f"policy {FOUND}"),
        ATTACHED.but((f"policyArn {FOUND}",), policyArn=ARN),
        EXCLUSIVE.but((f"policyArns[1] {FOUND}",), policyArns=[DENIES, ARN]),
        SHARED.but((f"policyArn {FOUND}",), users=["ann"]),
        SHARED.but((f"policyArn {FOUND}",), users=U),
    ],
    not_applicable=[SHARED, SHARED.but(users=None)],
    unknown=[ATTACHED.but(policyArn=U), EXCLUSIVE.but(policyArns=[U]), inline("Deny").but(policy=U)],
)
