"""Predicts rows of a table: the handler of every package that the platform builds.

Packaged as `code/inference.py` next to `model.onnx`, `features.json` and `manifest.json`. Takes what the HTTP API
takes, `{"rows": [...], "probabilities": true}`, or the rows alone; a row is an object, or an array in the columns'
order. Rows become the model's input by the code that made the training data, so the two cannot differ.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import onnxruntime

from domain.models.manifest import FEATURES_MEMBER, MANIFEST_MEMBER, MODEL_MEMBER, Manifest, parse_manifest
from domain.training.features import FeatureError, FittedFeatures, parse_features
from lambdas.serving import default_handler
from lambdas.serving.default_handler import JSON_TYPE, Floats
from lambdas.serving.errors import InputError, UnsupportedContentTypeError

FIELDS: Final = frozenset({"rows", "probabilities"})


@dataclass(frozen=True)
class Model:
    """A loaded package."""

    manifest: Manifest
    features: FittedFeatures
    session: onnxruntime.InferenceSession


class Request(NamedTuple):
    """Rows as they came, and whether probabilities are wanted."""

    rows: list[Any]
    probabilities: bool


def model_fn(model_dir: str) -> Model:
    """Loads the package, once its model and its features are those of its manifest.

    Raises:
        OSError: A member is missing.
        ValueError: The manifest is none, or a member is not the one that was packed.
    """
    folder = Path(model_dir)
    manifest = parse_manifest((folder / MANIFEST_MEMBER).read_bytes())
    for name in (MODEL_MEMBER, FEATURES_MEMBER):
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != manifest.members[name].sha256:
            raise ValueError(f"{name} in {folder} is not the one that was packed; deploy the package again")
    features = parse_features((folder / FEATURES_MEMBER).read_text(encoding="utf-8"))
    return Model(manifest, features, default_handler.model_fn(model_dir))


def input_fn(body: bytes, content_type: str) -> Request:
    """The rows of a request.

    Raises:
        InputError: No JSON, no rows, or a field that nobody knows.
        UnsupportedContentTypeError: Something other than JSON.
    """
    if content_type != JSON_TYPE:
        raise UnsupportedContentTypeError(content_type, JSON_TYPE)
    if not body:
        raise InputError("EmptyBody", 'the body has 0 bytes; accepted: {"rows": [...]} or an array of rows')
    try:
        found = json.loads(body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise InputError("NotJson", f"the body is not JSON: {error}") from error
    if isinstance(found, list):
        found = {"rows": found}
    if not isinstance(found, dict) or "rows" not in found or found.keys() - FIELDS:
        raise InputError(
            "WrongFields", 'the body is neither an array of rows nor an object of "rows" and "probabilities"'
        )
    rows, probabilities = found["rows"], found.get("probabilities", False)
    if not isinstance(rows, list) or not rows:
        raise InputError("NoRows", "rows is not an array of one row or more")
    if not isinstance(probabilities, bool):
        raise InputError("WrongFields", "probabilities is not true or false")
    return Request(rows, probabilities)


def predict_fn(data: Request, model: Model) -> dict[str, Any]:
    """What the model says of each row.

    Raises:
        InputError: A row has a field that is missing or not accepted; names row and field.
        ArithmeticError: The model gave NaN or Infinity: its fault, not the caller's.
    """
    if data.probabilities and not model.features.classes:
        raise InputError("NoProbabilities", "the model is a regression: it has no probabilities; leave the field out")
    matrix = _matrix(data.rows, model.features)
    outputs = {one.name: one for one in model.session.get_outputs()}
    found = dict(zip(outputs, model.session.run(list(outputs), {"features": matrix}), strict=True))
    answer: dict[str, Any] = {"model": model.manifest.model, "version": model.manifest.version}
    scores = np.asarray(found["probabilities" if model.features.classes else "value"])
    if not np.isfinite(scores).all():
        raise ArithmeticError(f"model {answer['model']} {answer['version']} gave NaN or Infinity")
    if model.features.classes:
        labels = [int(label) for label in np.ravel(found["label"])]
        if not all(0 <= label < len(model.features.classes) for label in labels):
            raise ArithmeticError(f"model {answer['model']} {answer['version']} gave a class that there is not")
        answer["predictions"] = [model.features.classes[label] for label in labels]
    else:
        answer["predictions"] = [float(value) for value in np.ravel(scores)]
    if data.probabilities:
        answer["probabilities"] = [[round(float(one), 6) for one in row] for row in scores]
    return answer


def output_fn(prediction: dict[str, Any], accept: str) -> tuple[bytes, str]:
    """The answer and its content type.

    Raises:
        UnsupportedContentTypeError: Something other than JSON was asked for.
    """
    if accept not in ("", "*/*", "application/*", JSON_TYPE):
        raise UnsupportedContentTypeError(accept, JSON_TYPE)
    return json.dumps(prediction, allow_nan=False).encode(), JSON_TYPE


def _matrix(rows: list[Any], features: FittedFeatures) -> Floats:
    found = []
    for number, row in enumerate(rows):
        try:
            found.append(features.transform(_named(row, features)))
        except FeatureError as error:
            raise InputError("InvalidRow", f"rows[{number}].{error}") from error
        except ValueError as error:
            raise InputError("InvalidRow", f"rows[{number}]: {error}") from error
    with np.errstate(over="ignore"):
        matrix = np.asarray(found, dtype=np.float32)
    beyond = np.argwhere(~np.isfinite(matrix))
    if len(beyond):
        row, column = beyond[0]
        raise InputError("InvalidRow", f"rows[{row}].{features.names[column]}: the number is too large for float32")
    return matrix


def _named(row: Any, features: FittedFeatures) -> Mapping[str, Any]:
    """A row by the names of its columns."""
    if isinstance(row, dict):
        return row
    names = [column.name for column in features.input_columns]
    if not isinstance(row, list):
        raise ValueError(f"is {type(row).__name__}; accepted: an object, or an array of {len(names)} values")  # noqa: TRY004
    if len(row) != len(names):
        raise ValueError(f"has {len(row)} values; accepted: {len(names)} ({', '.join(names[:5])}, ...)")
    return dict(zip(names, row, strict=True))


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")
