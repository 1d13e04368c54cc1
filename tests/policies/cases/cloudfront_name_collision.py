"""Fixtures of cloudfront-name-collision."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Case, Cases, U, aws, stack

CONTROL = aws("cloudfront/originAccessControl", called="one", name="site")
SECOND = CONTROL.but(name="site-eu")
KINDS = ("cachePolicy", "function", "keyGroup", "originAccessControl", "originRequestPolicy", "responseHeadersPolicy")


def pair(kind: str, second: str) -> tuple[Case, Case]:
    token = f"cloudfront/{kind}"
    return aws(token, called="a", name="one"), aws(token, called="b", name=second)


CASES = Cases(
    passes=[*[stack(*pair(kind, "other")) for kind in KINDS], stack(CONTROL, replace(SECOND, name="two"))],
    fails=[
        *[stack(*pair(kind, "one"), names=("b: name is one, which a has too",)) for kind in KINDS],
        stack(CONTROL, replace(CONTROL, name="two"), names=("two: name is site, which one has too",)),
    ],
    not_applicable=[stack(aws("cloudfront/cachePolicy", called="one"))],
    unknown=[stack(CONTROL.but(name=U))],
)
