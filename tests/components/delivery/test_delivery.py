"""The theme as the engine gets it: provider, roles, trust, boundary, states; and what is refused beforehand."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pytest

from components.delivery.trust_policy import planned_delivery, regions_of, require_narrow
from components.settings import parse
from delivery.stacks import seal
from domain.delivery import DeliveryRole
from sandbox.policy import Verdict, evaluate, statements
from tests.components.delivery.cases import ACCOUNT, PROVIDER, settings, theme
from tests.components.support import harness
from tests.components.support.harness import RecordedStack, program

pytestmark = pytest.mark.xdist_group("pulumi_aws")


@pytest.fixture(scope="module")
def made() -> RecordedStack:
    return program(lambda: theme("d"))


def test_one_role_for_each_purpose_with_a_boundary_of_its_own(made: RecordedStack) -> None:
    roles = made.all("aws:iam/role:Role")
    assert [role.name for role in roles] == ["d-preview", "d-production", "d-staging"]
    assert len({role.inputs["permissionsBoundary"] for role in roles}) == 3
    for role in roles:
        assert role.inputs["path"] == "/delivery/"
        assert role.inputs["maxSessionDuration"] == 3600
        (statement,) = role.json("assumeRolePolicy")["Statement"]
        demanded = statement["Condition"]["StringEquals"]
        assert set(statement["Condition"]) == {"StringEquals"}
        assert demanded["token.actions.githubusercontent.com:aud"] == "sts.amazonaws.com"


def test_only_the_branch_and_the_environment_deploy(made: RecordedStack) -> None:
    for name in ("staging", "production"):
        (statement,) = made.only("aws:iam/role:Role", f"d-{name}").json("assumeRolePolicy")["Statement"]
        demanded = statement["Condition"]["StringEquals"]
        assert demanded["token.actions.githubusercontent.com:sub"] == f"repo:octo-org/my-repo:environment:{name}"
        assert demanded["token.actions.githubusercontent.com:ref"] == "refs/heads/main"


KIND = "aws:iam/openIdConnectProvider:OpenIdConnectProvider"
LOOK_UP = "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider"


def there(monkeypatch: pytest.MonkeyPatch, audiences: list[str]) -> None:
    """The account has GitHub's provider, for these audiences."""
    found = {"id": PROVIDER, "arn": PROVIDER, "clientIdLists": audiences}
    monkeypatch.setattr(harness, "ANSWERS", {**harness.ANSWERS, LOOK_UP: found})


def test_the_provider_is_made_where_there_is_none(made: RecordedStack) -> None:
    assert made.only(KIND).inputs["clientIdLists"] == ["sts.amazonaws.com"]


@pytest.mark.parametrize("how", [{"provider_arn": PROVIDER}, {"existing_provider": True}])
def test_a_provider_that_is_there_is_adopted_by_its_name_or_by_a_look(
    monkeypatch: pytest.MonkeyPatch, how: dict[str, Any]
) -> None:
    there(monkeypatch, ["https://github.com/octo-org", "sts.amazonaws.com"])
    adopted = program(lambda: theme("d", **how))
    assert adopted.all(KIND) == []
    for role in adopted.all("aws:iam/role:Role"):
        (statement,) = role.json("assumeRolePolicy")["Statement"]
        assert statement["Principal"] == {"Federated": PROVIDER}


def test_a_provider_without_our_audience_is_refused_with_the_command_that_adds_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    there(monkeypatch, ["https://github.com/octo-org"])
    with pytest.raises(
        pulumi.RunError, match=r"is not accepted: with sts.amazonaws.com. Add it: aws iam add-client-id"
    ):
        program(lambda: theme("d", existing_provider=True))


def test_a_provider_of_another_account_is_refused() -> None:
    theirs = PROVIDER.replace(ACCOUNT.account_id, "210987654321")
    with pytest.raises(pulumi.RunError, match=f"delivery.provider_arn = {theirs} is not accepted: {PROVIDER}"):
        program(lambda: theme("d", provider_arn=theirs))


def test_a_role_has_its_own_states_and_the_preview_reads(made: RecordedStack) -> None:
    found = {
        name: {
            statement["Sid"]: statement
            for statement in made.only("aws:iam/rolePolicy:RolePolicy", f"{name}-states").json("policy")["Statement"]
        }
        for name in ("preview", "staging", "production")
    }
    assert "WriteStates" not in found["preview"]
    assert found["preview"]["SecretsOfStates"]["Action"] == "kms:Decrypt"
    for name, environment in (("staging", "staging"), ("production", "prod")):
        for resource in found[name]["WriteStates"]["Resource"]:
            assert resource.endswith(f"/inference-platform/{environment}*")


PLAN = seal.Purpose(stack="staging", commit="c", run="1").context()


@pytest.mark.parametrize(
    ("name", "action", "context", "may"),
    [
        ("preview", "kms:GenerateDataKey", PLAN, True),
        ("preview", "kms:GenerateDataKey", {}, False),
        ("preview", "kms:GenerateDataKey", {**PLAN, "more": "x"}, False),
        ("preview", "kms:GenerateDataKey", {"stack": "staging", "run": "1"}, False),
        ("preview", "kms:Encrypt", PLAN, False),
        ("staging", "kms:Decrypt", PLAN, True),
        ("production", "kms:Decrypt", PLAN, True),
    ],
)
def test_a_look_seals_its_plan_and_whoever_deploys_opens_it(
    made: RecordedStack, name: str, action: str, context: dict[str, str], may: bool
) -> None:
    policy = made.only("aws:iam/rolePolicy:RolePolicy", f"{name}-states").inputs["policy"]
    key = next(one["Resource"] for one in json.loads(policy)["Statement"] if one["Sid"] == "SecretsOfStates")
    keys = {f"kms:EncryptionContext:{part}": value for part, value in context.items()}
    asked = {**keys, "kms:EncryptionContextKeys": list(context)} if context else {}
    verdict = evaluate(statements(policy), action=action, resource=key, context=asked)
    assert (verdict is Verdict.ALLOW) is may
    boundary = made.only("aws:iam/policy:Policy", f"{name}-boundary").inputs["policy"]
    if may:
        where = {"aws:RequestedRegion": ACCOUNT.region}
        assert evaluate(statements(boundary), action=action, resource=key, context=where) is Verdict.ALLOW


def test_the_states_are_versioned_encrypted_private_and_out_of_a_deployments_names(made: RecordedStack) -> None:
    buckets = made.all("aws:s3/bucket:Bucket")
    assert {bucket.inputs["bucketPrefix"] for bucket in buckets} == {"delivery-logs-", "delivery-states-"}
    assert len(made.all("aws:s3/bucketVersioning:BucketVersioning")) == 2
    policy = made.only("aws:kms/key:Key").json("policy")
    deny = next(one for one in policy["Statement"] if one["Effect"] == "Deny")
    assert "kms:ScheduleKeyDeletion" in deny["Action"]
    assert deny["Condition"]["ArnLike"]["aws:PrincipalArn"].endswith(":role/delivery/*")


def test_without_a_backend_there_is_none() -> None:
    recorded = program(lambda: theme("d", state_backend={"enabled": False}))
    assert recorded.all("aws:s3/bucket:Bucket") == []
    assert recorded.all("aws:kms/key:Key") == []
    assert recorded.all("aws:iam/rolePolicy:RolePolicy") == []


def test_regions_are_the_stacks_own_its_secondary_and_the_settings() -> None:
    assert regions_of(settings(extra_regions=["eu-west-1"]), ACCOUNT, "us-east-2") == (
        "eu-west-1",
        "us-east-1",
        "us-east-2",
    )


def test_a_trust_policy_that_is_too_wide_is_refused() -> None:
    delivery = planned_delivery(settings(), PROVIDER)
    document = delivery.trust_policy(DeliveryRole.PRODUCTION, PROVIDER)
    wide: Any = {
        **document["Statement"][0],
        "Condition": {"StringLike": {"token.actions.githubusercontent.com:sub": "repo:*"}},
    }
    with pytest.raises(
        ValueError, match=r"role production is not accepted: .*aud is not demanded.*a pattern of owners"
    ):
        require_narrow(DeliveryRole.PRODUCTION, json.dumps({"Statement": [wide]}), delivery)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"repository": None}, "delivery.repository: is missing"),
        ({"repository": "my-repo"}, "one owner, one repository"),
        ({"repository": "octo-org/*"}, "no wildcard"),
        ({"repository": "*"}, "one owner, one repository"),
        ({"owner_id": "1"}, "delivery.repository_id: is missing"),
        ({"accept_names": True}, "there are no ids"),
        ({"production_environment": "Staging"}, "one subject would open both roles"),
        ({"staging_environment": "*"}, "no wildcard"),
        ({"staging_environment": ""}, "delivery.staging_environment: 1 to 100 letters"),
        ({"branch": "release/*"}, "no wildcard"),
        ({"workflows": ["../main.yml"]}, "a file of .github/workflows"),
        ({"extra_regions": ["mars"]}, "the name of an AWS Region"),
        ({"provider_arn": PROVIDER, "existing_provider": True}, "accepted: one of them"),
        ({"max_session_minutes": 1000}, "60 to 720"),
        ({"provider_arn": "arn:aws:iam::1:oidc-provider/gitlab.com"}, "oidc-provider"),
    ],
)
def test_settings_that_would_let_in_too_many_are_refused(changed: dict[str, Any], said: str) -> None:
    given = {"enabled": True, "repository": "octo-org/my-repo", **changed}
    raw = {"delivery": {name: value for name, value in given.items() if value is not None}}
    with pytest.raises(pulumi.RunError) as refused:
        parse(raw, stack="delivery")
    text = str(refused.value)
    assert all(part in text for part in said.split(": ")), text
