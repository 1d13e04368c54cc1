"""JSON for programs: `python -m advisor actuals` reads it, and so can a pipeline."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from advisor.cost.difference import Delta, Difference
from advisor.cost.rendering.report import Report
from advisor.estimate import Estimate, Gap, Line, ResourceCost
from advisor.spread import Spread
from domain.pricing import CURRENCY


def render(report: Report) -> str:
    """The report with everything in it."""
    document: dict[str, Any] = {
        "stack": report.stack,
        "region": report.region,
        "as_of": report.estimate.on.isoformat(),
        "currency": CURRENCY,
        "usage": report.usage,
        **_estimate(report.estimate),
    }
    if report.difference is not None:
        document["difference"] = _difference(report.difference)
    if report.verdict:
        document["verdict"] = report.verdict
    return json.dumps(document, indent=2) + "\n"


def _estimate(estimate: Estimate) -> Mapping[str, Any]:
    return {
        "complete": estimate.is_complete,
        "total": _figures(estimate.total),
        "themes": {theme: _figures(cost) for theme, cost in estimate.by_theme().items()},
        "services": {service: _figures(cost) for service, cost in estimate.by_service().items()},
        "resources": [_resource(cost) for cost in estimate.costs],
        "unpriced": [_gap(gap) for gap in estimate.gaps],
    }


def _resource(cost: ResourceCost) -> Mapping[str, Any]:
    resource = cost.resource
    return {
        "urn": resource.urn,
        "name": resource.name,
        "type": resource.type,
        "theme": resource.theme,
        "service": cost.service,
        "region": resource.region,
        **_figures(cost.cost),
        "lines": [_line(line) for line in cost.lines],
        **({"free": cost.free} if cost.free else {}),
    }


def _line(line: Line) -> Mapping[str, Any]:
    price = {**asdict(line.price), "observed": line.price.observed.isoformat()}
    return {"what": line.what, "quantity": _figures(line.quantity), "price": price, **_figures(line.cost)}


def _gap(gap: Gap) -> Mapping[str, Any]:
    quantity = {"quantity": _figures(gap.quantity)} if gap.quantity is not None else {}
    return {"urn": gap.urn, "type": gap.type, "what": gap.what, "reason": gap.reason, **quantity}


def _difference(difference: Difference) -> Mapping[str, Any]:
    return {
        "complete": difference.is_complete,
        "before": _figures(difference.before.total),
        "after": _figures(difference.after.total),
        "total": _figures(difference.total),
        "themes": {theme: _figures(delta) for theme, delta in difference.by_theme().items()},
        "resources": [
            {
                "urn": change.subject.resource.urn,
                "type": change.subject.resource.type,
                "theme": change.subject.resource.theme,
                "change": change.fate.value,
                **_figures(change.delta),
            }
            for change in difference.visible
        ],
        "unpriced": [_gap(gap) for gap in difference.gaps],
    }


def _figures(amount: Spread | Delta) -> Mapping[str, float]:
    return {"low": amount.low, "expected": amount.expected, "high": amount.high}
