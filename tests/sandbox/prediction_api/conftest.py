"""A stack with nothing but the prediction API, deployed by the real engine with the pack to a server of its own."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials

from sandbox import lifecycle
from sandbox.demo import data, model
from tests.lambdas.models.support import put_model, put_release
from tests.sandbox.platform.conftest import ROOT, STACK, Engine, copy_project

STACK_FILE = f"""config:
  aws:region: {lifecycle.REGION}
  inference-platform:environment: sandbox
  inference-platform:owner: ml-platform
  inference-platform:cost_center: sandbox
  inference-platform:foundation:
    functions:
      architecture: local
    log_retention_days: 1
    run_retention_days: 1
    protect_data: false
  inference-platform:prediction_api:
    enabled: true
    model: digits
    access:
      open_health: true
    usage_plan:
      enabled: true
      requests_per_second: 100
      burst: 40
    throttle:
      requests_per_second: 100
      burst: 40
    function:
      reserved_concurrency: 40
      revalidate_seconds: 0
      memory_mb: 1024
    asynchronous:
      enabled: true
    rollout:
      kind: canary
      percent: 50
      interval_minutes: 50
    alarms:
      latency_p99_ms: 29000
    slo:
      enabled: true
"""
"""Test machines are slow: their cold starts are no reason to take a rollout back. Its 50 minutes are 30 s here.

Others are fast: one caller after the other never meets the limits.
"""


@dataclass(frozen=True)
class Reply:
    """What a caller gets."""

    status: int
    body: Any
    headers: Mapping[str, str]

    @property
    def code(self) -> str:
        """The code of an error."""
        return str(self.body["error"]["code"])


@dataclass
class Api:
    """The deployed API and its callers."""

    running: lifecycle.RunningSandbox
    engine: Engine
    outputs: dict[str, Any]
    keys: dict[str, str] = field(default_factory=dict)

    def client(self, service: str) -> Any:
        return boto3.client(
            service,
            region_name=lifecycle.REGION,
            endpoint_url=self.running.url,
            aws_access_key_id=self.running.record.access_key_id,
            aws_secret_access_key=self.running.record.secret_access_key,
            config=Config(retries={"total_max_attempts": 1}),
        )

    @property
    def owner(self) -> Credentials:
        record = self.running.record
        return Credentials(record.access_key_id, record.secret_access_key)

    @property
    def key(self) -> str:
        """The plan's key, as an operator reads it."""
        identity = self.outputs["predictionApiKeyId"]
        if identity not in self.keys:
            found = self.client("apigateway").get_api_key(apiKey=identity, includeValue=True)
            self.keys[identity] = found["value"]
        return self.keys[identity]

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        caller: Credentials | None = None,
        signed: bool = True,
        key: str | None = "",
        media_type: str = "application/json",
    ) -> Reply:
        """One request; signed by the owner and with the plan's key unless it is said otherwise."""
        payload = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        headers = {} if payload is None else {"Content-Type": media_type}
        if key is not None:
            headers["x-api-key"] = key or self.key
        request = AWSRequest(method=method, url=self.outputs["predictionApiUrl"] + path, data=payload, headers=headers)
        if signed:
            SigV4Auth(caller or self.owner, "execute-api", lifecycle.REGION).add_auth(request)
        sent = urllib.request.Request(request.url, data=payload, headers=dict(request.headers), method=method)
        try:
            with urllib.request.urlopen(sent, timeout=60) as answer:
                return Reply(answer.status, json.loads(answer.read()), dict(answer.headers))
        except urllib.error.HTTPError as error:
            return Reply(error.code, json.loads(error.read()), dict(error.headers))


@pytest.fixture(scope="session")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    model.ensure_archive(data.load(), ROOT)
    project: Path = copy_project(tmp_path_factory.mktemp("prediction-api"))
    (project / f"Pulumi.{STACK}.yaml").write_text(STACK_FILE, encoding="utf-8")
    with lifecycle.start(project / "build" / "sandbox") as running:
        engine = Engine(project, lifecycle.environment(running))
        found = Api(running, engine, engine.up())
        s3 = found.client("s3")
        put_model(s3, found.outputs["runBucket"], "digits", "1")
        put_release(s3, found.outputs["runBucket"], "digits", "1")
        yield found
