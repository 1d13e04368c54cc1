"""``python -m advisor model deploy``: serve a version on a SageMaker endpoint of its own."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Final

import typer

from advisor.errors import InputError
from advisor.model.endpoint import Wanted, apply, check_change, checked_endpoint, described, failure_of, settled
from advisor.model.options import (
    BucketOption,
    DryRunOption,
    ModelArgument,
    RegionOption,
    StackOption,
    VersionArgument,
    WaitOption,
)
from advisor.model.place import ENDPOINT_OUTPUT, IMAGE_OUTPUT, MODEL_OUTPUT, ROLE_OUTPUT, Place, place_of, told
from advisor.model.progress import progress
from advisor.model.registry import group_of, registered
from advisor.model.sizes import sizes_of
from advisor.model.store import checked_package
from advisor.options import OutputsOption
from domain.models.limits import realtime_problems, serverless_problems
from domain.models.names import checked_model, package_key
from domain.serverless import ServerlessConfig
from lambdas.packages.open import Package

DRY: Final = {
    "nothing": "serves it already",
    "wait": "is on its way to it already; nothing was done",
    "create": "would be created; nothing was done",
    "update": "would be updated; nothing was done",
}


class Kind(StrEnum):
    """Which endpoint."""

    SERVERLESS = "serverless"
    REALTIME = "realtime"


def deploy(  # noqa: PLR0913, PLR0917 - each option is a parameter
    model: ModelArgument,
    version: VersionArgument,
    stack: StackOption = None,
    outputs: OutputsOption = None,
    bucket: BucketOption = None,
    region: RegionOption = None,
    endpoint: Annotated[str | None, typer.Option("--endpoint", help="Its name; the model's when not given.")] = None,
    kind: Annotated[Kind, typer.Option("--kind", help="Kind of endpoint.")] = Kind.SERVERLESS,
    memory_mb: Annotated[int, typer.Option("--memory-mb", help="Memory of a serverless endpoint.")] = 2048,
    concurrency: Annotated[int, typer.Option("--concurrency", help="Calls at a time of a serverless endpoint.")] = 5,
    instance_type: Annotated[
        str, typer.Option("--instance-type", help="Instances of a real-time endpoint.")
    ] = "ml.m5.large",
    instance_count: Annotated[int, typer.Option("--instance-count", min=1, max=100, help="How many of them.")] = 1,
    image: Annotated[str | None, typer.Option("--image", help="Serving image; the stack's when not given.")] = None,
    role: Annotated[
        str | None, typer.Option("--role", help="ARN of the container's role; the stack's when not given.")
    ] = None,
    timeout_minutes: Annotated[int, typer.Option("--timeout-minutes", min=1, help="Wait no longer than this.")] = 30,
    *,
    wait: WaitOption = True,
    dry_run: DryRunOption = False,
) -> None:
    """Create an endpoint that serves the version, or move the one that is there to it."""
    with told("deploy"):
        place = place_of(stack, outputs, bucket, region)
        named = checked_endpoint(endpoint or checked_model(model))
        if named == place.output(ENDPOINT_OUTPUT):
            raise InputError(f"endpoint {named} is the pipeline's own; approve the version and the pipeline moves it")
        variant = (
            _serverless(memory_mb, concurrency)
            if kind is Kind.SERVERLESS
            else {"InstanceType": instance_type, "InitialInstanceCount": instance_count, "InitialVariantWeight": 1.0}
        )
        package = _check_package(place, model, version, variant)
        client = place.client("sagemaker")
        wanted = Wanted(
            endpoint=named,
            image=image or _image(place, client, model, version),
            data_uri=f"s3://{place.packages}/{package_key(model, version)}",
            manifest_sha256=package.manifest_sha256,
            role=role or _role(place, model),
            key=place.output("keyArn"),
            variant=variant,
        )
        change = check_change(client, wanted, described(client, named))
        if dry_run or change == "nothing":
            typer.echo(f"endpoint {named} {DRY[change]} ({model} {version}, configuration {wanted.parts_name})")
            return
        if change != "wait":
            apply(client, wanted, change)
        if not wait:
            typer.echo(f"endpoint {named} is at work; the same command without --no-wait waits for it")
            return
        with progress() as tell:
            found = settled(client, named, timeout_minutes * 60, tell)
        failure = failure_of(found, wanted)
        if failure is not None:
            raise InputError(failure)
        typer.echo(f"endpoint {named} serves {model} {version}; call it with `model invoke --endpoint {named}`")


def _serverless(memory_mb: int, concurrency: int) -> dict[str, Any]:
    config = ServerlessConfig(memory_mb, concurrency)
    return {"ServerlessConfig": {"MemorySizeInMB": config.memory_size_in_mb, "MaxConcurrency": config.max_concurrency}}


def _check_package(place: Place, model: str, version: str, variant: dict[str, Any]) -> Package:
    """The package; refused when it is not whole, not signed though the stack signs, or too large."""
    data, package = checked_package(place, model, version)
    sizes = sizes_of(data, package)
    serverless = variant.get("ServerlessConfig")
    problems = serverless_problems(sizes, serverless["MemorySizeInMB"]) if serverless else realtime_problems(sizes)
    if problems:
        raise InputError("; ".join(problems))
    return package


def _image(place: Place, client: Any, model: str, version: str) -> str:
    own, group = place.output(IMAGE_OUTPUT), group_of(place, None)
    if own is not None:
        return own
    if group is None:
        raise InputError("no serving image is known; give --image URI, or --stack NAME of a stack with a registry")
    return registered(client, group, model, version).image


def _role(place: Place, model: str) -> str:
    found, own = place.output(ROLE_OUTPUT), place.output(MODEL_OUTPUT)
    if found is None:
        raise InputError("no role is known for the container; give --role ARN, or --stack NAME of a stack that trains")
    if own not in (None, model):
        raise InputError(f"the role of {place.where} reads packages of {own} alone; give --role ARN of one for {model}")
    return found
