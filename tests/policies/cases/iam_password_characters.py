"""Fixtures of iam-password-characters."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

KINDS = ("requireLowercaseCharacters", "requireUppercaseCharacters", "requireNumbers", "requireSymbols")
GOOD = aws("iam/accountPasswordPolicy", **dict.fromkeys(KINDS, True))

CASES = Cases(
    passes=[GOOD],
    fails=[
        *(GOOD.but((f"{kind} is not true",), **{kind: False}) for kind in KINDS),
        GOOD.but(("requireSymbols is not true",), requireSymbols=None),
    ],
    not_applicable=[],
    unknown=[GOOD.but(requireSymbols=U)],
    always_applicable=True,
)
