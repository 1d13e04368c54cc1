"""Every change of a preview, the most dangerous first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from advisor.report.changes.sentences import told
from advisor.report.changes.values import at_path, pair
from advisor.report.model import Change, Operation, PropertyChange, Risk
from advisor.report.preview import Plan
from advisor.stack.resources import theme_of

MOST: Final = 50
"""Properties of one resource that are listed; a change of more is one of the whole."""
RISKS: Final = tuple(Risk)
SEVERITY: Final = (
    Operation.DELETE,
    Operation.REPLACE,
    Operation.FORGET,
    Operation.UPDATE,
    Operation.CREATE,
    Operation.READ,
)


def changes(plans: Iterable[Plan]) -> tuple[Change, ...]:
    """What happens to every resource that exists in AWS and does not stay as it is."""
    found = [
        _change(plan)
        for plan in plans
        if plan.state.get("custom") is True
        and not plan.type.startswith("pulumi:")
        and plan.operation not in (Operation.SAME, Operation.READ)
    ]
    return tuple(sorted(found, key=_rank))


def _rank(change: Change) -> tuple[int, int, str, str, str]:
    return RISKS.index(change.risk), SEVERITY.index(change.operation), change.theme, change.type, change.name


def _change(plan: Plan) -> Change:
    properties = _properties(plan)
    risk, summary, advice = told(plan, properties)
    theme = theme_of(plan.urn)
    return Change(plan.urn, plan.name, plan.type, theme, plan.operation, risk, summary, advice, properties)


def _properties(plan: Plan) -> tuple[PropertyChange, ...]:
    if plan.operation not in (Operation.UPDATE, Operation.REPLACE):
        return ()
    old, new = ((state or {}).get("inputs") or {} for state in (plan.before, plan.after))
    paths = list(plan.differs) or [key for key in {**old, **new} if old.get(key) != new.get(key) and key[:2] != "__"]
    return tuple(
        PropertyChange(path, *pair(path, at_path(old, path), at_path(new, path)), _forces(plan, path))
        for path in sorted(_telling(paths), key=lambda path: (not _forces(plan, path), path))[:MOST]
    )


def _telling(paths: list[str]) -> list[str]:
    """Without the tags that the provider adds up: they repeat those that the program gives."""
    kept = [path for path in paths if path.partition(".")[0].partition("[")[0] != "tagsAll"]
    return kept or paths


def _forces(plan: Plan, path: str) -> bool:
    kind = plan.differs.get(path, "")
    top = path.partition(".")[0].partition("[")[0]
    return kind.endswith("-replace") or path in plan.forced_by or top in plan.forced_by
