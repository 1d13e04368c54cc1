"""The text of a CSV file: bytes to lines to rows of one width, with a bounded amount of it in memory.

UTF-8, a header, cells as RFC 4180 has them (https://www.rfc-editor.org/rfc/rfc4180). A byte order mark is left out.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from domain.training.problems import Problems

LONGEST_LINE: Final = 1_000_000
"""Characters. Without a bound, a file that has no line ends would be one line of any length."""


class DatasetRefused(ValueError):  # noqa: N818 - says what happened, in the words of the functions' errors
    """A data set that cannot be read on: its text or its header is not what is accepted."""


def text_lines(chunks: Iterable[bytes], *, most_bytes: int) -> Iterator[str]:
    """The lines of a text, each with its end.

    Args:
        chunks: The bytes, in pieces of any size.
        most_bytes: How many bytes there may be.

    Raises:
        DatasetRefused: The bytes are too many or no UTF-8, or a line is too long.
    """
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    seen, number, rest = 0, 1, ""
    for data, is_last in _with_end(chunks):
        seen += len(data)
        if seen > most_bytes:
            raise DatasetRefused(f"the data has more than {most_bytes} bytes, as many as quality.max_data_mb accepts")
        try:
            rest += decoder.decode(data, is_last)
        except UnicodeDecodeError as error:
            raise DatasetRefused(
                f"in or after line {number} there are bytes that are no UTF-8: {error.reason}"
            ) from None
        *whole, rest = rest.split("\n")
        number += len(whole)
        if len(rest) > LONGEST_LINE:
            raise DatasetRefused(f"line {number} has more than {LONGEST_LINE} characters")
        for line in whole:
            yield f"{line}\n"
    if rest:
        yield rest


def _with_end(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    for chunk in chunks:
        yield chunk, False
    yield b"", True


class CsvRows:
    """The rows of a CSV text.

    Args:
        lines: Its lines, each with its end.
        problems: Where rows of another width are told.

    Raises:
        DatasetRefused: There is no header.
    """

    def __init__(self, lines: Iterable[str], problems: Problems) -> None:
        self._reader = csv.reader(lines, strict=True)
        self._problems = problems
        header = self._next(0)
        if not header:
            raise DatasetRefused("the data is empty; accepted: a header and rows")
        self.header: tuple[str, ...] = tuple(header)

    def numbered(self) -> Iterator[tuple[int, list[str]]]:
        """Every row that is as wide as the header, with its number: the row after the header is 1.

        Raises:
            DatasetRefused: The text is no CSV from some row on.
        """
        width, number, empty, odd = len(self.header), 0, 0, 0
        while (row := self._next(number + 1)) is not None:
            if not row:
                empty += 1  # at the end of a file an empty line is common, and says nothing
                continue
            if odd:
                self._tell_width(number, odd, "")
            if empty:
                self._problems.add(f"there is an empty line before row {number + 1}")
            number, empty, odd = number + 1, 0, 0
            if len(row) == width:
                yield number, row
            else:
                odd = len(row)
        if odd:
            self._tell_width(number, odd, ", the last one," if odd < width else "")

    def _next(self, number: int) -> list[str] | None:
        try:
            return next(self._reader, None)
        except csv.Error as error:
            cut = "the text ends inside a quoted cell; is it cut off?" if "end of data" in str(error) else str(error)
            raise DatasetRefused(f"{f'row {number}' if number else 'the header'} is no CSV: {cut}") from None

    def _tell_width(self, number: int, found: int, last: str) -> None:
        cut = "; is the file cut off?" if last else ""
        self._problems.add(f"row {number}{last} has {found} cells, the header has {len(self.header)} columns{cut}")


def joined(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV text. Cells with a comma, a quote or a line end are quoted."""
    sink: list[str] = []
    csv.writer(_Sink(sink), lineterminator="\n").writerows(rows)
    return "".join(sink)


class _Sink:
    """What csv.writer needs of a file."""

    def __init__(self, parts: list[str]) -> None:
        self.write = parts.append
