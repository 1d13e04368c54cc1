"""Fixtures of wafv2-web-acl-logs."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws, stack

OWNER = aws("wafv2/webAcl", called="shield")
PART = aws("wafv2/webAclLoggingConfiguration", called="log", resourceArn=U)
FOUND = ("shield: resourceArn is named by no WebAclLoggingConfiguration of this stack",)

CASES = Cases(
    passes=[
        stack(OWNER, PART.made_from(resourceArn="shield")),
        stack(OWNER.but(arn="it"), PART.but(resourceArn="it")),
    ],
    fails=[
        stack(OWNER, names=FOUND),
        stack(OWNER, PART.made_from(resourceArn="another"), names=FOUND),
    ],
    not_applicable=[stack(aws("sns/topic"))],
    presence_only=True,
)
