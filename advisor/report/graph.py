"""The resource graph of a preview: what there is, who made it, what it takes values from, what happens to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from advisor.report.changes.holders import CLOUD_CONTROL_TYPE
from advisor.report.model import Node
from advisor.report.preview import STACK_TYPE, Plan
from advisor.stack.resources import NO_THEME, theme_of


def graph(plans: Iterable[Plan], regions: Mapping[str, str]) -> tuple[Node, ...]:
    """Every resource and component in the order of the preview, deleted ones included; not the stack itself.

    Args:
        plans: Of the preview.
        regions: Of each resource whose Region is known, by URN.
    """
    kept = [plan for plan in plans if plan.type != STACK_TYPE and not plan.type.startswith("pulumi:providers:")]
    known = {plan.urn for plan in kept}
    return tuple(_node(plan, known, regions.get(plan.urn, "")) for plan in kept)


def _node(plan: Plan, known: set[str], region: str) -> Node:
    state = plan.state
    parent = str(state.get("parent") or "")
    return Node(
        urn=plan.urn,
        type=_type(plan),
        name=plan.name,
        theme=_theme(plan),
        operation=plan.operation,
        custom=state.get("custom") is True,
        region=region,
        parent=parent if parent in known else "",
        dependencies=tuple(one for one in dict.fromkeys(_dependencies(state)) if one in known and one != plan.urn),
        protected=state.get("protect") is True,
    )


def _type(plan: Plan) -> str:
    """What it is in AWS: of a Cloud Control resource CloudFormation's name of it."""
    told = (plan.new or plan.old).get("typeName") if plan.type == CLOUD_CONTROL_TYPE else None
    return told if isinstance(told, str) else plan.type


def _theme(plan: Plan) -> str:
    """A theme's own component belongs to the theme; its URN names only what is above it."""
    above = theme_of(plan.urn)
    if plan.state.get("custom") is True or above != NO_THEME:
        return above
    return theme_of("::".join([*plan.urn.split("::")[:2], plan.type + "$-", plan.name]))


def _dependencies(state: Mapping[str, Any]) -> Iterator[str]:
    yield from map(str, state.get("dependencies") or ())
    linked = state.get("propertyDependencies")
    for urns in linked.values() if isinstance(linked, Mapping) else ():
        yield from map(str, urns or ())
