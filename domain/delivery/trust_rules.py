"""What is wrong with a trust policy for GitHub, whoever wrote it: found in its text, and by asking it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from domain.delivery.claims import Job, claims_of, merge_queue, pull_request
from domain.delivery.roles import Delivery, DeliveryRole
from domain.delivery.subjects import AUDIENCE, ISSUER, Repository
from domain.delivery.trust import ACTION, listed, may_assume, statements, unjudged

EXACT: Final = frozenset({"StringEquals", "StringEqualsIgnoreCase"})
PATTERN: Final = "StringLike"
_PROVIDER: Final = re.compile(rf"arn:aws[a-z-]*:iam::[0-9]{{12}}:oidc-provider/{re.escape(ISSUER)}")
_SUBJECT: Final = re.compile(r"repo:([^/:]+)/([^/:]+):(.+)")


def trust_problems(document: str | Mapping[str, Any]) -> tuple[str, ...]:
    """What makes a trust policy too wide for any role of a pipeline; empty when nothing does.

    Raises:
        ValueError: The document is no policy.
    """
    found: list[str] = []
    for statement in statements(document):
        name = statement.get("Sid", "a statement")
        # Also of a Deny: one that seems to apply would hide whom an Allow lets in.
        found += [f"{name}: cannot be judged for its {problem}" for problem in unjudged(statement)]
        if statement["Effect"] == "Allow":
            found += [f"{name}: {problem}" for problem in _wide(statement)]
    return tuple(found)


def role_problems(role: DeliveryRole, document: str | Mapping[str, Any], delivery: Delivery) -> tuple[str, ...]:
    """What makes it wrong for this role: ``trust_problems``, and whom it lets in that it must not, asked of the policy.

    Raises:
        ValueError: The document is no policy.
    """
    found = list(trust_problems(document))
    for what, job in _strangers(delivery).items():
        if may_assume(document, claims_of(job)).allowed:
            found.append(f"{what} may take the role")
    if role.deploys:
        for what, job in _untrusted(delivery).items():
            if may_assume(document, claims_of(job)).allowed:
                found.append(f"{what} may take the role, which deploys to {role}")
    return tuple(found)


def _wide(statement: Mapping[str, Any]) -> Iterator[str]:
    if "NotAction" in statement or listed(statement.get("Action", [])) != [ACTION]:
        yield f"Action is {_said(statement, 'Action')}; accepted: {ACTION} alone"
    if "NotPrincipal" in statement or not _is_provider(statement.get("Principal")):
        yield f"Principal is {_said(statement, 'Principal')}; accepted: the ARN of the provider {ISSUER} alone"
    yield from _audience(_demands(statement, "aud"))
    yield from _subject(_demands(statement, "sub"))


def _said(statement: Mapping[str, Any], element: str) -> str:
    negated = f"Not{element}"
    return f"all but {statement[negated]}" if negated in statement else str(statement.get(element, "missing"))


def _is_provider(principal: Any) -> bool:
    if not isinstance(principal, Mapping) or set(principal) != {"Federated"}:
        return False
    names = listed(principal["Federated"])
    return len(names) == 1 and _PROVIDER.fullmatch(names[0]) is not None


def _demands(statement: Mapping[str, Any], claim: str) -> list[tuple[str, list[str]]]:
    """Operator and values of each condition that is false without the claim; the others demand nothing."""
    return [
        (plain, listed(values))
        for operator, block in statement.get("Condition", {}).items()
        for key, values in block.items()
        if key.lower() == f"{ISSUER}:{claim}" and (plain := operator.removeprefix("ForAnyValue:")) in {*EXACT, PATTERN}
    ]


def _audience(demanded: list[tuple[str, list[str]]]) -> Iterator[str]:
    if not demanded:
        yield f"aud is not demanded; accepted: StringEquals {AUDIENCE}"
    elif not any(values == [AUDIENCE] for _, values in demanded):
        said = ", ".join(value for _, values in demanded for value in values)
        yield f"aud is {said}; accepted: {AUDIENCE} alone"


def _subject(demanded: list[tuple[str, list[str]]]) -> Iterator[str]:
    if not demanded:
        yield "sub is not demanded: every repository of GitHub may take the role; accepted: StringEquals on sub"
    for operator, values in demanded:
        for value in values:
            if operator in EXACT and ("*" in value or "?" in value):
                yield f"sub {value!r} matches no token: {operator} takes a wildcard literally"
            elif operator in EXACT and _SUBJECT.fullmatch(value) is None:
                yield f"sub {value!r} names no repository; accepted: repo:OWNER/NAME:…"
            elif operator == PATTERN:
                yield from _pattern(value)


def _pattern(value: str) -> Iterator[str]:
    """A pattern is accepted only behind the start of a ref's or an environment's name."""
    owner, slash, rest = value.removeprefix("repo:").partition("/")
    name, _, context = rest.partition(":")
    if not value.startswith("repo:") or not slash or any(sign in owner for sign in "*?"):
        yield f"sub {value!r} is a pattern of owners: anybody could match it; accepted: repo:OWNER/NAME:…"
    elif any(sign in name for sign in "*?"):
        yield f"sub {value!r} is more than one repository of {owner}; accepted: repo:OWNER/NAME:…"
    elif not re.match(r"(?:ref:refs/(?:heads|tags)/|environment:)[^*?]|pull_request$", context):
        yield f"sub {value!r} is every job of {owner}/{name}; accepted: an exact branch, tag or environment"


def _strangers(delivery: Delivery) -> Mapping[str, Job]:
    """Jobs that no role lets in, without an environment and in each."""
    ours = delivery.repository
    fork = Repository(owner=f"fork-{ours.owner}"[:39], name=ours.name)
    sibling = Repository(owner=ours.owner, name=f"{ours.name}-x"[-100:])
    found = {
        "a fork's own workflow": Job(repository=fork),
        "another repository of the owner": Job(repository=sibling),
        "a pull request of another repository": pull_request(sibling),
        "a token for another audience": Job(repository=ours, audience=f"https://github.com/{ours.owner}"),
    }
    if ours.has_ids:
        namesake = Repository(owner=ours.owner, name=ours.name, owner_id="1", repository_id="1")
        found["a repository that took over the name"] = Job(repository=namesake)
    return _also_in_environments(found, delivery)


def _untrusted(delivery: Delivery) -> Mapping[str, Job]:
    """Jobs that a role which deploys does not let in: what they run was not reviewed on the branch."""
    ours, branch = delivery.repository, delivery.branch
    found = {
        "a pull request": pull_request(ours),
        "another branch": Job(repository=ours, ref="refs/heads/any-other-branch"),
        "a tag": Job(repository=ours, ref="refs/tags/v1", event="release"),
        "a merge queue": merge_queue(ours, branch),
    }
    if branch.swapcase() != branch:
        found["the branch's name in other letters"] = Job(repository=ours, ref=f"refs/heads/{branch.swapcase()}")
    return _also_in_environments(found, delivery)


def _also_in_environments(jobs: Mapping[str, Job], delivery: Delivery) -> Mapping[str, Job]:
    named = {
        f"{what} whose job names the environment {environment}": replace(job, environment=environment)
        for what, job in jobs.items()
        for environment in delivery.environments.values()
    }
    return {**jobs, **named}
