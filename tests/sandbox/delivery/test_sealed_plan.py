"""A plan sealed with the keys of the role that only looks, and opened with those of a role that deploys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from botocore.exceptions import ClientError

from components.delivery.state import SEALING
from delivery.stacks import seal
from domain.delivery import Delivery, DeliveryRole, Job, parse_repository, pull_request

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("pulumi_aws")]

OURS = parse_repository("octo-org/sealed")
PIPELINE = Delivery(
    repository=OURS, environments={DeliveryRole.STAGING: "staging", DeliveryRole.PRODUCTION: "production"}
)
PURPOSE = seal.Purpose(stack="staging", commit="c" * 40, run="17")
Client = Callable[..., Any]


@pytest.fixture(scope="module")
def key(client: Client) -> str:
    return str(client("kms").create_key()["KeyMetadata"]["Arn"])


@pytest.fixture(scope="module")
def kms(client: Client, assume: Callable[..., Any], text: Callable[[Any], str], provider: str, key: str) -> Client:
    """KMS with the keys that a job gets for a role."""
    allowed = {
        DeliveryRole.PREVIEW: {"Action": "kms:GenerateDataKey", "Condition": SEALING},
        DeliveryRole.STAGING: {"Action": "kms:Decrypt"},
    }
    jobs = {DeliveryRole.PREVIEW: pull_request(OURS), DeliveryRole.STAGING: Job(repository=OURS, environment="staging")}

    def of(role: DeliveryRole) -> Any:
        name = f"{role}-{uuid4().hex[:6]}"
        trust = text(PIPELINE.trust_policy(role, provider))
        made = client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]
        statement = {"Effect": "Allow", "Resource": key, **allowed[role]}
        policy = text({"Version": "2012-10-17", "Statement": [statement]})
        client("iam").put_role_policy(RoleName=name, PolicyName="key", PolicyDocument=policy)
        return client("kms", assume(made["Arn"], jobs[role]))

    return of


def test_the_look_seals_and_the_deployment_opens(kms: Client, key: str) -> None:
    sealed = seal.seal(b"plan", PURPOSE, key, kms(DeliveryRole.PREVIEW))
    deploys = kms(DeliveryRole.STAGING)
    assert seal.open_sealed(sealed, seal.digest_of(sealed), PURPOSE, key, deploys) == b"plan"
    other = seal.Purpose(stack="staging", commit="c" * 40, run="18")
    with pytest.raises(seal.SealError, match="KMS opens no plan"):
        seal.open_sealed(sealed, seal.digest_of(sealed), other, key, deploys)


@pytest.mark.parametrize(
    "context",
    [{}, {"stack": "staging"}, {**PURPOSE.context(), "more": "x"}, {"aws:s3:arn": "arn:aws:s3:::delivery-states-1"}],
)
def test_the_look_uses_the_key_for_nothing_else(kms: Client, key: str, context: dict[str, str]) -> None:
    looks = kms(DeliveryRole.PREVIEW)
    with pytest.raises(ClientError, match="AccessDenied"):
        looks.generate_data_key(KeyId=key, KeySpec="AES_256", EncryptionContext=context)
