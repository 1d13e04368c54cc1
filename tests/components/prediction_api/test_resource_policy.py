"""From where the API can be called; never a policy that lets in who would be kept out without it."""

from __future__ import annotations

from typing import Any

import pytest

from components.prediction_api.resource_policy import ReachArgs, resource_policy

ROOT = "arn:aws:iam::123456789012:root"


def policy(**given: Any) -> dict[str, Any] | None:
    every: dict[str, Any] = {
        "root_arn": ROOT,
        "stage": "live",
        "authorization": "iam",
        "open_health": False,
        **given,
    }
    return resource_policy(ReachArgs(**every))


def test_from_everywhere_there_is_none() -> None:
    assert policy() is None


def statements(**given: Any) -> dict[str, Any]:
    found = policy(**given)
    assert found is not None
    return {one["Sid"]: one for one in found["Statement"]}


@pytest.mark.parametrize(
    ("given", "condition"),
    [
        ({"allowed_cidrs": ("203.0.113.0/24",)}, {"NotIpAddress": {"aws:SourceIp": ["203.0.113.0/24"]}}),
        ({"vpc_endpoint_ids": ("vpce-1",)}, {"StringNotEquals": {"aws:SourceVpce": ["vpce-1"]}}),
    ],
)
@pytest.mark.parametrize("authorization", ["iam", "cognito", "api-key"])
def test_from_elsewhere_is_denied_to_everybody(given: Any, condition: Any, authorization: str) -> None:
    denied = statements(authorization=authorization, **given)["FromElsewhere"]
    assert (denied["Effect"], denied["Principal"], denied["Resource"]) == ("Deny", "*", "execute-api:/*")
    assert denied["Condition"] == condition


def test_with_iam_no_identity_of_another_account_is_let_in() -> None:
    found = statements(allowed_cidrs=("10.0.0.0/8",))
    assert found["Callers"]["Principal"] == {"AWS": ROOT}
    assert "Health" not in found


def test_an_open_health_check_is_open_within_the_addresses() -> None:
    health = statements(allowed_cidrs=("10.0.0.0/8",), open_health=True)["Health"]
    assert health["Principal"] == "*"
    assert health["Resource"] == "execute-api:/live/GET/v1/health"


def test_a_caller_with_a_token_or_a_key_is_checked_after_the_policy() -> None:
    assert statements(authorization="cognito", allowed_cidrs=("10.0.0.0/8",))["Callers"]["Principal"] == "*"
