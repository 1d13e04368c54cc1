"""Judges a data set whose structure is right: nulls, ranges, accepted values, duplicates, rows, drift."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from domain.training.cells import Cell, label
from domain.training.drift import Drift, category_drift, column_drift, is_comparable
from domain.training.plan import ColumnRule
from domain.training.problems import Problems
from domain.training.profile import MOST_DISTINCT, ColumnProfile, Profile
from domain.training.profiling import bin_counts
from domain.training.schema import Schema

_SHOWN: Final = 60


@dataclass
class _Breach:
    """Cells of one column that break one rule."""

    text: str
    breaks: Callable[[Any], bool]
    count: int = 0
    first: str = ""


@dataclass(frozen=True)
class QualityReport:
    """What was found.

    Attributes:
        passed: Whether the data may train a model.
        reasons: Why not, the first ones.
        reason_count: How many there are.
        compared: Whether there was an accepted run to compare with.
        drifts: How far each column has moved, the furthest first.
        not_compared: Columns that the reference does not have, or has too many values of.
    """

    passed: bool
    reasons: tuple[str, ...]
    reason_count: int
    compared: bool
    drifts: tuple[Drift, ...]
    not_compared: tuple[str, ...]

    def to_json(self) -> str:
        """The stored form."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False, allow_nan=False)


@dataclass
class QualityCheck:
    """Takes the rows of a data set, then judges it.

    Attributes:
        schema: The columns.
        profile: Statistics of the data set.
        reference: Statistics of the last accepted run; None before the first one.
    """

    schema: Schema
    profile: Profile
    reference: Profile | None
    _breaches: dict[int, list[_Breach]] = field(default_factory=dict)
    _counts: dict[int, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for place, column in enumerate(self.schema.columns):
            found = _possible_breaches(column.rule, self.profile.columns[column.name])
            if found:
                self._breaches[place] = found
            old = self._old(column.name)
            if old is not None and old.edges:
                self._counts[place] = [0] * len(old.counts)

    @property
    def needs_rows(self) -> bool:
        """Whether the profiles alone leave something open."""
        return bool(self._breaches or self._counts)

    def add(self, numbers: Sequence[int], columns: Sequence[Sequence[Cell]]) -> None:
        """Add rows with their numbers: the values of the schema's columns, column by column."""
        for place, breaches in self._breaches.items():
            for number, value in zip(numbers, columns[place], strict=True):
                for breach in breaches:
                    if value is not None and breach.breaks(value):
                        breach.count += 1
                        breach.first = breach.first or f"row {number}: {label(value)[:_SHOWN]!r}"
        for place, counts in self._counts.items():
            old = self._old(self.schema.columns[place].name)
            if old is not None:
                new = bin_counts(old.edges, columns[place])
                counts[:] = [one + other for one, other in zip(counts, new, strict=True)]

    def finish(self) -> QualityReport:
        """The verdict."""
        problems = Problems()
        for found in (self._of_the_whole(), self._of_nulls(), self._of_values(), self._of_lost_columns()):
            for problem in found:
                problems.add(problem)
        drifts, open_ = self._drifts(problems)
        return QualityReport(
            passed=not problems,
            reasons=tuple(problems.told),
            reason_count=problems.count,
            compared=self.reference is not None,
            drifts=tuple(sorted(drifts, key=lambda drift: (-drift.psi, drift.column))),
            not_compared=tuple(open_),
        )

    def _old(self, name: str) -> ColumnProfile | None:
        """The reference's profile of a column, where the two can be compared."""
        old = self.reference.columns.get(name) if self.reference else None
        return old if old is not None and is_comparable(old, self.profile.columns[name]) else None

    def _of_the_whole(self) -> list[str]:
        rules, rows = self.schema.plan.quality, self.profile.rows
        problems = []
        if rows < rules.min_rows:
            problems.append(f"the data has {rows} rows; quality.min_rows is {rules.min_rows}")
        share = self.profile.duplicates / rows
        if share > rules.max_duplicate_share:
            problems.append(
                f"{self.profile.duplicates} of {rows} rows repeat an earlier one ({share:.1%}); "
                f"quality.max_duplicate_share is {rules.max_duplicate_share:.1%}"
            )
        return problems

    def _of_nulls(self) -> list[str]:
        shares = (
            (column, self.profile.columns[column.name].nulls / self.profile.rows) for column in self.schema.columns
        )
        return [
            f"column {column.name!r} is empty in {share:.1%} of the rows; "
            f"its max_null_share is {column.rule.max_null_share:.1%}"
            for column, share in shares
            if share > column.rule.max_null_share
        ]

    def _of_values(self) -> list[str]:
        return [
            f"column {self.schema.columns[place].name!r} has {breach.count} values {breach.text}; first {breach.first}"
            for place, breaches in self._breaches.items()
            for breach in breaches
            if breach.count
        ]

    def _of_lost_columns(self) -> list[str]:
        known: Mapping[str, ColumnProfile] = self.reference.columns if self.reference else {}
        return [
            f"column {name!r} was in the data of the last accepted run and is missing"
            for name in known
            if name not in self.profile.columns and self.schema.plan.rule_for(name) is not None
        ]

    def _drifts(self, problems: Problems) -> tuple[list[Drift], list[str]]:
        most, drifts, open_ = self.schema.plan.quality.max_drift, [], []
        for place, column in enumerate(self.schema.columns if self.reference else ()):
            old, new = self._old(column.name), self.profile.columns[column.name]
            if old is not None and place in self._counts:
                drifts.append(column_drift(column.name, old.counts, self._counts[place]))
            elif old is not None and old.categories is not None and new.categories is not None:
                drifts.append(category_drift(column.name, old.categories, new.categories))
            elif old is not None and old.categories is not None:
                problems.add(f"column {column.name!r} now has more than {MOST_DISTINCT} different values")
            else:
                open_.append(column.name)
        for drift in drifts:
            if drift.exceeds(most):
                problems.add(
                    f"column {drift.column!r} has drifted from the last accepted run: its population stability index "
                    f"is {drift.psi:.2f}; quality.max_drift is {most:g}"
                )
        return drifts, open_


def _possible_breaches(rule: ColumnRule, profile: ColumnProfile) -> list[_Breach]:
    """The rules that a column may break, as its profile shows; most columns break none, and are not looked at again."""
    found = []
    low, high, allowed = rule.min, rule.max, rule.allowed
    if low is not None and profile.min is not None and profile.min < low:
        found.append(_Breach(f"below min {low:g}", lambda value: value < low))
    if high is not None and profile.max is not None and profile.max > high:
        found.append(_Breach(f"above max {high:g}", lambda value: value > high))
    if allowed is not None and (profile.categories is None or not set(profile.categories) <= {*allowed, ""}):
        accepted = frozenset(allowed)
        found.append(_Breach("that are not in allowed", lambda value: label(value) not in accepted))
    return found
