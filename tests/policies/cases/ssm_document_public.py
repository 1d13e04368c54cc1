"""Fixtures of ssm-document-public."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

NAMED = aws("ssm/document", content="{}", permissions={"type": "Share", "accountIds": "123456789012"})

CASES = Cases(
    passes=[NAMED, NAMED.but(permissions=None), aws("ssm/document", content="{}", permissions={"account_ids": "1"})],
    fails=[
        NAMED.but(("permissions.accountIds is all",), permissions={"type": "Share", "accountIds": "All"}),
        aws("ssm/document", ("permissions.account_ids is all",), content="{}", permissions={"account_ids": "all"}),
    ],
    not_applicable=[],
    unknown=[NAMED.but(permissions=U), NAMED.but(permissions={"type": "Share", "accountIds": U})],
    always_applicable=True,
)
