"""``python -m advisor model list``: versions, their approval, and which is in service."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Annotated, Final

import typer

from advisor.model.options import BucketOption, GroupOption, RegionOption, StackOption
from advisor.model.place import ENDPOINT_OUTPUT, Place, place_of, told
from advisor.model.registry import RegistryVersion, group_of, versions_of
from advisor.model.store import LARGEST_DOCUMENT, store_of, stored_versions
from advisor.options import OutputsOption
from domain.models.names import checked_model, current_deployment_key, release_key
from domain.models.release import Release, parse_release
from domain.rollouts.current import Current, parse_current
from lambdas.clients.model_registry import PENDING
from lambdas.clients.package_store import PackageStore

REGISTRY_WORDS: Final = {PENDING: "pending"}
"""Where the registry's own word is longer than a column."""
MEASURED: Final = 3
"""Numbers of a version that a line has room for; `--json` has all."""


@dataclass(frozen=True)
class Line:
    """One version.

    Attributes:
        model: Its model.
        version: Its name.
        package: Whether the package is stored.
        approval: In the registry's words; empty when it is not there.
        service: Where it is in service: `http live`, `http candidate 10 %`, `endpoint digits`.
        metrics: What the registry says of it.
    """

    model: str
    version: str
    package: bool
    approval: str
    service: tuple[str, ...]
    metrics: str


def list_models(
    model: Annotated[str | None, typer.Argument(help="Only this model.")] = None,
    stack: StackOption = None,
    outputs: OutputsOption = None,
    bucket: BucketOption = None,
    region: RegionOption = None,
    group: GroupOption = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List versions: stored packages, what the registry says of them, and which is in service."""
    with told("list"):
        place = place_of(stack, outputs, bucket, region)
        lines = _lines(place, None if model is None else checked_model(model), group)
    if as_json:
        typer.echo(json.dumps([asdict(line) for line in lines], indent=2))
    else:
        _show(lines, place.output(ENDPOINT_OUTPUT))


def _lines(place: Place, model: str | None, group: str | None) -> list[Line]:
    stored = stored_versions(place.client("s3"), place.packages, model)
    named = group_of(place, group)
    known: dict[tuple[str, str], RegistryVersion] = {}
    if named is not None:
        for one in versions_of(place.client("sagemaker"), named):
            if model in (None, one.model):
                known.setdefault((one.model, one.version), one)
    packages = store_of(place)
    service = {name: _service(packages, name) for name, _ in {*stored, *known}}
    order = [*stored, *(key for key in reversed(known) if key not in stored)]
    return [
        Line(
            model=name,
            version=version,
            package=(name, version) in stored,
            approval=known[name, version].approval if (name, version) in known else "",
            service=tuple(service[name].get(version, ())),
            metrics=_metrics(known.get((name, version))),
        )
        for name, version in reversed(order)
    ]


def _service(store: PackageStore, model: str) -> dict[str, list[str]]:
    """Where each version of a model is in service."""
    found: dict[str, list[str]] = {}
    release = store.read(release_key(model), LARGEST_DOCUMENT)
    if release is not None:
        for version, role in _roles(parse_release(release.data.decode())):
            found.setdefault(version, []).append(role)
    current = store.read(current_deployment_key(model), LARGEST_DOCUMENT)
    if current is not None:
        for version, place in _endpoints(parse_current(current.data.decode())):
            found.setdefault(version, []).append(place)
    return found


def _roles(release: Release) -> list[tuple[str, str]]:
    roles = [(release.live, "http live"), (release.previous, "http previous")]
    if release.candidate is not None:
        roles.append((release.candidate.version, f"http candidate {release.candidate.weight:.0%}"))
    return [(version, role) for version, role in roles if version]


def _endpoints(current: Current) -> list[tuple[str, str]]:
    served = [(current.live, "endpoint"), (current.previous, "previous of endpoint")]
    return [(one.version, f"{word} {one.endpoint}") for one, word in served if one and one.endpoint and one.version]


def _metrics(found: RegistryVersion | None) -> str:
    """The numbers among the properties: what the evaluation measured."""
    numbers = []
    for name, value in sorted((found.properties if found else {}).items()):
        try:
            numbers.append(f"{name} {float(value):.4g}")
        except ValueError:
            continue
    return ", ".join(numbers)


def _show(lines: list[Line], own_endpoint: str | None) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    if not lines:
        typer.echo("no version is stored or registered; `model package` and `model upload` make one")
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("model", overflow="fold")
    table.add_column("version", no_wrap=True, overflow="fold")
    for name in ("package", "registry", "in service"):
        table.add_column(name, overflow="fold")
    table.add_column("measured", no_wrap=True, overflow="fold")
    for line in lines:
        stored = "stored" if line.package else "missing"
        approval = REGISTRY_WORDS.get(line.approval, line.approval) or "-"
        service = "\n".join(_short(one, own_endpoint) for one in line.service) or "-"
        table.add_row(
            line.model, line.version, stored, approval, service, "\n".join(line.metrics.split(", ")[:MEASURED])
        )
    Console(highlight=False).print(table)


def _short(service: str, own_endpoint: str | None) -> str:
    """The pipeline's endpoint needs no name: a stack has one."""
    return service.removesuffix(f" {own_endpoint}") if own_endpoint else service
