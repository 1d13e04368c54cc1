"""Fixtures of wafv2-cloudfront-region."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

ACL = aws("wafv2/webAcl", scope="CLOUDFRONT", region="us-east-1")
SET = aws("wafv2/ipSet", scope="CLOUDFRONT", region="us-east-1")
OTHERS = [aws(f"wafv2/{kind}", scope="CLOUDFRONT", region="us-east-1") for kind in ("regexPatternSet", "ruleGroup")]
CASES = Cases(
    passes=[ACL, SET, *OTHERS],
    fails=[
        *[each.but(("scope is CLOUDFRONT",), region="eu-west-1") for each in OTHERS],
        ACL.but(("scope is CLOUDFRONT, and it is made in eu-west-1",), region="eu-west-1"),
        SET.but(("scope is CLOUDFRONT, and it is made in eu-west-1",), region="eu-west-1"),
    ],
    not_applicable=[ACL.but(region=None), ACL.but(scope="REGIONAL", region="eu-west-1")],
    unknown=[ACL.but(scope=U, region="eu-west-1")],
)
