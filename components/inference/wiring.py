"""How the parts of the theme are joined: what the state machine gets."""

from __future__ import annotations

import pulumi

from components.asl import Step
from components.foundation import Foundation
from components.function import PythonFunction
from components.iam import Statement
from components.inference.parts_map import EndpointBranch, Wake
from components.settings import InferenceSettings
from domain.routing import InferencePath


def step(function: PythonFunction) -> Step:
    """How a state calls a function."""
    return Step(alias_arn=function.alias_arn, timeout_seconds=function.args.timeout_seconds)


def branch(path: InferencePath, settings: InferenceSettings) -> EndpointBranch:
    """Parallel parts of a path: as many as keep a serverless endpoint below its concurrency; as set for the others."""
    if path is InferencePath.SERVERLESS_INFERENCE:
        parallel = max(1, settings.serverless.max_concurrency // settings.predict.concurrency)
        return EndpointBranch(path=path, parallel_parts=parallel)
    if path is InferencePath.REALTIME_ENDPOINT:
        return EndpointBranch(path=path, parallel_parts=settings.realtime.parallel_parts)
    components = settings.components
    wake = Wake(seconds=components.wake_retry_seconds, attempts=components.wake_retry_attempts)
    return EndpointBranch(path=path, parallel_parts=components.parallel_parts, wake=wake)


def parts_statements(foundation: Foundation) -> tuple[Statement, ...]:
    """What a Distributed Map needs to read its items, and to keep why one of them failed."""
    failures = pulumi.Output.concat(foundation.run_bucket_arn, "/runs/*/failures/*")
    return (
        Statement(
            sid="ReadParts",
            actions=("s3:GetObject",),
            resources=(pulumi.Output.concat(foundation.run_bucket_arn, "/listings/*"),),
        ),
        Statement(sid="KeepFailures", actions=("s3:GetObject", "s3:PutObject"), resources=(failures,)),
        Statement(sid="RunKey", actions=("kms:Decrypt", "kms:GenerateDataKey"), resources=(foundation.key_arn,)),
    )
