"""What of the limits a package meets, for people."""

from __future__ import annotations

from dataclasses import dataclass

import typer

from domain.models.limits import Sizes, function_problems, realtime_problems, serverless_problems
from lambdas.packages.open import Package


@dataclass(frozen=True)
class SizeOptions:
    """Where it is to serve; each in MB."""

    cache_mb: int
    memory_mb: int
    serverless_mb: int


def sizes_of(data: bytes, package: Package) -> Sizes:
    """The sizes of an opened package."""
    unpacked = sum(member.bytes for member in package.manifest.members.values())
    return Sizes(packed=len(data), unpacked=unpacked, model=len(package.model))


def report_sizes(data: bytes, package: Package, options: SizeOptions) -> None:
    """Say where the package serves, and where it does not and why."""
    sizes = sizes_of(data, package)
    for where, problems in (
        (
            f"function of {options.memory_mb} MB, cache {options.cache_mb} MB",
            function_problems(sizes, options.memory_mb, options.cache_mb),
        ),
        (f"serverless endpoint of {options.serverless_mb} MB", serverless_problems(sizes, options.serverless_mb)),
        ("real-time endpoint", realtime_problems(sizes)),
    ):
        typer.echo(f"  {where}: {'; '.join(problems) or 'fits'}")
