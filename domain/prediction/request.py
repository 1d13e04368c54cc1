"""Reads the body of a request for predictions; each refusal names the field, its value and what is accepted.

The values of a row are checked later, by the features that the model brings.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from domain.models.names import checked_model, checked_version
from domain.prediction.errors import ErrorCode, PredictionError

FIELDS: Final = ("model", "version", "rows", "probabilities")
_SHOWN: Final = 80


@dataclass(frozen=True, slots=True)
class PredictRequest:
    """What is asked for.

    Attributes:
        model: The model; None for the default one.
        version: A version of it; None for the one in service.
        rows: Arrays or objects, at least one; their content is not checked yet.
        probabilities: Whether the probability of each class is wanted.
    """

    model: str | None
    version: str | None
    rows: list[Any]
    probabilities: bool


def parse_request(body: str | bytes, max_rows: int) -> PredictRequest:
    """Read a body.

    Args:
        body: JSON as text, or as bytes in UTF-8.
        max_rows: Rows that one call may have, >= 1.

    Raises:
        PredictionError: With the field that is not accepted.
    """
    document = parse_json(body)
    if not isinstance(document, dict):
        raise _refused("", f"the body is {_kind(document)}; accepted: an object with the field rows")
    for name in document:
        if name not in FIELDS:
            raise _unknown(name)
    if "rows" not in document:
        raise _refused("rows", "the field rows is missing; accepted: a list of rows")
    probabilities = document.get("probabilities", False)
    if not isinstance(probabilities, bool):
        raise _refused("probabilities", f"probabilities is {_shown(probabilities)}; accepted: true or false")
    model, version = document.get("model"), document.get("version")
    if version is not None and model is None:
        raise _refused("version", "version is given without model; accepted: both, or model alone, or neither")
    return PredictRequest(
        model=None if model is None else _name("model", model),
        version=None if version is None else _name("version", version),
        rows=_rows(document["rows"], max_rows),
        probabilities=probabilities,
    )


def parse_json(body: str | bytes) -> Any:
    """Read JSON as RFC 8259 has it: Python's NaN and Infinity are no JSON.

    Raises:
        PredictionError: It cannot be read.
    """
    if not body or body.isspace():
        raise PredictionError(ErrorCode.INVALID_JSON, "the body is empty; accepted: a JSON object")
    try:
        return _DECODER.decode(body if isinstance(body, str) else body.decode("utf-8"))
    except UnicodeDecodeError as error:
        message = f"the body is no UTF-8 at byte {error.start}; accepted: JSON in UTF-8"
        raise PredictionError(ErrorCode.INVALID_JSON, message) from error
    except json.JSONDecodeError as error:
        message = f"the body is no JSON at character {error.pos}: {error.msg}"
        raise PredictionError(ErrorCode.INVALID_JSON, message) from error
    except RecursionError as error:
        raise PredictionError(ErrorCode.INVALID_JSON, "the body is nested too deeply") from error
    except ValueError as error:  # an integer with more digits than Python converts
        raise PredictionError(ErrorCode.INVALID_JSON, "the body has a number with too many digits") from error


def _no_constant(name: str) -> NoReturn:
    raise PredictionError(
        ErrorCode.INVALID_JSON, f"the body has the value {name}, which JSON does not know; accepted: finite numbers"
    )


_DECODER: Final = json.JSONDecoder(parse_constant=_no_constant)


def _rows(rows: Any, max_rows: int) -> list[Any]:
    if not isinstance(rows, list):
        raise _refused("rows", f"rows is {_kind(rows)}; accepted: a list of rows, each an array or an object")
    if not 1 <= len(rows) <= max_rows:
        raise _refused("rows", f"rows has {len(rows)} rows; accepted: 1 to {max_rows} in one call")
    return rows


def _name(field: str, value: Any) -> str:
    if not isinstance(value, str):
        raise _refused(field, f"{field} is {_kind(value)}; accepted: a text")
    try:
        return checked_model(value) if field == "model" else checked_version(value)
    except ValueError as error:
        raise _refused(field, str(error)) from error


def _unknown(name: str) -> PredictionError:
    near = difflib.get_close_matches(name, FIELDS, n=1)
    hint = f" (did you mean {near[0]}?)" if near else ""
    shown = _shown(name)
    return _refused(shown.strip("'\""), f"the field {shown} is unknown{hint}; accepted: {', '.join(FIELDS)}")


def _refused(field: str, message: str) -> PredictionError:
    return PredictionError(ErrorCode.INVALID_REQUEST, message, field=field)


_KINDS: Final[Mapping[type, str]] = {
    dict: "an object",
    list: "an array",
    str: "a text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    type(None): "null",
}


def _kind(value: Any) -> str:
    return _KINDS[type(value)]


def _shown(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}..."
