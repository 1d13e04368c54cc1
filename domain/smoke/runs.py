"""Whether a run over a known set of files gave each exactly one right record, over the path that was asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from domain.batches.records import FallbackReason, Status
from domain.routing import InferencePath
from domain.smoke.check import Finding, failed, passed, unknown
from domain.smoke.endpoints import differences

SUCCEEDED: Final = "SUCCEEDED"
RUNNING: Final = "RUNNING"
MAY_SLEEP: Final = (InferencePath.INFERENCE_COMPONENTS.value, FallbackReason.COMPONENT_NO_CAPACITY.value)
"""A component that a schedule keeps at no copies cannot wake up: its files go to batch, which is what is designed."""


@dataclass(frozen=True)
class RunFacts:
    """An execution.

    Attributes:
        path: The path that was asked for.
        status: Step Functions' status; ``RUNNING`` when it was stopped because it took too long.
        error: Name and cause, when it failed.
        records: What it wrote, or ``None`` when nothing says where.
    """

    path: str
    status: str
    error: str
    records: Sequence[Mapping[str, Any]] | None


def judge_run(facts: RunFacts, expected: Mapping[str, Mapping[str, Any] | None]) -> Finding:
    """Judge an execution.

    Args:
        facts: What came of it.
        expected: Each input's key, and what its prediction must hold; ``None`` where nobody said.
    """
    if facts.status == RUNNING:
        return unknown("it had not ended in time, and was stopped; give it longer with --run-minutes")
    if facts.status != SUCCEEDED:
        return failed(f"the execution ended {facts.status}: {facts.error[:300] or 'without a reason'}")
    if facts.records is None:
        return unknown("the execution says nothing of where its results are: it is another version than this checkout")
    problem = _counted(facts.records, expected) or _ended(facts.records) or _right(facts.records, expected)
    if problem:
        return failed(problem)
    return _served(facts.path, facts.records)


def _counted(records: Sequence[Mapping[str, Any]], expected: Mapping[str, Any]) -> str:
    wanted, given = Counter(expected.keys()), Counter(str(record.get("key")) for record in records)
    missing, extra = wanted - given, given - wanted
    if not missing and not extra:
        return ""
    named = ", ".join(sorted([*missing, *extra])[:5])
    return (
        f"{len(records)} records for {len(expected)} inputs: {missing.total()} missing, {extra.total()} too many "
        f"({named}); expected: exactly one for each"
    )


def _ended(records: Sequence[Mapping[str, Any]]) -> str:
    bad = [record for record in records if record.get("status") != Status.OK.value]
    if not bad:
        return ""
    error = bad[0].get("error") or {}
    told = f"{error.get('code')}: {error.get('message')}" if isinstance(error, Mapping) else str(error)
    return f"{len(bad)} of {len(records)} inputs ended with an error, such as {bad[0].get('key')}: {told[:200]}"


def _right(records: Sequence[Mapping[str, Any]], expected: Mapping[str, Mapping[str, Any] | None]) -> str:
    for record in records:
        prediction, wanted = record.get("prediction"), expected[str(record["key"])]
        if not isinstance(prediction, Mapping):
            return f"{record['key']} has no prediction, though it is ok"
        wrong = differences(prediction, wanted or {})
        if wrong:
            return f"{record['key']}: {wrong}"
    return ""


def _served(path: str, records: Sequence[Mapping[str, Any]]) -> Finding:
    """Whether the path itself served: a file that its endpoint left to batch has its record, and the path a problem."""
    left = [record for record in records if record.get("fallback_reason") or record.get("path") != path]
    if not left:
        return passed(f"{len(records)} inputs, exactly one record each, over {path}")
    reasons = Counter(str(record.get("fallback_reason")) for record in left)
    listed = ", ".join(f"{count} {reason}" for reason, count in reasons.most_common())
    if path == MAY_SLEEP[0] and set(reasons) == {MAY_SLEEP[1]}:
        return passed(f"{len(records)} inputs, exactly one record each; {len(left)} by batch, for no copy was there")
    return failed(f"{len(left)} of {len(records)} inputs were not served over {path}: {listed}")
