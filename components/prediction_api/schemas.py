"""The bodies of the HTTP API as JSON Schema. API Gateway checks requests with it, before a function is paid for.

What JSON Schema cannot say (the width of a row, the type of each column: the model knows them) the function checks. It
counts the rows too: by its notes API Gateway does not look at `minItems` and `maxItems` of an imported schema.
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
"""

from __future__ import annotations

from typing import Any, Final

from domain.models.names import MODEL_NAME, VERSION
from domain.prediction.jobs import JobStatus
from domain.prediction.limits import MAX_ASYNC_ROWS

JSON: Final = "application/json"

Schema = dict[str, Any]


def name_pattern() -> str:
    """Pattern of a model's name; a schema's pattern is searched for, so it is anchored."""
    return f"^{MODEL_NAME.pattern}$"


def version_pattern() -> str:
    """Pattern of a model's version."""
    return f"^{VERSION.pattern}$"


def ref(name: str) -> Schema:
    """Reference to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def schemas(*, max_rows: int, asynchronous: bool) -> dict[str, Schema]:
    """Every schema of the document.

    Args:
        max_rows: Rows of one synchronous call, at least 1.
        asynchronous: Whether predictions can be fetched later.
    """
    found = {
        "PredictRequest": _request(max_rows),
        "PredictReply": _reply(),
        "Model": _model(),
        "ModelList": _object({"models": _list(ref("Model")), "next": _text("Where the next page begins.")}, "models"),
        "Health": _object(
            {"status": _text("`ok`."), "model": _text("The default model."), "version": _text("In service.")},
            *("status", "model", "version"),
        ),
        "Error": _error(),
    }
    if asynchronous:
        found["LargePredictRequest"] = _request(MAX_ASYNC_ROWS)
        fields = {"id": _text("Of the prediction."), "status_url": _text("Path to ask, on the host that was called.")}
        found["Accepted"] = _object(fields, *fields)
        found["Prediction"] = _prediction()
    return found


def _request(max_rows: int) -> Schema:
    row = {
        "oneOf": [
            {"type": "array", "description": "Values in the order of the model's columns.", "items": {}},
            {"type": "object", "description": "Values by the name of the column."},
        ]
    }
    rows = {"type": "array", "minItems": 1, "maxItems": max_rows, "items": row}
    schema = _object(
        {
            "model": {"type": "string", "pattern": name_pattern(), "description": "The default model without it."},
            "version": {
                "type": "string",
                "pattern": version_pattern(),
                "description": "The one in service without it.",
            },
            "rows": rows,
            "probabilities": {"type": "boolean", "description": "Whether the probability of each class is wanted."},
        },
        "rows",
    )
    return {**schema, "additionalProperties": False}


def _reply() -> Schema:
    return _object(
        {
            "model": _text("That answered."),
            "version": _text("That answered."),
            "predictions": {"type": "array", "items": {}, "description": "One for each row: a class, or a number."},
            "probabilities": _list({"type": "array", "items": {"type": "number"}}),
            "inference_time_ms": _number("Time in the model, in milliseconds."),
        },
        *("model", "version", "predictions", "inference_time_ms"),
    )


def _prediction() -> Schema:
    """How far a later prediction is; once it succeeded, what an immediate one answers."""
    answer = dict(_reply()["properties"])
    status = {"type": "string", "enum": [one.value for one in JobStatus]}
    fields = {"id": _text("Of the prediction."), "status": status, "accepted_at": _number("Seconds since 1970.")}
    found = {**answer, **fields, "error": _error()["properties"]["error"]}
    return _object(found, *fields, "model", "version")


def _model() -> Schema:
    """A model; what is behind `candidate` only `GET /v1/models/{model}` says."""
    column = {"name": _text("Its name."), "type": _text("What it holds."), "required": {"type": "boolean"}}
    candidate = {"version": _text("That is tried."), "weight": _number("Its share of the calls, 0 to 1.")}
    described = {
        "model": _text("Its name."),
        "version": _text("In service; absent when none is."),
        "previous": _text("The version before."),
        "candidate": _object(candidate, *candidate),
        "task": _text("`classification` or `regression`."),
        "columns": _list(_object(column, *column)),
        "classes": _list(_text("In the order of the probabilities.")),
        "created_at": _text("When it was made."),
        "metrics": {"type": "object", "additionalProperties": {"type": "number"}},
    }
    return _object(described, "model")


def _error() -> Schema:
    fields = {
        "code": _text("Stable: clients may compare it."),
        "message": _text("What is wrong, and what is accepted."),
        "field": _text("Which field of the request, such as rows[3].age."),
        "request_id": _text("What to tell whoever runs the API."),
    }
    return _object({"error": _object(fields, "code", "message", extra=True)}, "error")


def _object(properties: dict[str, Schema], *required: str, extra: bool = False) -> Schema:
    found: Schema = {"type": "object", "properties": properties, "required": list(required)}
    return {**found, "additionalProperties": True} if extra else found


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _number(description: str) -> Schema:
    return {"type": "number", "description": description}


def _text(description: str) -> Schema:
    return {"type": "string", "description": description}
