"""What must hold of a run: pure functions over the records that the platform wrote and the labels of the data set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

REQUIRED_ACCURACY = 0.95
"""The smallest accepted share of right labels among the images that the model has never seen."""

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Check:
    """One thing that must hold, and whether it does.

    Attributes:
        name: What must hold.
        holds: Whether it does.
        found: The figures behind it.
    """

    name: str
    holds: bool
    found: str


def one_result_each(run: str, keys: Iterable[str], records: Sequence[Record]) -> Check:
    """Every input has exactly one result, and there is no result without an input."""
    wanted = Counter(keys)
    given = Counter(record["key"] for record in records)
    missing, extra = wanted - given, given - wanted
    return Check(
        f"{run}: every input has exactly one result",
        not missing and not extra,
        f"{len(records)} results for {wanted.total()} inputs, {missing.total()} missing, {extra.total()} too many",
    )


def same_keys(run: str, records: Sequence[Record], reference: frozenset[str]) -> Check:
    """Records have the same keys on every path."""
    different = sum(frozenset(record) != reference for record in records)
    return Check(f"{run}: records have the same keys on every path", not different, f"{different} differ")


def all_ok(run: str, records: Sequence[Record]) -> Check:
    """No input ended with an error."""
    errors = Counter((record.get("error") or {}).get("code", "none") for record in records if record["status"] != "ok")
    return Check(
        f"{run}: no input ended with an error", not errors, ", ".join(map(str, errors.most_common(3))) or "0 errors"
    )


def served_by(run: str, records: Sequence[Record], path: str) -> Check:
    """Every input was served over the path that was asked for."""
    by_path = Counter(record["path"] for record in records)
    found = ", ".join(f"{count} {name}" for name, count in by_path.most_common())
    return Check(f"{run}: every input was served over {path}", set(by_path) == {path}, found)


def accuracy(records: Iterable[Record], labels: Mapping[str, int]) -> float:
    """The share of right labels; 0 when nothing was labelled. Inputs without a prediction count as wrong."""
    judged = [record for record in records if record["key"] in labels]
    right = sum((record["prediction"] or {}).get("label") == labels[record["key"]] for record in judged)
    return right / len(judged) if judged else 0.0


def accurate(run: str, records: Sequence[Record], unseen: Mapping[str, int]) -> Check:
    """The model is right often enough on images that it has never seen."""
    share = accuracy(records, unseen)
    return Check(
        f"{run}: accuracy on the unseen half is at least {REQUIRED_ACCURACY}",
        share >= REQUIRED_ACCURACY,
        f"{share:.4f}",
    )


def percentile(values: Iterable[float], share: float) -> float | None:
    """The nearest-rank percentile: the smallest value that at least `share` (0 to 1) of the values do not exceed."""
    ordered = sorted(values)
    if not ordered:
        return None
    rank = max(1, -(-len(ordered) * round(share * 1000) // 1000))
    return ordered[rank - 1]
