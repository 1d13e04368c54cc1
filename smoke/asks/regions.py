"""The lease is held, and both Regions are healthy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Final

from advisor.errors import InputError
from domain.smoke import Finding, Theme, failed, off
from domain.smoke.regions import RegionSaid, judge_lease, judge_region
from smoke.context import Context
from smoke.functions import asked
from smoke.question import Question, stated

KEEPERS: Final = (("primaryRegion", "keepLeaseFunction"), ("secondaryRegion", "secondaryKeepLeaseFunction"))


def questions(context: Context) -> Iterator[Question]:
    """One for the lease, and one for each Region."""
    resilience = context.stack.settings.resilience
    if not resilience.enabled:
        yield stated(Theme.REGIONS, "two Regions", off("resilience is off"))
        return
    keepers: dict[str, str] = {}
    for region_output, function_output in KEEPERS:
        region, function = context.stack.text(region_output), context.stack.text(function_output)
        if region is not None and function is not None:
            keepers[region] = function
        elif region_output == "primaryRegion" or resilience.runs_there:
            name = region or region_output
            yield stated(Theme.REGIONS, name, failed("resilience is on and its keeper is not deployed: deploy it"))
        else:
            yield stated(Theme.REGIONS, region or "secondary", off("nothing runs there: tier 3 before a restore"))
    if keepers:
        yield Question(Theme.REGIONS, "lease", partial(_lease, context, keepers))
    for region, function in keepers.items():
        yield Question(Theme.REGIONS, region, partial(_region, context, region, function, alone=len(keepers) == 1))


def _lease(context: Context, keepers: Mapping[str, str]) -> Finding:
    return judge_lease([_said(context, region, function) for region, function in keepers.items()])


def _region(context: Context, region: str, function: str, *, alone: bool) -> Finding:
    return judge_region(_said(context, region, function), alone=alone)


def _said(context: Context, region: str, function: str) -> RegionSaid:
    try:
        answer = asked(context, function, {"action": "status"}, region)
    except InputError as error:
        return RegionSaid(region, None, str(error))
    if answer.failed:
        told = f"{answer.payload.get('errorType')}: {answer.payload.get('errorMessage')}"
        return RegionSaid(region, None, told)
    return RegionSaid(region, answer.payload)
