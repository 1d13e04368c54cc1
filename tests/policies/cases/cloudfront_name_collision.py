"""Fixtures of cloudfront-name-collision."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Cases, U, aws, stack

CONTROL = aws("cloudfront/originAccessControl", called="one", name="site")
SECOND = CONTROL.but(name="site-eu")
CASES = Cases(
    passes=[stack(CONTROL, replace(SECOND, name="two"))],
    fails=[
        stack(CONTROL, replace(CONTROL, name="two"), names=("two: name is site, which one has too",)),
    ],
    not_applicable=[stack(aws("cloudfront/cachePolicy", called="one"))],
    unknown=[stack(CONTROL.but(name=U))],
)
