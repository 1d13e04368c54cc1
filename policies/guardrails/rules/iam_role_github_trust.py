"""A role for GitHub Actions is for one audience and for one subject: a repository together with a ref or environment.

The subject is ``repo:OWNER/NAME:CONTEXT``; for repositories created or renamed since July 2026 both names carry an id
that cannot be taken over, ``repo:octocat@123456/my-repo@456789:ref:refs/heads/main``. A job with an environment has the
environment in place of the ref. A wildcard is accepted only behind the start of a branch, tag or environment name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from guardrails.aws import iam, iam_trust
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

NARROW: Final = re.compile(r"repo:[^/:*?]+/[^/:*?]+:(?:ref:refs/(?:heads|tags)/|environment:)[^*?]")

RULE = Rule(
    id="iam-role-github-trust",
    family=Family.IAM,
    severity=Severity.CRITICAL,
    resources=(iam_trust.ROLE,),
    summary="A role for GitHub Actions demands the audience and an exact subject.",
    cause="Workflows of other branches, pull requests or even other people's repositories can take the role.",
    remedy="demand aud sts.amazonaws.com and the exact sub of each ref or environment by StringEquals, with the "
    "repository's immutable ids where its tokens carry them",
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html#idp_oidc_Create_GitHub",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Flag a missing or open ``aud`` and ``sub``."""
    concerned = False
    for statement in iam_trust.allowed(resource):
        if iam_trust.of_github(statement):
            concerned = True
            yield from _audience(statement)
            yield from _subject(statement)
    if not concerned:
        yield not_applicable("it does not trust GitHub")


def _audience(statement: iam.Statement) -> Iterator[Finding]:
    demanded = list(iam_trust.demands(statement, ":aud"))
    if not demanded:
        yield violation(statement.where("Condition"), "does not demand the token's aud")
    for _, values in demanded:
        if any(iam_trust.is_pattern(text) for text in values.texts()):
            yield violation(values, "accepts tokens for other audiences")


def _subject(statement: iam.Statement) -> Iterator[Finding]:
    demanded = list(iam_trust.demands(statement, ":sub"))
    if not demanded:
        yield violation(statement.where("Condition"), "does not demand the token's sub")
    for patterns, values in demanded:
        for text in values.texts():
            if not iam_trust.is_pattern(text):
                continue
            if not patterns:
                yield violation(values, f'"{text}" matches no token, as StringEquals takes its wildcard literally')
            elif not NARROW.match(text):
                yield violation(values, f'"{text}" is no exact subject')
