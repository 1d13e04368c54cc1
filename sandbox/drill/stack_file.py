"""The drill's stack: small, with the second Region as the first, and lease times that fit in a drill."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

PRIMARY = "us-east-1"
SECONDARY = "us-east-2"
STACK = "drill"
CANARY_FILE = "examples/digit.png"
CONTENT_TYPE = "image/png"
LEASE: dict[str, Any] = {
    "seconds": 17,
    "drain_seconds": 5,
    "longest_request_seconds": 4,
    "max_skew_seconds": 0.5,
    "looks_per_minute": 12,
    "unhealthy_after": 1,
    "return_after_seconds": 17,
    "standby_stale_seconds": 17,
}
"""Nearly as short as the settings let them be: a stack has minutes where a drill has seconds. Of the lease itself there
is a little more, so that what two shared cores add to a start is within what a recovery may be off."""


def settings(tier: int = 1) -> dict[str, Any]:
    """The stack file's content."""
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/inference-platform/onnx:1.0"
    return {
        "environment": "sandbox",
        "owner": "ml-platform",
        "cost_center": "sandbox",
        "foundation": {
            "access_point": {"volume_id": "fsvol-0123456789abcdef0"},
            "functions": {"architecture": "local"},
            "log_retention_days": 1,
            "run_retention_days": 1,
            "protect_data": False,
        },
        "inference": {
            "enabled": True,
            "type": "serverless",
            "content_types": {".png": CONTENT_TYPE},
            "model": {"archive": "build/model/model.tar.gz", "image_uri": image},
            "predict": {"memory_mb": 256},
            "serverless": {"enabled": True, "memory_size_in_mb": 2048, "max_concurrency": 32},
        },
        "resilience": {
            "enabled": True,
            "tier": tier,
            "secondary_region": SECONDARY,
            "access_point": {"volume_id": "fsvol-0123456789abcdef1"},
            "coordination": {"witness_region": "us-west-2"},
            "lease": LEASE,
            "work": {"batch_size": 10, "parallelization": 2, "max_attempts": 10},
            "canary": {"file": CANARY_FILE, "content_type": CONTENT_TYPE, "timeout_ms": 2000},
        },
    }


def write(project: Path, tier: int = 1) -> Path:
    """Writes `Pulumi.drill.yaml` into a project folder and returns it."""
    config: dict[str, Any] = {"aws:region": PRIMARY}
    config |= {f"inference-platform:{name}": value for name, value in settings(tier).items()}
    target = project / f"Pulumi.{STACK}.yaml"
    target.write_text(yaml.safe_dump({"config": config}, sort_keys=False), encoding="utf-8")
    return target
