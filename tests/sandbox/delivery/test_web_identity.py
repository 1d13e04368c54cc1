"""STS on the wire: who gets a role by a token, and who does not; and what a permissions boundary leaves of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from botocore.exceptions import ClientError

from domain.delivery import Delivery, DeliveryRole, Job, parse_repository, pull_request

pytestmark = pytest.mark.server

OURS = parse_repository("octo-org/my-repo")
PIPELINE = Delivery(
    repository=OURS, environments={DeliveryRole.STAGING: "staging", DeliveryRole.PRODUCTION: "production"}
)
DEPLOY = Job(repository=OURS, environment="production")
Client = Callable[..., Any]


@pytest.fixture(scope="module")
def role(client: Client, text: Callable[[Any], str], provider: str) -> Any:
    """The production role with everything on queues inside a boundary without their removal."""
    iam = client("iam")
    inside = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": ["sqs:Create*", "sqs:Get*"], "Resource": "*"}],
    }
    boundary = iam.create_policy(PolicyName=f"b-{uuid4().hex[:6]}", PolicyDocument=text(inside))["Policy"]["Arn"]
    made = iam.create_role(
        RoleName=f"production-{uuid4().hex[:6]}",
        Path="/delivery/",
        AssumeRolePolicyDocument=text(PIPELINE.trust_policy(DeliveryRole.PRODUCTION, provider)),
        PermissionsBoundary=boundary,
    )["Role"]
    allow = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}]}
    iam.put_role_policy(RoleName=made["RoleName"], PolicyName="queues", PolicyDocument=text(allow))
    return made


def code(call: Callable[[], Any]) -> str:
    with pytest.raises(ClientError) as caught:
        call()
    return str(caught.value.response["Error"]["Code"])


def test_the_branch_in_its_environment_gets_the_role_and_the_boundary_holds(
    client: Client, assume: Callable[..., Any], role: Any
) -> None:
    keys = assume(role["Arn"], DEPLOY)
    assert f"assumed-role/{role['RoleName']}/job" in client("sts", keys).get_caller_identity()["Arn"]
    queue = client("sqs", keys).create_queue(QueueName=f"q-{uuid4().hex[:6]}")["QueueUrl"]
    assert code(lambda: client("sqs", keys).delete_queue(QueueUrl=queue)).startswith("AccessDenied")


@pytest.mark.parametrize(
    "job",
    [
        pull_request(OURS),
        pull_request(OURS, environment="production"),
        Job(repository=OURS),
        Job(repository=OURS, environment="staging"),
        Job(repository=parse_repository("fork/my-repo"), environment="production"),
        Job(repository=OURS, environment="production", ref="refs/heads/x"),
    ],
)
def test_nobody_else_does(assume: Callable[..., Any], role: Any, job: Job) -> None:
    assert code(lambda: assume(role["Arn"], job)) == "AccessDenied"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"aud": "https://example.com"}, "InvalidIdentityToken"),
        ({"iss": "https://gitlab.com"}, "InvalidIdentityToken"),
        ({"exp": 1}, "ExpiredTokenException"),
        ({"DurationSeconds": 7200}, "ValidationError"),
    ],
)
def test_a_token_that_is_not_good_is_refused(
    assume: Callable[..., Any], role: Any, changed: dict[str, Any], expected: str
) -> None:
    assert code(lambda: assume(role["Arn"], DEPLOY, **changed)) == expected


def test_a_token_that_somebody_else_signed_is_refused(client: Client, role: Any) -> None:
    call = client("sts").assume_role_with_web_identity
    forged = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0."
    refused = code(lambda: call(RoleArn=role["Arn"], RoleSessionName="job", WebIdentityToken=forged))
    assert refused == "InvalidIdentityToken"
