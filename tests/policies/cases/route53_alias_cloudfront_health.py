"""Fixtures of route53-alias-cloudfront-health."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def alias(name: object, zone: object, health: object, *names: str) -> Case:
    target = {"name": name, "zoneId": zone, "evaluateTargetHealth": health}
    return aws("route53/record", names, zoneId="Z123", name="www.example.com", type="A", aliases=[target])


SITE, ZONE = "d111111abcdef8.cloudfront.net", "Z2FDTNDATAQYW2"
WRONG = "aliases[0].evaluateTargetHealth is true, but the target is a CloudFront distribution;"

CASES = Cases(
    passes=[alias(SITE, ZONE, False), alias("D111.CloudFront.net.", "Z9", False)],
    fails=[
        alias(SITE, ZONE, True, WRONG),
        alias("www.example.net", ZONE, True, WRONG),
        alias("D111.CloudFront.net.", "Z9", True, WRONG),
    ],
    not_applicable=[
        alias("www.example.net", "Z9", True),
        alias("lb.eu-west-1.elb.amazonaws.com", "Z32O12XQLNTSW2", True),
        alias("lb.eu-west-1.elb.amazonaws.com", "Z2", True),
        aws("route53/record", zoneId="Z123", name="www.example.com", type="A", records=["192.0.2.1"], ttl=60.0),
    ],
    unknown=[alias(U, U, True), alias(SITE, ZONE, U), alias(U, ZONE, False)],
)
