"""Settings of the inference theme: its four paths, the model, and how long and how often each step may try.

Limits: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantServerlessConfig.html and
https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from components.settings.model import SettingsModel

INSTANCE_TYPE = r"^ml\.[a-z0-9-]+\.[a-z0-9]+$"

IMAGE_URI = (
    r"^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/[a-z0-9._/-]+(:[A-Za-z0-9_.-]+|@sha256:[0-9a-f]{64})$"
)


class ModelSettings(SettingsModel):
    """What predicts."""

    archive: str | None = Field(
        default=None,
        min_length=1,
        max_length=1024,
        examples=["build/model/model.tar.gz"],
        description="Local path of model.tar.gz (`model.onnx` and `code/inference.py`); checked first.",
    )
    image_uri: str | None = Field(
        default=None,
        pattern=IMAGE_URI,
        examples=["123456789012.dkr.ecr.us-east-1.amazonaws.com/inference/onnx:1.0"],
        description="Container image in ECR, by tag or digest; `latest` is refused: it changes under a running stack.",
    )
    version: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z0-9._-]{1,63}$",
        examples=["2026-11-01"],
        description="Version that runs record; the hash of the archive by default.",
    )


class PredictSettings(SettingsModel):
    """The function that calls endpoints for one part of the files."""

    memory_mb: int = Field(default=512, ge=128, le=10240, description="Memory of the function in MB.")
    timeout_seconds: int = Field(default=900, ge=10, le=900, description="Longest that one part may take.")
    concurrency: int = Field(default=8, ge=1, le=64, description="Files of one part that are sent at the same time.")
    reserved_concurrency: int | None = Field(
        default=None, ge=1, le=1000, description="Concurrent functions set aside for this one; none by default."
    )
    provisioned_concurrency: int = Field(
        default=0, ge=0, le=1000, description="Functions that are kept warm at least; billed while they are."
    )
    max_provisioned_concurrency: int = Field(
        default=0, ge=0, le=1000, description="Functions that scaling may keep warm; 0 keeps none at all."
    )


class RetrySettings(SettingsModel):
    """One deadline for all attempts at one file."""

    initial_timeout_s: float = Field(default=60.0, gt=0, le=870, description="Longest first attempt in seconds.")
    retry_delay_s: float = Field(default=3.0, ge=0, le=60, description="Pause between attempts in seconds.")
    max_retries: int = Field(default=2, ge=0, le=10, description="Attempts after the first.")
    task_timeout_s: float = Field(
        default=120.0,
        gt=0,
        le=870,
        description="All attempts and pauses together in seconds; then the file goes to batch.",
    )
    cold_start_threshold_ms: float = Field(
        default=5000.0, gt=0, le=60000, description="An answer that took longer counts as a cold start (milliseconds)."
    )


class BatchSettings(SettingsModel):
    """Batch transform: the floor that every other path falls to. Costs nothing while no job runs."""

    instance_type: str = Field(
        default="ml.m5.large",
        pattern=INSTANCE_TYPE,
        examples=["ml.m5.large"],
        description="Instance of a transform job.",
    )
    instance_count: int = Field(default=1, ge=1, le=100, description="Instances of a transform job.")
    max_concurrent_transforms: int = Field(
        default=8, ge=1, le=100, description="Requests in flight per instance; times `max_payload_mb` at most 100."
    )
    max_payload_mb: int = Field(default=6, ge=1, le=100, description="Largest file in MB.")
    max_runtime_minutes: int = Field(
        default=360, ge=1, le=7200, description="A job that takes longer fails its execution."
    )
    sweep_minutes: int = Field(
        default=15, ge=1, le=1440, description="How often jobs are looked up whose end event was lost."
    )
    token_ttl_days: int = Field(default=7, ge=1, le=30, description="Days after which a stored callback is forgotten.")


class RealtimeSettings(SettingsModel):
    """An endpoint on instances; billed by the hour while it is enabled, hence never below one instance."""

    enabled: bool = Field(default=False, description="Deploy the real-time endpoint.")
    instance_type: str = Field(
        default="ml.m5.large", pattern=INSTANCE_TYPE, examples=["ml.m5.large"], description="Instance of the endpoint."
    )
    min_instances: int = Field(
        default=1, ge=1, le=100, description="Fewest instances; this kind of endpoint cannot be 0."
    )
    max_instances: int = Field(default=2, ge=1, le=100, description="Most instances.")
    invocations_per_instance_per_minute: int | None = Field(
        default=600,
        ge=1,
        le=1_000_000,
        description="Target of the scaling: calls per instance per MINUTE; null leaves scaling to `capacity.realtime`.",
    )
    parallel_parts: int = Field(default=4, ge=1, le=1000, description="Parts that are worked on at the same time.")


class ServerlessSettings(SettingsModel):
    """SageMaker Serverless Inference: billed by use; no GPU, no VPC, 4 MB and 60 s a call."""

    enabled: bool = Field(default=False, description="Deploy the serverless endpoint.")
    memory_size_in_mb: Literal[1024, 2048, 3072, 4096, 5120, 6144] = Field(default=2048, description="Memory in MB.")
    max_concurrency: int = Field(
        default=10, ge=1, le=200, description="Most calls at the same time; the account's quota may be lower."
    )
    provisioned_concurrency: int = Field(
        default=0,
        ge=0,
        le=200,
        description="Calls kept warm (billed by the hour); 0 is none; at most `max_concurrency`.",
    )
    provisioned_utilization: float = Field(
        default=0.7, ge=0.1, le=0.9, description="Share of the warm capacity in use at which more is provisioned."
    )


class ComponentsSettings(SettingsModel):
    """Inference components: an endpoint that goes down to no copies and no instances, and takes minutes to wake up."""

    enabled: bool = Field(default=False, description="Deploy the inference component and its endpoint.")
    instance_type: str = Field(
        default="ml.m5.large", pattern=INSTANCE_TYPE, examples=["ml.m5.large"], description="Instance of the endpoint."
    )
    max_instances: int = Field(default=2, ge=1, le=100, description="Most instances; the fewest are 0.")
    max_copies: int = Field(default=2, ge=1, le=100, description="Most copies of the model; the fewest are 0.")
    cpu_cores: float = Field(default=1.0, ge=0.25, le=192, description="Cores of one copy.")
    memory_mb: int = Field(default=1024, ge=128, le=2_000_000, description="Memory of one copy in MB.")
    invocations_per_copy_per_minute: int = Field(
        default=600, ge=1, le=1_000_000, description="Target of the scaling: calls per copy per MINUTE."
    )
    wake_retry_seconds: int = Field(
        default=60, ge=1, le=900, description="Pause before a part is tried again while there is no copy."
    )
    wake_retry_attempts: int = Field(
        default=12,
        ge=1,
        le=100,
        description="Tries before the part goes to batch; a wake-up was measured at 9.5 minutes.",
    )
    parallel_parts: int = Field(default=4, ge=1, le=1000, description="Parts that are worked on at the same time.")


class AlarmSettings(SettingsModel):
    """From how many in five minutes on an alarm is raised."""

    failed_files: int = Field(default=10, ge=1, le=1_000_000, description="Files that could not be classified.")
    batch_fallbacks: int = Field(default=50, ge=1, le=1_000_000, description="Files that an endpoint left to batch.")


class InferenceSettings(SettingsModel):
    """Theme A: classify every file below a prefix of the access point."""

    enabled: bool = Field(default=False, description="Deploy the inference theme, with batch transform as its floor.")
    type: Literal["none", "serverless", "provisioned", "components"] = Field(
        default="none", description="Path of executions that name none; `none` is batch transform."
    )
    batch_threshold: int = Field(
        default=1000,
        ge=1,
        le=10_000_000,
        description="From this many files on, `provisioned` and `components` use batch.",
    )
    part_size: int = Field(
        default=500, ge=1, le=10_000, description="Files that one call of the predict function serves."
    )
    content_types: dict[str, str] = Field(
        default={".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"},
        min_length=1,
        description="File endings that are classified, and their content types; other files are refused one by one.",
    )
    execution_timeout_minutes: int = Field(
        default=720,
        ge=1,
        le=525_600,
        description="Longest execution; more than the longest wake-up and batch job together.",
    )
    model: ModelSettings = Field(default=ModelSettings(), description="What predicts.")
    predict: PredictSettings = Field(default=PredictSettings(), description="The function that calls endpoints.")
    retry: RetrySettings = Field(default=RetrySettings(), description="Deadline of one file on an endpoint.")
    batch: BatchSettings = Field(default=BatchSettings(), description="Batch transform.")
    realtime: RealtimeSettings = Field(default=RealtimeSettings(), description="Real-time endpoint.")
    serverless: ServerlessSettings = Field(default=ServerlessSettings(), description="Serverless endpoint.")
    components: ComponentsSettings = Field(default=ComponentsSettings(), description="Inference components.")
    alarms: AlarmSettings = Field(default=AlarmSettings(), description="Thresholds of the theme's alarms.")
