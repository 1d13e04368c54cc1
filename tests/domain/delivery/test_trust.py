"""Who may assume what: the whole table, what is refused, and how the simulator reads a document."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.delivery import (
    Delivery,
    DeliveryRole,
    Job,
    claims_of,
    may_assume,
    parse_repository,
    parse_role,
    pull_request,
    role_problems,
    trust_problems,
    who_may,
)
from domain.delivery.subjects import AUDIENCE, ISSUER

PROVIDER = f"arn:aws:iam::123456789012:oidc-provider/{ISSUER}"
PREVIEW, STAGING, PRODUCTION = DeliveryRole
ENVIRONMENTS = {STAGING: "staging", PRODUCTION: "production"}
OURS = parse_repository("octo-org/my-repo")
WITH_IDS = parse_repository("octo-org/my-repo", "123", "456")
BY_NAME = Delivery(repository=OURS, environments=ENVIRONMENTS)
BY_ID = Delivery(repository=WITH_IDS, environments=ENVIRONMENTS, workflows=("main.yml", "rollback.yml"))
BOTH = Delivery(repository=WITH_IDS, environments=ENVIRONMENTS, accept_names=True)


def policy(delivery: Delivery, role: DeliveryRole) -> dict[str, Any]:
    return deepcopy(dict(delivery.trust_policy(role, PROVIDER)))


MAY = {
    "branch main": PREVIEW,
    "schedule": PREVIEW,
    "pull request": PREVIEW,
    "pull request of a fork": PREVIEW,
    "reusable workflow": PREVIEW,
    "environment staging, branch main": STAGING,
    "environment staging, pull_request_target": STAGING,
    "environment staging, reusable workflow": STAGING,
    "environment production, branch main": PRODUCTION,
    "environment production, pull_request_target": PRODUCTION,
    "environment production, reusable workflow": PRODUCTION,
}
MAY_NOT = frozenset(
    {
        "another branch",
        "tag",
        "merge queue",
        "fork, its own branch",
        "fork, its own pull request",
        "another audience",
        "customised subject",
        "customised subject of the owner's alone",
        "environment staging, another branch",
        "environment staging, merge queue",
        "environment staging, pull request",
        "environment staging, fork",
        "environment production, another branch",
        "environment production, merge queue",
        "environment production, pull request",
        "environment production, fork",
        "environment production, tag",
    }
)
"""Every kind of job, with the one role that it may take, or none."""


def roles_of(delivery: Delivery) -> dict[str, set[DeliveryRole]]:
    documents = {role: policy(delivery, role) for role in DeliveryRole}
    return {
        attempt.who: {role for role, found in attempt.decisions.items() if found.allowed}
        for attempt in who_may(delivery, documents)
    }


def test_the_whole_table_by_name() -> None:
    assert roles_of(BY_NAME) == {who: {role} for who, role in MAY.items()} | {who: set() for who in MAY_NOT}


def test_with_ids_and_named_workflows_less_is_accepted() -> None:
    found = roles_of(BY_ID)
    assert found["environment production, branch main"] == {PRODUCTION}
    assert found["environment production, reusable workflow"] == set()
    assert found["environment production, pull_request_target"] == set()
    assert found["subject without ids, branch main"] == set()
    assert found["repository that took over the name"] == set()
    assert found["pull request"] == {PREVIEW}


def test_while_a_repository_changes_over_both_subjects_are_accepted_and_its_id_is_demanded() -> None:
    assert len(BOTH.subjects(STAGING)) == 2
    by_name = {**claims_of(Job(repository=OURS)), "repository_id": "456"}
    assert may_assume(policy(BOTH, PREVIEW), by_name).allowed
    assert not may_assume(policy(BOTH, PREVIEW), {**by_name, "repository_id": "7"}).allowed


@pytest.mark.parametrize("delivery", [BY_NAME, BY_ID, BOTH])
@pytest.mark.parametrize("role", DeliveryRole)
def test_nothing_is_wrong_with_our_own_policies(delivery: Delivery, role: DeliveryRole) -> None:
    assert role_problems(role, policy(delivery, role), delivery) == ()


def test_a_refusal_says_what_the_token_has_and_what_is_accepted() -> None:
    decision = may_assume(policy(BY_NAME, PRODUCTION), claims_of(pull_request(OURS, environment="production")))
    assert not decision.allowed
    assert decision.reason == "ref is refs/pull/1/merge; accepted: refs/heads/main"
    fork = claims_of(Job(repository=parse_repository("evil/my-repo"), environment="production"))
    assert "sub is repo:evil/my-repo:environment:production" in may_assume(policy(BY_NAME, PRODUCTION), fork).reason
    without = may_assume(policy(BY_NAME, STAGING), claims_of(Job(repository=OURS)))
    assert without.reason == (
        "sub is repo:octo-org/my-repo:ref:refs/heads/main; accepted: repo:octo-org/my-repo:environment:staging"
    )
    other = {**claims_of(Job(repository=OURS)), "iss": "https://gitlab.com"}
    assert "gitlab.com" in may_assume(policy(BY_NAME, PREVIEW), other).reason


def changed(**conditions: Any) -> dict[str, Any]:
    """A trust policy with these conditions: operators with what they demand of each claim."""
    document = policy(BY_NAME, PRODUCTION)
    document["Statement"][0]["Condition"] = {
        operator: {f"{ISSUER}:{claim}": value for claim, value in block.items()}
        for operator, block in conditions.items()
    }
    return document


AUD = {"aud": AUDIENCE}
SUB = {"sub": "repo:octo-org/my-repo:environment:production"}


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        (changed(StringEquals=SUB), "aud is not demanded"),
        (changed(StringEquals={**SUB, "aud": "https://example.com"}), "aud is https://example.com"),
        (changed(StringEquals={**SUB, "aud": [AUDIENCE, "other"]}), "aud is sts.amazonaws.com, other"),
        (changed(StringEquals=AUD), "sub is not demanded: every repository"),
        (changed(StringEquals=AUD, StringLike={"sub": "repo:*"}), "a pattern of owners"),
        (changed(StringEquals=AUD, StringLike={"sub": "*"}), "a pattern of owners"),
        (changed(StringEquals=AUD, StringLike={"sub": "repo:octo-*/my-repo:*"}), "a pattern of owners"),
        (changed(StringEquals=AUD, StringLike={"sub": "repo:octo-org/*"}), "more than one repository of octo-org"),
        (changed(StringEquals=AUD, StringLike={"sub": "repo:octo-org*/x:*"}), "a pattern of owners"),
        (changed(StringEquals=AUD, StringLike={"sub": "repo:*:environment:production"}), "a pattern of owners"),
        (changed(StringEquals=AUD, StringLike={"sub": "repo:octo-org/my-rep?:environment:x"}), "more than one reposi"),
        (changed(StringEquals=AUD, StringLike={"sub": ["repo:octo-org/my-repo:pull_request", "repo:*"]}), "of owners"),
        (changed(StringEquals=AUD, StringLike={"sub": "repo:octo-org/my-repo:environment:*"}), "every job of"),
        (changed(StringEquals={**AUD, "sub": "repository_owner:octo-org"}), "names no repository"),
        (changed(StringEquals={**AUD, "sub": f"${{{ISSUER}:sub}}"}), "accepted: no policy variable"),
        (changed(StringEquals=AUD, StringLike={"sub": "repo:octo-org/*:*"}), "more than one repository of octo-org"),
        (changed(StringEquals=AUD, StringLike={"sub": "repo:octo-org/my-repo:*"}), "every job of octo-org/my-repo"),
        (changed(StringEquals={**AUD, "sub": "repo:octo-org/*:ref:refs/heads/main"}), "matches no token"),
        (changed(StringEquals=AUD, StringEqualsIfExists=SUB), "sub is not demanded"),
        (changed(**{"StringEquals": AUD, "ForAllValues:StringEquals": SUB}), "sub is not demanded"),
        (changed(StringEquals=AUD, StringNotEquals=SUB), "sub is not demanded"),
        (changed(StringEquals=AUD, Null={"sub": "false"}), "sub is not demanded"),
    ],
)
def test_what_is_too_wide_is_found_in_the_text(document: dict[str, Any], problem: str) -> None:
    assert any(problem in found for found in trust_problems(document)), trust_problems(document)


ROLE: dict[str, Any] = policy(BY_NAME, PREVIEW)["Statement"][0]
ACTION, PRINCIPAL = ROLE["Action"], ROLE["Principal"]


@pytest.mark.parametrize(
    ("elements", "problem"),
    [
        ({"Action": "sts:*", "Principal": PRINCIPAL}, "Action is sts:*"),
        ({"Action": [ACTION, "sts:AssumeRole"], "Principal": PRINCIPAL}, "Action is"),
        ({"NotAction": "iam:PassRole", "Principal": PRINCIPAL}, "Action is all but iam:PassRole"),
        ({"Principal": PRINCIPAL}, "Action is missing"),
        ({"Action": ACTION, "Principal": "*"}, "Principal is *"),
        ({"Action": ACTION, "Principal": {"AWS": "*"}}, "Principal is {'AWS': '*'}"),
        ({"Action": ACTION, "Principal": {"Federated": "*"}}, "Principal is"),
        ({"Action": ACTION, "Principal": {"Federated": [PROVIDER, "*"]}}, "Principal is"),
        ({"Action": ACTION, "Principal": {**PRINCIPAL, "AWS": "123456789012"}}, "Principal is"),
        ({"Action": "sts:AssumeRole", "Principal": {"AWS": "arn:aws:iam::123456789012:root"}}, "Principal is"),
        ({"Action": ACTION, "NotPrincipal": {"AWS": "123456789012"}}, "Principal is all but"),
        ({"Action": ACTION}, "Principal is missing"),
    ],
)
def test_who_and_what_is_said_by_the_provider_and_the_one_action_alone(elements: dict[str, Any], problem: str) -> None:
    wide = {"Effect": "Allow", "Condition": ROLE["Condition"], **elements}
    assert any(problem in found for found in trust_problems({"Statement": [ROLE, wide]}))
    assert any(problem in found for found in role_problems(PREVIEW, {"Statement": [ROLE, wide]}, BY_NAME))


def test_one_wide_statement_beside_a_narrow_one_is_found_by_its_name() -> None:
    wide = {**changed(StringEquals=AUD)["Statement"][0], "Sid": "Wide"}
    assert trust_problems({"Statement": [ROLE, wide]}) == (
        "Wide: sub is not demanded: every repository of GitHub may take the role; accepted: StringEquals on sub",
    )


@pytest.mark.parametrize("effect", ["Allow", "Deny"])
@pytest.mark.parametrize(
    ("operator", "block", "problem"),
    [
        ("StringEquals", {"aws:RequestedRegion": "us-east-1"}, "key aws:RequestedRegion"),
        ("StringEquals", {f"{ISSUER}:event_name": "push"}, "key token.actions.githubusercontent.com:event_name"),
        ("StringEquals", {"sub": "repo:octo-org/my-repo:pull_request"}, "key sub"),
        ("ArnNotLike", {"aws:PrincipalArn": "arn:aws:iam::1:role/x"}, "operator ArnNotLike"),
        ("StringLike", {f"{ISSUER}:sub": "${aws:username}"}, "no policy variable"),
    ],
)
def test_what_a_token_cannot_answer_is_refused_for_it_may_hide_who_gets_in(
    effect: str, operator: str, block: dict[str, str], problem: str
) -> None:
    """Without `ref` a pull request's job with the environment gets in; a condition beside it must not hide that."""
    open_to_pull_requests = changed(StringEquals={**AUD, **SUB})["Statement"][0]
    if effect == "Allow":
        conditions = open_to_pull_requests["Condition"]
        conditions[operator] = {**conditions.get(operator, {}), **block}
        document = {"Statement": [open_to_pull_requests]}
    else:
        deny = {**open_to_pull_requests, "Effect": "Deny", "Condition": {operator: block}}
        document = {"Statement": [open_to_pull_requests, deny]}
    assert any(
        "cannot be judged" in found and problem in found for found in role_problems(PRODUCTION, document, BY_NAME)
    )


def test_a_pull_request_that_reaches_production_is_found_by_asking_the_policy() -> None:
    subject_alone = changed(StringEquals={**AUD, **SUB})
    assert trust_problems(subject_alone) == ()
    found = role_problems(PRODUCTION, subject_alone, BY_NAME)
    assert any("a pull request whose job names the environment production" in problem for problem in found)
    direct = changed(StringEquals={**AUD, "sub": "repo:octo-org/my-repo:pull_request"})
    assert any(problem.startswith("a pull request may take") for problem in role_problems(PRODUCTION, direct, BY_NAME))


def test_a_pattern_behind_the_start_of_a_branch_is_accepted_by_the_text_rule() -> None:
    assert trust_problems(changed(StringEquals=AUD, StringLike={"sub": "repo:o/r:ref:refs/heads/release/*"})) == ()


def test_a_deny_wins_and_an_operator_that_is_not_known_fails_closed() -> None:
    document = policy(BY_NAME, PREVIEW)
    claims = claims_of(pull_request(OURS))
    allow = document["Statement"][0]
    deny = {**allow, "Effect": "Deny", "Condition": {"Weird": {f"{ISSUER}:sub": "x"}}, "Sid": "No"}
    assert may_assume({"Statement": [allow, deny]}, claims).reason == "No denies it"
    assert not may_assume({"Statement": [{**allow, "Condition": {"Weird": {f"{ISSUER}:sub": "x"}}}]}, claims).allowed


@pytest.mark.parametrize(
    ("deny", "denied"),
    [
        ({"Principal": "*", "NotAction": "sts:AssumeRole"}, True),
        ({"Principal": "*", "NotAction": "sts:AssumeRole*"}, False),
        ({"Principal": {"AWS": "*"}, "Action": "STS:assume*"}, True),
        ({"NotPrincipal": {"Federated": PROVIDER}, "Action": "*"}, False),
        ({"NotPrincipal": {"AWS": "123456789012"}, "Action": "*"}, True),
        ({"Principal": "*", "Action": "*", "Condition": {"Null": {f"{ISSUER}:environment": "true"}}}, True),
        ({"Principal": "*", "Action": "*", "Condition": {"Null": {f"{ISSUER}:environment": "false"}}}, False),
    ],
)
def test_a_deny_is_read_as_iam_reads_it(deny: dict[str, Any], denied: bool) -> None:
    document = {"Statement": [ROLE, {"Effect": "Deny", **deny}]}
    assert may_assume(document, claims_of(pull_request(OURS))).allowed is not denied


@pytest.mark.parametrize(
    ("operator", "value", "holds"),
    [
        ("StringEquals", "production", False),
        ("StringNotEquals", "production", True),
        ("StringEqualsIfExists", "production", True),
        ("ForAllValues:StringEquals", "production", True),
        ("ForAllValues:StringNotLike", "*", True),
        ("ForAnyValue:StringEquals", "production", False),
        ("ForAnyValue:StringNotEquals", "production", False),
        ("ForAnyValue:StringLike", "*", False),
    ],
)
def test_of_a_claim_that_is_not_there_each_operator_says_what_iam_says(operator: str, value: str, holds: bool) -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html."""
    document = {"Statement": [{**ROLE, "Condition": {operator: {f"{ISSUER}:environment": value}}}]}
    assert may_assume(document, claims_of(pull_request(OURS))).allowed is holds


def test_names_are_compared_with_their_letters_unless_the_operator_says_otherwise() -> None:
    claims = claims_of(Job(repository=OURS, environment="Production"))
    assert not may_assume(changed(StringEquals=SUB), claims).allowed
    assert may_assume(changed(StringEqualsIgnoreCase=SUB), claims).allowed
    lower = changed(StringEquals={**AUD, **SUB}, StringEqualsIgnoreCase={"ref": "refs/heads/main"})
    assert any("in other letters" in problem for problem in role_problems(PRODUCTION, lower, BY_NAME))


def test_a_claim_that_aws_does_not_read_is_never_there() -> None:
    document = changed(StringEquals={**AUD, **SUB, "event_name": "push"})
    decision = may_assume(document, claims_of(Job(repository=OURS, environment="production")))
    assert decision.reason.startswith("event_name is not there")


def test_what_is_no_policy_is_refused() -> None:
    odd = [{"Statement": [{**ROLE, **change}]} for change in ({"Effect": "allow"}, {"Condition": ["x"]})]
    for document in ("{", "[]", "{}", json.dumps({"Statement": "x"}), *odd):
        with pytest.raises(ValueError, match="trust policy"):
            may_assume(document, claims_of(Job(repository=OURS)))


@pytest.mark.parametrize(
    ("environments", "said"),
    [
        ({STAGING: "live", PRODUCTION: "live"}, "one subject would open both"),
        ({STAGING: "Live", PRODUCTION: "live"}, "one subject would open both"),
        ({STAGING: "staging"}, "one each for production, staging"),
        ({STAGING: "staging", PRODUCTION: "*"}, "no wildcard"),
    ],
)
def test_environments_that_are_twice_missing_or_patterns_are_refused(
    environments: dict[DeliveryRole, str], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        Delivery(repository=OURS, environments=environments)


def test_an_unknown_role_is_refused() -> None:
    assert parse_role("staging") is STAGING
    with pytest.raises(ValueError, match="preview, staging, production"):
        parse_role("admin")


def test_names_beside_ids_need_ids() -> None:
    with pytest.raises(ValueError, match="accept_names"):
        Delivery(repository=OURS, environments=ENVIRONMENTS, accept_names=True)


REFS = st.sampled_from(["refs/heads/main", "refs/heads/x", "refs/tags/v1", "refs/pull/1/merge"])
EVENTS = st.sampled_from(["push", "pull_request", "schedule", "workflow_dispatch"])
PLACES = st.sampled_from([None, "staging", "production", "other"])
REPOSITORIES = st.sampled_from([OURS, WITH_IDS, parse_repository("evil/my-repo"), parse_repository("octo-org/x")])


@given(REPOSITORIES, EVENTS, REFS, PLACES, st.sampled_from([BY_NAME, BY_ID, BOTH]))
def test_a_role_that_deploys_is_never_taken_but_from_the_branch_and_in_its_environment(
    repository: Any, event: str, ref: str, environment: str | None, delivery: Delivery
) -> None:
    claims = claims_of(Job(repository=repository, event=event, ref=ref, environment=environment))
    for role in (STAGING, PRODUCTION):
        if may_assume(policy(delivery, role), claims).allowed:
            assert (ref, environment) == ("refs/heads/main", ENVIRONMENTS[role])
            assert repository.full_name == "octo-org/my-repo"
    taken = [role for role in DeliveryRole if may_assume(policy(delivery, role), claims).allowed]
    assert len(taken) <= 1
