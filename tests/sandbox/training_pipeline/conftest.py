"""A stack with nothing but the training pipeline, deployed by the real engine with the pack to a server of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import boto3
import pytest
from botocore.config import Config

from sandbox import lifecycle
from sandbox.demo.stack import SandboxStack
from sandbox.pipeline_lab import Lab, lab_project


@dataclass
class Deployed:
    """The pipeline, and the server and engine below it."""

    lab: Lab
    running: lifecycle.RunningSandbox
    stack: SandboxStack


@pytest.fixture(scope="session")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    folder = tmp_path_factory.mktemp("pipeline")
    project = lab_project(folder / "project", "automatic")
    with lifecycle.start(folder / "server", {"cold_start_s": 0, "schedules": False}) as running:
        stack = SandboxStack(project, lifecycle.environment(running), lambda _line: None)
        outputs = stack.up()
        record = running.record

        def client(service: str) -> object:
            return boto3.client(
                service,
                region_name=lifecycle.REGION,
                endpoint_url=running.url,
                aws_access_key_id=record.access_key_id,
                aws_secret_access_key=record.secret_access_key,
                config=Config(retries={"total_max_attempts": 1}),
            )

        yield Deployed(Lab(outputs, client), running, stack)
