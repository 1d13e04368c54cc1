"""What SageMaker refuses when something is created: pure checks over the request.

Ranges: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantServerlessConfig.html
What serverless lacks: https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html
Components: https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html
Jobs: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sandbox.errors import AwsError

SERVERLESS_MEMORY_MB: Final = (1024, 2048, 3072, 4096, 5120, 6144)
MAX_SERVERLESS_CONCURRENCY: Final = 200
MAX_JOB_MEGABYTES: Final = 100

Fields = Mapping[str, Any]


def check_model(request: Fields) -> None:
    """CreateModel.

    Raises:
        AwsError: `ValidationException` with every problem.
    """
    containers = request.get("Containers") or []
    problems = []
    if bool(request.get("PrimaryContainer")) == bool(containers):
        problems.append("exactly one of PrimaryContainer and Containers must be given")
    for container in [request.get("PrimaryContainer") or {}, *containers]:
        url = container.get("ModelDataUrl")
        if url is not None and not str(url).startswith(("s3://", "https://")):
            problems.append(f"ModelDataUrl {url!r} must be an S3 URI or an https URL")
    _refuse(problems)


def check_endpoint_config(request: Fields) -> None:
    """CreateEndpointConfig, apart from whether its models exist.

    Raises:
        AwsError: `ValidationException` with every problem.
    """
    variants = request.get("ProductionVariants") or []
    problems = [] if variants else ["ProductionVariants must have at least one variant"]
    names = [variant.get("VariantName") for variant in variants]
    problems += [f'The variant name "{name}" was non-unique within the request.' for name in _repeated(names)]
    serverless = [variant for variant in variants if variant.get("ServerlessConfig")]
    if serverless and len(variants) > 1:
        problems.append("Serverless endpoints support exactly one production variant.")
    if serverless:
        problems += [f"{name} is not supported with serverless endpoints." for name in _unsupported(request)]
    for variant in variants:
        problems += _serverless(variant) if variant.get("ServerlessConfig") else _instances(variant)
    if any("ModelName" not in variant for variant in variants) and not request.get("ExecutionRoleArn"):
        problems.append("ExecutionRoleArn is required for inference component endpoints (a variant without ModelName).")
    _refuse(problems)


def check_transform_job(request: Fields) -> None:
    """CreateTransformJob, apart from whether its model exists.

    Raises:
        AwsError: `ValidationException` with every problem; a feature that the sandbox does not play is one too.
    """
    source = request["TransformInput"]["DataSource"]["S3DataSource"]
    problems = []
    if source.get("S3DataType") not in ("S3Prefix", "ManifestFile"):
        problems.append(f"S3DataType {source.get('S3DataType')!r} must be S3Prefix or ManifestFile")
    uris = (("S3Uri", source.get("S3Uri")), ("S3OutputPath", request["TransformOutput"].get("S3OutputPath")))
    problems += [f"{name} {uri!r} must start with s3://" for name, uri in uris if not str(uri).startswith("s3://")]
    payload, concurrent = request.get("MaxPayloadInMB", 6), request.get("MaxConcurrentTransforms") or 1
    if payload < 0:
        problems.append(f"MaxPayloadInMB {payload} must be 0 or more")
    if payload * concurrent > MAX_JOB_MEGABYTES:
        problems.append(
            f"MaxConcurrentTransforms ({concurrent}) times MaxPayloadInMB ({payload}) is over {MAX_JOB_MEGABYTES} MB"
        )
    for name in ("SplitType", "CompressionType"):
        if request["TransformInput"].get(name, "None") != "None":
            problems.append(f"{name} other than None is not played by the sandbox")
    if request.get("DataProcessing", {}).get("JoinSource", "None") != "None":
        problems.append("JoinSource other than None is not played by the sandbox")
    _refuse(problems)


def check_component(request: Fields) -> None:
    """CreateInferenceComponent.

    Raises:
        AwsError: `ValidationException` with every problem.
    """
    problems = []
    specification = request.get("Specification") or {}
    if not specification.get("ModelName") and not specification.get("Container"):
        problems.append("Specification must name a model or a container")
    if not specification.get("ComputeResourceRequirements"):
        problems.append("Specification.ComputeResourceRequirements is required")
    # Seen on AWS in 2026-08: a component cannot be born asleep, only be scaled there.
    if request.get("RuntimeConfig", {}).get("CopyCount", 0) < 1:
        problems.append("Inference components require copy count an integer larger than 0")
    _refuse(problems)


def _serverless(variant: Fields) -> Iterator[str]:
    config = variant["ServerlessConfig"]
    memory, most = config.get("MemorySizeInMB"), config.get("MaxConcurrency", 0)
    provisioned = config.get("ProvisionedConcurrency")
    if memory not in SERVERLESS_MEMORY_MB:
        accepted = ", ".join(map(str, SERVERLESS_MEMORY_MB))
        yield f"Value '{memory}' at 'memorySizeInMB' failed to satisfy constraint: accepted are {accepted}"
    if not 1 <= most <= MAX_SERVERLESS_CONCURRENCY:
        yield f"Value '{most}' at 'maxConcurrency' failed to satisfy constraint: 1 to {MAX_SERVERLESS_CONCURRENCY}"
    if provisioned is not None and not 1 <= provisioned <= most:
        accepted = f"1 to MaxConcurrency ({most})"
        yield f"Value '{provisioned}' at 'provisionedConcurrency' failed to satisfy constraint: {accepted}"
    if variant.get("InstanceType") or variant.get("InitialInstanceCount"):
        yield "InstanceType and InitialInstanceCount are not supported with ServerlessConfig."
    if not variant.get("ModelName"):
        yield "ModelName is required for a serverless variant."


def _instances(variant: Fields) -> Iterator[str]:
    name = variant.get("VariantName")
    if not variant.get("InstanceType"):
        yield f"Variant {name} must have an InstanceType or a ServerlessConfig."
    if variant.get("InitialInstanceCount", 0) < 1:
        yield f"Variant {name}: InitialInstanceCount must be 1 or more."
    scaling = variant.get("ManagedInstanceScaling") or {}
    if scaling.get("Status") == "ENABLED":
        if variant.get("ModelName"):
            yield "ManagedInstanceScaling is only supported for inference component endpoints."
        low, high = scaling.get("MinInstanceCount", 1), scaling.get("MaxInstanceCount", 1)
        if low > high:
            yield f"Variant {name}: MinInstanceCount ({low}) must not exceed MaxInstanceCount ({high})."


def _unsupported(request: Fields) -> Iterator[str]:
    for name in ("VpcConfig", "DataCaptureConfig", "AsyncInferenceConfig", "ShadowProductionVariants"):
        if request.get(name):
            yield name
    if request.get("EnableNetworkIsolation"):
        yield "EnableNetworkIsolation"


def serverless_model_problems(model: Fields) -> list[str]:
    """Why a model cannot be behind a serverless variant."""
    names = [name for name in ("VpcConfig", "EnableNetworkIsolation") if model.get(name)]
    return [f"Model {model.get('ModelName')}: {name} is not supported with serverless endpoints." for name in names]


def _repeated(names: list[Any]) -> list[Any]:
    return sorted({name for name in names if names.count(name) > 1})


def _refuse(problems: list[str]) -> None:
    if problems:
        raise AwsError("ValidationException", "; ".join(problems))
