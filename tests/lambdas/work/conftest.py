"""The ledger, once for a test."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from tests.lambdas.work.ledger_cloud import Shaky, create_ledger


@pytest.fixture
def ledger_client(aws: None) -> Any:
    client = boto3.client("dynamodb")
    create_ledger(client)
    return client


@pytest.fixture
def shaky(ledger_client: Any) -> Shaky:
    return Shaky(ledger_client)
