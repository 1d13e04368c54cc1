"""Fixtures of cloudfront-web-acl."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws(
    "cloudfront/distribution", enabled=True, webAclId="arn:aws:wafv2:us-east-1:123456789012:global/webacl/shop/1"
)

CASES = Cases(
    passes=[SOUND, SOUND.but(webAclId=U)],
    fails=[
        SOUND.but(("webAclId is not set",), webAclId=None),
        SOUND.but(("webAclId is not set",), webAclId=""),
    ],
    not_applicable=[],
    presence_only=True,
    always_applicable=True,
)
