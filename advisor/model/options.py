"""Options that the commands of models share."""

from __future__ import annotations

from typing import Annotated

import typer

StackOption = Annotated[
    str | None, typer.Option("--stack", help="Stack that is deployed, such as staging; it says bucket, group and key.")
]
BucketOption = Annotated[
    str | None, typer.Option("--bucket", help="Bucket of the packages; the stack's when not given.")
]
RegionOption = Annotated[str | None, typer.Option("--region", help="AWS Region; the stack's, or the shell's.")]
GroupOption = Annotated[str | None, typer.Option("--group", help="Model package group; the stack's when not given.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Check everything, say what would be done, do nothing.")]
WaitOption = Annotated[bool, typer.Option("--wait/--no-wait", help="Wait until it is done.")]
ModelArgument = Annotated[str, typer.Argument(help="Name of the model.")]
VersionArgument = Annotated[str, typer.Argument(help="Version of the model.")]
