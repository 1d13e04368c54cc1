"""``python -m advisor model upload``: store a package once, signed where the stack signs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from advisor.errors import InputError
from advisor.model.options import BucketOption, DryRunOption, OutputsOption, RegionOption, StackOption
from advisor.model.place import SIGNING_KEY_OUTPUT, place_of, told
from advisor.model.store import store_package
from domain.models.names import package_key
from lambdas.packages.open import open_package


def upload(
    file: Annotated[Path, typer.Argument(help="The package, of `model package`.")],
    stack: StackOption = None,
    outputs: OutputsOption = None,
    bucket: BucketOption = None,
    region: RegionOption = None,
    sign: Annotated[
        str | None,
        typer.Option("--sign", help="ARN of the KMS key to sign with; the stack's signing key if it has one."),
    ] = None,
    *,
    dry_run: DryRunOption = False,
) -> None:
    """Store a package under its model and version. It is checked first, written once, and never replaced."""
    with told("upload"):
        try:
            data = file.read_bytes()
        except OSError as error:
            raise InputError(f"{file} could not be read: {error.strerror}") from error
        package = open_package(data, name=str(file))
        place = place_of(stack, outputs, bucket, region)
        uri = f"s3://{place.packages}/{package_key(package.manifest.model, package.manifest.version)}"
        key = sign or place.output(SIGNING_KEY_OUTPUT)
        if dry_run:
            typer.echo(f"{uri} would be written, {f'signed with {key}' if key else 'not signed'}; nothing was done")
            return
        typer.echo(f"{uri}: {store_package(place, data, package, key)}")
