"""Parts of an OpenAPI document that may stand elsewhere in it: bodies and parameters. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any


class DocumentError(ValueError):
    """The document cannot be imported; the message says where and what is accepted."""


def schemas(raw: Mapping[str, Any], operation: Mapping[str, Any]) -> dict[str, str]:
    """Media type -> JSON Schema as text, of an operation's body."""
    body = _resolved(raw, operation.get("requestBody") or {})
    found = {kind.lower(): content.get("schema") for kind, content in (body.get("content") or {}).items()}
    # References are written from the document's root; so the parts that they name stand beside the schema.
    around = {"components": raw.get("components") or {}}
    return {kind: json.dumps({"allOf": [schema], **around}) for kind, schema in found.items() if schema}


def required(raw: Mapping[str, Any], parameters: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """(`query`, `header` or `path`, name) of each required parameter."""
    for given in parameters:
        parameter = _resolved(raw, given)
        if parameter.get("required"):
            yield str(parameter["in"]), str(parameter["name"])


def _resolved(raw: Mapping[str, Any], part: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = part.get("$ref")
    if not reference:
        return part
    found: Any = raw
    for name in str(reference).removeprefix("#/").split("/"):
        found = found.get(name) if isinstance(found, Mapping) else None
    if not isinstance(found, Mapping):
        raise DocumentError(f"{reference!r} names nothing in the document")
    return found
