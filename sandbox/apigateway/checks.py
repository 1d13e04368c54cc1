"""Validation of requests: required parameters, and bodies against JSON Schema. Pure.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
Parameters must be there and not be blank; their types are not looked at. A body whose media type has no schema is not
validated at all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from itertools import islice
from typing import Any, Final

from jsonschema import Draft4Validator  # type: ignore[import-untyped]  # it ships no types

from sandbox.apigateway.document import Route
from sandbox.apigateway.replies import GatewayError

_SHOWN_REASONS: Final = 5


def check_parameters(
    route: Route, *, path: Mapping[str, str], query: Mapping[str, str], headers: Mapping[str, str]
) -> None:
    """Refuses a request that lacks required parameters.

    Args:
        route: What is called.
        path: Path parameters.
        query: Query parameters.
        headers: By names in lower case.

    Raises:
        GatewayError: BAD_REQUEST_PARAMETERS.
    """
    if not route.validates_parameters:
        return
    given = {"path": path, "query": query, "header": headers}
    missing = [
        name
        for where, name in route.required
        if not given.get(where, {}).get(name.lower() if where == "header" else name, "").strip()
    ]
    if missing:
        raise GatewayError("BAD_REQUEST_PARAMETERS", f"Missing required request parameters: [{', '.join(missing)}]")


def check_body(route: Route, content_type: str, body: bytes) -> None:
    """Refuses a body that does not fit its schema.

    Raises:
        GatewayError: BAD_REQUEST_BODY; its detail has the reasons.
    """
    if not route.validates_body:
        return
    media = content_type.partition(";")[0].strip().lower() or "application/json"
    schema = route.schemas.get(media) or route.schemas.get("$default")
    if schema is None:
        return
    try:
        value = json.loads(body, parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise GatewayError("BAD_REQUEST_BODY", "Invalid request body", f"[{error}]") from error
    errors = islice(_validator(schema).iter_errors(value), _SHOWN_REASONS)
    reasons = [f"{'/'.join(map(str, error.absolute_path)) or 'body'}: {error.message:.200}" for error in errors]
    if reasons:
        raise GatewayError("BAD_REQUEST_BODY", "Invalid request body", f"[{', '.join(reasons)}]")


def _refused(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")


@lru_cache(maxsize=256)
def _validator(schema: str) -> Draft4Validator:
    return Draft4Validator(json.loads(schema))
