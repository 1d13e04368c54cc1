"""The stack settings that provision a choice: only what the advice decides; the rest is the stack's own.

They are checked by the settings' own rules before anybody sees them, beside stand-ins for what only the stack knows.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

import yaml

from advisor.recommend.candidates import Candidate
from advisor.recommend.pattern_settings import pattern_settings, short_name
from advisor.recommend.workload import Workload
from components.settings import NAMESPACE, SettingsError, parse
from domain.patterns import SYNCHRONOUS, Pattern

STAND_INS: Final[Mapping[str, Any]] = {
    "foundation": {"access_point": {"volume_id": "fsvol-0123456789abcdef0"}},
    "inference": {
        "model": {
            "archive": "build/model/model.tar.gz",
            "image_uri": "123456789012.dkr.ecr.us-east-1.amazonaws.com/inference-platform/onnx:1.0",
        },
    },
    "switching": {"probe": {"file": "examples/probe.png", "content_type": "image/png"}},
}
"""What the check needs and no advice can know. Never written."""
YOURS: Final[Mapping[str, str]] = {
    "inference": "inference.model.archive and image_uri, foundation.access_point.volume_id, inference.content_types",
    "switching": "switching.probe.file and content_type: a body that every pattern takes",
    "prediction_api": "prediction_api.access: who may call",
}
"""What a person still has to say, by theme."""
ACCEPTED_IN_CHECK: Final = 1_000_000
"""What the check accepts in a person's place; it is never written."""
SLOWEST_MS: Final = 60_000
TYPES: Final = {
    Pattern.SAGEMAKER_REALTIME: "provisioned",
    Pattern.SAGEMAKER_SERVERLESS: "serverless",
    Pattern.INFERENCE_COMPONENTS: "components",
}


@dataclass(frozen=True)
class StackSettings:
    """Settings for a stack file.

    Attributes:
        values: By theme; empty when this program provisions no such pattern.
        acknowledge: What a person has to accept in so many words: settings with a cost that cannot be taken back.
        notes: What is left to a person, and what this program does otherwise.
    """

    values: Mapping[str, Any]
    acknowledge: tuple[str, ...]
    notes: tuple[str, ...]

    def text(self) -> str:
        """As YAML, to be merged into a stack file below `config:`."""
        if not self.values:
            return "".join(f"# {note}\n" for note in self.notes)
        keyed = {f"{NAMESPACE}:{theme}": value for theme, value in self.values.items()}
        body = yaml.safe_dump({"config": keyed}, sort_keys=False, default_flow_style=False, width=100)
        comments = ["Merge into Pulumi.<stack>.yaml.", *self.notes]
        comments += [f"To accept the cost, a person adds {text}" for text in self.acknowledge]
        return "".join(f"# {line}\n" for line in comments) + body


def settings_for(workload: Workload, ranked: tuple[Candidate, ...]) -> StackSettings:
    """The settings of the best pattern, and of one behind it that takes over when the best is down, slow or full.

    Args:
        workload: Target and sizes of requests.
        ranked: Patterns that fit, the best first; at least one.

    Raises:
        ValueError: The settings are refused by their own rules: a defect here, told with every problem.
    """
    choice = ranked[0]
    if choice.pattern not in SYNCHRONOUS:
        return StackSettings({}, (), (_not_provisioned(choice.pattern),))
    behind = [choice, *_fallback(workload, ranked)]
    values: dict[str, Any] = {}
    notes: list[str] = []
    acknowledge: list[str] = []
    for item in behind:
        made = pattern_settings(workload, item)
        notes += made.notes
        acknowledge += made.acknowledge
        _merge(values, made.values)
    if choice.pattern in TYPES:
        values["inference"]["type"] = TYPES[choice.pattern]
    if len(behind) > 1:
        _merge(values, {"switching": _switching(workload, behind)})
        notes.append(_standby(choice, behind[1]))
    notes += [f"Yours to add: {text}." for theme, text in YOURS.items() if theme in values]
    found = StackSettings(values, tuple(acknowledge), tuple(dict.fromkeys(notes)))
    _check(found, choice)
    return found


def _fallback(workload: Workload, ranked: tuple[Candidate, ...]) -> list[Candidate]:
    """The best of the others that both together still hold the budget with; none when there is none."""
    most = workload.monthly_budget_usd - (ranked[0].monthly_usd or 0.0)
    able = [item for item in ranked[1:] if item.pattern in SYNCHRONOUS and (item.monthly_usd or 0.0) <= most]
    return able[:1]


def _standby(choice: Candidate, fallback: Candidate) -> str:
    """What the fallback adds: at most a whole month of it, for capacity that is there is paid."""
    usd = fallback.monthly_usd or 0.0
    return f"{fallback.pattern} stands by for {choice.pattern}: it adds at most ${usd:,.2f} a month."


def _not_provisioned(pattern: Pattern) -> str:
    return (
        f"This program provisions no {pattern} endpoint. The nearest: the batch path (inference.enabled with type "
        "none), or predictions that are answered with HTTP 202 and fetched later (prediction_api.asynchronous.enabled)."
    )


def _switching(workload: Workload, behind: list[Candidate]) -> Mapping[str, Any]:
    """The best first; whoever is behind it takes over when it is slow, down or full."""
    slow = min(SLOWEST_MS - 1000.0, workload.target_p99_ms)
    patterns = [_entry(workload, item, slow) for item in behind]
    deadline = min(880_000, 2 * max(entry["timeout_ms"] for entry in patterns))
    return {
        "enabled": True,
        "patterns": patterns,
        "limits": {"p99_ms": slow},
        "router": {"deadline_ms": deadline, "timeout_seconds": min(900, math.ceil(deadline / 1000) + 2)},
    }


def _entry(workload: Workload, item: Candidate, slow: float) -> dict[str, Any]:
    p99 = item.outcome.p99_ms if item.outcome else 0.0
    entry: dict[str, Any] = {"pattern": item.pattern.value}
    entry["timeout_ms"] = int(min(SLOWEST_MS, max(50.0, 1.2 * slow + 1, 1.5 * p99)))
    if item.pattern == Pattern.BEDROCK_ON_DEMAND:
        entry["profile"] = short_name(workload.name)
    if item.pattern == Pattern.BEDROCK_PROVISIONED:
        entry["provisioned"] = short_name(workload.name)
    return entry


def _merge(into: dict[str, Any], more: Mapping[str, Any]) -> None:
    for key, value in more.items():
        if isinstance(value, Mapping) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = {**value} if isinstance(value, Mapping) else value


def _check(found: StackSettings, choice: Candidate) -> None:
    raw: dict[str, Any] = {}
    _merge(raw, {theme: value for theme, value in STAND_INS.items() if theme in (*found.values, "foundation")})
    _merge(raw, deepcopy(dict(found.values)))
    for unit in raw.get("capacity", {}).get("bedrock", {}).get("provisioned", ()):
        unit["accept_monthly_usd"] = ACCEPTED_IN_CHECK
    try:
        parse(raw, stack="recommended")
    except SettingsError as error:
        raise ValueError(f"the settings of {choice.pattern} are refused: {error}") from None
