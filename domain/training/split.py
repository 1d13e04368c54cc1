"""Which rows test the model: decided by what a row says, so the same row is on the same side wherever it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain.training.cells import Cell
from domain.training.row_hash import row_hashes
from domain.training.schema import Schema

_RANGE: Final = 2**64


class Splitter:
    """Splits rows by a hash of their values and the plan's seed.

    The target is left out of the hash: rows that differ in it alone are on one side too, so nothing that the model was
    taught about a row is asked in the test.

    Args:
        schema: The columns.
    """

    def __init__(self, schema: Schema) -> None:
        # By name: a file with its columns in another order is split in the same way.
        places = sorted(range(len(schema.columns)), key=lambda place: schema.columns[place].name)
        self._places = [place for place in places if place != schema.target]
        self._kinds = [schema.columns[place].rule.type for place in self._places]
        self._seed = schema.plan.split.seed
        self._below = int(schema.plan.split.test_share * _RANGE)

    def is_test(self, columns: Sequence[Sequence[Cell]]) -> list[bool]:
        """For each row, whether it tests the model.

        Args:
            columns: The values of the schema's columns, column by column.
        """
        hashes = row_hashes(self._kinds, [columns[place] for place in self._places], self._seed)
        return [found < self._below for found in hashes]


def split_problems(classes: Sequence[str], train: Sequence[str], train_rows: int, test_rows: int) -> list[str]:
    """What is wrong with a split; empty when a model can be trained and tested on it.

    Args:
        classes: Every class of the data; empty for a regression.
        train: The classes of the training rows.
        train_rows: How many rows train the model.
        test_rows: How many rows test the model.
    """
    seen = set(train)
    lost = [name for name in classes if name not in seen]
    advice = "give more rows, another split.seed or another split.test_share"
    sides = {"train": train_rows, "test": test_rows}
    problems = [f"no row is left to {side} the model; {advice}" for side, rows in sides.items() if not rows]
    if lost and train_rows:
        names = ", ".join(repr(name) for name in lost[:10])
        problems.append(f"{len(lost)} classes have no training row ({names}); {advice}")
    return problems
