"""Rows of a request as the model's input; a refusal names the row and the column.

Where a model takes its columns as they are, whole rows are checked and converted by NumPy; what that way does not
accept goes the slow way, which finds the words. Both ways accept the same rows and give the same matrix: a property
holds them together.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from domain.prediction.errors import ErrorCode, PredictionError
from domain.training.cells import FLOAT32_MAX, LARGEST_INTEGER, ColumnType
from domain.training.features import FeatureError, FittedFeatures, picker
from lambdas.models.session import Floats, ModelFaultError

_NUMBERS: Final = frozenset({int, float})
_INTEGERS: Final = frozenset({int})


class RowReader:
    """Reads rows for one model.

    Args:
        features: What the model was fitted with.
    """

    def __init__(self, features: FittedFeatures) -> None:
        self._features = features
        self._columns = tuple(column.name for column in features.input_columns)
        self._width = len(self._columns)
        whole = [index for index, column in enumerate(features.input_columns) if column.type is ColumnType.INTEGER]
        self._fast = features.is_passthrough
        self._all = _INTEGERS if len(whole) == self._width else _NUMBERS
        self._whole = picker(whole) if whole and len(whole) < self._width else None
        self._limit = float(LARGEST_INTEGER if whole else FLOAT32_MAX)

    def read(self, rows: list[Any]) -> Floats:
        """Return the matrix of the rows.

        Raises:
            PredictionError: A row is not accepted; names the first one.
            ModelFaultError: The fitted features give no finite number.
        """
        found = self._fast_read(rows) if self._fast else None
        if found is not None:
            return found
        values = [self._transformed(index, row) for index, row in enumerate(rows)]
        with np.errstate(over="ignore"):
            matrix = np.asarray(values, dtype=np.float32)
        if not bool(np.isfinite(matrix).all()):
            raise ModelFaultError("the fitted features give NaN or Infinity for rows whose values are accepted")
        return matrix

    def _fast_read(self, rows: list[Any]) -> Floats | None:
        """Every row at once; None when one of them needs the slow way."""
        plain: list[Any] = []
        for row in rows:
            cells = row
            if type(row) is dict:
                try:
                    cells = [row[name] for name in self._columns]
                except KeyError:
                    return None
            elif type(row) is not list or len(row) != self._width:
                return None
            if not self._all.issuperset(map(type, cells)):
                return None
            if self._whole is not None and not _INTEGERS.issuperset(map(type, self._whole(cells))):
                return None
            plain.append(cells)
        try:
            with np.errstate(over="ignore"):
                matrix = np.array(plain, dtype=np.float32)
        except OverflowError:  # an integer beyond any float
            return None
        # A NaN compares as false; values at the very edge go the slow way, which sees them before they were rounded.
        return matrix if np.abs(matrix).max() < self._limit else None

    def _transformed(self, index: int, row: Any) -> list[float]:
        try:
            return self._features.transform(self._named(index, row))
        except FeatureError as error:
            raise _refused(index, str(error), error.field) from error

    def _named(self, index: int, row: Any) -> Mapping[str, Any]:
        if isinstance(row, dict):
            return row
        if not isinstance(row, list):
            raise _refused(index, "is neither an array nor an object")
        if len(row) != self._width:
            raise _refused(index, f"has {len(row)} values; accepted: {self._width}, in the order of the columns")
        return dict(zip(self._columns, row, strict=True))


def _refused(index: int, message: str, column: str = "") -> PredictionError:
    field = f"rows[{index}].{column}" if column else f"rows[{index}]"
    text = f"row {index}: {message}" if column else f"row {index} {message}"
    return PredictionError(ErrorCode.INVALID_ROW, text, field=field)
