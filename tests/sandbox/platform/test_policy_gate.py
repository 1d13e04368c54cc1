"""The policy pack stops a bad resource before anything is made."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.engine, pytest.mark.xdist_group("engine")]

PROGRAM = """
import json
import pulumi_aws as aws

bucket = aws.s3.Bucket("open", bucket="gate-open")
anyone = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::gate-open/*"}
aws.s3.BucketPolicy("open", bucket="gate-open", policy=json.dumps({"Version": "2012-10-17", "Statement": [anyone]}))
"""


def pulumi(deployed: Any, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["pulumi", *arguments, "--non-interactive", "--color", "never"],
        cwd=folder,
        env={**os.environ, **deployed.engine.environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_bucket_that_everyone_may_read_is_stopped_by_name(deployed: Any, tmp_path: Path) -> None:
    (tmp_path / "__main__.py").write_text(PROGRAM, encoding="utf-8")
    (tmp_path / ".venv").symlink_to(deployed.engine.project / ".venv")
    runtime = "runtime:\n  name: python\n  options:\n    virtualenv: .venv\n"
    (tmp_path / "Pulumi.yaml").write_text(f"name: gate\n{runtime}", encoding="utf-8")
    (tmp_path / "Pulumi.gate.yaml").write_text("config:\n  aws:region: us-east-1\n", encoding="utf-8")
    assert pulumi(deployed, tmp_path, "stack", "init", "gate").returncode == 0
    done = pulumi(deployed, tmp_path, "up", "--yes", "--policy-pack", str(deployed.engine.project / "policies"))
    assert done.returncode != 0, done.stdout
    assert "s3-policy-public" in done.stdout, done.stdout
    assert "mandatory" in done.stdout
    names = [bucket["Name"] for bucket in deployed.client("s3").list_buckets()["Buckets"]]
    assert "gate-open" not in names
    assert pulumi(deployed, tmp_path, "stack", "rm", "gate", "--yes").returncode == 0, "it holds no resource"
