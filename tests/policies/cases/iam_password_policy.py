"""Fixtures of iam-password-policy."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Cases, U, aws

GOOD = aws("iam/accountPasswordPolicy", minimumPasswordLength=14.0, passwordReusePrevention=24.0)

CASES = Cases(
    passes=[GOOD, GOOD.but(minimumPasswordLength=20.0), replace(GOOD, settings={"minReuse": 24})],
    fails=[
        GOOD.but(("minimumPasswordLength is 13; at least 14",), minimumPasswordLength=13.0),
        GOOD.but(("minimumPasswordLength is not set; at least 14",), minimumPasswordLength=None),
        GOOD.but(("passwordReusePrevention is 5; at least 24",), passwordReusePrevention=5.0),
        replace(GOOD, settings={"minLength": 16}, names=("minimumPasswordLength is 14; at least 16",)),
    ],
    not_applicable=[],
    unknown=[GOOD.but(minimumPasswordLength=U), GOOD.but(passwordReusePrevention=U)],
    always_applicable=True,
)
