"""A real sandbox server for the session, and what tests make in it."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import boto3
import pytest
from botocore.config import Config

from sandbox.client import SandboxClient
from sandbox.lifecycle import RunningSandbox, start

REGION = "us-east-1"
ACCOUNT = "123456789012"
LAMBDA_TRUST = "lambda.amazonaws.com"


@dataclass
class Aws:
    """boto3 clients of the deployer, and short ways to make things; every name is new."""

    running: RunningSandbox

    @property
    def admin(self) -> SandboxClient:
        return self.running.client

    def client(self, service: str, region: str = REGION, timeout_s: float = 60.0) -> Any:
        return boto3.client(
            service,
            region_name=region,
            endpoint_url=self.running.url,
            aws_access_key_id=self.running.record.access_key_id,
            aws_secret_access_key=self.running.record.secret_access_key,
            config=Config(retries={"total_max_attempts": 1}, read_timeout=timeout_s, max_pool_connections=50),
        )

    def name(self, prefix: str = "t") -> str:
        return f"{prefix}-{uuid4().hex[:10]}"

    def arn(self, service: str, rest: str, region: str = REGION) -> str:
        return f"arn:aws:{service}:{region}:{ACCOUNT}:{rest}"

    def role(self, *statements: dict[str, Any], trust: str = LAMBDA_TRUST) -> str:
        """A role that `trust` may assume, with these statements; its ARN."""
        principal = {"Effect": "Allow", "Principal": {"Service": trust}, "Action": "sts:AssumeRole"}
        name = self.name("role")
        iam = self.client("iam")
        created = iam.create_role(RoleName=name, AssumeRolePolicyDocument=document(principal))
        if statements:
            self.grant(created["Role"]["Arn"], *statements)
        return str(created["Role"]["Arn"])

    def grant(self, role_arn: str, *statements: dict[str, Any]) -> None:
        name = role_arn.rsplit("/", 1)[-1]
        self.client("iam").put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=document(*statements))

    def bucket(self) -> str:
        name = self.name("bucket")
        self.client("s3").create_bucket(Bucket=name)
        return name

    def function(self, source: str, role: str | None = None, region: str = REGION, **settings: Any) -> str:
        """A function whose module `h` is `source` and whose handler is `h.handler`; its name."""
        name = self.name("fn")
        options = {"Timeout": 10, "MemorySize": 256, **settings}
        self.client("lambda", region).create_function(
            FunctionName=name,
            Role=role or self.role(*LOGS),
            Runtime="python3.13",
            Handler="h.handler",
            Code={"ZipFile": archive({"h.py": source})},
            **options,
        )
        return name

    def invoke(self, name: str, payload: Any = None, region: str = REGION, **options: Any) -> Reply:
        answer = self.client("lambda", region).invoke(FunctionName=name, Payload=json.dumps(payload), **options)
        text = answer["Payload"].read()
        return Reply(json.loads(text) if text else None, answer.get("FunctionError"), answer)


@dataclass
class Reply:
    """What Invoke answered."""

    value: Any
    error: str | None
    raw: dict[str, Any]


LOGS = ({"Effect": "Allow", "Action": ["logs:PutLogEvents", "logs:CreateLogStream"], "Resource": "*"},)


def allow(action: str | list[str], resource: str | list[str] = "*") -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource}


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def archive(files: dict[str, str]) -> bytes:
    """A zip file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name, text in files.items():
            target.writestr(name, text)
    return buffer.getvalue()


def eventually(question: Callable[[], Any], what: str, seconds: float = 20.0) -> Any:
    """The first true answer; fails with `what` when none came in time."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        answer = question()
        if answer:
            return answer
        time.sleep(0.03)
    raise AssertionError(f"not within {seconds} s: {what}")


@dataclass
class Tools:
    """The helpers of this file, for tests: modules of a folder without a package cannot import each other."""

    allow: Callable[..., dict[str, Any]] = allow
    document: Callable[..., str] = document
    archive: Callable[[dict[str, str]], bytes] = archive
    eventually: Callable[..., Any] = eventually
    logs: tuple[dict[str, Any], ...] = LOGS


@pytest.fixture(scope="session")
def tools() -> Tools:
    return Tools()


@pytest.fixture(scope="session")
def sandbox_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with start(tmp_path_factory.mktemp("sandbox"), {"time_scale": 0.001}) as running:
        yield running


@pytest.fixture
def aws(sandbox_server: RunningSandbox) -> Iterator[Aws]:
    yield Aws(sandbox_server)
    sandbox_server.client.clear_faults()
