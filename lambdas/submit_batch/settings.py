"""Environment of ``submit_batch``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain.limits import BATCH_TOTAL_PAYLOAD_MB, batch_payload_bytes
from lambdas.environment import EnvironmentReader

VARIABLES: Final = (
    "PLATFORM_ENVIRONMENT",
    "RUN_BUCKET",
    "INPUT_ACCESS_POINT",
    "TASK_TABLE",
    "MODEL_NAME",
    "INSTANCE_TYPE",
    "INSTANCE_COUNT",
    "MAX_CONCURRENT_TRANSFORMS",
    "BATCH_MAX_PAYLOAD_MB",
    "KEY_ARN",
    "TOKEN_TTL_DAYS",
)
MAX_INSTANCES: Final = 100
MAX_TTL_DAYS: Final = 365
"""A Standard execution lives at most a year: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html"""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the stack decided."""

    environment: str
    run_bucket: str
    access_point: str
    task_table: str
    model_name: str
    instance_type: str
    instance_count: int
    max_concurrent_transforms: int
    max_payload_mb: int
    key_arn: str
    token_ttl_days: int

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the variables.

        Raises:
            InvalidEnvironmentError: Names every variable that is missing or not accepted.
        """
        read = EnvironmentReader(environ)
        settings = cls(
            environment=read.text("PLATFORM_ENVIRONMENT"),
            run_bucket=read.text("RUN_BUCKET"),
            access_point=read.text("INPUT_ACCESS_POINT"),
            task_table=read.text("TASK_TABLE"),
            model_name=read.text("MODEL_NAME"),
            instance_type=read.text("INSTANCE_TYPE"),
            instance_count=read.whole_number("INSTANCE_COUNT", 1, MAX_INSTANCES),
            max_concurrent_transforms=read.whole_number("MAX_CONCURRENT_TRANSFORMS", 1, BATCH_TOTAL_PAYLOAD_MB),
            max_payload_mb=read.whole_number("BATCH_MAX_PAYLOAD_MB", 1, BATCH_TOTAL_PAYLOAD_MB),
            key_arn=read.text("KEY_ARN"),
            token_ttl_days=read.whole_number("TOKEN_TTL_DAYS", 1, MAX_TTL_DAYS),
        )
        try:
            batch_payload_bytes(settings.max_payload_mb, settings.max_concurrent_transforms)
        except ValueError as error:
            read.problem(f"BATCH_MAX_PAYLOAD_MB and MAX_CONCURRENT_TRANSFORMS do not fit together: {error}")
        read.check()
        return settings
