"""A layer with third-party packages of the functions, as set-up built it for the functions' processor."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from pathlib import Path

import pulumi
import pulumi_aws as aws

from components.archive import asset_archive, folder_files
from components.base import PlatformComponent

RUNTIME = "python3.13"
"""Deprecated 2029-06-30: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html"""

_LOCAL = {"aarch64": "arm64", "arm64": "arm64", "x86_64": "x86_64", "amd64": "x86_64"}


@dataclass(frozen=True, kw_only=True)
class RuntimeLayerArgs:
    """Inputs.

    Attributes:
        kind: ``runtime``, which every function has, or ``model``, for those that run models.
        architecture: ``arm64``, or ``local`` for this machine's.
        layers: Folder with ``<kind>-<architecture>/python``.
        root: The project.
    """

    kind: str = "runtime"
    architecture: str
    layers: Path
    root: Path


class RuntimeLayer(PlatformComponent):
    """One layer version. A new version keeps the old one: a published function version still names it."""

    arn: pulumi.Output[str]

    def __init__(self, name: str, args: RuntimeLayerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"architecture": args.architecture}, opts)
        folder = args.layers / f"{args.kind}-{args.architecture}"
        files = folder_files(folder) if (folder / "python").is_dir() else {}
        if not files:
            raise pulumi.RunError(
                f"{folder}/python: the Lambda layer is missing or empty; "
                f"build it with `python3 -m toolchain setup --layer {args.architecture}`"
            )
        layer = aws.lambda_.LayerVersion(
            name,
            layer_name=name,
            code=asset_archive(files, args.root),
            compatible_runtimes=[RUNTIME],
            compatible_architectures=[lambda_architecture(args.architecture)],
            skip_destroy=False,
            opts=self.child(),
        )
        self.arn = layer.arn
        self.finish()


def lambda_architecture(architecture: str) -> str:
    """Lambda's name of a processor; ``local`` is this machine's.

    Raises:
        ValueError: When this machine's processor is none that Lambda has.
    """
    if architecture != "local":
        return architecture
    machine = platform.machine().lower()
    if machine not in _LOCAL:
        raise ValueError(f"processor {machine!r} of this machine has no Lambda runtime; accepted: {', '.join(_LOCAL)}")
    return _LOCAL[machine]
