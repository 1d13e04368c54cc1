"""Fixtures of cloudfront-viewer-https."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws


def behaviour(policy: object) -> dict[str, object]:
    return {"viewerProtocolPolicy": policy, "targetOriginId": "site"}


SOUND = aws(
    "cloudfront/distribution",
    defaultCacheBehavior=behaviour("redirect-to-https"),
    orderedCacheBehaviors=[behaviour("https-only"), behaviour("https-only")],
)

CASES = Cases(
    passes=[SOUND, SOUND.but(orderedCacheBehaviors=None)],
    fails=[
        SOUND.but(
            ("defaultCacheBehavior.viewerProtocolPolicy is allow-all",), defaultCacheBehavior=behaviour("allow-all")
        ),
        SOUND.but(
            ("orderedCacheBehaviors[1].viewerProtocolPolicy is allow-all",),
            orderedCacheBehaviors=[behaviour("https-only"), behaviour("allow-all")],
        ),
    ],
    not_applicable=[],
    unknown=[SOUND.but(defaultCacheBehavior=behaviour(U)), SOUND.but(orderedCacheBehaviors=U)],
    always_applicable=True,
)
