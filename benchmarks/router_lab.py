"""What the router's benchmark needs around it: endpoints, the switch's table, and the function's environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench", "AWS_DEFAULT_REGION": "us-east-1"}
TIMEOUT_MS = 1000
FAILURES = 3
RECOVERY_S = 3


@contextmanager
def process(module: str) -> Iterator[str]:
    """A module in a process of its own; yields the address that it prints."""
    command = [sys.executable, "-m", module]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT)
    try:
        assert running.stdout is not None
        yield running.stdout.readline().strip()
    finally:
        running.terminate()
        running.wait()


@dataclass(frozen=True)
class Lab:
    """Addresses of the endpoints and of DynamoDB."""

    endpoints: str
    dynamodb: str

    def tell(self, endpoint: str, mode: str) -> None:
        """Makes an endpoint `hang` or `answer`."""
        urllib.request.urlopen(f"{self.endpoints}/control/{endpoint}/{mode}", data=b"").read()

    def calls(self, endpoint: str) -> list[tuple[float, bool]]:
        """When an endpoint was called, and whether it hung."""
        found: list[tuple[float, bool]] = json.loads(
            urllib.request.urlopen(f"{self.endpoints}/journal/{endpoint}").read()
        )
        return found

    def make_table(self, name: str) -> None:
        """Makes a switch's table."""
        import boto3

        boto3.client("dynamodb", endpoint_url=self.dynamodb).create_table(
            TableName=name,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        )

    def environment(self, table: str, endpoints: Mapping[str, str]) -> dict[str, str]:
        """The function's variables for patterns and their endpoints, in order of preference."""
        common = {"kind": "endpoint", "content_types": [], "max_bytes": 1000, "cost": None}
        patterns = [
            {"pattern": name, "endpoint": endpoint, "timeout_ms": 4 * TIMEOUT_MS if at else TIMEOUT_MS, **common}
            for at, (name, endpoint) in enumerate(endpoints.items())
        ]
        return {
            "PLATFORM_ENVIRONMENT": "bench",
            "PATTERNS": json.dumps(patterns),
            "SWITCH_TABLE": table,
            "STATE_MAX_AGE_SECONDS": "5",
            "DEADLINE_MS": "30000",
            "RETRY_BUDGET_SHARE": "0.1",
            "CIRCUIT_FAILURES": str(FAILURES),
            "CIRCUIT_RECOVERY_SECONDS": str(RECOVERY_S),
        }


@contextmanager
def lab() -> Iterator[Lab]:
    """Endpoints and DynamoDB; this process's SDK talks to them."""
    from lambdas import sdk

    before = dict(os.environ)
    with process("benchmarks.router_endpoints") as endpoints, process("benchmarks.storage_server") as dynamodb:
        addresses = {"AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME": endpoints, "AWS_ENDPOINT_URL_DYNAMODB": dynamodb}
        os.environ.update(CREDENTIALS | addresses)
        sdk.forget_clients()
        try:
            yield Lab(endpoints, dynamodb)
        finally:
            os.environ.clear()
            os.environ.update(before)
            sdk.forget_clients()


def percentile(values: Sequence[float], share: float) -> float:
    """Nearest rank."""
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


EVENT: dict[str, Any] = {"content_type": "application/json", "body": "[1]"}
