"""A stack with one model behind a real-time and a serverless endpoint and a switch, deployed by the real engine."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config

from sandbox import lifecycle
from sandbox.demo import data, model
from tests.sandbox.platform.conftest import ROOT, STACK, Engine, copy_project, eventually

STACK_FILE = f"""config:
  aws:region: {lifecycle.REGION}
  inference-platform:environment: sandbox
  inference-platform:owner: ml-platform
  inference-platform:cost_center: sandbox
  inference-platform:foundation:
    access_point:
      volume_id: fsvol-0123456789abcdef0
    functions:
      architecture: local
    log_retention_days: 1
    run_retention_days: 1
    protect_data: false
  inference-platform:inference:
    enabled: true
    content_types:
      ".png": image/png
    model:
      archive: build/model/model.tar.gz
      image_uri: 123456789012.dkr.ecr.us-east-1.amazonaws.com/inference-platform/onnx:1.0
    realtime:
      enabled: true
    serverless:
      enabled: true
      max_concurrency: 16
  inference-platform:switching:
    enabled: true
    patterns:
      - {{pattern: sagemaker_realtime, timeout_ms: 30000, content_types: [image/png]}}
      - {{pattern: sagemaker_serverless, timeout_ms: 30000, content_types: [image/png]}}
    limits:
      p99_ms: 25000
      utilization: 1.0
    timing:
      window_seconds: 60
      stale_seconds: 60
      dwell_seconds: 60
      return_after_seconds: 60
      return_step_seconds: 60
    probe:
      file: probe.png
      content_type: image/png
      count: 1
    router:
      timeout_seconds: 120
      deadline_ms: 100000
      state_max_age_seconds: 0
      circuit_recovery_seconds: 1
"""
"""Test machines are slow and shared: what takes seconds here is no reason to switch, and every look is made by hand."""

AGE_S = 61.0
"""How far what the state remembers is put back, so that nobody waits for a dwell or a step to pass."""
TIMES = ("since_s", "switched_s")
TIMES_OF_PATTERNS = ("healthy_since", "left")
"""Not when patterns were heard of last: health with a gap in it starts anew."""


@dataclass
class Switch:
    """The deployed switch and its callers."""

    running: lifecycle.RunningSandbox
    engine: Engine
    outputs: dict[str, Any]
    image: bytes

    def client(self, service: str) -> Any:
        return boto3.client(
            service,
            region_name=lifecycle.REGION,
            endpoint_url=self.running.url,
            aws_access_key_id=self.running.record.access_key_id,
            aws_secret_access_key=self.running.record.secret_access_key,
            config=Config(retries={"total_max_attempts": 1}, read_timeout=300),
        )

    def invoke(self, output: str, event: Mapping[str, Any]) -> dict[str, Any]:
        """One call of a function of the stack."""
        reply = self.client("lambda").invoke(
            FunctionName=self.outputs[output], Qualifier="live", Payload=json.dumps(event).encode()
        )
        found: dict[str, Any] = json.loads(reply["Payload"].read())
        assert "FunctionError" not in reply, found
        return found

    def route(self, identifier: str, **given: Any) -> dict[str, Any]:
        """One request."""
        body = base64.b64encode(self.image).decode()
        event = {"id": identifier, "content_type": "image/png", "body_base64": body, **given}
        return self.invoke("routerFunction", event)

    def look(self) -> dict[str, Any]:
        """One look, as the clock makes one each minute."""
        return self.invoke("switchFunction", {})

    def endpoint(self, path: str) -> str:
        """Name of an endpoint, by the path of the inference theme."""
        return str(self.outputs["endpointNames"][path])

    def stop_clock(self) -> None:
        """From now on nobody else looks: of two looks at one time, one counts.

        A schedule with a rate runs its target at once when it is made, which may be just now.
        """
        states = self.client("dynamodb")
        eventually(lambda: states.scan(TableName=self.outputs["switchTable"])["Count"], "the clock's first look")
        scheduler = self.client("scheduler")
        for one in scheduler.list_schedules()["Schedules"]:
            scheduler.delete_schedule(Name=one["Name"], GroupName=one["GroupName"])
        assert any(self.look()["stored"] for _ in range(5)), "the clock's last one may have been under way"

    @contextmanager
    def fault(self, **fault: Any) -> Iterator[None]:
        identity = self.running.client.add_fault(**fault)
        try:
            yield
        finally:
            self.running.client.clear_faults(identity)

    def age(self) -> None:
        """Puts the state back in time."""
        key, table = {"id": {"S": "switch"}}, self.outputs["switchTable"]
        dynamodb = self.client("dynamodb")
        item = dynamodb.get_item(TableName=table, Key=key, ConsistentRead=True)["Item"]
        state = json.loads(item["document"]["S"])
        for name in TIMES:
            state[name] = None if state[name] is None else state[name] - AGE_S
        for name in TIMES_OF_PATTERNS:
            state[name] = {pattern: second - AGE_S for pattern, second in state[name].items()}
        dynamodb.put_item(TableName=table, Item={**item, "document": {"S": json.dumps(state)}})

    def advisor(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """`python -m advisor switch` against the stack."""
        path = self.engine.project / "outputs.json"
        path.write_text(json.dumps(self.outputs), encoding="utf-8")
        command = [sys.executable, "-W", "ignore", "-m", "advisor", "switch", *arguments, "--outputs", str(path)]
        environment = {**self.engine.environment, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def switch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Switch]:
    digits = data.load()
    model.ensure_archive(digits, ROOT)
    project: Path = copy_project(tmp_path_factory.mktemp("switching"))
    image = data.png(digits.images[0])
    (project / "probe.png").write_bytes(image)
    (project / f"Pulumi.{STACK}.yaml").write_text(STACK_FILE, encoding="utf-8")
    with lifecycle.start(project / "build" / "sandbox") as running:
        engine = Engine(project, lifecycle.environment(running))
        found = Switch(running, engine, engine.up(), image)
        found.stop_clock()
        yield found
