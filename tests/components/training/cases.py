"""One of each component of the theme, for what holds for every component."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pulumi

from components.base import PlatformComponent
from components.function_host import function_host
from components.settings.training_document import training_plan
from components.training import Training, TrainingArgs
from components.training.code import TrainingFiles, TrainingFilesArgs, training_code
from components.training.functions import TrainingFunctions, TrainingFunctionsArgs
from components.training.grants import GrantsArgs
from components.training.roles import SageMakerRoles, SageMakerRolesArgs
from components.training.starts import Starts, StartsArgs
from components.training.targets import Targets, TargetsArgs
from tests.components.training.support import (
    ACCOUNT,
    EVERYTHING,
    HTTP_ALARMS,
    IMAGES,
    SIGNING_KEY,
    TAGS,
    foundation,
    training_settings,
)

Options = pulumi.ResourceOptions | None
KEY, TOPIC = "arn:aws:kms:us-east-1:123456789012:key/k", "arn:aws:sns:us-east-1:123456789012:t"


def _theme(name: str, opts: Options, project: Path) -> Training:
    args = TrainingArgs(
        settings=training_settings(EVERYTHING),
        foundation=foundation(f"{name}-base", project),
        project=f"p-{name}",
        tags=TAGS,
        signing_key_arn=SIGNING_KEY,
        http_alarm_names=HTTP_ALARMS,
    )
    return Training(name, args, opts)


def _files(name: str, opts: Options, project: Path) -> TrainingFiles:
    args = TrainingFilesArgs(
        code=training_code(project),
        plan=training_plan(training_settings()),
        root=project,
        bucket="b",
        key_arn=KEY,
    )
    return TrainingFiles(name, args, opts)


def _roles(name: str, opts: Options, _: Path) -> SageMakerRoles:
    args = SageMakerRolesArgs(
        account=ACCOUNT,
        model="digits",
        bucket_arn="arn:aws:s3:::b",
        key_arn=KEY,
        code_prefix="training/code/x/",
        training_image=f"{IMAGES}/training:1.0",
        serving_image=f"{IMAGES}/onnx:1.0",
        in_network=True,
        rolls_back=True,
    )
    return SageMakerRoles(name, args, opts)


def _targets(name: str, opts: Options, _: Path) -> Targets:
    args = TargetsArgs(
        settings=training_settings(EVERYTHING),
        endpoint_name="digits",
        http_alarm_names=HTTP_ALARMS,
        alarm_topic_arn=TOPIC,
    )
    return Targets(name, args, opts)


def _functions(name: str, opts: Options, project: Path) -> TrainingFunctions:
    granted = GrantsArgs(
        account=ACCOUNT,
        model="digits",
        run_bucket_arn="arn:aws:s3:::b",
        key_arn=KEY,
        data_bucket_arn="arn:aws:s3:::b",
        data_prefix="training/data/",
        data_key_arns=[KEY],
        execution_arn="arn:aws:states:us-east-1:123456789012:execution:m-*:*",
        package_group="digits",
        package_group_arn="arn:aws:sagemaker:us-east-1:123456789012:model-package-group/digits",
        endpoint_name="digits",
        model_role_arn="arn:aws:iam::123456789012:role/model",
        signing_key_arn=SIGNING_KEY,
    )
    args = TrainingFunctionsArgs(
        host=function_host(foundation(f"{name}-base", project)),
        settings=training_settings(EVERYTHING),
        grants=granted,
        run_bucket="b",
        data_bucket="b",
        plan_key="training/plans/x.json",
        code_sha256="0" * 64,
        model_layer_arn="arn:layer:models",
        targets="{}",
        tags=TAGS,
    )
    return TrainingFunctions(name, args, opts)


def _starts(name: str, opts: Options, _: Path) -> Starts:
    args = StartsArgs(
        account=ACCOUNT,
        machine_arn="arn:aws:states:us-east-1:123456789012:stateMachine:m",
        key_arn=KEY,
        alarm_topic_arn=TOPIC,
        schedule="rate(1 day)",
        timezone="UTC",
        data_bucket="b",
        data_prefix="training/data/",
        on_new_data=True,
        package_group="digits",
        approved_by_pipeline=True,
    )
    return Starts(name, args, opts)


CASES: dict[type[PlatformComponent], Callable[[str, Options, Path], PlatformComponent]] = {
    SageMakerRoles: _roles,
    Starts: _starts,
    Targets: _targets,
    Training: _theme,
    TrainingFiles: _files,
    TrainingFunctions: _functions,
}

UNTAGGABLE = {"aws:s3/bucketNotification:BucketNotification"}
"""Types that take no tags."""
