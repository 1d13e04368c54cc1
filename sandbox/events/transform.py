"""What a rule's target gets of an event: pure.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]|\['([^']+)'\]")
_HOLE = re.compile(r"<([A-Za-z0-9_.\-]+)>")


def target_input(event: Mapping[str, Any], target: Mapping[str, Any], rule_arn: str, rule_name: str) -> str:
    """The text that a target is given: `Input`, `InputPath`, `InputTransformer` or the whole event."""
    if target.get("Input") is not None:
        return str(target["Input"])
    if target.get("InputPath"):
        return json.dumps(at_path(event, target["InputPath"]))
    transformer = target.get("InputTransformer")
    if transformer:
        values = {name: at_path(event, path) for name, path in (transformer.get("InputPathsMap") or {}).items()}
        values |= {
            "aws.events.rule-arn": rule_arn,
            "aws.events.rule-name": rule_name,
            "aws.events.event": {key: value for key, value in event.items() if key != "detail"},
            "aws.events.event.json": dict(event),
            "aws.events.event.ingestion-time": event.get("time"),
        }
        return fill(transformer["InputTemplate"], values)
    return json.dumps(event)


def at_path(value: Any, path: str) -> Any:
    """The value at a JSON path of names and indices (`$.detail.jobs[0]`); None where nothing is."""
    for name, index, quoted in _STEP.findall(path.removeprefix("$")):
        key = name or quoted
        if index and isinstance(value, list):
            value = value[int(index)] if int(index) < len(value) else None
        elif isinstance(value, Mapping):
            value = value.get(key)
        else:
            return None
    return value


def fill(template: str, values: Mapping[str, Any]) -> str:
    """A template with its `<name>` holes filled: as JSON, or as bare text where a hole is inside of quotes."""
    parts, position = [], 0
    for hole in _HOLE.finditer(template):
        parts.append(template[position : hole.start()])
        position = hole.end()
        if hole[1] not in values:
            parts.append(hole[0])
            continue
        value = values[hole[1]]
        quoted = _inside_quotes(template, hole.start())
        if quoted:
            text = value if isinstance(value, str) else json.dumps(value)
            parts.append("" if value is None else json.dumps(text)[1:-1])
        else:
            parts.append(json.dumps(value))
    parts.append(template[position:])
    return "".join(parts)


def _inside_quotes(template: str, position: int) -> bool:
    quotes = re.findall(r'(?<!\\)"', template[:position])
    return len(quotes) % 2 == 1
