"""How the parts of the theme are joined: what the training job is, and where its data is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import pulumi

from components.foundation import Foundation
from components.settings.training import TrainingDataSettings, TrainingSettings
from components.training.job_state import JobPlan

SECONDS_PER_MINUTE = 60


def job_plan(
    settings: TrainingSettings,
    foundation: Foundation,
    image: str,
    code_uri: pulumi.Input[str],
    role_arn: pulumi.Input[str],
    tags: Mapping[str, str],
) -> JobPlan:
    """The training job that the settings mean."""
    job, network = settings.job, foundation.network
    subnets: Sequence[pulumi.Input[str]] = () if network is None else list(network.subnet_ids)
    return JobPlan(
        model=settings.model,
        image=image,
        role_arn=role_arn,
        key_arn=foundation.key_arn,
        code_uri=code_uri,
        hyperparameters={**job.hyperparameters, "framework": job.framework, "task": settings.plan.task},
        metrics=sorted(settings.plan.gate.metrics),
        instance_type=job.instance_type,
        volume_gb=job.volume_gb,
        max_runtime_seconds=job.max_runtime_minutes * SECONDS_PER_MINUTE,
        max_wait_seconds=job.spot.max_wait_minutes * SECONDS_PER_MINUTE if job.spot.enabled else None,
        subnet_ids=subnets,
        security_group_ids=() if network is None else [network.model_group_id],
        tags=tags,
    )


def data_place(data: TrainingDataSettings, foundation: Foundation) -> dict[str, Any]:
    """Members of the grants: the bucket in which data arrives, and its key where it has one of its own."""
    if data.bucket is None:
        arn, keys = foundation.run_bucket_arn, [foundation.key_arn]
    else:
        arn = pulumi.Output.from_input(f"arn:{foundation.args.account.partition}:s3:::{data.bucket}")
        keys = [] if data.key_arn is None else [pulumi.Output.from_input(data.key_arn)]
    return {"data_bucket_arn": arn, "data_prefix": data.prefix, "data_key_arns": keys}


def group_name(model: str, bucket: str) -> str:
    """Name of the model package group: at most 63 characters, another one for each bucket.

    >>> group_name("digits", "platform-base-runs-0a1b2c3")
    'digits-493d8a70af'
    """
    return f"{model}-{sha256(bucket.encode()).hexdigest()[:10]}"
