"""The table of permissions: nothing is missing, nothing is unknown to IAM, nothing is longer than IAM takes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import cfnlint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.delivery.permissions.boundary import boundary_document, shortened
from components.delivery.permissions.documents import MOST_CHARACTERS, actions_of, role_documents, size
from components.delivery.permissions.grants import Table, needs, on
from components.delivery.permissions.scopes import SCOPES
from components.delivery.permissions.smoke import smoke_table
from components.delivery.permissions.table import TABLE
from domain.delivery import DeliveryRole
from domain.smoke.actions import required_actions
from sandbox.policy import Verdict, evaluate
from tests.components.delivery.cases import ANYWHERE, REACH
from tests.components.support.harness import ACCOUNT_ID

COMPONENTS = Path(__file__).resolve().parents[3] / "components"
IAM = json.loads((Path(cfnlint.__file__).parent / "data/AdditionalSpecs/Policies.json").read_text(encoding="utf-8"))
"""The Service Authorization Reference, as cfn-lint carries it."""
SERVICES = {"lambda_": "lambda"}
PREVIEW, STAGING, PRODUCTION = DeliveryRole
REACHES = {PREVIEW: ANYWHERE, STAGING: REACH, PRODUCTION: replace(REACH, environment="prod")}
ACTIONS = sorted(actions_of(STAGING))


def created() -> set[str]:
    """Type tokens of everything that the components construct, whichever settings ask for it."""
    found = set()
    for file in COMPONENTS.rglob("*.py"):
        for module, name in re.findall(r"\baws\.([a-z0-9_]+)\.([A-Z]\w+)\(", file.read_text(encoding="utf-8")):
            if not name.endswith("Args"):
                found.add(f"aws:{SERVICES.get(module, module)}/{name[0].lower()}{name[1:]}:{name}")
    return found


def statements(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    return list(document["Statement"])


def test_every_type_that_the_program_can_create_is_in_the_table_and_no_other() -> None:
    assert created() == set(TABLE)


def test_every_action_is_one_of_iam() -> None:
    split = [action.partition(":") for action in ACTIONS]
    assert [f"{service}:{name}" for service, _, name in split if name.lower() not in IAM[service]["Actions"]] == []


def test_what_iam_cannot_hold_to_a_resource_is_on_all_and_nothing_else_that_writes() -> None:
    for token, access in {**TABLE, **smoke_table(writes=True)}.items():
        for grant in access.grants:
            for action in (*grant.read, *grant.write):
                service, _, name = action.partition(":")
                scopable = bool(IAM[service]["Actions"][name.lower()].get("Resources"))
                everywhere = SCOPES[grant.scope].arns == ("*",)
                assert scopable or everywhere, f"{token}: {action} cannot be held to {grant.scope}"
                if scopable and everywhere:
                    assert action in grant.read or SCOPES[grant.scope].conditions, f"{token}: {action} could be held"


@pytest.mark.parametrize("role", DeliveryRole)
def test_no_document_is_longer_than_iam_takes(role: DeliveryRole) -> None:
    documents = role_documents(REACHES[role], role)
    assert len(documents) <= 10
    for name, document in documents.items():
        assert size(document) <= MOST_CHARACTERS, name
    assert size(boundary_document(REACHES[role], role)) <= MOST_CHARACTERS


@pytest.mark.parametrize("role", DeliveryRole)
def test_the_documents_hold_every_action_of_the_table_once(role: DeliveryRole) -> None:
    given = [
        (statement["Sid"], action)
        for document in role_documents(REACHES[role], role).values()
        for statement in statements(document)
        for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])
    ]
    assert {action for _, action in given} == actions_of(role)
    handed_on = {"PassRole", "ServiceLinkedRoles"}
    alone = [one for one in given if one[0] not in handed_on]
    assert len(set(alone)) == len(alone)


def test_the_role_that_previews_can_only_look() -> None:
    for action in actions_of(PREVIEW):
        name = action.partition(":")[2]
        assert re.match(r"(Get|List|Describe|GET$|BatchGetImage|View|Validate)", name), action


def test_no_statement_allows_a_whole_service_and_none_everything() -> None:
    for role, reach in REACHES.items():
        documents = [*role_documents(reach, role).values()]
        for statement in [one for document in documents for one in statements(document)]:
            assert not any("*" in action for action in statement["Action"]), statement["Sid"]


def test_roles_are_passed_to_named_services_alone() -> None:
    for document in role_documents(REACH, STAGING).values():
        for statement in statements(document):
            if statement["Action"] == "iam:PassRole":
                assert statement["Resource"] == [f"arn:aws:iam::{ACCOUNT_ID}:role/platform-*"]
                passed = statement["Condition"]["StringEquals"]["iam:PassedToService"]
                assert passed
                assert all(service.endswith(".amazonaws.com") for service in passed)


@pytest.mark.parametrize(("role", "writes"), [(STAGING, True), (PRODUCTION, False)])
def test_a_role_that_deploys_has_what_the_smoke_tests_need_on_resources_of_the_stack(
    role: DeliveryRole, writes: bool
) -> None:
    """The workflow runs them in production with `WRITES=no`."""
    held = [one for document in role_documents(REACHES[role], role).values() for one in statements(document)]
    for actions in required_actions(writes=writes).values():
        for action in actions:
            reached = [resource for one in held if action in one["Action"] for resource in one["Resource"]]
            assert reached, action
            anywhere = {"application-autoscaling:DescribeScheduledActions", "cloudwatch:DescribeAlarms"}
            assert ("*" in reached) is (action in anywhere), action


def allowed(role: DeliveryRole, action: str, resource: str) -> bool:
    held = [one for document in role_documents(REACHES[role], role).values() for one in statements(document)]
    return evaluate(held, action=action, resource=resource, context=US) is Verdict.ALLOW


def test_smoke_tests_write_below_their_own_prefix_and_in_production_nothing() -> None:
    point = f"arn:aws:s3:us-east-1:{ACCOUNT_ID}:accesspoint/inference-platform-staging-input/object"
    run = f"arn:aws:states:us-east-1:{ACCOUNT_ID}:stateMachine:platform-inference-1"
    assert allowed(STAGING, "s3:PutObject", f"{point}/smoke/1/a.png")
    assert not allowed(STAGING, "s3:PutObject", f"{point}/people/a.png")
    assert not allowed(PRODUCTION, "s3:PutObject", f"{point.replace('staging', 'prod')}/smoke/1/a.png")
    assert allowed(STAGING, "states:StartExecution", run)
    assert not allowed(PRODUCTION, "states:StartExecution", run)
    assert not allowed(PREVIEW, "lambda:InvokeFunction", f"arn:aws:lambda:us-east-1:{ACCOUNT_ID}:function:platform-x")


def test_a_key_is_tagged_as_it_is_made_and_a_foreign_one_with_a_tag_or_an_alias_is_not() -> None:
    held = [one for document in role_documents(REACH, STAGING).values() for one in statements(document)]
    new = {"aws:RequestTag/Environment": "staging"}

    def tags(resource: str, **context: str) -> bool:
        verdict = evaluate(held, action="kms:TagResource", resource=resource, context={**US, **context})
        return verdict is Verdict.ALLOW

    key = f"arn:aws:kms:us-east-1:{ACCOUNT_ID}:key/1"
    assert tags("*", **new)
    assert tags(key, **MINE)
    assert not tags("*", **{"aws:RequestTag/Environment": "prod"})
    assert not tags(key, **new, **THEIRS)
    assert not tags(key, **new, **{"kms:ResourceAliases": "alias/theirs"})


THEME_ROLE = f"arn:aws:iam::{ACCOUNT_ID}:role/delivery/platform-delivery-production-1"
OWN_ROLE = f"arn:aws:iam::{ACCOUNT_ID}:role/platform-inference-1"
US = {"aws:RequestedRegion": "us-east-1"}
MINE, THEIRS = {"aws:ResourceTag/Environment": "staging"}, {"aws:ResourceTag/Environment": "prod"}


def bounded(action: str, resource: str, **tags: str) -> bool:
    document = boundary_document(REACH, STAGING)
    verdict = evaluate(statements(document), action=action, resource=resource, context={**US, **tags})
    return verdict is Verdict.ALLOW


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("iam:CreateUser", "arn:aws:iam::123456789012:user/x"),
        ("iam:CreateAccessKey", "arn:aws:iam::123456789012:user/x"),
        ("iam:CreateLoginProfile", "arn:aws:iam::123456789012:user/x"),
        ("iam:AttachUserPolicy", "arn:aws:iam::123456789012:user/x"),
        ("iam:DeleteRolePermissionsBoundary", OWN_ROLE),
        ("iam:PutRolePermissionsBoundary", OWN_ROLE),
        ("iam:CreatePolicyVersion", "arn:aws:iam::123456789012:policy/delivery/platform-delivery-staging-boundary-1"),
        ("iam:SetDefaultPolicyVersion", "arn:aws:iam::123456789012:policy/x"),
        ("iam:UpdateAssumeRolePolicy", THEME_ROLE),
        ("iam:PutRolePolicy", THEME_ROLE),
        ("iam:AttachRolePolicy", THEME_ROLE),
        ("iam:CreateOpenIDConnectProvider", "*"),
        ("organizations:LeaveOrganization", "*"),
        ("sts:AssumeRole", OWN_ROLE),
        ("ec2:RunInstances", "*"),
    ],
)
def test_the_boundary_forbids_what_would_widen_it(action: str, resource: str) -> None:
    assert not bounded(action, resource)


def test_the_boundary_keeps_to_its_stack_and_its_regions() -> None:
    assert bounded("iam:PutRolePolicy", OWN_ROLE, **MINE)
    assert not bounded("iam:PutRolePolicy", OWN_ROLE, **THEIRS)
    assert bounded("sqs:DeleteQueue", "arn:aws:sqs:us-east-1:123456789012:platform-x")
    elsewhere = {"aws:RequestedRegion": "eu-west-1"}
    assert not bounded("sqs:DeleteQueue", "arn:aws:sqs:eu-west-1:123456789012:platform-x", **elsewhere)
    assert bounded("iam:GetRole", THEME_ROLE)


def test_every_action_of_the_table_is_inside_the_boundary() -> None:
    for role, reach in REACHES.items():
        patterns = {
            pattern
            for statement in statements(boundary_document(reach, role))
            if statement["Effect"] == "Allow"
            for pattern in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])
        }
        for action in actions_of(role):
            assert any(re.fullmatch(one.replace("*", ".*"), action) for one in patterns), action


@given(st.sets(st.sampled_from(ACTIONS)))
def test_shortening_loses_no_action(actions: set[str]) -> None:
    patterns = shortened(actions)
    assert len(patterns) <= len(actions)
    for action in actions:
        assert any(re.fullmatch(one.replace("*", ".*"), action) for one in patterns)


def test_a_statement_that_is_too_long_is_refused_with_what_to_do() -> None:
    long: Table = {"t": needs(on("bucket", "s3", read=" ".join(f"Get{number:0200d}" for number in range(40))))}
    with pytest.raises(ValueError, match=r"statement Bucket = \d+ characters is not accepted: at most 6144; divide"):
        role_documents(REACH, PREVIEW, families={"f": long})


def test_more_policies_than_a_role_may_have_are_refused() -> None:
    families = {f"f{number}": {"t": needs(on("bucket", "s3", read=f"Get{number}"))} for number in range(11)}
    with pytest.raises(ValueError, match="= 11 is not accepted: at most 10"):
        role_documents(REACH, PREVIEW, families=families)
