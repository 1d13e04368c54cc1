"""The law of the comparison: what is allowed afterwards and was not before is in the list, whatever the policies are.

The judge here knows nothing of the comparison: it evaluates one request against the documents, as IAM does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.report.access.compare import compare
from advisor.report.access.statements import Grant, grants_of

ACTIONS = ("s3:Get", "s3:Put", "sqs:Send")
RESOURCES = ("a/x", "a/y", "b")
PRINCIPALS = ("111111111111", "222222222222", "lambda.amazonaws.com")
ACCOUNTS = ("1", "2", None)
ACTION_PATTERNS = ("s3:Get", "S3:GET", "s3:*", "*", "s3:?et", "sqs:Send", "s3:Put")
RESOURCE_PATTERNS = ("a/x", "a/*", "*", "b", "?/x")


@dataclass(frozen=True)
class Request:
    """Who asks for what, and what is known of the circumstances."""

    principal: str
    action: str
    resource: str
    account: str | None


REQUESTS = [Request(*parts) for parts in product(PRINCIPALS, ACTIONS, RESOURCES, ACCOUNTS)]


def matches(pattern: str, text: str) -> bool:
    parts = {"*": ".*", "?": "."}
    return re.fullmatch("".join(parts.get(sign, re.escape(sign)) for sign in pattern), text) is not None


def speaks_of(statement: dict[str, Any], request: Request) -> bool:
    """Whether a statement is about a request."""
    for key, text, fold in (("Action", request.action, True), ("Resource", request.resource, False)):
        patterns: list[str] = statement[key] if key in statement else statement[f"Not{key}"]
        found = any(matches(one.lower() if fold else one, text.lower() if fold else text) for one in patterns)
        if found == (f"Not{key}" in statement):
            return False
    return is_of(statement, request) and holds(statement.get("Condition", {}), request)


def is_of(statement: dict[str, Any], request: Request) -> bool:
    said: Any = statement["Principal"] if "Principal" in statement else statement["NotPrincipal"]
    named = said == "*" or request.principal in [one for values in said.values() for one in values]
    return bool(named != ("NotPrincipal" in statement))


def holds(condition: dict[str, Any], request: Request) -> bool:
    for operator, block in condition.items():
        for values in block.values():
            given_value = request.account
            if operator == "StringEquals" and given_value not in values:
                return False
            if operator == "StringNotEquals" and given_value in values:
                return False
    return True


def allowed(statements: Sequence[dict[str, Any]], request: Request) -> bool:
    """IAM's evaluation: a Deny wins, an Allow is needed."""
    about = [one["Effect"] for one in statements if speaks_of(one, request)]
    return "Deny" not in about and "Allow" in about


def some(values: Sequence[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=2)


PRINCIPAL = st.one_of(
    st.just("*"),
    st.fixed_dictionaries({"AWS": some(PRINCIPALS[:2])}),
    st.fixed_dictionaries({"Service": st.just([PRINCIPALS[2]])}),
)
CONDITION = st.fixed_dictionaries(
    {},
    optional={
        "StringEquals": st.fixed_dictionaries({"aws:SourceAccount": some(ACCOUNTS[:2])}),
        "StringNotEquals": st.fixed_dictionaries({"aws:SourceAccount": some(ACCOUNTS[:2])}),
    },
)


@st.composite
def statements(draw: st.DrawFn) -> dict[str, Any]:
    made: dict[str, Any] = {"Effect": draw(st.sampled_from(["Allow", "Allow", "Deny"]))}
    made[draw(st.sampled_from(["Action", "Action", "NotAction"]))] = draw(some(ACTION_PATTERNS))
    made[draw(st.sampled_from(["Resource", "Resource", "NotResource"]))] = draw(some(RESOURCE_PATTERNS))
    made[draw(st.sampled_from(["Principal", "Principal", "NotPrincipal"]))] = draw(PRINCIPAL)
    if made.get("NotPrincipal") == "*":
        del made["NotPrincipal"]
        made["Principal"] = "*"
    if condition := draw(CONDITION):
        made["Condition"] = condition
    return made


POLICIES = st.lists(statements(), max_size=4)
CLOSE = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PARTS = (
    ("Action", "NotAction"),
    ("Resource", "NotResource"),
    ("Principal", "NotPrincipal"),
    ("Condition",),
    ("Effect",),
)
EVERYTHING: dict[str, Any] = {"Effect": "Allow", "Action": ["*"], "Resource": ["*"], "Principal": "*"}


@st.composite
def edits(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A policy and what somebody made of it: a statement more or less, or one part of one written anew.

    Two policies that are drawn apart from each other almost never agree in all parts but one, and that is where a wrong
    comparison shows.
    """
    before = draw(st.lists(statements(), min_size=1, max_size=3))
    after = [dict(one) for one in before]
    place = draw(st.integers(0, len(after) - 1))
    how = draw(st.sampled_from(["part", "part", "part", "less", "more"]))
    if how == "less":
        del after[place]
    elif how == "more":
        after.append(draw(statements()))
    else:
        keys, other = draw(st.sampled_from(PARTS)), draw(statements())
        kept = {key: value for key, value in after[place].items() if key not in keys}
        after[place] = kept | {key: value for key, value in other.items() if key in keys}
    if draw(st.booleans()):  # where everything is allowed, what a Deny does shows
        before, after = [EVERYTHING, *before], [EVERYTHING, *after]
    return (before, after) if draw(st.booleans()) else (after, before)


def is_about(grant: Grant, request: Request) -> bool:
    """Whether a grant of the list speaks of a request, by its own words."""
    kind = "Service" if request.principal.endswith(".com") else "AWS"
    name = request.principal if kind == "Service" else f"arn:aws:iam::{request.principal}:root"
    own = f"{kind}:{name}"
    who = grant.who in ("*", own) or (grant.who.startswith("others:") and own not in grant.who)
    action = any(matches(one.lower(), request.action.lower()) for one in grant.actions.patterns) != grant.actions.others
    resource = any(matches(one, request.resource) for one in grant.resources.patterns) != grant.resources.others
    condition: dict[str, Any] = {}
    for operator, key, values in grant.condition:
        condition.setdefault(operator, {})[key] = values
    return who and action and resource and holds(condition, request)


@CLOSE
@given(st.one_of(edits(), st.tuples(POLICIES, POLICIES)))
def test_nothing_that_is_newly_allowed_is_missing(pair: tuple[list[dict[str, Any]], list[dict[str, Any]]]) -> None:
    before, after = pair
    found = compare(*(grants_of({"Statement": side}) for side in (before, after)))
    for request in REQUESTS:
        if allowed(after, request) and not allowed(before, request):
            assert any(is_about(grant, request) for grant in (*found.added, *found.lifted)), request


@CLOSE
@given(edits())
def test_nothing_that_is_no_longer_allowed_is_missing(pair: tuple[list[dict[str, Any]], list[dict[str, Any]]]) -> None:
    before, after = pair
    found = compare(*(grants_of({"Statement": side}) for side in (before, after)))
    for request in REQUESTS:
        if allowed(before, request) and not allowed(after, request):
            assert any(is_about(grant, request) for grant in (*found.removed, *found.imposed)), request


@given(POLICIES, st.randoms(use_true_random=False))
def test_the_same_statements_in_another_order_change_nothing(policy: list[dict[str, Any]], random: Any) -> None:
    shuffled = list(policy)
    random.shuffle(shuffled)
    found = compare(*(grants_of({"Statement": side}) for side in (policy, shuffled)))
    assert (found.added, found.lifted, found.removed, found.imposed) == ((), (), (), ())


@given(POLICIES, POLICIES)
def test_what_only_loses_an_allow_adds_nothing(kept: list[dict[str, Any]], gone: list[dict[str, Any]]) -> None:
    """Nobody cries wolf: without new statements, and without a Deny that goes, nothing is new."""
    allows = [one for one in gone if one["Effect"] == "Allow"]
    found = compare(grants_of({"Statement": [*kept, *allows]}), grants_of({"Statement": kept}))
    assert not found.added
    assert not found.lifted
