"""A policy document, in each of the shapes in which a property may hold one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from advisor.report.changes.holders import CLOUD_CONTROL_TYPE
from advisor.stack.plain import UNKNOWN

NO_POLICY: Final = frozenset({"redrivePolicy", "redriveAllowPolicy", "deliveryPolicy", "scalingPolicy"})
"""Properties that are called a policy and allow nobody anything."""
POLICIES: Final = ("policy", "policydocument", "policytext", "policyjson")
"""Ends of the names of properties that hold a policy."""
HOLDS_NONE: Final = frozenset({"AWS::SageMaker::InferenceComponent"})
"""CloudFormation types without a policy in their desired state; any other may have one."""


def policy_in(token: str, key: str, inputs: Mapping[str, Any]) -> Any:
    """The policy within a property: ``None`` for none, ``UNKNOWN`` where there may be one."""
    value = inputs.get(key)
    named = key.lower().endswith(POLICIES) and key not in NO_POLICY
    if value is UNKNOWN:
        hidden = token == CLOUD_CONTROL_TYPE and key == "desiredState" and inputs.get("typeName") not in HOLDS_NONE
        return UNKNOWN if named or hidden else None
    found = tuple(_policies(value))
    if not found and named and isinstance(value, str) and value:
        return value
    return _together(found)


def _policies(value: Any) -> Iterator[Mapping[str, Any]]:
    """Whatever looks like a policy document, however deep."""
    if isinstance(value, str) and "Statement" in value:
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return
    if isinstance(value, Mapping):
        if "Statement" in value:
            yield value
            return
        for inner in value.values():
            yield from _policies(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _policies(inner)


def attached(arn: Any) -> Any:
    """A managed policy as one grant: what it allows is written elsewhere."""
    if arn is None or arn is UNKNOWN:
        return arn
    return {"Statement": [{"Effect": "Allow", "Action": f"everything that {arn} allows", "Resource": "*"}]}


def managed(arns: Any) -> Any:
    """Managed policies that a role lists itself."""
    if not isinstance(arns, list):
        return arns
    if UNKNOWN in arns:
        return UNKNOWN
    return {"Statement": [one for arn in arns for one in attached(arn)["Statement"]]} if arns else None


def inlined(policies: Any) -> Any:
    """Policies that a role has within itself."""
    if not isinstance(policies, list):
        return policies
    texts = [one.get("policy") if isinstance(one, Mapping) else UNKNOWN for one in policies]
    if UNKNOWN in texts:
        return UNKNOWN
    found = [tuple(_policies(text)) for text in texts]
    unread = next((text for text, policies_in in zip(texts, found, strict=True) if text and not policies_in), None)
    return _together([one for each in found for one in each]) if unread is None else unread


def _together(policies: Iterable[Mapping[str, Any]]) -> Any:
    statements = [one for policy in policies for one in _listed(policy["Statement"])]
    return {"Statement": statements} if statements else None


def _listed(found: Any) -> list[Any]:
    return found if isinstance(found, list) else [found]
