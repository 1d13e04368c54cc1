"""The file of prices is replaced at once, or not at all."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from advisor.prices.file import rendered, write
from domain.pricing import Price, parse_price_book

ONE = Price("kms/key", "us-east-1", "month", 1.0, "a note", date(2026, 1, 2))
TWO = Price("kms/key", "ap-northeast-1", "month", 1.0, "“a note”", date(2026, 1, 3))


def test_what_is_written_is_read_back_sorted(tmp_path: Path) -> None:
    path = tmp_path / "prices.json"
    book = write([ONE, TWO], path)
    assert book.prices == (TWO, ONE)
    assert parse_price_book(path.read_text(encoding="utf-8")) == book


def test_the_text_does_not_depend_on_the_order_and_has_a_price_on_a_line() -> None:
    assert rendered([ONE, TWO]) == rendered([TWO, ONE])
    assert sum("kms/key" in line for line in rendered([ONE, TWO]).splitlines()) == 2


def test_prices_that_could_not_be_read_leave_the_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "prices.json"
    path.write_text("old")
    with pytest.raises(ValueError, match="one price for an item in a Region"):
        write([ONE, ONE], path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_write_that_breaks_off_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "prices.json"
    path.write_text("old")

    def full(*arguments: Any) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        write([ONE], path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_file_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "prices.json"
    path.write_text("old")
    path.chmod(0o640)
    write([ONE], path)
    assert path.stat().st_mode & 0o777 == 0o640
