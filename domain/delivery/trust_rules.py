"""What is wrong with a trust policy for GitHub, whoever wrote it: found in its text, and by asking it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from domain.delivery.claims import Job, claims_of, pull_request
from domain.delivery.roles import Delivery, DeliveryRole
from domain.delivery.subjects import AUDIENCE, ISSUER, Repository
from domain.delivery.trust import ACTION, listed, may_assume, of_github, statements

EXACT: Final = frozenset({"StringEquals", "StringEqualsIgnoreCase"})
PATTERN: Final = "StringLike"
_SUBJECT: Final = re.compile(r"repo:([^/:]+)/([^/:]+):(.+)")


def trust_problems(document: str | Mapping[str, Any]) -> tuple[str, ...]:
    """What makes a trust policy too wide for any role of a pipeline; empty when nothing does.

    Raises:
        ValueError: The document is no policy.
    """
    found: list[str] = []
    for statement in statements(document):
        if statement.get("Effect") == "Allow" and of_github(statement):
            found += [f"{statement.get('Sid', 'a statement')}: {problem}" for problem in _wide(statement)]
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
    if any("*" in action and action != ACTION for action in listed(statement.get("Action", []))):
        yield f"Action has a wildcard; accepted: {ACTION}"
    if not _names_provider(statement):
        yield f"Principal is everybody; accepted: the ARN of the provider {ISSUER}"
    yield from _audience(dict(_demands(statement, "aud")))
    yield from _subject(dict(_demands(statement, "sub")))


def _names_provider(statement: Mapping[str, Any]) -> bool:
    principal = statement.get("Principal")
    return isinstance(principal, Mapping) and "*" not in listed(principal.get("Federated", "*"))


def _demands(statement: Mapping[str, Any], claim: str) -> Iterator[tuple[str, list[str]]]:
    """Operator and values of each condition that is false without the claim; the others demand nothing."""
    for operator, block in (statement.get("Condition") or {}).items():
        plain = operator.removeprefix("ForAnyValue:")
        for key, values in block.items():
            if key.lower() == f"{ISSUER}:{claim}" and plain in {*EXACT, PATTERN}:
                yield plain, listed(values)


def _audience(demanded: Mapping[str, list[str]]) -> Iterator[str]:
    if not demanded:
        yield f"aud is not demanded; accepted: StringEquals {AUDIENCE}"
    if demanded and not any(values == [AUDIENCE] for values in demanded.values()):
        yield f"aud is {_all(demanded)}; accepted: {AUDIENCE} alone"


def _subject(demanded: Mapping[str, list[str]]) -> Iterator[str]:
    if not demanded:
        yield "sub is not demanded: every repository of GitHub may take the role; accepted: StringEquals on sub"
    for operator, values in demanded.items():
        for value in values:
            if operator in EXACT and ("*" in value or "?" in value):
                yield f"sub {value!r} matches no token: {operator} takes a wildcard literally"
            elif operator == PATTERN:
                yield from _pattern(value)


def _pattern(value: str) -> Iterator[str]:
    """A pattern is accepted only behind the start of a ref's or an environment's name."""
    shape = _SUBJECT.fullmatch(value)
    if shape is None or any(sign in shape[1] for sign in "*?"):
        yield f"sub {value!r} is a pattern of owners: anybody could match it; accepted: repo:OWNER/NAME:…"
    elif any(sign in shape[2] for sign in "*?"):
        yield f"sub {value!r} is every repository of {shape[1]}; accepted: repo:OWNER/NAME:…"
    elif not re.match(r"(?:ref:refs/(?:heads|tags)/|environment:)[^*?]|pull_request$", shape[3]):
        yield f"sub {value!r} is every job of {shape[1]}/{shape[2]}; accepted: an exact branch, tag or environment"


def _all(demanded: Mapping[str, list[str]]) -> str:
    return ", ".join(value for values in demanded.values() for value in values)


def _strangers(delivery: Delivery) -> Mapping[str, Job]:
    """Jobs that no role lets in."""
    ours = delivery.repository
    fork = Repository(owner=f"fork-{ours.owner}"[:39], name=ours.name)
    sibling = Repository(owner=ours.owner, name=f"{ours.name}-x"[-100:])
    other_ids = {"owner_id": "1", "repository_id": "1"} if ours.has_ids else {}
    found = {
        "a fork's own workflow": Job(repository=fork),
        "another repository of the owner": Job(repository=sibling),
        "a token for another audience": Job(repository=ours, audience=f"https://github.com/{ours.owner}"),
        "a pull request of another repository": pull_request(sibling),
    }
    if other_ids:
        namesake = Repository(owner=ours.owner, name=ours.name, **other_ids)
        found["a repository that took over the name"] = Job(repository=namesake)
    for environment in delivery.environments.values():
        found[f"a fork's environment {environment}"] = Job(repository=fork, environment=environment)
    return found


def _untrusted(delivery: Delivery) -> Mapping[str, Job]:
    """Jobs that a role which deploys does not let in: what they run was not reviewed on the branch."""
    ours = delivery.repository
    found = {
        "a pull request": pull_request(ours),
        "another branch": Job(repository=ours, ref="refs/heads/any-other-branch"),
        "a tag": Job(repository=ours, ref="refs/tags/v1", event="release"),
    }
    for environment in delivery.environments.values():
        found[f"a pull request whose job names the environment {environment}"] = pull_request(
            ours, environment=environment
        )
        found[f"another branch whose job names the environment {environment}"] = Job(
            repository=ours, ref="refs/heads/any-other-branch", environment=environment
        )
    return found
