"""Who can newly do what, told of whole previews: roles, trust, resource policies, attachments, boundaries."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.report.access.changes import access_changes
from advisor.report.model import AccessChange, Effect
from tests.advisor.report.steps import (
    BUCKET,
    ROLE,
    ROLE_POLICY,
    UNKNOWN,
    allow,
    plans_of,
    policy,
    same,
    step,
    urn_of,
)

READ = allow("s3:GetObject", "arn:aws:s3:::runs/*")
OF_ROLE = {"propertyDependencies": {"role": [urn_of(ROLE, "worker")], "policy": [urn_of(BUCKET, "runs")]}}
BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy"
PERMISSION = "aws:lambda/permission:Permission"


def inline(op: str, name: str, before: Any, after: Any) -> dict[str, Any]:
    """A policy of the role worker."""
    old, new = (None if one is None else {"role": "worker-1", "policy": one} for one in (before, after))
    return step(op, ROLE_POLICY, name, old, new, state=OF_ROLE)


def changes(*steps: Any) -> tuple[AccessChange, ...]:
    return access_changes(plans_of(*steps))


def test_a_new_action_is_told_with_its_role_and_what_was_there_is_not() -> None:
    more = policy(allow(["s3:GetObject", "s3:DeleteObject"], "arn:aws:s3:::runs/*"))
    (found,) = changes(inline("update", "access", policy(READ), more))
    assert (found.effect, found.who, found.actions) == (Effect.NEW, "role worker", ("s3:DeleteObject",))
    assert found.resources == ("arn:aws:s3:::runs/*",)
    assert found.reasons == ("can destroy data",)


def test_a_wider_resource_is_wider_and_a_narrower_one_takes_away() -> None:
    wide = policy(allow("s3:GetObject", "arn:aws:s3:::*"))
    assert [one.effect for one in changes(inline("update", "a", policy(READ), wide))] == [Effect.WIDENED]
    assert [one.effect for one in changes(inline("update", "a", wide, policy(READ)))] == [Effect.GONE]


def test_a_statement_that_moves_to_another_policy_of_the_role_is_no_change() -> None:
    assert not changes(inline("delete", "old", policy(READ), None), inline("create", "new", None, policy(READ)))
    kept = inline("same", "old", policy(READ), policy(READ))
    assert not changes(kept, inline("create", "new", None, policy(READ)))


def test_a_deny_that_goes_is_a_permission_that_comes() -> None:
    deny = {**READ, "Effect": "Deny"}
    found = changes(inline("update", "a", policy(READ, deny), policy(READ)))
    assert [(one.effect, one.forbids, one.reasons) for one in found] == [
        (Effect.WIDENED, True, ("what forbade it is gone",))
    ]


def test_a_condition_that_goes_widens() -> None:
    bound = {**READ, "Condition": {"StringEquals": {"aws:SourceAccount": "1"}}}
    (found,) = changes(inline("update", "a", policy(bound), policy(READ)))
    assert (found.effect, found.condition) == (Effect.WIDENED, "")
    assert [one.effect for one in changes(inline("update", "a", policy(READ), policy(bound)))] == [Effect.GONE]


def test_what_is_not_known_before_the_deployment_is_said_with_what_it_waits_for() -> None:
    (found,) = changes(inline("create", "access", None, UNKNOWN))
    assert (found.effect, found.who, found.note) == (Effect.UNKNOWN, "role worker", "written with values of runs")
    later = changes(inline("update", "access", policy(READ), UNKNOWN))
    assert [one.effect for one in later] == [Effect.UNKNOWN]


def test_a_document_that_nobody_can_read_is_unknown_and_says_why() -> None:
    (found,) = changes(inline("create", "access", None, policy({"Effect": "Perhaps", "Action": "s3:*"})))
    assert found.effect is Effect.UNKNOWN
    assert "neither allows nor denies" in found.note


def test_trust_names_who_may_become_the_role() -> None:
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    other = {**trust, "Principal": {"AWS": "arn:aws:iam::999999999999:root"}}
    old, new = ({"assumeRolePolicy": policy(*one)} for one in ([trust], [trust, other]))
    (found,) = changes(step("update", ROLE, "worker", old, new))
    assert (found.who, found.actions, found.resources) == (
        "the account 999999999999",
        ("sts:AssumeRole",),
        ("role worker",),
    )


def test_trust_in_an_identity_provider_without_a_subject_stands_out() -> None:
    trust = {
        "Effect": "Allow",
        "Principal": {"Federated": "arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}},
    }
    (found,) = changes(step("create", ROLE, "deploy", None, {"assumeRolePolicy": policy(trust)}))
    assert found.reasons == ("the identity provider's every user: no condition on the subject",)


def test_a_public_bucket_policy_stands_first() -> None:
    public = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::runs/*"}
    found = changes(
        inline("update", "a", policy(READ), policy(READ, allow("sqs:SendMessage", "q"))),
        step("create", BUCKET_POLICY, "runs-policy", None, {"bucket": "runs", "policy": policy(public)}),
    )
    assert (found[0].who, found[0].reasons) == ("anyone", ("anyone in the world",))


def test_anyone_who_is_held_to_one_arn_is_called_by_it() -> None:
    service = "arn:aws:iam::1:role/aws-service-role/replication"
    bound = {"Effect": "Allow", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*"}
    exact = {**bound, "Condition": {"ArnEquals": {"aws:PrincipalArn": service}}}
    (found,) = changes(step("create", "aws:kms/key:Key", "key", None, {"policy": policy(exact)}))
    assert (found.who, found.reasons) == (service, ())
    wide = {**bound, "Condition": {"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::1:*"}}}
    (found,) = changes(step("create", "aws:kms/key:Key", "key", None, {"policy": policy(wide)}))
    assert (found.who, found.reasons) == ("anyone", ("anyone, unless the condition keeps them out",))


def test_a_permission_to_call_a_function_is_a_statement() -> None:
    made = {
        "function": "f",
        "action": "lambda:InvokeFunction",
        "principal": "events.amazonaws.com",
        "sourceArn": UNKNOWN,
    }
    (found,) = changes(step("create", PERMISSION, "invoke", None, made))
    assert (found.who, found.actions, found.resources) == (
        "the service events.amazonaws.com",
        ("lambda:InvokeFunction",),
        ("function f",),
    )
    assert "aws:sourcearn = not known before the deployment" in found.condition


def test_a_function_url_without_authorization_is_open_to_anyone() -> None:
    (found,) = changes(step("create", "aws:lambda/functionUrl:FunctionUrl", "url", None, {"authorizationType": "NONE"}))
    assert (found.who, found.actions) == ("anyone", ("lambda:InvokeFunctionUrl",))


def test_an_attached_policy_is_a_grant_of_everything_in_it() -> None:
    token = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
    arn = "arn:aws:iam::aws:policy/AdministratorAccess"
    (found,) = changes(step("create", token, "admin", None, {"role": "worker-1", "policyArn": arn}))
    assert found.actions == (f"everything that {arn} allows",)
    assert "everything in the account" in found.reasons


@pytest.mark.parametrize("after", [None, "arn:aws:iam::1:policy/other"])
def test_a_boundary_that_goes_or_changes_is_told(after: str | None) -> None:
    trust = policy({"Effect": "Allow", "Principal": {"Service": "a.amazonaws.com"}, "Action": "sts:AssumeRole"})
    old = {"assumeRolePolicy": trust, "permissionsBoundary": "arn:aws:iam::1:policy/edge"}
    new = {**old, "permissionsBoundary": after}
    (found,) = changes(step("update", ROLE, "worker", old, new))
    assert found.effect is Effect.WIDENED
    assert "arn:aws:iam::1:policy/edge" in found.note


def test_policies_are_found_in_any_property_and_at_any_depth() -> None:
    state = {"typeName": "AWS::FSx::S3AccessPointAttachment", "desiredState": UNKNOWN}
    assert [one.effect for one in changes(step("create", "aws:cloudcontrol/resource:Resource", "ap", None, state))] == [
        Effect.UNKNOWN
    ]
    told = policy({"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"})
    known = {**state, "desiredState": '{"S3AccessPoint": {"Policy": ' + told + "}}"}
    (found,) = changes(step("create", "aws:cloudcontrol/resource:Resource", "ap", None, known))
    assert found.who == "anyone"
    queue = step("create", "aws:sqs/queue:Queue", "q", None, {"redrivePolicy": UNKNOWN})
    assert not changes(queue)


def test_what_stays_as_it_is_says_nothing() -> None:
    assert not changes(same(ROLE_POLICY, "a", {"role": "r", "policy": policy(READ)}))
    assert not changes(same(ROLE_POLICY, "a", {"role": "r", "policy": UNKNOWN}))


SHARED = "aws:iam/policy:Policy"
ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
EDGE = urn_of(SHARED, "edge")
WIDER = allow("iam:*")
WIDE = policy(WIDER)


def test_a_policy_that_is_only_a_boundary_limits_and_is_no_grant() -> None:
    limited = same(ROLE, "worker", {}, propertyDependencies={"permissionsBoundary": [EDGE]})
    asks = same(ROLE_POLICY, "deploys", {"role": "r"}, propertyDependencies={"policy": [EDGE]})
    (first,) = changes(limited, asks, step("create", SHARED, "edge", None, {"policy": WIDE}))
    assert first.who == "whoever boundary edge limits, where a policy allows it too,"
    assert first.reasons == ()
    (wider,) = changes(
        limited, step("update", SHARED, "edge", {"policy": policy(READ)}, {"policy": policy(READ, WIDER)})
    )
    assert wider.who == first.who
    assert wider.reasons


def test_a_boundary_that_is_attached_as_well_is_a_grant() -> None:
    limited = same(ROLE, "worker", {}, propertyDependencies={"permissionsBoundary": [EDGE]})
    given = same(ATTACHMENT, "given", {"role": "r"}, propertyDependencies={"policyArn": [EDGE]})
    found = changes(limited, given, step("create", SHARED, "edge", None, {"policy": WIDE}))
    assert [(one.who, bool(one.reasons)) for one in found] == [("whoever has policy edge", True)]
