"""What SageMaker refuses when a training job is created: pure checks over the request.

Ranges: botocore's model and https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html
Spot: https://docs.aws.amazon.com/sagemaker/latest/dg/model-managed-spot-training.html
What the sandbox does not play is refused too, and the message says that it is the sandbox.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from sandbox.errors import AwsError

DEFAULT_RUNTIME_S: Final = 86_400
LONGEST_RUNTIME_S: Final = 2_419_200
"""28 days."""

MOST_CHANNELS: Final = 20
MOST_HYPERPARAMETERS: Final = 100
LONGEST_HYPERPARAMETER_KEY: Final = 256
LONGEST_HYPERPARAMETER: Final = 2500
ML_ROOT: Final = "/opt/ml"
PYTHONS: Final = ("python", "python3")

_NAME: Final = re.compile(r"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}")
_CHANNEL: Final = re.compile(r"[A-Za-z0-9.\-_]{1,64}")

Fields = Mapping[str, Any]


def check_training_job(request: Fields) -> None:
    """CreateTrainingJob, apart from its role and its data.

    Raises:
        AwsError: `ValidationException` with every problem.
    """
    problems = [
        *_name(request),
        *_algorithm(request.get("AlgorithmSpecification") or {}),
        *_hyperparameters(request.get("HyperParameters") or {}),
        *_channels(request.get("InputDataConfig") or []),
        *_output(request),
        *_resources(request.get("ResourceConfig") or {}),
        *_stopping(request),
    ]
    if problems:
        raise AwsError("ValidationException", "; ".join(problems))


def _name(request: Fields) -> Iterator[str]:
    name = str(request.get("TrainingJobName", ""))
    if not _NAME.fullmatch(name) or len(name) > 63:
        yield (
            f"Value '{name}' at 'trainingJobName' failed to satisfy constraint: Member must satisfy regular "
            f"expression pattern: {_NAME.pattern}, at most 63 characters"
        )
    if not str(request.get("RoleArn", "")).startswith("arn:"):
        yield "RoleArn is required"


def _algorithm(algorithm: Fields) -> Iterator[str]:
    image, entry = str(algorithm.get("TrainingImage", "")), algorithm.get("ContainerEntrypoint") or []
    if not image:
        yield "AlgorithmSpecification.TrainingImage is required"
    if algorithm.get("TrainingInputMode") != "File":
        yield f"TrainingInputMode {algorithm.get('TrainingInputMode')!r} is not played by the sandbox: File is"
    if len(entry) < 2 or entry[0] not in PYTHONS or not str(entry[1]).startswith(f"{ML_ROOT}/"):
        yield (
            f"ContainerEntrypoint is {entry!r}; the sandbox runs no images: it plays "
            f'["python3", "{ML_ROOT}/input/data/<channel>/<script>.py", …]'
        )
    for one in algorithm.get("MetricDefinitions") or []:
        try:
            groups = re.compile(one["Regex"]).groups
        except re.error as error:
            yield f"MetricDefinitions: Regex {one['Regex']!r} is no regular expression: {error}"
            continue
        if groups < 1:
            yield f"MetricDefinitions: Regex {one['Regex']!r} has no group that captures the value"


def _hyperparameters(values: Fields) -> Iterator[str]:
    if len(values) > MOST_HYPERPARAMETERS:
        yield f"{len(values)} HyperParameters were given; at most {MOST_HYPERPARAMETERS} are accepted"
    for key, value in values.items():
        if not isinstance(value, str):
            yield f"HyperParameters: {key} is {value!r}; a value is a string"
        elif len(key) > LONGEST_HYPERPARAMETER_KEY or len(value) > LONGEST_HYPERPARAMETER:
            yield f"HyperParameters: {key[:40]} has over {LONGEST_HYPERPARAMETER} characters"


def _channels(channels: list[Fields]) -> Iterator[str]:
    if len(channels) > MOST_CHANNELS:
        yield f"{len(channels)} channels were given; at most {MOST_CHANNELS} are accepted"
    names = [str(channel.get("ChannelName", "")) for channel in channels]
    if len(set(names)) != len(names):
        yield f"Channel names must be unique: {', '.join(names)}"
    for name, channel in zip(names, channels, strict=True):
        if not _CHANNEL.fullmatch(name) or set(name) == {"."}:
            yield f"ChannelName {name!r} must be 1 to 64 letters, digits, dots, hyphens and underscores"
        source = (channel.get("DataSource") or {}).get("S3DataSource") or {}
        if source.get("S3DataType") != "S3Prefix":
            yield f"Channel {name}: S3DataType {source.get('S3DataType')!r} is not played by the sandbox: S3Prefix is"
        if not str(source.get("S3Uri")).startswith("s3://"):
            yield f"Channel {name}: S3Uri {source.get('S3Uri')!r} must start with s3://"
        if channel.get("CompressionType", "None") != "None" or channel.get("InputMode", "File") != "File":
            yield f"Channel {name}: only InputMode File without compression is played by the sandbox"


def _output(request: Fields) -> Iterator[str]:
    output = request.get("OutputDataConfig") or {}
    if not str(output.get("S3OutputPath")).startswith("s3://"):
        yield f"S3OutputPath {output.get('S3OutputPath')!r} must start with s3://"
    if output.get("CompressionType", "GZIP") != "GZIP":
        yield "OutputDataConfig.CompressionType other than GZIP is not played by the sandbox"
    checkpoints = request.get("CheckpointConfig")
    if checkpoints is not None and not str(checkpoints.get("S3Uri")).startswith("s3://"):
        yield f"CheckpointConfig.S3Uri {checkpoints.get('S3Uri')!r} must start with s3://"
    local = (checkpoints or {}).get("LocalPath", f"{ML_ROOT}/checkpoints")
    if not local.startswith(f"{ML_ROOT}/checkpoints"):
        yield f"CheckpointConfig.LocalPath {local!r} is not played by the sandbox: below {ML_ROOT}/checkpoints is"


def _resources(resources: Fields) -> Iterator[str]:
    if not resources.get("InstanceType"):
        yield "ResourceConfig.InstanceType is required"
    if resources.get("InstanceCount") != 1:
        yield f"ResourceConfig.InstanceCount {resources.get('InstanceCount')!r} is not played by the sandbox: 1 is"
    if resources.get("VolumeSizeInGB", 0) < 1:
        yield f"ResourceConfig.VolumeSizeInGB {resources.get('VolumeSizeInGB')!r} must be 1 or more"


def _stopping(request: Fields) -> Iterator[str]:
    condition = request.get("StoppingCondition") or {}
    runtime, wait = condition.get("MaxRuntimeInSeconds", DEFAULT_RUNTIME_S), condition.get("MaxWaitTimeInSeconds")
    if not 1 <= runtime <= LONGEST_RUNTIME_S:
        yield f"MaxRuntimeInSeconds {runtime} must be 1 to {LONGEST_RUNTIME_S}"
    if request.get("EnableManagedSpotTraining"):
        if wait is None or wait < runtime:
            yield (
                f"Invalid MaxWaitTimeInSeconds. It must be present and be greater than or equal to MaxRuntimeInSeconds "
                f"({runtime}) when EnableManagedSpotTraining is true"
            )
    elif wait is not None:
        yield "MaxWaitTimeInSeconds is only accepted with EnableManagedSpotTraining"
