"""Environment of ``discover``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain.limits import BATCH_TOTAL_PAYLOAD_MB, batch_payload_bytes
from domain.routing import INFERENCE_TYPES, InferencePath
from lambdas.environment import EnvironmentReader, content_types

VARIABLES: Final = (
    "PLATFORM_ENVIRONMENT",
    "INPUT_ACCESS_POINT",
    "RUN_BUCKET",
    "INFERENCE_TYPE",
    "BATCH_THRESHOLD",
    "DEPLOYED_PATHS",
    "PART_SIZE",
    "MODEL_VERSION",
    "CONTENT_TYPES",
    "BATCH_MAX_PAYLOAD_MB",
)
MAX_PART_SIZE: Final = 10_000
MAX_THRESHOLD: Final = 1_000_000_000


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the stack decided. ``batch_max_bytes`` in bytes, ``part_size`` in files."""

    environment: str
    access_point: str
    run_bucket: str
    inference_type: str
    batch_threshold: int
    deployed: frozenset[InferencePath]
    part_size: int
    model_version: str
    content_types: Mapping[str, str]
    batch_max_bytes: int

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the variables.

        Raises:
            InvalidEnvironmentError: Names every variable that is missing or not accepted.
        """
        read = EnvironmentReader(environ)
        payload_mb = read.whole_number("BATCH_MAX_PAYLOAD_MB", 1, BATCH_TOTAL_PAYLOAD_MB)
        settings = cls(
            environment=read.text("PLATFORM_ENVIRONMENT"),
            access_point=read.text("INPUT_ACCESS_POINT"),
            run_bucket=read.text("RUN_BUCKET"),
            inference_type=read.converted("INFERENCE_TYPE", f"one of {', '.join(INFERENCE_TYPES)}", _type, "none"),
            batch_threshold=read.whole_number("BATCH_THRESHOLD", 1, MAX_THRESHOLD),
            deployed=read.converted(
                "DEPLOYED_PATHS", f"some of {', '.join(InferencePath)}, with commas", _paths, frozenset()
            ),
            part_size=read.whole_number("PART_SIZE", 1, MAX_PART_SIZE),
            model_version=read.text("MODEL_VERSION"),
            content_types=read.json_object("CONTENT_TYPES", '{".png": "image/png"}', content_types, {}),
            batch_max_bytes=batch_payload_bytes(payload_mb),
        )
        read.check()
        return settings


def _type(raw: str) -> str:
    if raw not in INFERENCE_TYPES:
        raise ValueError(raw)
    return raw


def _paths(raw: str) -> frozenset[InferencePath]:
    return frozenset(InferencePath(part.strip()) for part in raw.split(","))
