"""A real ONNX model, trained once a session on scikit-learn's digits."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image


@pytest.fixture(scope="session")
def digits_onnx(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A logistic regression as ONNX, input 64 values in 0..16."""
    from skl2onnx import to_onnx
    from sklearn.datasets import load_digits
    from sklearn.linear_model import LogisticRegression

    digits = load_digits()
    model = LogisticRegression(max_iter=40, tol=1e-2, C=0.01)
    model.fit(digits.data, digits.target)
    onnx = to_onnx(model, np.zeros((1, 64), np.float32), options={id(model): {"zipmap": False}})
    path = tmp_path_factory.mktemp("onnx") / "model.onnx"
    path.write_bytes(onnx.SerializeToString())
    return path


@pytest.fixture(scope="session")
def digit_png() -> Callable[[int], tuple[bytes, int]]:
    """Index -> (PNG of that digit, its label)."""
    from sklearn.datasets import load_digits

    digits = load_digits()

    def png(index: int) -> tuple[bytes, int]:
        out = io.BytesIO()
        Image.fromarray(np.rint(digits.images[index] * 255 / 16).astype(np.uint8)).save(out, "PNG")
        return out.getvalue(), int(digits.target[index])

    return png
