"""Policy evaluation: the laws of IAM, and each condition operator."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.policy import Verdict, evaluate, statements

ACTIONS = st.sampled_from(["s3:GetObject", "s3:PutObject", "sqs:SendMessage", "iam:PassRole"])
RESOURCES = st.sampled_from(["arn:aws:s3:::a/x", "arn:aws:s3:::b/x", "arn:aws:sqs:r:1:q"])
STATEMENTS = st.builds(
    lambda effect, action, resource: {"Effect": effect, "Action": action, "Resource": resource},
    st.sampled_from(["Allow", "Deny"]),
    st.sampled_from(["*", "s3:*", "s3:Get*", "sqs:SendMessage", "S3:GETOBJECT"]),
    st.sampled_from(["*", "arn:aws:s3:::a/*", "arn:aws:s3:::?/x"]),
)


def verdict(
    *found: dict[str, Any], action: str = "s3:GetObject", resource: str | None = "arn:aws:s3:::a/x", **more: Any
) -> Verdict:
    return evaluate(found, action=action, resource=resource, context=more.pop("context", {}), **more)


@given(st.lists(STATEMENTS, max_size=5), ACTIONS, RESOURCES)
def test_order_does_not_matter(found: list[dict[str, Any]], action: str, resource: str) -> None:
    assert verdict(*found, action=action, resource=resource) is verdict(*found[::-1], action=action, resource=resource)


@given(st.lists(STATEMENTS, max_size=5), ACTIONS, RESOURCES)
def test_a_further_deny_never_allows_and_nothing_allows_by_default(
    found: list[dict[str, Any]], action: str, resource: str
) -> None:
    deny = {"Effect": "Deny", "Action": "*", "Resource": "*"}
    assert verdict(*found, deny, action=action, resource=resource) is Verdict.DENY
    assert verdict(action=action, resource=resource) is Verdict.SILENT
    allows = [statement for statement in found if statement["Effect"] == "Allow"]
    if verdict(*found, action=action, resource=resource) is Verdict.ALLOW:
        assert verdict(*allows, action=action, resource=resource) is Verdict.ALLOW


def allow(condition: dict[str, Any] | None = None, effect: str = "Allow", **more: Any) -> dict[str, Any]:
    statement = {"Effect": effect, "Action": "s3:GetObject", "Resource": "*", **more}
    return {**statement, "Condition": condition} if condition else statement


@pytest.mark.parametrize(
    ("condition", "context", "holds"),
    [
        ({"StringEquals": {"aws:x": ["a", "b"]}}, {"AWS:X": "b"}, True),
        ({"StringEquals": {"aws:x": "a"}}, {"aws:x": "b"}, False),
        ({"StringEquals": {"aws:x": "a"}}, {}, False),
        ({"StringEqualsIfExists": {"aws:x": "a"}}, {}, True),
        ({"StringNotEquals": {"aws:x": "a"}}, {}, True),
        ({"StringNotEquals": {"aws:x": ["a", "b"]}}, {"aws:x": "b"}, False),
        ({"StringEqualsIgnoreCase": {"aws:x": "A"}}, {"aws:x": "a"}, True),
        ({"StringNotEqualsIgnoreCase": {"aws:x": "A"}}, {"aws:x": "a"}, False),
        ({"StringLike": {"aws:x": "ip-*"}}, {"aws:x": "ip-1"}, True),
        ({"StringNotLike": {"aws:x": "ip-*"}}, {"aws:x": "ip-1"}, False),
        (
            {"ArnLike": {"aws:SourceArn": "arn:aws:events:*:1:rule/*"}},
            {"aws:SourceArn": "arn:aws:events:r:1:rule/a"},
            True,
        ),
        ({"ArnNotLike": {"aws:SourceArn": "arn:*"}}, {"aws:SourceArn": "arn:aws"}, False),
        ({"Bool": {"aws:SecureTransport": "false"}}, {"aws:SecureTransport": "true"}, False),
        ({"NumericLessThan": {"s3:TlsVersion": "1.2"}}, {"s3:TlsVersion": "1.3"}, False),
        ({"NumericGreaterThanEquals": {"n": 3}}, {"n": "3"}, True),
        ({"NumericNotEquals": {"n": 3}}, {"n": "3"}, False),
        ({"Null": {"aws:x": "true"}}, {}, True),
        ({"Null": {"aws:x": "true"}}, {"aws:x": "1"}, False),
        ({"ForAllValues:StringEquals": {"keys": ["a", "b"]}}, {"keys": ["a"]}, True),
        ({"ForAllValues:StringEquals": {"keys": ["a"]}}, {"keys": ["a", "c"]}, False),
        ({"ForAnyValue:StringEquals": {"keys": ["a"]}}, {"keys": ["a", "c"]}, True),
        ({"ForAnyValue:StringNotEquals": {"keys": ["a"]}}, {}, False),
        ({"ForAnyValue:StringEqualsIfExists": {"keys": ["a"]}}, {}, True),
        ({"StringEquals": {"a": "1"}, "Bool": {"b": "true"}}, {"a": "1", "b": "false"}, False),
    ],
)
def test_conditions(condition: dict[str, Any], context: dict[str, Any], holds: bool) -> None:
    assert (verdict(allow(condition), context=context) is Verdict.ALLOW) is holds


def test_an_unknown_operator_fails_closed() -> None:
    condition = {"BinaryEquals": {"aws:SourceIp": "10.0.0.0/8"}}

    assert verdict(allow(condition)) is Verdict.SILENT
    assert verdict(allow(), allow(condition, "Deny")) is Verdict.DENY


def test_principals_of_resource_policies() -> None:
    def decide(element: dict[str, Any], *names: str) -> Verdict:
        return verdict(allow(**element), principals=names)

    assert decide({"Principal": "*"}, "anybody") is Verdict.ALLOW
    assert decide({"Principal": {"Service": ["events.amazonaws.com"]}}, "events.amazonaws.com") is Verdict.ALLOW
    assert decide({"Principal": {"AWS": "arn:1"}}, "arn:2") is Verdict.SILENT
    assert decide({"NotPrincipal": {"AWS": "arn:1"}}, "arn:1") is Verdict.SILENT
    assert decide({"NotPrincipal": {"AWS": "arn:1"}}, "arn:2") is Verdict.ALLOW


def test_not_action_not_resource_and_a_resource_that_is_not_modelled() -> None:
    assert verdict({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}) is Verdict.ALLOW
    assert verdict({"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}) is Verdict.SILENT
    assert verdict({"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::a/*"}) is Verdict.SILENT
    narrow = {"Action": "s3:*", "Resource": "arn:aws:s3:::z"}
    assert verdict({"Effect": "Allow", **narrow}, resource=None) is Verdict.ALLOW
    assert verdict({"Effect": "Deny", **narrow}, resource=None) is Verdict.SILENT


def test_a_single_statement_may_stand_without_a_list() -> None:
    assert statements(json.dumps({"Statement": allow()})) == (allow(),)
    assert statements("{}") == ()


@pytest.mark.parametrize(("address", "inside"), [("10.1.2.3", True), ("11.0.0.1", False), ("2001:db8::1", True)])
def test_addresses_lie_in_networks_or_not(address: str, inside: bool) -> None:
    networks = ["10.0.0.0/8", "2001:db8::/32"]
    context = {"aws:SourceIp": address}
    for operator, expected in (("IpAddress", inside), ("NotIpAddress", not inside)):
        statement = allow({operator: {"aws:SourceIp": networks}})
        found = evaluate([statement], action="s3:GetObject", resource=None, context=context)
        assert (found is Verdict.ALLOW) is expected
