"""Whom a policy is of: the identity that it is written into, before a change and after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from advisor.report.preview import Plan

ROLE: Final = "aws:iam/role:Role"


@dataclass(frozen=True)
class Side:
    """A resource before a change, or after it.

    Args:
        state: As the engine has it; ``None`` when it is not there.
        inputs: Its inputs, decoded.
    """

    state: Mapping[str, Any] | None
    inputs: Mapping[str, Any]


def sides(plan: Plan) -> tuple[Side, Side]:
    """Before and after. What leaves the stack and stays in AWS is afterwards what it was."""
    before = Side(plan.before, plan.old)
    return before, before if plan.stays else Side(plan.after, plan.new)


class Identities:
    """Finds the identity that a policy is of: by the resource that its property comes from, else by its name."""

    def __init__(self, plans: Iterable[Plan]) -> None:
        self._names: dict[str, str] = {}
        for plan in plans:
            if plan.type == ROLE:
                for state in (plan.before, plan.after):
                    self._names |= dict.fromkeys(_names_of(state), plan.urn)

    def of(self, plan: Plan, side: Side, key: str) -> tuple[str, str]:
        """Its key for comparing, and what to call it."""
        linked = [urn for urn in links(side.state, key) if f"aws:iam/{key}:" in urn]
        named = side.inputs.get(key)
        urn = linked[0] if len(linked) == 1 else self._names.get(named, "") if isinstance(named, str) else ""
        if urn:
            return urn, f"{key} {urn.split('::', 3)[-1]}"
        if isinstance(named, str):
            return f"{key} {named}", f"{key} {named}"
        return f"{key} of {plan.urn}", f"the {key} of {plan.name}"


def links(state: Mapping[str, Any] | None, key: str) -> tuple[str, ...]:
    """The resources that a property's value comes from."""
    found = (state or {}).get("propertyDependencies")
    urns = found.get(key) if isinstance(found, Mapping) else None
    return tuple(map(str, urns)) if isinstance(urns, list) else ()


def _names_of(state: Mapping[str, Any] | None) -> list[str]:
    """Every text by which another resource may name this role."""
    found = [state.get("id")] if state else []
    for part in ("inputs", "outputs"):
        values = (state or {}).get(part)
        found += [values.get("name"), values.get("arn")] if isinstance(values, Mapping) else []
    return [one for one in found if isinstance(one, str) and one]
