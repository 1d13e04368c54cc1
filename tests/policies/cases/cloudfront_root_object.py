"""Fixtures of cloudfront-root-object."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws

SITE = {"originId": "site", "domainName": "site.s3.eu-west-1.amazonaws.com"}
API = {"originId": "api", "domainName": "api.example.com", "customOriginConfig": {"originProtocolPolicy": "https-only"}}
WEBSITE = {
    "originId": "site",
    "domainName": "site.example.com",
    "customOriginConfig": {"originProtocolPolicy": "http-only"},
}
INSIDE = {"originId": "site", "domainName": "lb.internal", "vpcOriginConfig": {"vpcOriginId": U}}


def serving(target: str, *origins: object, **behavior: object) -> Case:
    behaviour = {"targetOriginId": target, **behavior}
    return aws("cloudfront/distribution", defaultCacheBehavior=behaviour, origins=list(origins))


BARE = serving("site", API, SITE)

CASES = Cases(
    passes=[BARE.but(defaultRootObject="index.html"), BARE.but(defaultRootObject=U)],
    fails=[
        BARE.but(("defaultRootObject is not set",)),
        BARE.but(("defaultRootObject is not set",), defaultRootObject=""),
    ],
    not_applicable=[
        serving("api", API, SITE),
        serving("site", WEBSITE),
        serving("site", INSIDE),
        serving("site", API, SITE, functionAssociations=[{"eventType": "viewer-request", "functionArn": U}]),
        serving("site", API, SITE, lambdaFunctionAssociations=[{"eventType": "origin-request", "lambdaArn": U}]),
    ],
    unknown=[BARE.but(origins=U)],
)
