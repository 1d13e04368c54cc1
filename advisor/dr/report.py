"""A stack's recovery times as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from advisor.dr.measured import Comparison
from advisor.stack.settings import StackSettings
from domain.resilience.objectives import Objectives
from domain.resilience.recovery_paths import Part, Path


def document(
    stack: StackSettings, computed: Objectives, coordination: str, compared: Iterable[Comparison]
) -> dict[str, Any]:
    """The report; seconds are numbers, ``None`` is what nothing bounds."""
    theme = stack.settings.resilience
    return {
        "stack": stack.name,
        "primary": stack.region,
        "secondary": theme.secondary_region,
        "ledger": coordination,
        "declared_tier": computed.declared.number,
        "meets_tier": computed.meets,
        "met": computed.holds,
        "rto_s": {
            "expected": round(computed.rto_expected_s, 3),
            "worst": round(computed.rto_s, 3),
            "allowed": computed.declared.rto_s,
        },
        "rpo_s": {"worst": computed.rpo_s, "allowed": computed.declared.rpo_s},
        "artifact_rpo_s": {"worst": computed.artifact_rpo_s, "allowed": computed.declared.artifact_rpo_s},
        "dominated_by": _part(computed.dominated_by),
        "paths": [_path(path) for path in computed.paths],
        "data": [
            {"kind": one.kind, "lost_s": one.seconds, "promised": one.promised, "why": one.source}
            for one in computed.data
        ],
        "findings": list(computed.findings),
        "warnings": list(computed.warnings),
        "measured": [_measured(one) for one in compared],
    }


def _path(path: Path) -> dict[str, Any]:
    return {
        "name": path.name,
        "expected_s": round(path.expected_s, 3),
        "worst_s": round(path.worst_s, 3),
        "parts": [_part(part) for part in path.parts],
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "path": part.path,
        "name": part.name,
        "expected_s": round(part.expected_s, 3),
        "worst_s": round(part.worst_s, 3),
        "source": part.source,
        "change": part.change,
    }


def _measured(one: Comparison) -> dict[str, Any]:
    return {
        "scenario": one.scenario.name,
        "path": one.scenario.path,
        "measured_s": one.scenario.measured_s,
        "expected_s": round(one.expected_s, 3),
        "expected_of": "the drill's stack" if one.own else "this stack",
        "worst_s": round(one.worst_s, 3),
        "off_percent": None if one.off is None else round(100 * one.off, 1),
        "agrees": one.agrees,
    }
