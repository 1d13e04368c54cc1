"""Which columns of a data set the plan uses, and what for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from domain.training.cells import ColumnType
from domain.training.plan import ColumnRule, TrainingPlan

NUMERIC = frozenset({ColumnType.NUMBER, ColumnType.INTEGER, ColumnType.BOOLEAN})
MOST_COLUMNS = 5000
LONGEST_NAME = 256


@dataclass(frozen=True)
class Column:
    """A declared column.

    Attributes:
        name: Its name.
        index: Its place in a row of the data set.
        rule: What it must hold.
    """

    name: str
    index: int
    rule: ColumnRule


@dataclass(frozen=True)
class Schema:
    """The declared columns of a data set, in the order of its header.

    Attributes:
        plan: The plan.
        header: Every column of the data set.
        columns: Those that the plan declares.
    """

    plan: TrainingPlan
    header: tuple[str, ...]
    columns: tuple[Column, ...]

    @cached_property
    def ignored(self) -> tuple[str, ...]:
        """Columns that the plan does not declare: nobody looks at them."""
        declared = {column.name for column in self.columns}
        return tuple(name for name in self.header if name not in declared)

    @cached_property
    def target(self) -> int:
        """Place of the target among `columns`."""
        return self.place(self.plan.target)

    def place(self, name: str) -> int:
        """Place of a column among `columns`.

        Raises:
            ValueError: There is no such column.
        """
        found = self._places.get(name)
        if found is None:
            raise ValueError(f"column {name!r} is not in the data; it has {', '.join(self.header[:20])}")
        return found

    @cached_property
    def inputs(self) -> tuple[int, ...]:
        """Places among `columns` of what features are made of, in order: numbers, categories and keys of groups."""
        used = self._encoded | self._keys
        return tuple(
            place
            for place, column in enumerate(self.columns)
            if place != self.target and (column.name in used or column.rule.type in NUMERIC)
        )

    def is_number(self, column: Column) -> bool:
        """Whether an input column is a feature as a number: it is no category, and no key of a group."""
        return column.name not in self._encoded | self._keys

    @cached_property
    def _places(self) -> dict[str, int]:
        return {column.name: place for place, column in enumerate(self.columns)}

    @cached_property
    def _encoded(self) -> frozenset[str]:
        return frozenset(encoding.column for encoding in self.plan.features.categorical)

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(item.group_by for item in self.plan.features.aggregations)


def resolve(plan: TrainingPlan, header: Sequence[str]) -> Schema:
    """Find the plan's columns in a header; :func:`header_problems` says first whether they are all there."""
    found = ((name, index, plan.rule_for(name)) for index, name in enumerate(header))
    columns = tuple(Column(name, index, rule) for name, index, rule in found if rule is not None)
    return Schema(plan, tuple(header), columns)


def header_problems(plan: TrainingPlan, header: Sequence[str]) -> list[str]:
    """What is wrong with a header; empty when every column that the plan needs is there, once."""
    if len(header) > MOST_COLUMNS:
        return [f"the header has {len(header)} columns; accepted: at most {MOST_COLUMNS}"]
    problems = [
        f"column {place} has the name {name[:40]!r}; accepted: 1 to {LONGEST_NAME} characters"
        for place, name in enumerate(header, start=1)
        if not 1 <= len(name) <= LONGEST_NAME
    ]
    counts = Counter(header)
    problems += [
        f"column {name!r} is there {count} times; names must differ" for name, count in counts.items() if count > 1
    ]
    ruled = {name: plan.rule_for(name) for name in header}
    present = list(ruled.values())
    problems += [
        f"no column matches {rule.name!r}, which the plan requires; the header has {', '.join(header[:10])}"
        for rule in plan.columns
        if rule.required and rule not in present
    ]
    problems += [f"column {name!r} is missing; {why}" for name, why in _used(plan) if name not in ruled]
    if not problems and not resolve(plan, header).inputs:
        problems.append("no column is left that features are made of")
    return problems


def _used(plan: TrainingPlan) -> list[tuple[str, str]]:
    used = {plan.target: "it is the target"}
    for encoding in plan.features.categorical:
        used.setdefault(encoding.column, "features.categorical encodes it")
    for item in plan.features.aggregations:
        for name in (item.column, item.group_by, item.time_column):
            if name:
                used.setdefault(name, f"the aggregation {item.name!r} uses it")
    return list(used.items())
