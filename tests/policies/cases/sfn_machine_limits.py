"""Fixtures of sfn-machine-limits."""

from __future__ import annotations

from guardrails.rules import sfn_machine_limits

from tests.policies.cases.case import Cases, U, aws
from tests.policies.cases.edges import at_the_edges
from tests.policies.cases.machines import PASS, alone

MACHINE = alone(PASS)
NAMED = MACHINE.but(name="classify-files_2")
ACTIVITY = aws("sfn/activity", name="label")
KEY = {"kmsKeyId": "arn:aws:kms:eu-west-1:123456789012:key/0f6a2b9e-6c1d-4b0a-9a55-1f2e3d4c5b6a"}
ENCRYPTED = MACHINE.but(encryptionConfiguration=KEY)
OWN_KEY = {**KEY, "type": "CUSTOMER_MANAGED_KMS_KEY"}
EDGES = [
    at_the_edges(MACHINE, sfn_machine_limits.NAME),
    at_the_edges(ACTIVITY, sfn_machine_limits.NAME),
    at_the_edges(ENCRYPTED, sfn_machine_limits.LIMITS),
    at_the_edges(aws("sfn/stateMachine"), sfn_machine_limits.DOCUMENT),
]
CASES = Cases(
    passes=[
        *[case for passes, _ in EDGES for case in passes],
        MACHINE,
        MACHINE.but(definition={"StartAt": "A", "States": {"A": PASS}}),
        NAMED,
        ACTIVITY,
        NAMED.but(name=U, encryptionConfiguration={"type": "AWS_OWNED_KEY"}, definition="{}").but(name="x"),
        MACHINE.but(encryptionConfiguration={**OWN_KEY, "kmsKeyId": U}),
        ACTIVITY.but(encryptionConfiguration=KEY),
    ],
    fails=[
        *[case for _, fails in EDGES for case in fails],
        NAMED.but(("name is classify files, which holds characters",), name="classify files"),
        ACTIVITY.but(("name is a/b, which holds characters",), name="a/b"),
        MACHINE.but(
            ("encryptionConfiguration.kmsKeyId is not set for CUSTOMER_MANAGED_KMS_KEY",),
            encryptionConfiguration={"type": "CUSTOMER_MANAGED_KMS_KEY"},
        ),
    ],
    not_applicable=[],
    unknown=[NAMED.but(name=U), MACHINE.but(type=U)],
    always_applicable=True,
)
