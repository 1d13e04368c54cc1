"""A trace that was recorded: a CSV of times, or of counts."""

from __future__ import annotations

import csv
import warnings
from pathlib import Path
from typing import Final, NoReturn

import numpy as np
from numpy.typing import NDArray

from advisor.simulation.trace import MOST_REQUESTS, Trace, TraceError, first_fault
from domain.checks import whole_number

TIME: Final = "timestamp_s"
COUNT: Final = "requests"
ACCEPTED: Final = f"a first line `{TIME}` or `{TIME},{COUNT}`, then numbers; lines that begin with # are skipped"
LAST_S: Final = 1e-3
"""A trace of single times ends this long after the last one, so that it has a duration even with one time."""


def read_trace(path: Path | str, *, seed: int = 0) -> Trace:
    """Read a recorded trace.

    With one column, each line is a request. With two, a line says how many requests came from its time to that of the
    next line; they are spread evenly at random in it, and the last interval is taken to be as long as the one before.
    Times may count from any moment, as from 1970: the first line is the start.

    Args:
        path: A CSV file; comments before the first line are kept as the trace's source.
        seed: For the places of counted requests within their interval.

    Raises:
        TraceError: The file cannot be read, is empty or unsorted, or a line holds no number, a negative one or NaN. The
            text names the line.
    """
    file = Path(path)
    whole_number("seed", seed, 0)
    lines, columns, comment = _lines(file)
    table = _numbers(file, lines, columns)
    if table.shape[0] == 0:
        raise TraceError(f"{file}: no line holds a request: {ACCEPTED}")
    if fault := first_fault(table[:, 0]):
        _refuse(file, lines[fault[0]], f"{TIME} = {table[fault[0], 0]:g}: {fault[1]}")
    times = table[:, 0] - table[0, 0]
    if columns == 2:
        arrivals, duration = _spread(file, lines, times, table[:, 1], seed)
    else:
        arrivals, duration = times, float(times[-1]) + LAST_S
    source = f"recorded: {file.name}" + (f": {comment}" if comment else "")
    return Trace(arrivals, duration, file.stem, source)


def _lines(file: Path) -> tuple[list[int], int, str]:
    """The numbers of the lines with data, how many columns there are, and the comment at the top."""
    try:
        written = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise TraceError(f"{file} could not be read: {getattr(error, 'strerror', None) or error}: {ACCEPTED}") from None
    used = [number for number, line in enumerate(written, 1) if line.strip() and not line.lstrip().startswith("#")]
    if not used:
        raise TraceError(f"{file} is empty: {ACCEPTED}")
    first = [name.strip() for name in written[used[0] - 1].split(",")]
    if first not in ([TIME], [TIME, COUNT]):
        _refuse(file, used[0], f"{written[used[0] - 1]!r}: {ACCEPTED}")
    comments = (line.lstrip("# ").strip() for line in written[: used[0] - 1] if line.lstrip().startswith("#"))
    return used[1:], len(first), " ".join(comments)


def _numbers(file: Path, lines: list[int], columns: int) -> NDArray[np.float64]:
    """The table; a line that holds none is looked for only when there is one."""
    if not lines:
        return np.empty((0, columns))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            table = np.loadtxt(file, delimiter=",", skiprows=lines[0] - 1, comments="#", ndmin=2, encoding="utf-8-sig")
        if table.shape == (len(lines), columns):
            return table
    except (ValueError, UserWarning):
        pass
    wanted = set(lines)
    with file.open(encoding="utf-8-sig", newline="") as rows:
        for number, line in enumerate(rows, 1):
            if number in wanted:
                _check_row(file, number, next(csv.reader([line])), columns)
    raise TraceError(f"{file}: its lines could not be read as numbers: {ACCEPTED}")


def _check_row(file: Path, line: int, row: list[str], columns: int) -> None:
    if len(row) != columns:
        _refuse(file, line, f"{len(row)} columns: accepted are {columns}, as in the first line")
    for value in row:
        try:
            float(value)
        except ValueError:
            _refuse(file, line, f"{value!r}: accepted is a number")


def _spread(
    file: Path, lines: list[int], times: NDArray[np.float64], counts: NDArray[np.float64], seed: int
) -> tuple[NDArray[np.float64], float]:
    """Arrivals from counts, and the end of the last interval."""
    bad = ~np.isfinite(counts) | (counts < 0) | (counts != np.floor(counts))
    if bad.any():
        place = int(bad.argmax())
        _refuse(file, lines[place], f"{COUNT} = {counts[place]:g}: accepted are whole numbers of at least 0")
    if times.size < 2:
        _refuse(file, lines[0], "one interval alone has no length: add a line for its end, with 0 requests")
    widths = np.diff(times)
    if (widths == 0).any():
        _refuse(
            file, lines[int((widths == 0).argmax()) + 1], f"{TIME} is the same as above: an interval needs a length"
        )
    if not 0 < counts.sum() <= MOST_REQUESTS:
        raise TraceError(f"{file}: {counts.sum():,.0f} requests: accepted are 1 to {MOST_REQUESTS:,}")
    last = widths[-1] if counts[-1] > 0 else 0.0
    number = counts.astype(np.int64)
    starts = np.repeat(times, number)
    places = np.random.default_rng([seed, 2]).random(starts.size)
    arrivals = starts + places * np.repeat(np.append(widths, last), number)
    arrivals.sort()
    return arrivals, float(times[-1] + last)


def _refuse(file: Path, line: int, words: str) -> NoReturn:
    raise TraceError(f"{file}, line {line}: {words}")
