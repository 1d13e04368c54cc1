"""Previews as `pulumi preview --json` writes them, made by hand: one step for each call."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from advisor.report.preview import Plan, read_preview

STACK = "prod"
PROJECT = "inference-platform"
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
TABLE = "aws:dynamodb/table:Table"
BUCKET = "aws:s3/bucket:Bucket"
LOGS = "aws:cloudwatch/logGroup:LogGroup"
ROLE = "aws:iam/role:Role"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"


def urn_of(token: str, name: str, stack: str = STACK) -> str:
    """The URN of a resource of the theme inference."""
    above = f"{PROJECT}:platform:Platform${PROJECT}:inference:Inference"
    return f"urn:pulumi:{stack}::{PROJECT}::{above}${token}::{name}"


def state_of(token: str, name: str, inputs: Mapping[str, Any], **further: Any) -> dict[str, Any]:
    """A resource's state."""
    return {"urn": urn_of(token, name), "type": token, "custom": True, "inputs": dict(inputs), **further}


def step(
    op: str,
    token: str,
    name: str,
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
    *,
    state: Mapping[str, Any] | None = None,
    **further: Any,
) -> dict[str, Any]:
    """A step; ``state`` is added to both states, ``further`` to the step itself."""
    made: dict[str, Any] = {"op": op, "urn": urn_of(token, name), "detailedDiff": None, **further}
    for key, inputs in (("oldState", old), ("newState", new)):
        if inputs is not None:
            made[key] = state_of(token, name, inputs, **(state or {}))
    return made


def same(token: str, name: str, inputs: Mapping[str, Any], **state: Any) -> dict[str, Any]:
    """A resource that stays as it is."""
    return step("same", token, name, inputs, inputs, state=state)


def document_of(*steps: Mapping[str, Any], **further: Any) -> str:
    """A whole preview."""
    counted: dict[str, int] = {}
    for one in steps:
        counted[one["op"]] = counted.get(one["op"], 0) + 1
    return json.dumps({"steps": steps, "changeSummary": counted, **further})


def plans_of(*steps: Mapping[str, Any]) -> tuple[Plan, ...]:
    """The plans of a preview with these steps."""
    return read_preview(document_of(*steps), "preview.json").plans


def policy(*statements: Mapping[str, Any]) -> str:
    """A policy document's text."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(actions: Any, resources: Any = "*", **further: Any) -> dict[str, Any]:
    """A statement that allows."""
    return {"Effect": "Allow", "Action": actions, "Resource": resources, **further}
