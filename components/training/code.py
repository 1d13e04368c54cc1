"""The training code and the plan as objects of the run bucket; their keys hold their hash, so a run keeps its own."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pulumi
import pulumi_aws as aws

from components.archive import project_path
from components.base import PlatformComponent
from components.sources import module_files
from domain.training.layout import CODE, PLANS
from domain.training.plan import TrainingPlan

ENTRY_MODULE: Final = "lambdas.training.train"


@dataclass(frozen=True, kw_only=True)
class TrainingCode:
    """The files of the training code.

    Attributes:
        files: Path below the code's prefix, to the file.
        sha256: Hash over paths and contents.
    """

    files: Mapping[str, Path]
    sha256: str

    @property
    def prefix(self) -> str:
        """Where they lie; the channel `code` of a job."""
        return f"{CODE}{self.sha256}/"


def training_code(root: Path) -> TrainingCode:
    """The entry and every module of ours that it imports, directly or not.

    Raises:
        SourceError: An import leads nowhere.
    """
    files = module_files(root, ENTRY_MODULE)
    digest = hashlib.sha256()
    for name, path in sorted(files.items()):
        content = path.read_bytes()
        for part in (name.encode(), content):
            digest.update(len(part).to_bytes(8, "big") + part)
    return TrainingCode(files=files, sha256=digest.hexdigest())


@dataclass(frozen=True, kw_only=True)
class TrainingFilesArgs:
    """Inputs: the files and the plan, where they go, and the project's folder."""

    code: TrainingCode
    plan: TrainingPlan
    root: Path
    bucket: pulumi.Input[str]
    key_arn: pulumi.Input[str]


class TrainingFiles(PlatformComponent):
    """The objects. A stack that changes its code or plan leaves the old ones to the runs that use them."""

    code_uri: pulumi.Output[str]
    plan_key: pulumi.Output[str]

    def __init__(self, name: str, args: TrainingFilesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"codeSha256": args.code.sha256, "planSha256": args.plan.sha256}, opts)
        self.args = args
        made = [self._object(f"{args.code.prefix}{path}", self._asset(file)) for path, file in args.code.files.items()]
        plan = self._object(f"{PLANS}{args.plan.sha256}.json", pulumi.StringAsset(args.plan.to_json()))
        # Who names the code's prefix waits for all of it.
        self.code_uri = pulumi.Output.all(plan.bucket, *(one.key for one in made)).apply(
            lambda found: f"s3://{found[0]}/{args.code.prefix}"
        )
        self.plan_key = plan.key
        self.finish()

    def _asset(self, file: Path) -> pulumi.FileAsset:
        return pulumi.FileAsset(project_path(file, self.args.root))

    def _object(self, key: str, source: pulumi.Asset) -> aws.s3.BucketObjectv2:
        return aws.s3.BucketObjectv2(
            self.child_name(f"{Path(key).stem.strip('_')[:24]}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"),
            bucket=self.args.bucket,
            key=key,
            source=source,
            server_side_encryption="aws:kms",
            kms_key_id=self.args.key_arn,
            # Executions of the definition before go on with what they started with.
            opts=self.child(retain_on_delete=True),
        )
