"""What the stack costs before and after, from one preview: the estimates of `python -m advisor cost`, both sides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from advisor.cost.command import Assumptions
from advisor.cost.difference import Delta, Difference, ResourceChange, difference
from advisor.cost.rendering.report import Report, gap_groups, remarks
from advisor.estimate import Estimate
from advisor.report.model import Cost, CostRow, Figures
from advisor.report.preview import Preview
from advisor.spread import NOTHING, Spread
from advisor.stack.resources import Stack, stack_in

NONE = Delta(0.0, 0.0, 0.0)


def stacks(preview: Preview) -> tuple[Stack, Stack]:
    """The resources of a preview before and after.

    Raises:
        InputError: The preview is damaged.
    """
    states = [plan.before for plan in preview.plans if plan.before is not None]
    deployed: Mapping[str, Any] = {
        "deployment": {"resources": states},
        "config": preview.document.get("config"),
    }
    return stack_in(deployed, preview.source), stack_in(preview.document, preview.source)


def cost(before: Stack, after: Stack, assumed: Assumptions) -> Cost:
    """The month before and after under the same assumptions."""
    now, then = assumed.estimate(before), assumed.estimate(after)
    change = difference(now, then)
    shown = Report(after.name, after.region, assumed.usage_source, then)
    return Cost(
        before=_figures(now.total),
        after=_figures(then.total),
        difference=_figures(change.total),
        complete=then.is_complete,
        difference_complete=change.is_complete,
        themes=_themes(now, then, change),
        resources=tuple(_resource(one) for one in change.visible),
        unpriced=tuple(group.describe() for group in gap_groups(then.gaps)),
        remarks=tuple(remarks(shown)),
    )


def _themes(now: Estimate, then: Estimate, change: Difference) -> tuple[CostRow, ...]:
    before, after, delta = now.by_theme(), then.by_theme(), change.by_theme()
    some_open = {cost.resource.theme for estimate in (now, then) for cost in estimate.costs if cost.gaps}
    rows = [
        CostRow(
            theme,
            theme,
            _figures(before.get(theme, NOTHING)),
            _figures(after.get(theme, NOTHING)),
            _figures(delta.get(theme, NONE)),
            theme not in some_open,
        )
        for theme in {**before, **after}
    ]
    return tuple(sorted(rows, key=lambda row: (-max(row.after.expected, row.before.expected), row.name)))


def _resource(one: ResourceChange) -> CostRow:
    resource = one.subject.resource
    before, after = (NOTHING if side is None else side.cost for side in (one.before, one.after))
    return CostRow(
        resource.name, resource.theme, _figures(before), _figures(after), _figures(one.delta), not one.is_open
    )


def _figures(amount: Spread | Delta) -> Figures:
    return Figures(*(round(value, 6) for value in (amount.low, amount.expected, amount.high)))
