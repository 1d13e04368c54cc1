"""Options that commands about a deployed stack share: which stack, and what to read instead of asking Pulumi."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

StackOption = Annotated[str | None, typer.Option("--stack", help="Stack that is deployed, such as staging.")]
OutputsOption = Annotated[
    Path | None, typer.Option("--outputs", help="What `pulumi stack output --json` printed, instead of asking it.")
]
