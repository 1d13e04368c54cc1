"""The trust simulator and the sandbox's IAM were written apart: on any trust policy they must come to the same."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.delivery import may_assume
from domain.delivery.subjects import ISSUER
from sandbox.policy import Verdict, evaluate

PROVIDER = f"arn:aws:iam::123456789012:oidc-provider/{ISSUER}"
VALUES = {
    "sub": ("repo:o/r:ref:refs/heads/main", "repo:o/r:pull_request", "repo:o/r:environment:production"),
    "ref": ("refs/heads/main", "refs/heads/Main", "refs/pull/1/merge"),
    "environment": ("production", "staging"),
    "aud": ("sts.amazonaws.com", "other"),
}
PATTERNS = ("*", "repo:o/*", "repo:?/r:*", "refs/heads/*", "REFS/heads/main", "prod*", "*amazonaws.com")
OPERATORS = [
    f"{quantifier}{operator}{suffix}"
    for quantifier in ("", "ForAnyValue:", "ForAllValues:")
    for operator in ("StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase")
    for suffix in ("", "IfExists")
]

claims = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in VALUES.items()})
one_claim = st.sampled_from(sorted(VALUES)).flatmap(
    lambda name: st.tuples(
        st.just(f"{ISSUER}:{name}"),
        st.one_of(
            st.sampled_from((*VALUES[name], *PATTERNS)),
            st.lists(st.sampled_from((*VALUES[name], *PATTERNS)), min_size=1, max_size=3),
        ),
    )
)
conditions = st.dictionaries(
    st.sampled_from(OPERATORS), st.lists(one_claim, min_size=1, max_size=2).map(dict), max_size=3
) | st.sampled_from(("true", "false")).map(lambda there: {"Null": {f"{ISSUER}:environment": there}})
actions = st.sampled_from(("sts:AssumeRoleWithWebIdentity", "sts:*", "sts:AssumeRole"))
principals = st.sampled_from(
    ({"Federated": PROVIDER}, {"Federated": [PROVIDER]}, {"AWS": "*"}, {"Service": "ecs.amazonaws.com"}, "*")
)
statement = st.builds(
    lambda effect, verb, action, who, principal, condition: {
        "Effect": effect,
        verb: action,
        who: principal,
        "Condition": condition,
    },
    st.sampled_from(("Allow", "Allow", "Deny")),
    st.sampled_from(("Action", "Action", "NotAction")),
    actions,
    st.sampled_from(("Principal", "Principal", "NotPrincipal")),
    principals,
    conditions,
)


@given(st.lists(statement, min_size=1, max_size=3), claims)
def test_they_agree(statements: list[dict[str, Any]], held: dict[str, str]) -> None:
    verdict = evaluate(
        statements,
        action="sts:AssumeRoleWithWebIdentity",
        resource=None,
        context={f"{ISSUER}:{name}": value for name, value in held.items()},
        principals=[PROVIDER],
    )
    decision = may_assume({"Statement": statements}, {**held, "iss": f"https://{ISSUER}"})
    assert decision.allowed is (verdict is Verdict.ALLOW), decision.reason
