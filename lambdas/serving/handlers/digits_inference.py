"""Classifies a handwritten digit: an 8x8 grayscale PNG in, label and ten scores out.

Packaged as `code/inference.py` next to `model.onnx`. The model was trained on scikit-learn's digits, whose pixels run
from 0 (paper) to 16 (ink); the PNG holds the same picture with 0..255.
"""

from __future__ import annotations

import numpy as np

from lambdas.serving.default_handler import Floats, grayscale, json_rows
from lambdas.serving.errors import InputError, UnsupportedContentTypeError

SIDE = 8
INK = np.float32(16)


def input_fn(body: bytes, content_type: str) -> Floats:
    """One row of 64 values in 0..16.

    Raises:
        InputError: Not an image of 8x8, or not rows of 64 numbers.
        UnsupportedContentTypeError: Neither PNG nor JSON.
    """
    if content_type == "image/png":
        pixels = grayscale(body, (SIDE, SIDE)).reshape(1, -1)
        grey: Floats = np.rint(pixels * (INK / np.float32(255)))
        return grey
    if content_type == "application/json":
        rows = json_rows(body)
        if rows.shape[1] != SIDE * SIDE:
            raise InputError("WrongLength", f"a row has {rows.shape[1]} values; accepted: {SIDE * SIDE}")
        return rows
    raise UnsupportedContentTypeError(content_type, "image/png, application/json")
