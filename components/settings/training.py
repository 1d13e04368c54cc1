"""Settings of the training theme: data, plan, job, gate, approval, and where an approved model is deployed.

Limits: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html,
https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StoppingCondition.html and
https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrafficRoutingConfig.html
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from components.settings.inference import IMAGE_URI, INSTANCE_TYPE
from components.settings.model import SettingsModel
from components.settings.training_plan import PlanSettings

BUCKET = r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$"
PREFIX = r"^([A-Za-z0-9!_.*'()-]+/)+$"
MODEL = r"^[a-z][a-z0-9-]{0,30}[a-z0-9]$"
SCHEDULE = r"^(rate|cron)\(.{1,120}\)$"
IMAGE_EXAMPLE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/inference-platform/training:1.0"


class TrainingDataSettings(SettingsModel):
    """Where data arrives."""

    bucket: str | None = Field(
        default=None,
        pattern=BUCKET,
        examples=["team-data"],
        description="Bucket of yours; the stack's own by default. With `on_new_data` it must send its events to "
        "EventBridge: the stack does not change what it does not own.",
    )
    prefix: str = Field(
        default="training/data/",
        pattern=PREFIX,
        examples=["training/data/"],
        description="CSV files below it are training data; the newest is taken by the schedule.",
    )
    key_arn: str | None = Field(
        default=None,
        pattern=r"^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key/[0-9a-f-]{36}$",
        examples=["arn:aws:kms:us-east-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef"],
        description="Key of your bucket, where it is encrypted with one.",
    )


class SpotSettings(SettingsModel):
    """Spare capacity: cheaper, and taken away at times; the job goes on from its checkpoint."""

    enabled: bool = Field(default=False, description="Train on spot instances, with checkpoints in the run's folder.")
    max_wait_minutes: int = Field(
        default=120, ge=1, le=40_320, description="Longest wait for capacity and training together."
    )


class JobSettings(SettingsModel):
    """The training job."""

    framework: Literal["sklearn", "xgboost"] = Field(default="sklearn", description="What trains.")
    hyperparameters: dict[str, str] = Field(
        default={}, max_length=80, description="What the training code is told, as texts; see lambdas/training."
    )
    image_uri: str | None = Field(
        default=None,
        pattern=IMAGE_URI,
        examples=[IMAGE_EXAMPLE],
        description="Image with the training packages (lambdas/training/Dockerfile), by digest or fixed tag.",
    )
    instance_type: str = Field(
        default="ml.m5.large", pattern=INSTANCE_TYPE, examples=["ml.m5.large"], description="Instance of the job."
    )
    volume_gb: int = Field(default=10, ge=1, le=16_384, description="Encrypted disk of an instance in GB.")
    max_runtime_minutes: int = Field(default=60, ge=1, le=40_320, description="A job that takes longer is stopped.")
    spot: SpotSettings = Field(default=SpotSettings(), description="Spare capacity.")


class RolloutSettings(SettingsModel):
    """How traffic moves to a new version, and what takes it back: its alarms, or time."""

    kind: Literal["all-at-once", "canary", "linear", "rolling"] = Field(
        default="canary",
        description="`canary` moves a share first, `linear` share after share, `rolling` instance after instance "
        "(real-time endpoints of one variant).",
    )
    percent: int = Field(
        default=10, ge=1, le=50, description="Share of a step: of a linear one 10 or more, of a rolling one 5 or more."
    )
    step_minutes: float = Field(default=5.0, ge=0, le=60, description="How long a step is watched.")
    keep_minutes: float = Field(
        default=5.0, ge=0, le=60, description="How long all traffic is watched while the old version is kept."
    )
    timeout_minutes: float = Field(
        default=120.0, gt=0, le=480, description="A rollout that takes longer is taken back; more than all its waits."
    )
    no_data: Literal["wait", "accept"] = Field(
        default="wait", description="HTTP API: whether an alarm without data lets a step pass; `wait` does not."
    )


class EndpointSettings(SettingsModel):
    """A SageMaker endpoint that serves the approved model."""

    kind: Literal["none", "serverless", "realtime"] = Field(default="none", description="Which endpoint, if any.")
    memory_mb: Literal[1024, 2048, 3072, 4096, 5120, 6144] = Field(
        default=2048, description="Memory of a serverless endpoint in MB."
    )
    max_concurrency: int = Field(
        default=10, ge=1, le=200, description="Calls of a serverless endpoint at the same time."
    )
    instance_type: str = Field(
        default="ml.m5.large",
        pattern=INSTANCE_TYPE,
        examples=["ml.m5.large"],
        description="Instance of a real-time endpoint.",
    )
    instance_count: int = Field(default=1, ge=1, le=100, description="Instances of a real-time endpoint.")
    rollout: RolloutSettings = Field(default=RolloutSettings(), description="How it moves to a new version.")


class DeploymentSettings(SettingsModel):
    """Where an approved model goes."""

    endpoint: EndpointSettings = Field(default=EndpointSettings(), description="A SageMaker endpoint.")
    http: Literal["auto", "on", "off"] = Field(
        default="auto", description="The HTTP API; `auto` deploys to it where the stack has one."
    )
    http_rollout: RolloutSettings = Field(
        default=RolloutSettings(), description="How the HTTP API moves to a new version."
    )
    image_uri: str | None = Field(
        default=None,
        pattern=IMAGE_URI,
        examples=["123456789012.dkr.ecr.us-east-1.amazonaws.com/inference-platform/onnx:1.0"],
        description="Serving image that registered models name; needed, for the registry keeps it with each version.",
    )
    watch_seconds: int = Field(default=30, ge=1, le=300, description="Pause between two looks at a deployment.")


class TrainingFunctionSettings(SettingsModel):
    """The functions that read data; memory is processor time too."""

    memory_mb: int = Field(
        default=1769, ge=256, le=10_240, description="Memory of the functions that read data, in MB; 1,769 is one core."
    )
    timeout_seconds: int = Field(default=900, ge=60, le=900, description="Longest that one of them may run.")


class TrainingSettings(SettingsModel):
    """Theme: train, judge, register and deploy a model; started by schedule, by new data or by hand."""

    enabled: bool = Field(default=False, description="Deploy the training pipeline; it costs nothing while none runs.")
    model: str = Field(
        default="model",
        pattern=MODEL,
        examples=["digits"],
        description="Name of the model; part of the names of its jobs and packages.",
    )
    data: TrainingDataSettings = Field(default=TrainingDataSettings(), description="Where data arrives.")
    schedule: str | None = Field(
        default=None,
        pattern=SCHEDULE,
        examples=["rate(1 day)"],
        description="When it trains on the newest data: cron(…), or rate(…), which begins at once; never by default.",
    )
    schedule_timezone: str = Field(
        default="UTC", min_length=1, max_length=50, description="IANA time zone of a cron schedule."
    )
    stale_days: int = Field(
        default=7, ge=1, le=7, description="With a schedule: alarm when no run ended well for this many days."
    )
    on_new_data: bool = Field(default=False, description="Train on each object that arrives below the data prefix.")
    plan: PlanSettings = Field(default=PlanSettings(), description="What is trained on what.")
    job: JobSettings = Field(default=JobSettings(), description="The training job.")
    approval: Literal["automatic", "manual"] = Field(
        default="manual", description="`manual` waits for a person's approval in the registry; prod: always."
    )
    deployment: DeploymentSettings = Field(default=DeploymentSettings(), description="Where an approved model goes.")
    signing: bool = Field(
        default=False, description="Make an asymmetric KMS key, sign every package, and load none without a signature."
    )
    functions: TrainingFunctionSettings = Field(
        default=TrainingFunctionSettings(), description="The functions that read data."
    )
