"""The environment of a router with two endpoints, and the switch's table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from lambdas.route_request import handler

TABLE = "switch"


@pytest.fixture
def switch_table(aws: None) -> Any:
    client = boto3.client("dynamodb")
    client.create_table(
        TableName=TABLE,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )
    return client


@pytest.fixture
def environment() -> dict[str, str]:
    common = {"timeout_ms": 2000, "content_types": [], "max_bytes": 1000, "cost": {"per_request": 0.00025}}
    return {
        "PLATFORM_ENVIRONMENT": "test",
        "POWERTOOLS_SERVICE_NAME": "route_request",
        "PATTERNS": json.dumps(
            [
                {"pattern": "sagemaker_realtime", "kind": "endpoint", "endpoint": "first", **common},
                {"pattern": "sagemaker_serverless", "kind": "endpoint", "endpoint": "second", **common},
            ]
        ),
        "SWITCH_TABLE": TABLE,
        "STATE_MAX_AGE_SECONDS": "5",
        "DEADLINE_MS": "5000",
        "RETRY_BUDGET_SHARE": "0.1",
        "CIRCUIT_FAILURES": "2",
        "CIRCUIT_RECOVERY_SECONDS": "30",
    }


@pytest.fixture
def deployed(
    environment: dict[str, str], switch_table: Any, endpoint: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """The function as it starts: its environment, its table, and an endpoint that answers."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME", endpoint.url)
    handler.router.cache_clear()
    yield
    handler.router.cache_clear()
