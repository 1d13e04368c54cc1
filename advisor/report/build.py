"""A preview becomes a report: each part computed by itself, and what cannot be computed is said, never left out."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from advisor.cost.command import Assumptions
from advisor.errors import InputError
from advisor.report.access.changes import access_changes
from advisor.report.audit import run_audit
from advisor.report.changes.listing import changes
from advisor.report.changes.values import without_secrets
from advisor.report.costs import cost, stacks
from advisor.report.graph import graph
from advisor.report.model import Audit, ReviewReport, Status, Verdict
from advisor.report.preview import Preview, read_preview
from advisor.report.recovery import recovery
from advisor.report.settings import settings_of
from advisor.report.verdict import judge
from advisor.report.weeks import schedules, weeks
from advisor.stack.resources import Stack

Part = TypeVar("Part")


@dataclass(frozen=True)
class Circumstances:
    """What a report is made with beside the preview.

    Args:
        assumed: Prices and usage.
        now: When, with an offset.
        project: Folder of the stack's files.
        commit: What was previewed; empty when nobody said.
        audit: Reads a preview's text, secrets hidden, as the policy pack does.
    """

    assumed: Assumptions
    now: datetime
    project: Path
    commit: str = ""
    audit: Callable[[str], Audit] = run_audit


class _Parts:
    """Computes parts; notes why one could not be."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def get(self, what: str, compute: Callable[[], Part], without: Part) -> Part:
        try:
            return compute()
        except (InputError, ValueError) as error:
            self.problems.append(f"{what} could not be computed: {without_secrets(str(error))}")
            return without


def report_of(text: str, source: str, made: Circumstances, stack: str = "") -> ReviewReport:
    """Everything about a preview.

    Args:
        text: What `pulumi preview --json` wrote, also when it failed.
        source: What to call it in messages.
        made: The circumstances.
        stack: Name of the stack, for a preview that failed before it listed anything.

    Raises:
        InputError: It is no preview, one of another stack, or one that is nested too deeply to be read.
    """
    try:
        return _report_of(text, source, made, stack)
    except RecursionError:
        raise InputError(f"{source} is damaged: it is nested deeper than anything of AWS; preview again") from None


def _report_of(text: str, source: str, made: Circumstances, stack: str) -> ReviewReport:
    preview = read_preview(text, source)
    named, project = preview.named
    if stack and named and named != stack:
        raise InputError(f"{source} is a preview of stack {named}, not of {stack}; give the file of {stack}")
    name = (named or stack, project)
    if preview.errors:
        found = _empty(preview, name, made)
    else:
        with ThreadPoolExecutor(1) as pool:  # the pack is another process: it looks while the rest is computed
            audit = pool.submit(made.audit, json.dumps(preview.document))
            found = replace(_filled(_empty(preview, name, made), preview, made), audit=audit.result())
    return replace(found, verdict=judge(found))


def _empty(preview: Preview, named: tuple[str, str], made: Circumstances) -> ReviewReport:
    """What can be said of a preview that failed: what it planned until then, and why it stopped."""
    failed = tuple(f"the preview failed: {without_secrets(line)}" for line in preview.errors)
    why = ("the preview failed, so the policy pack did not look at it",) if failed else ()
    return ReviewReport(
        stack=named[0],
        project=named[1],
        region=preview.config.get("aws:region", ""),
        made_at=made.now.astimezone(UTC).isoformat(timespec="seconds"),
        commit=made.commit,
        verdict=Verdict(Status.FAILURE, ()),
        new_stack=preview.is_new and not failed,
        changes=changes(preview.plans),
        audit=Audit(ran=False, notes=why),
        cost=None,
        recovery=None,
        access=access_changes(preview.plans),
        schedules=(),
        resources=graph(preview.plans, {}),
        problems=failed,
        notes=_notes(preview, partial=bool(failed)),
    )


def _filled(empty: ReviewReport, preview: Preview, made: Circumstances) -> ReviewReport:
    parts = _Parts()
    sides: tuple[Stack, Stack] | None = parts.get("the cost", lambda: stacks(preview), None)
    settings = parts.get("the settings", lambda: settings_of(preview, made.project), None)
    planned = settings and parts.get("the schedules", lambda: schedules(settings, made.assumed.prices, made.now), None)
    regions = {one.urn: one.region for side in sides or () for one in side.resources if one.region}
    ours = () if settings or parts.problems else ("it has none of this project's settings: no tier, no schedules",)
    return replace(
        empty,
        cost=sides and parts.get("the cost", lambda: cost(*sides, made.assumed), None),
        recovery=None if settings is None else parts.get("the recovery times", lambda: recovery(settings), None),
        schedules=weeks(planned) if planned else (),
        resources=graph(preview.plans, regions),
        problems=tuple(parts.problems),
        notes=(*empty.notes, *(planned.warnings() if planned else ()), *ours),
    )


def _notes(preview: Preview, *, partial: bool) -> tuple[str, ...]:
    found = [f"the preview warns: {without_secrets(line)}" for line in preview.warnings]
    if partial:
        found.insert(0, "the preview stopped early: what is listed is what it had planned until then")
    elif preview.is_new:
        found.insert(0, "nothing of this stack is deployed yet: everything is new")
    if preview.hidden:
        found.append(
            f"{preview.hidden} unchanged resources are not in the preview, so neither in the diagram nor in the cost; "
            "preview with --show-sames"
        )
    return tuple(found)
