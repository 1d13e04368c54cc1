"""Fixtures of kms-key-policy-public."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

OPEN = ("policy.Statement[0].Principal",)


def open_to(principal: object, condition: object = None) -> dict[str, object]:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "kms:*", "Resource": "*"}
    return {"Statement": [statement if condition is None else {**statement, "Condition": condition}]}


OWN = aws("kms/key", policy=open_to({"AWS": "arn:aws:iam::123456789012:root"}))
CALLER = aws("kms/keyPolicy", keyId=U, policy=open_to({"AWS": "*"}, {"StringEquals": {"kms:CallerAccount": "1234"}}))
OTHERS = [
    aws(kind, policy=OWN.props["policy"]) for kind in ("kms/externalKey", "kms/replicaKey", "kms/replicaExternalKey")
]

CASES = Cases(
    passes=[OWN, CALLER, *OTHERS],
    fails=[
        OWN.but(OPEN, policy=open_to({"AWS": "*"})),
        *(other.but(OPEN, policy=open_to({"AWS": "*"})) for other in OTHERS),
        CALLER.but(OPEN, policy=open_to({"AWS": "*"}, {"StringEquals": {"kms:CallerAccount": "*"}})),
    ],
    not_applicable=[aws("kms/key", enableKeyRotation=True)],
    unknown=[OWN.but(policy=U)],
)
