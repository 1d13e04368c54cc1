"""Fixtures of ecr-repository-lifecycle."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws, stack

OWNER = aws("ecr/repository", called="images")
PART = aws("ecr/lifecyclePolicy", called="expiry", repository=U)
FOUND = ("images: repository is named by no LifecyclePolicy of this stack",)

CASES = Cases(
    passes=[
        stack(OWNER, PART.made_from(repository="images")),
        stack(OWNER.but(name="it"), PART.but(repository="it")),
    ],
    fails=[stack(OWNER, names=FOUND), stack(OWNER, PART.made_from(repository="another"), names=FOUND)],
    not_applicable=[stack(aws("sns/topic"))],
    presence_only=True,
)
