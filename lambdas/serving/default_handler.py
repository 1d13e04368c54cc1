"""The handler for a model whose archive leaves functions out: one ONNX classifier, images or JSON arrays in.

An image becomes one row of floats in 0..1, a pixel each, rows first, in the size that the model's input asks for. The
answer is `{"label": int, "scores": [float, ...]}` for one input, a list of those for a JSON array of arrays.
"""

from __future__ import annotations

import io
import json
import math
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from lambdas.serving.errors import InputError, UnsupportedContentTypeError

IMAGE_TYPES: Final = ("image/png", "image/x-image")
JSON_TYPE: Final = "application/json"
ACCEPTED: Final = f"{', '.join(IMAGE_TYPES)}, {JSON_TYPE}"
MAX_PIXELS: Final = 4_000_000
"""Above it an image is refused before it is decoded; a small file can unpack to gigabytes."""

Floats = NDArray[np.float32]


class Prediction(NamedTuple):
    """One row's answer: the class, and one score for each class in order."""

    label: int
    scores: list[float]


def model_fn(model_dir: str) -> onnxruntime.InferenceSession:
    """Loads the archive's ONNX model.

    One thread a request: the server handles requests in parallel, and SageMaker's small instances have two cores.

    Raises:
        FileNotFoundError: There is not exactly one `*.onnx` at the root of the archive.
    """
    models = sorted(Path(model_dir).glob("*.onnx"))
    if len(models) != 1:
        found = ", ".join(path.name for path in models) or "none"
        raise FileNotFoundError(f"{model_dir} must hold exactly one *.onnx model at its root; found: {found}")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(models[0]), options, providers=["CPUExecutionProvider"])


def input_fn(body: bytes, content_type: str) -> Floats:
    """A request body as rows of floats.

    Raises:
        InputError: The body is empty, no image, or no JSON array of numbers.
        UnsupportedContentTypeError: Another content type.
    """
    if content_type in IMAGE_TYPES:
        return grayscale(body).reshape(1, -1) / np.float32(255)
    if content_type == JSON_TYPE:
        return json_rows(body)
    raise UnsupportedContentTypeError(content_type, ACCEPTED)


def predict_fn(data: Floats, model: onnxruntime.InferenceSession) -> list[Prediction]:
    """Label and scores of each row; the label is the model's own where it gives one, else the highest score.

    Raises:
        InputError: The rows are not as wide as the model's input.
    """
    check_width(data, model)
    outputs: list[Any] = model.run(None, {model.get_inputs()[0].name: data})
    scores = score_rows(outputs[-1])
    labels = (
        [int(label) for label in np.ravel(outputs[0])] if len(outputs) > 1 else [row.index(max(row)) for row in scores]
    )
    return [Prediction(label, row) for label, row in zip(labels, scores, strict=True)]


def output_fn(prediction: list[Prediction], accept: str) -> tuple[bytes, str]:
    """The answer and its content type.

    Raises:
        UnsupportedContentTypeError: Something other than JSON was asked for.
    """
    if accept not in ("", "*/*", "application/*", JSON_TYPE):
        raise UnsupportedContentTypeError(accept, JSON_TYPE)
    answers = [{"label": one.label, "scores": [round(score, 6) for score in one.scores]} for one in prediction]
    return json.dumps(answers[0] if len(answers) == 1 else answers).encode(), JSON_TYPE


def grayscale(body: bytes, size: tuple[int, int] | None = None) -> Floats:
    """An image as an array of gray levels 0..255.

    Args:
        body: The file's bytes.
        size: (width, height) that is required; any when None.

    Raises:
        InputError: Empty, not an image, too large, or of another size.
    """
    if not body:
        raise InputError("EmptyBody", "the body has 0 bytes; accepted: one image")
    try:
        with Image.open(io.BytesIO(body)) as image:
            if image.width * image.height > MAX_PIXELS:
                raise InputError(
                    "ImageTooLarge", f"{image.width}x{image.height} pixels; accepted: {MAX_PIXELS} at most"
                )
            if size is not None and image.size != size:
                raise InputError(
                    "WrongImageSize", f"the image is {image.width}x{image.height}; accepted: {size[0]}x{size[1]}"
                )
            return np.asarray(image.convert("L"), dtype=np.float32)
    except UnidentifiedImageError as error:
        raise InputError("NotAnImage", f"the {len(body)} bytes are not an image that can be read") from error
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise InputError("DamagedImage", f"the image cannot be decoded: {error}") from error


def json_rows(body: bytes) -> Floats:
    """A JSON array of numbers, or of arrays of numbers, as rows.

    Raises:
        InputError: Anything else.
    """
    if not body:
        raise InputError("EmptyBody", "the body has 0 bytes; accepted: a JSON array of numbers")
    try:
        rows = np.asarray(json.loads(body), dtype=np.float32)
    except (ValueError, TypeError, RecursionError) as error:
        raise InputError("NotAnArray", f"the body is not a JSON array of numbers: {error}") from error
    if rows.ndim not in (1, 2) or rows.size == 0:
        raise InputError("NotAnArray", f"the JSON value has shape {rows.shape}; accepted: one row, or a list of rows")
    if not bool(np.isfinite(rows).all()):
        raise InputError("NotANumber", "the array holds NaN or infinity; accepted: finite numbers")
    return np.atleast_2d(rows)


def check_width(data: Floats, model: onnxruntime.InferenceSession) -> None:
    """Raises InputError unless the rows have as many values as the model's input wants."""
    shape = model.get_inputs()[0].shape[1:]
    if not all(isinstance(length, int) for length in shape):
        return
    wanted = math.prod(shape)
    if data.shape[-1] != wanted:
        raise InputError("WrongLength", f"a row has {data.shape[-1]} values; accepted: {wanted}")


def score_rows(scores: Any) -> list[list[float]]:
    """Scores per row of an ONNX classifier: an array, or skl2onnx's list of {class: score}."""
    if isinstance(scores, list):
        return [[float(row[key]) for key in sorted(row)] for row in scores]
    return [[float(score) for score in row] for row in np.atleast_2d(scores)]
