"""``python -m advisor model delete``: delete an endpoint with its configuration and models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from advisor.errors import InputError
from advisor.model.endpoint import TAG, described, gone
from advisor.model.options import DryRunOption, RegionOption, StackOption, WaitOption
from advisor.model.place import ENDPOINT_OUTPUT, place_of, told
from advisor.model.progress import progress
from advisor.options import OutputsOption

LONGEST_S = 1800.0
STAYS = "Packages and the registry stay as they are; `model list` shows them."


def delete(  # noqa: PLR0913 - each option is a parameter
    endpoint: Annotated[str, typer.Argument(help="Name of the endpoint.")],
    stack: StackOption = None,
    outputs: OutputsOption = None,
    region: RegionOption = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Also what `model deploy` did not make.")] = False,
    dry_run: DryRunOption = False,
    wait: WaitOption = True,
) -> None:
    """Delete an endpoint, then its configuration and the models in it. It asks first."""
    with told("delete"):
        place = place_of(stack, outputs, None, region)
        client = place.client("sagemaker")
        found = described(client, endpoint)
        if found is None:
            raise InputError(f"there is no endpoint {endpoint}; nothing was deleted")
        if not force:
            _check_ours(client, found, place.output(ENDPOINT_OUTPUT))
        config = found["EndpointConfigName"]
        models = _models(client, config)
        listed = f"endpoint {endpoint}, configuration {config}, {'models' if len(models) > 1 else 'model'} "
        listed += ", ".join(models)
        if dry_run:
            typer.echo(f"{listed} would be deleted; nothing was done. {STAYS}")
            return
        if not yes and not _agreed(listed):
            typer.echo("nothing was deleted; --yes deletes without asking")
            raise typer.Exit(1)
        client.delete_endpoint(EndpointName=endpoint)
        if wait:
            with progress() as tell:
                gone(client, endpoint, LONGEST_S, tell)
        client.delete_endpoint_config(EndpointConfigName=config)
        for model in models:
            client.delete_model(ModelName=model)
        typer.echo(f"{listed}: deleted. {STAYS}")


def _agreed(listed: str) -> bool:
    try:
        return typer.confirm(f"Delete {listed}? Calls to it will fail.")
    except typer.Abort:  # nobody is there to answer, or somebody pressed Ctrl-C
        typer.echo()
        return False


def _check_ours(client: Any, found: Mapping[str, Any], pipeline: str | None) -> None:
    name = found["EndpointName"]
    if name == pipeline:
        raise InputError(f"endpoint {name} is the pipeline's own; --force deletes it all the same")
    if TAG not in client.list_tags(ResourceArn=found["EndpointArn"])["Tags"]:
        raise InputError(
            f"endpoint {name} was not made by `model deploy` (it lacks the tag {TAG['Key']}={TAG['Value']}); "
            "--force deletes it all the same"
        )


def _models(client: Any, config: str) -> list[str]:
    variants = client.describe_endpoint_config(EndpointConfigName=config)["ProductionVariants"]
    models = [variant["ModelName"] for variant in variants if "ModelName" in variant]
    if len(models) < len(variants):
        raise InputError(f"configuration {config} serves inference components; delete those first, with its stack")
    return models
