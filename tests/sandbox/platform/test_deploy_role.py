"""A stack deployed by the staging role alone, with keys got by a token: the sandbox judges every call by IAM."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
import yaml
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

    def stack(self, role: str, job: Job, name: str = "staging") -> automation.Stack:
        """The stack, with the keys that a job of GitHub's gets for a role."""
        sts = self.client("sts")
        keys = sts.assume_role_with_web_identity(
            RoleArn=self.roles[role],
            RoleSessionName="job",
            WebIdentityToken=self.running.client.oidc_token(claims_of(job)),
        )["Credentials"]
        environment = {
            **lifecycle.environment(self.running),
            "AWS_ACCESS_KEY_ID": keys["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": keys["SecretAccessKey"],
            "AWS_SESSION_TOKEN": keys["SessionToken"],
        }
        return opened(self.project, name, environment)

    def client(self, service: str) -> Any:
        record = self.running.record
        return boto3.client(
            service,
            region_name=lifecycle.REGION,
            endpoint_url=self.running.url,
            aws_access_key_id=record.access_key_id,
            aws_secret_access_key=record.secret_access_key,
        )

    def take_away(self, action: str) -> None:
        """Removes an action from the staging role's policies."""
        iam, name = self.client("iam"), self.roles["staging"].rsplit("/", 1)[-1]
        for attached in iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]:
            arn = attached["PolicyArn"]
            version = iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
            document = iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"]
            kept = json.loads(json.dumps(document).replace(f'"{action}"', '"sts:GetCallerIdentity"'))
            if kept != document:
                iam.create_policy_version(PolicyArn=arn, PolicyDocument=json.dumps(kept), SetAsDefault=True)


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
        done = administrator.up(policy_packs=[str(project_copy / "policies")], color="never")
        yield Pipeline(project_copy, running, done.outputs["deliveryRoleArns"].value)


def test_the_staging_role_deploys_the_preview_role_looks_and_neither_does_more(pipeline: Pipeline) -> None:
    with pytest.raises(automation.CommandError, match="not authorized"):
        pipeline.stack("preview", LOOK).up(color="never")

    staging = pipeline.stack("staging", DEPLOY)
    changes = staging.up(color="never").summary.resource_changes or {}
    assert changes["create"] > 30
    looked = pipeline.stack("preview", LOOK).preview(refresh=True, color="never")
    assert set(looked.change_summary) == {"same"}

    pipeline.take_away("sqs:DeleteQueue")
    with pytest.raises(automation.CommandError, match="not authorized to perform: sqs:DeleteQueue"):
        staging.destroy(color="never")

    widening = pipeline.stack("staging", DEPLOY, name="delivery")
    write(pipeline.project, "delivery", environment="sandbox", delivery={"enabled": True, "repository": "evil/fork"})
    with pytest.raises(automation.CommandError, match="not authorized to perform: iam:UpdateAssumeRolePolicy"):
        widening.up(color="never")
