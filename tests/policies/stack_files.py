"""Writes resources as the files that an audit reads: a stack's export, or a preview of its creation."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from guardrails.props import UNKNOWN, Secret

from tests.policies.analyzer import SIGNATURE, UNKNOWN_TEXT, urn
from tests.policies.cases.case import Case

PROVIDER = urn("pulumi:providers:aws", "default")


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
    """Resources of a state, with the links between them."""
    urns = {case.urn: urn(case.type, case.name) for case in cases}
    return [
        {
            "urn": urns[case.urn],
            "custom": True,
            "type": case.type,
            "inputs": encoded(case.props),
            "provider": f"{PROVIDER}::1234",
            "protect": case.protect,
            "propertyDependencies": {
                name: [urns.get(source, source) for source in sources] for name, sources in case.links.items()
            },
        }
        for case in cases
    ]


def provider(region: str = "us-east-1") -> dict[str, Any]:
    """A state's default provider."""
    return {"urn": PROVIDER, "custom": True, "type": "pulumi:providers:aws", "id": "1234", "inputs": {"region": region}}


def export(states: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What ``pulumi stack export`` writes."""
    return {"version": 3, "deployment": {"manifest": {}, "resources": [provider(), *states], "metadata": {}}}


def preview(states: Sequence[Mapping[str, Any]], op: str = "create", same: int = 0) -> dict[str, Any]:
    """What ``pulumi preview --json`` writes."""
    steps = [{"op": op, "urn": one["urn"], "provider": one["provider"], "newState": one} for one in states]
    summary = {op: len(steps), **({"same": same} if same else {})}
    return {"config": {"aws:region": "us-east-1"}, "steps": steps, "duration": 1, "changeSummary": summary}


def write(path: Path, document: object) -> str:
    """Write a document; returns the path as an argument of the command."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document), encoding="utf-8")
    return str(path)
