"""The demonstration's bad models and its tables: they are what they claim to be."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from domain.models.onnx_file import read_onnx
from sandbox.demo import data
from sandbox.demo.broken_model import flip_a_bit, write_nan_model
from sandbox.demo.pipeline import table_of


def test_the_broken_model_loads_and_answers_nan(tmp_path: Path) -> None:
    path = write_nan_model(tmp_path / "nan.onnx", features=4, classes=3)
    session = onnxruntime.InferenceSession(str(path))
    label, probabilities = session.run(None, {"features": np.ones((2, 4), dtype=np.float32)})
    assert label.shape == (2,)
    assert probabilities.shape == (2, 3)
    assert np.isnan(probabilities).all()


def test_the_broken_model_passes_the_package_s_own_reader(tmp_path: Path) -> None:
    """Else the demonstration would show a refused package, and not a rollback."""
    facts = read_onnx(write_nan_model(tmp_path / "nan.onnx", features=4, classes=3).read_bytes())
    assert [one.name for one in facts.inputs] == ["features"]


@pytest.mark.parametrize("content", [b"a", b"ab" * 100])
def test_one_bit_is_another(content: bytes) -> None:
    changed = flip_a_bit(content)
    assert len(changed) == len(content)
    assert sum((a ^ b).bit_count() for a, b in zip(content, changed, strict=True)) == 1


def test_a_table_has_a_column_for_each_pixel_and_the_label() -> None:
    digits = data.load()
    rows = list(csv.reader(io.StringIO(table_of(digits, [0, 5]).decode())))
    assert rows[0] == [*(f"pixel_{place}" for place in range(64)), "label"]
    assert [row[-1] for row in rows[1:]] == [str(digits.labels[0]), str(digits.labels[5])]
    assert [float(value) for value in rows[1][:-1]] == digits.images[0].ravel().tolist()


def test_other_labels_are_taken_by_position() -> None:
    digits = data.load()
    rows = table_of(digits, [7, 3], labels=[1, 2]).decode().splitlines()
    assert [row.rpartition(",")[2] for row in rows[1:]] == ["1", "2"]
