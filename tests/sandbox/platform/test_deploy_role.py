"""A stack made and destroyed by the staging role alone, with keys got by a token: the sandbox judges every call by IAM.

What a role must not do is asked without the engine: `tests/components/delivery` and `tests/sandbox/delivery`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
import yaml
from botocore import UNSIGNED
from botocore.config import Config
from pulumi import automation

from domain.delivery import Job, claims_of, parse_repository, pull_request
from sandbox import lifecycle

pytestmark = [pytest.mark.engine, pytest.mark.xdist_group("engine-apart")]

HEAD = "inference-platform:"
COMMON = {"aws:region": lifecycle.REGION, f"{HEAD}owner": "team", f"{HEAD}cost_center": "cc"}
OURS = parse_repository("octo-org/inference-platform")
DEPLOY, LOOK = Job(repository=OURS, environment="staging"), pull_request(OURS)


@dataclass
class Pipeline:
    """The delivery theme in an account, and the stack that its staging role deploys."""

    project: Path
    running: lifecycle.RunningSandbox
    roles: Mapping[str, str]

    def keys(self, role: str, job: Job) -> Mapping[str, str]:
        """The keys that a job of GitHub's gets for a role, as environment variables."""
        sts = boto3.client(
            "sts",
            region_name=lifecycle.REGION,
            endpoint_url=self.running.url,
            config=Config(signature_version=UNSIGNED),
        )
        keys = sts.assume_role_with_web_identity(
            RoleArn=self.roles[role],
            RoleSessionName="job",
            WebIdentityToken=self.running.client.oidc_token(claims_of(job)),
        )["Credentials"]
        return {
            "AWS_ACCESS_KEY_ID": keys["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": keys["SecretAccessKey"],
            "AWS_SESSION_TOKEN": keys["SessionToken"],
        }

    def stack(self, role: str, job: Job) -> automation.Stack:
        """The stack, as the role has it."""
        return opened(self.project, "staging", {**lifecycle.environment(self.running), **self.keys(role, job)})


def opened(project: Path, name: str, environment: Mapping[str, str]) -> automation.Stack:
    workspace = automation.LocalWorkspace(work_dir=str(project), env_vars=dict(environment))
    return automation.Stack.create_or_select(name, workspace)


def write(project: Path, stack: str, **groups: Any) -> None:
    config = {**COMMON, **{f"{HEAD}{name}": value for name, value in groups.items()}}
    (project / f"Pulumi.{stack}.yaml").write_text(yaml.safe_dump({"config": config}), encoding="utf-8")


@pytest.fixture
def pipeline(project_copy: Path, tmp_path: Path) -> Iterator[Pipeline]:
    layers = project_copy / "build" / "layers"
    source = layers.resolve()
    layers.unlink()
    for kind in ("runtime", "model"):
        shutil.copytree(source / f"{kind}-local", layers / f"{kind}-arm64")
    write(project_copy, "delivery", environment="sandbox", delivery={"enabled": True, "repository": OURS.full_name})
    write(
        project_copy,
        "staging",
        environment="staging",
        foundation={"protect_data": False},
        cost={"auto_stop": {"enabled": True}},
    )
    with lifecycle.start(tmp_path / "server") as running:
        administrator = opened(project_copy, "delivery", lifecycle.environment(running))
        done = administrator.up(color="never")
        yield Pipeline(project_copy, running, done.outputs["deliveryRoleArns"].value)


def test_the_staging_role_makes_and_destroys_a_stack_and_the_preview_role_looks_at_it(pipeline: Pipeline) -> None:
    staging = pipeline.stack("staging", DEPLOY)
    made = staging.up(color="never").summary.resource_changes or {}
    assert made["create"] > 30

    looks = pipeline.stack("preview", LOOK)
    assert set(looks.preview(refresh=True, color="never").change_summary) == {"same"}
    with pytest.raises(automation.CommandError, match="not authorized"):
        looks.destroy(color="never")

    gone = staging.destroy(color="never").summary.resource_changes or {}
    assert gone["delete"] == made["create"]
