"""The state that trains: the parameters of CreateTrainingJob, and which of its errors are tried again.

Sources: https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html,
https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html and
https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html (``State.RetryCount``)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pulumi

from components.asl import State
from domain.training.layout import RunPlaces

ENTRY: Final = ("python3", "/opt/ml/input/data/code/lambdas/training/train.py")
CHECKPOINTS: Final = "/opt/ml/checkpoints"
START_SECONDS: Final = 1800
"""What a job may take beside its run time: instances, the image, the data, the upload of the model."""

JOB_ERRORS: Final = [
    "SageMaker.AmazonSageMakerException",
    "SageMaker.ResourceLimitExceededException",
    "SageMaker.SdkClientException",
]
"""What the API answers, or that it gave no answer: throttling, its own failures, a quota in use. A job that failed is
``States.TaskFailed`` and is not tried again: the same data and code would fail again, for the same money."""

BUCKET: Final = "$.places.bucket"
RUN: Final = "$.run.reply.run_id"
_ANY: Final = RunPlaces("{}")


@dataclass(frozen=True, kw_only=True)
class JobPlan:
    """What the training job is.

    Attributes:
        model: Name of the model.
        image: Container image.
        role_arn: Role of the job.
        key_arn: Key of what it writes, and of its disk.
        code_uri: Prefix of the training code, ending in a slash.
        hyperparameters: Texts.
        metrics: Names of metrics that the job logs.
        instance_type, volume_gb: Its one instance.
        max_runtime_seconds: Longest run.
        max_wait_seconds: Longest wait and run on spot capacity; ``None`` trains on demand.
        subnet_ids, security_group_ids: Its VPC; none without one.
        tags: Tags of the job.
    """

    model: str
    image: str
    role_arn: pulumi.Input[str]
    key_arn: pulumi.Input[str]
    code_uri: pulumi.Input[str]
    hyperparameters: Mapping[str, str]
    metrics: Sequence[str]
    instance_type: str
    volume_gb: int
    max_runtime_seconds: int
    max_wait_seconds: int | None = None
    subnet_ids: Sequence[pulumi.Input[str]] = ()
    security_group_ids: Sequence[pulumi.Input[str]] = ()
    tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def timeout_seconds(self) -> int:
        """Longest attempt."""
        return (self.max_wait_seconds or self.max_runtime_seconds) + START_SECONDS


def train(partition: str, plan: JobPlan) -> State:
    """The state, without its Catch: it waits for the job's end, and keeps name and model.

    The name holds the run, the attempt at it, and the state's own retries: a job's name is used once for ever.
    """
    return {
        "Type": "Task",
        "Resource": f"arn:{partition}:states:::sagemaker:createTrainingJob.sync",
        "Parameters": _parameters(plan),
        "TimeoutSeconds": plan.timeout_seconds,
        "ResultSelector": {"job_name.$": "$.TrainingJobName", "model_data.$": "$.ModelArtifacts.S3ModelArtifacts"},
        "ResultPath": "$.training",
        "Retry": [
            {
                "ErrorEquals": JOB_ERRORS,
                "IntervalSeconds": 2,
                "BackoffRate": 2.0,
                "MaxAttempts": 5,
                "MaxDelaySeconds": 60,
                "JitterStrategy": "FULL",
            }
        ],
    }


def _parameters(plan: JobPlan) -> dict[str, Any]:
    name = f"States.Format('{plan.model}-{{}}-a{{}}-r{{}}', {RUN}, $.run.reply.attempt, $$.State.RetryCount)"
    classes = {"classes.$": "States.Format('{}', $.features.reply.classes)"}
    return {
        "TrainingJobName.$": name,
        "RoleArn": plan.role_arn,
        "AlgorithmSpecification": {
            "TrainingImage": plan.image,
            "TrainingInputMode": "File",
            "ContainerEntrypoint": list(ENTRY),
            "MetricDefinitions": [
                {"Name": f"test:{metric}", "Regex": f"metric {metric}=([0-9.eE+-]+)"} for metric in plan.metrics
            ],
        },
        "HyperParameters": {**plan.hyperparameters, **classes},
        "InputDataConfig": [
            _channel("code", {"S3Uri": plan.code_uri}),
            _channel("train", {"S3Uri.$": _uri(_ANY.train_channel)}),
            _channel("test", {"S3Uri.$": _uri(_ANY.test_channel)}),
        ],
        "OutputDataConfig": {"S3OutputPath.$": _uri(_ANY.output), "KmsKeyId": plan.key_arn},
        "ResourceConfig": {
            "InstanceType": plan.instance_type,
            "InstanceCount": 1,
            "VolumeSizeInGB": plan.volume_gb,
            "VolumeKmsKeyId": plan.key_arn,
        },
        "EnableNetworkIsolation": True,
        "StoppingCondition": {"MaxRuntimeInSeconds": plan.max_runtime_seconds},
        "Tags": [{"Key": key, "Value": value} for key, value in sorted(plan.tags.items())],
        **_network(plan),
        **_spot(plan),
    }


def _channel(name: str, uri: Mapping[str, Any]) -> dict[str, Any]:
    source = {"S3DataType": "S3Prefix", "S3DataDistributionType": "FullyReplicated", **uri}
    return {"ChannelName": name, "DataSource": {"S3DataSource": source}, "InputMode": "File"}


def _uri(key: str) -> str:
    """An S3 URI below the bucket; ``{}`` in the key is the run."""
    return f"States.Format('s3://{{}}/{key}', {BUCKET}, {RUN})"


def _network(plan: JobPlan) -> dict[str, Any]:
    if not plan.subnet_ids:
        return {}
    return {"VpcConfig": {"Subnets": list(plan.subnet_ids), "SecurityGroupIds": list(plan.security_group_ids)}}


def _spot(plan: JobPlan) -> dict[str, Any]:
    """Spot capacity needs a place for checkpoints, or an interruption starts anew."""
    if plan.max_wait_seconds is None:
        return {}
    return {
        "EnableManagedSpotTraining": True,
        "StoppingCondition": {
            "MaxRuntimeInSeconds": plan.max_runtime_seconds,
            "MaxWaitTimeInSeconds": plan.max_wait_seconds,
        },
        "CheckpointConfig": {"S3Uri.$": _uri(f"{_ANY.prefix}checkpoints/"), "LocalPath": CHECKPOINTS},
    }
