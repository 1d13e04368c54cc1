"""``python -m advisor model approve``: approve or reject a version in the model registry."""

from __future__ import annotations

from typing import Annotated

import typer

from advisor.errors import InputError
from advisor.model.options import (
    DryRunOption,
    GroupOption,
    ModelArgument,
    OutputsOption,
    RegionOption,
    StackOption,
    VersionArgument,
)
from advisor.model.place import place_of, told
from advisor.model.registry import group_of, registered
from lambdas.clients.model_registry import APPROVED

REJECTED = "Rejected"


def approve(  # noqa: PLR0913 - each option is a parameter
    model: ModelArgument,
    version: VersionArgument,
    stack: StackOption = None,
    outputs: OutputsOption = None,
    region: RegionOption = None,
    group: GroupOption = None,
    reason: Annotated[str, typer.Option("--reason", help="Kept with the decision, for whoever asks later.")] = "",
    *,
    reject: Annotated[bool, typer.Option("--reject", help="Reject it instead.")] = False,
    dry_run: DryRunOption = False,
) -> None:
    """Approve a version. In a stack that deploys, the pipeline then deploys it by itself."""
    with told("approve"):
        place = place_of(stack, outputs, None, region)
        named = group_of(place, group)
        if named is None:
            raise InputError("no model package group is known; give --stack NAME, --outputs FILE or --group NAME")
        client = place.client("sagemaker")
        found = registered(client, named, model, version)
        wanted = REJECTED if reject else APPROVED
        if found.approval == wanted:
            typer.echo(f"{model} {version} is {wanted} already ({found.arn})")
            return
        if dry_run:
            typer.echo(
                f"{model} {version} would become {wanted}, it is {found.approval} ({found.arn}); nothing was done"
            )
            return
        said = {"ApprovalDescription": reason} if reason else {}
        client.update_model_package(ModelPackageArn=found.arn, ModelApprovalStatus=wanted, **said)
        typer.echo(f"{model} {version} is {wanted}, it was {found.approval} ({found.arn})")
