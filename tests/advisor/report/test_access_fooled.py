"""Widenings that are easy to miss: what moves to somebody else, what is open without a policy, what cannot be read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from advisor.report.access.changes import access_changes
from advisor.report.model import AccessChange, Effect
from tests.advisor.report.steps import ROLE, ROLE_POLICY, UNKNOWN, allow, plans_of, policy, step, urn_of

READ = policy(allow("s3:GetObject", "arn:aws:s3:::runs/*"))
FUNCTION = "aws:lambda/function:Function"
ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
PERMISSION = "aws:lambda/permission:Permission"
ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
CLOUD_CONTROL = "aws:cloudcontrol/resource:Resource"
PUBLIC = policy({"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"})


def changes(*steps: Any) -> tuple[AccessChange, ...]:
    return access_changes(plans_of(*steps))


def told(*steps: Any) -> set[tuple[Effect, str]]:
    return {(one.effect, one.who) for one in changes(*steps)}


def moved(token: str, key: str, kind: str, inputs: dict[str, Any]) -> dict[str, Any]:
    """A resource that was of one thing, and is of another afterwards: both by their link."""
    made = step("replace", token, "access", {**inputs, key: "a-1"}, {**inputs, key: "b-1"})
    made["oldState"]["propertyDependencies"] = {key: [urn_of(kind, "a")]}
    made["newState"]["propertyDependencies"] = {key: [urn_of(kind, "b")]}
    return made


@pytest.mark.parametrize(
    ("token", "inputs"),
    [(ROLE_POLICY, {"policy": READ}), (ATTACHMENT, {"policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"})],
)
def test_a_policy_that_moves_to_another_role_is_new_for_that_role(token: str, inputs: dict[str, Any]) -> None:
    assert told(moved(token, "role", ROLE, inputs)) == {(Effect.NEW, "role b"), (Effect.GONE, "role a")}


def test_a_permission_that_moves_to_another_function_or_version_is_new() -> None:
    made = {"action": "lambda:InvokeFunction", "principal": "events.amazonaws.com"}
    found = changes(moved(PERMISSION, "function", FUNCTION, made))
    assert {(one.effect, one.resources) for one in found} == {
        (Effect.NEW, ("function b",)),
        (Effect.GONE, ("function a",)),
    }
    alias, all_of_it = {**made, "function": "f", "qualifier": "live"}, {**made, "function": "f"}
    found = changes(step("replace", PERMISSION, "p", alias, all_of_it))
    assert Effect.NEW in {one.effect for one in found}


@pytest.mark.parametrize(("token", "name"), [(ENDPOINT, "endpoint"), ("aws:kms/key:Key", "key")])
def test_a_resource_that_loses_its_policy_may_have_that_of_aws(token: str, name: str) -> None:
    narrow = policy({"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::1:role/a"}, "Action": "*", "Resource": "*"})
    found = changes(step("update", token, name, {"policy": narrow}, {}))
    assert [(one.effect, one.resources) for one in found] == [(Effect.UNKNOWN, (f"{token.rpartition(':')[2]} {name}",))]
    assert "AWS's own" in found[0].note


def test_a_policy_in_a_text_within_a_text_is_found() -> None:
    state = {"typeName": "AWS::Logs::ResourcePolicy", "desiredState": json.dumps({"PolicyDocument": PUBLIC})}
    (found,) = changes(step("create", CLOUD_CONTROL, "p", None, state))
    assert found.who == "anyone"


@pytest.mark.parametrize(
    ("token", "inputs"),
    [
        ("aws:cloudwatch/logResourcePolicy:LogResourcePolicy", {"policyDocument": UNKNOWN}),
        ("aws:s3/bucketPolicy:BucketPolicy", {"policy": "{not json"}),
        (CLOUD_CONTROL, {"typeName": "AWS::KMS::Key", "desiredState": UNKNOWN}),
        (CLOUD_CONTROL, {"typeName": "AWS::SageMaker::ModelPackageGroup", "desiredState": UNKNOWN}),
        (ROLE, {"inlinePolicies": [{"name": "a", "policy": "{not json"}]}),
    ],
)
def test_what_cannot_be_read_is_never_no_change(token: str, inputs: dict[str, Any]) -> None:
    assert Effect.UNKNOWN in {one.effect for one in changes(step("create", token, "p", None, inputs))}


@pytest.mark.parametrize("state", [{"retainOnDelete": True}, {}])
def test_what_stays_in_aws_takes_nothing_from_anybody(state: dict[str, Any]) -> None:
    gone = step("delete" if state else "discard", ROLE_POLICY, "p", {"role": "r", "policy": READ}, None, state=state)
    assert not changes(gone)


def test_a_function_that_gets_another_role_can_do_what_that_role_can() -> None:
    found = changes(moved(FUNCTION, "role", ROLE, {"runtime": "python3.13"}))
    assert [(one.effect, one.who, one.actions) for one in found] == [
        (Effect.WIDENED, "Function access", ("whatever role b may do",))
    ]


def test_a_boundary_that_is_not_known_yet_is_said_in_words() -> None:
    old = {"permissionsBoundary": "arn:aws:iam::1:policy/edge"}
    (found,) = changes(step("update", ROLE, "worker", old, {"permissionsBoundary": UNKNOWN}))
    assert found.effect is Effect.WIDENED
    assert UNKNOWN not in str(found)


@pytest.mark.parametrize(
    "token",
    [
        "aws:kms/grant:Grant",
        "aws:iam/policyAttachment:PolicyAttachment",
        "aws:lambda/layerVersionPermission:LayerVersionPermission",
    ],
)
def test_another_way_to_permissions_is_not_read_and_that_is_said(token: str) -> None:
    assert [one.effect for one in changes(step("create", token, "p", None, {"principal": "*"}))] == [Effect.UNKNOWN]


def api(security: dict[str, Any]) -> dict[str, Any]:
    return {"body": json.dumps({"openapi": "3.0.1", "paths": {"/predict": {"post": security}}})}


def test_an_api_that_asks_for_less_is_open_to_more() -> None:
    token = "aws:apigateway/restApi:RestApi"
    signed, both = api({"security": [{"iam": []}]}), api({"security": [{"iam": []}, {"key": []}]})
    assert told(step("update", token, "api", both, signed)) == {
        (Effect.NEW, "callers with iam"),
        (Effect.GONE, "callers with iam and key"),
    }
    found = changes(step("update", token, "api", signed, api({})))
    assert (found[0].who, found[0].resources) == ("anyone who reaches it", ("POST /predict",))
    assert found[0].reasons == ("needs no key and no signature",)
    later = told(step("update", token, "api", signed, {"body": UNKNOWN}))
    assert later == {(Effect.UNKNOWN, "whoever the policy names")}


def test_a_policy_of_a_resource_that_is_another_afterwards_is_new() -> None:
    sends = policy({"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*"})
    old, new = ({"queueUrl": one, "policy": sends} for one in "ab")
    assert (Effect.NEW, "anyone") in told(step("replace", "aws:sqs/queuePolicy:QueuePolicy", "p", old, new))


def test_the_gravest_stands_first_and_looking_at_names_is_not_grave() -> None:
    old = policy(allow("sqs:SendMessage", "arn:q"))
    new = policy(
        allow("ec2:DescribeVpcs"), allow("kms:CreateGrant", "arn:k"), allow("*", "arn:a"), allow("s3:GetObject")
    )
    found = changes(step("update", ROLE_POLICY, "p", {"role": "r", "policy": old}, {"role": "r", "policy": new}))
    striking = [(one.actions, one.reasons[0]) for one in found if one.reasons]
    assert striking == [
        (("*",), "every action"),
        (("kms:CreateGrant",), "can come to more permissions than these"),
        (("ec2:DescribeVpcs", "s3:GetObject"), "every resource"),
    ]
    looks = policy(allow(["ec2:DescribeVpcs", "logs:DescribeLogGroups"]))
    (found_names,) = changes(step("create", ROLE_POLICY, "p", None, {"role": "r", "policy": looks}))
    assert not found_names.reasons
