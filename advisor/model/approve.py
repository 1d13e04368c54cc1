"""``python -m advisor model approve``: approve or reject a version in the model registry."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from advisor.errors import InputError
from advisor.model.options import (
    DryRunOption,
    GroupOption,
    ModelArgument,
    RegionOption,
    StackOption,
    VersionArgument,
)
from advisor.model.place import MACHINE_OUTPUT, place_of, told
from advisor.model.registry import NO_GROUP, group_of, registered
from advisor.options import OutputsOption
from lambdas.clients.model_registry import APPROVED

REJECTED: Final = "Rejected"
NO_REASON: Final = "decided with `model approve`"
"""A description says that a person decided: a stack whose pipeline approves by itself deploys such versions too."""


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
            raise InputError(NO_GROUP)
        client = place.client("sagemaker")
        found = registered(client, named, model, version)
        wanted = REJECTED if reject else APPROVED
        if found.approval == wanted:
            typer.echo(f"{model} {version} is {wanted} already ({found.arn}); nothing was done")
            if not reject:
                typer.echo("a deployment that was taken back begins anew when it is rejected and approved again")
            return
        if dry_run:
            typer.echo(
                f"{model} {version} would become {wanted}, it is {found.approval} ({found.arn}); nothing was done"
            )
            return
        client.update_model_package(
            ModelPackageArn=found.arn, ModelApprovalStatus=wanted, ApprovalDescription=reason or NO_REASON
        )
        typer.echo(f"{model} {version} is {wanted}, it was {found.approval} ({found.arn})")
        if not reject and place.output(MACHINE_OUTPUT):
            typer.echo(f"where the pipeline deploys, it does so now; `model list {model}` shows what is in service")
