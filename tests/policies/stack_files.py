"""Writes resources as the files that an audit reads: a stack's export, or a preview of its creation."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from guardrails.props import UNKNOWN, Secret

from tests.policies.analyzer import SIGNATURE, UNKNOWN_TEXT
from tests.policies.cases.case import Case


def encoded(value: Any) -> Any:
    """A fixture's value as the engine's files hold it."""
    if value is UNKNOWN:
        return UNKNOWN_TEXT
    if isinstance(value, Secret):
        return revealed(encoded(value.value))
    if isinstance(value, Mapping):
        return {name: encoded(inner) for name, inner in value.items()}
    return [encoded(inner) for inner in value] if isinstance(value, list | tuple) else value


def sealed(text: str = "v1:abc") -> dict[str, Any]:
    """A secret of a state that was exported without its secrets."""
    return {SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", "ciphertext": text}


def revealed(value: Any) -> dict[str, Any]:
    """A secret of a state that was exported with ``--show-secrets``."""
    return {SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", "plaintext": json.dumps(value)}


def states(*cases: Case) -> list[dict[str, Any]]:
    """A state with these resources: a provider for each region, then the resources with the links between them."""
    urns = {case.urn: urn(case.type, case.name, case.environment) for case in cases}
    providers = {case.provider_region: provider(case.provider_region, case.environment) for case in cases}
    resources = [
        {
            "urn": urns[case.urn],
            "custom": True,
            "type": case.type,
            "inputs": encoded(case.props),
            "provider": f"{providers[case.provider_region]['urn']}::1234",
            "protect": case.protect,
            "propertyDependencies": {
                name: [urns.get(source, source) for source in sources] for name, sources in case.links.items()
            },
        }
        for case in cases
    ]
    return [*providers.values(), *resources]


def urn(token: str, name: str, environment: str = "") -> str:
    """An URN in a stack that is called as its environment, or as none."""
    return f"urn:pulumi:{environment or 'main'}::project::{token}::{name}"


def provider(region: str = "", environment: str = "") -> dict[str, Any]:
    """A provider of a region, or of one that only the environment of its user knows."""
    return {
        "urn": urn("pulumi:providers:aws", f"in-{region}", environment),
        "custom": True,
        "type": "pulumi:providers:aws",
        "id": "1234",
        "inputs": {"region": region} if region else {},
    }


def export(states: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What ``pulumi stack export`` writes."""
    return {"version": 3, "deployment": {"manifest": {}, "resources": list(states), "metadata": {}}}


def preview(states: Sequence[Mapping[str, Any]], op: str = "create", same: int = 0) -> dict[str, Any]:
    """What ``pulumi preview --json`` writes."""
    steps = [{"op": op, "urn": one["urn"], "newState": one} for one in states]
    summary = {op: len(steps), **({"same": same} if same else {})}
    return {"config": {"aws:region": "us-east-1"}, "steps": steps, "duration": 1, "changeSummary": summary}


def write(path: Path, document: object) -> str:
    """Write a document; returns the path as an argument of the command."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document), encoding="utf-8")
    return str(path)
