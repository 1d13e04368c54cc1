"""Fixtures of cloudfront-origin-https."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws


def origin(policy: object, domain: object = "api.example.org", protocols: object = "TLSv1.2") -> dict[str, object]:
    custom = {"originProtocolPolicy": policy, "originSslProtocols": [protocols]}
    return {"domainName": domain, "customOriginConfig": custom}


SITE = "site.s3-website-us-east-1.amazonaws.com"
SOUND = aws("cloudfront/distribution", origins=[origin("https-only")])
PATH = "origins[0].customOriginConfig."

CASES = Cases(
    passes=[
        SOUND,
        SOUND.but(origins=[origin("match-viewer")]),
        SOUND.but(origins=[origin("https-only", U)]),
        SOUND.but(origins=[origin("http-only", SITE)]),
    ],
    fails=[
        SOUND.but((f"{PATH}originProtocolPolicy is http-only",), origins=[origin("http-only")]),
        SOUND.but((f"{PATH}originSslProtocols lets SSLv3",), origins=[origin("https-only", protocols="SSLv3")]),
    ],
    not_applicable=[SOUND.but(origins=[{"domainName": "b.s3.amazonaws.com", "originAccessControlId": U}])],
    unknown=[
        SOUND.but(origins=U),
        SOUND.but(origins=[origin(U)]),
        SOUND.but(origins=[origin("http-only", U)]),
        SOUND.but(origins=[origin("https-only", protocols=U)]),
    ],
)
