"""Fixtures of iam-access-key."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

KEY = aws("iam/accessKey", user="ann", status="Inactive")

CASES = Cases(
    passes=[KEY, KEY.but(user=U)],
    fails=[
        KEY.but(("user gets a long-lived",), status="Active"),
        KEY.but(("user gets a long-lived",), status=None, user=U),
        KEY.but(("user gets a long-lived",), status=None),
    ],
    not_applicable=[],
    unknown=[KEY.but(status=U)],
    always_applicable=True,
)
