"""The channels `train` and `test`: engineered CSV files with the target in the last column."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lambdas.training.errors import TrainingError
from lambdas.training.hyperparameters import Settings

TARGET: Final = "__target__"
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Table:
    """One channel.

    Attributes:
        names: Features, in the order of the columns.
        rows: Their values, as a model gets them at serving: 32-bit floats.
        target: Index of the class, or the value.
        sha256: Of the channel's files.
    """

    names: tuple[str, ...]
    rows: Floats
    target: NDArray[Any]
    sha256: str


def read_tables(data: Path, settings: Settings) -> tuple[Table, Table]:
    """The training and the test rows.

    Args:
        data: Folder of the channels.
        settings: Of the run.

    Raises:
        TrainingError: A channel or a column that is missing, a value that is no finite number, a class without rows.
    """
    train, test = read_table(data / "train", settings), read_table(data / "test", settings)
    if train.names != test.names:
        raise TrainingError(f"channels train and test have other columns: {_difference(train.names, test.names)}")
    if settings.classifies:
        missing = sorted(set(range(settings.classes)) - {int(one) for one in np.unique(train.target)})
        if missing:
            raise TrainingError(f"class {missing[0]} of {settings.classes} has no row in channel train")
    return train, test


def read_table(folder: Path, settings: Settings) -> Table:
    """One channel, all its CSV files in the order of their names.

    Raises:
        TrainingError: See `read_tables`.
    """
    files = sorted(folder.glob("*.csv"))
    if not files:
        raise TrainingError(f"channel {folder.name} has no CSV file")
    names: tuple[str, ...] = ()
    parts, digest = [], sha256()
    for path in files:
        where = f"{folder.name}/{path.name}"
        header, length = _header(path, where)
        if names and header != names:
            raise TrainingError(f"{where} has other columns than {files[0].name}: {_difference(names, header)}")
        names = header
        parts.append(_values(path, where, names, length))
        digest.update(path.read_bytes())
    values = np.concatenate(parts)
    target = _target(values[:, -1], settings, folder.name)
    beyond = np.abs(values[:, :-1]) > np.finfo(np.float32).max
    if beyond.any():
        column = int(np.argwhere(beyond)[0][1])
        raise TrainingError(f"channel {folder.name}: column {names[column]} has a value beyond 32-bit floats (3.4e38)")
    rows = np.ascontiguousarray(values[:, :-1], dtype=np.float32)
    return Table(names[:-1], rows, target, digest.hexdigest())


def _header(path: Path, where: str) -> tuple[tuple[str, ...], int]:
    """Names of the columns, and how many lines they take: a quoted name may hold commas and line breaks."""
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        names = tuple(next(reader, [""])) or ("",)
        length = reader.line_num
    if names[-1] != TARGET or len(names) < 2:
        raise TrainingError(f"{where}: the last column is {names[-1][:80]!r}; accepted: features, then {TARGET}")
    if len(set(names)) != len(names):
        raise TrainingError(f"{where} has two columns of one name")
    return names, length


def _values(path: Path, where: str, names: tuple[str, ...], skipped: int) -> NDArray[np.float64]:
    try:
        values = np.loadtxt(path, delimiter=",", comments=None, skiprows=skipped, ndmin=2, encoding="utf-8")
    except ValueError as error:
        raise TrainingError(f"{where}: {error}") from error
    if values.shape[0] == 0 or values.shape[1] != len(names):
        raise TrainingError(f"{where} has {values.shape[0]} rows of {values.shape[1]} values for {len(names)} columns")
    if not np.isfinite(values).all():
        row, column = (int(one) for one in np.argwhere(~np.isfinite(values))[0])
        raise TrainingError(f"{where}: row {row + 1}, column {names[column]} is {values[row, column]}; not finite")
    return values


def _target(values: NDArray[np.float64], settings: Settings, channel: str) -> NDArray[Any]:
    if not settings.classifies:
        return values
    whole = values.astype(np.int64)
    wrong = (whole != values) | (whole < 0) | (whole >= settings.classes)
    if wrong.any():
        row = int(np.argmax(wrong))
        accepted = f"0 to {settings.classes - 1}"
        raise TrainingError(f"channel {channel}: row {row + 1} has class {values[row]:g}; accepted: {accepted}")
    return whole


def _difference(first: tuple[str, ...], second: tuple[str, ...]) -> str:
    only = sorted(set(first) ^ set(second))
    return f"{', '.join(only[:5])} in one of them only" if only else "another order"
