"""``python -m advisor model upload``: store a package once, signed where the stack signs, and register it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from advisor.errors import InputError
from advisor.model.options import BucketOption, DryRunOption, GroupOption, RegionOption, StackOption
from advisor.model.place import MODEL_OUTPUT, SIGNING_KEY_OUTPUT, Place, place_of, told
from advisor.model.registry import NO_GROUP, entry_for, group_of, register
from advisor.model.store import checked_package, is_stored, store_package
from advisor.options import OutputsOption
from domain.models.names import package_key
from lambdas.clients.model_registry import Entry, ModelRegistry
from lambdas.packages.open import Package, open_package


def upload(  # noqa: PLR0913, PLR0917 - each option is a parameter
    file: Annotated[Path, typer.Argument(help="The package, of `model package`.")],
    stack: StackOption = None,
    outputs: OutputsOption = None,
    bucket: BucketOption = None,
    region: RegionOption = None,
    sign: Annotated[
        str | None,
        typer.Option("--sign", help="ARN of the KMS key to sign with; the stack's signing key if it has one."),
    ] = None,
    group: GroupOption = None,
    image: Annotated[
        str | None,
        typer.Option("--image", help="With --register: serving image; the stack's, or the newest version's."),
    ] = None,
    *,
    to_registry: Annotated[
        bool, typer.Option("--register", help="Also register it: once approved, the pipeline deploys it.")
    ] = False,
    dry_run: DryRunOption = False,
) -> None:
    """Store a package under its model and version. It is checked first, written once, and never replaced."""
    with told("upload"):
        package, data = _read(file)
        place = place_of(stack, outputs, bucket, region)
        named = group_of(place, group)
        if to_registry and named is None:
            raise InputError(NO_GROUP)
        entry = entry_for(place, package.manifest, named, image) if to_registry and named is not None else None
        uri = f"s3://{place.packages}/{package_key(package.manifest.model, package.manifest.version)}"
        key = sign or place.output(SIGNING_KEY_OUTPUT)
        if dry_run:
            there = is_stored(place, package)
            signed = f"signed with {key}" if key else "not signed"
            typer.echo(f"{uri} {'is there already' if there else f'would be written, {signed}'}")
            if entry is not None and named is not None:
                typer.echo(_would_register(place, named, entry))
            typer.echo("nothing was done")
            return
        typer.echo(f"{uri}: {store_package(place, data, package, key)}")
        if entry is not None and named is not None:
            # What is registered is whole, and signed by the key that the stack asks.
            checked_package(place, entry.model, entry.version)
            typer.echo(register(place.client("sagemaker"), named, entry))
        else:
            typer.echo(_not_registered(place, named, package.manifest.model))


def _read(file: Path) -> tuple[Package, bytes]:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(f"{file} could not be read: {error.strerror}") from error
    return open_package(data, name=str(file)), data


def _would_register(place: Place, group: str, entry: Entry) -> str:
    found = ModelRegistry(place.client("sagemaker"), group).find(entry.model, entry.version)
    if found is not None:
        return f"it is registered already: {found.arn}, {found.approval}"
    return f"it would be registered in {group}, {entry.approval}, with image {entry.image}"


def _not_registered(place: Place, group: str | None, model: str) -> str:
    own = place.output(MODEL_OUTPUT)
    if own not in (None, model):
        return f"not registered: {place.where} registers {own} alone; `model deploy` serves {model} on an endpoint"
    where = f"puts it into {group}" if group else "and --stack NAME or --group NAME puts it into a registry"
    return f"not registered: the same command with --register {where}, where `model approve` hands it to the pipeline"
