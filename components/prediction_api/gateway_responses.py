"""What API Gateway itself answers, in the shape of the function's errors and without a word about what is behind it.

Types: https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from components.prediction_api.schemas import JSON
from domain.prediction.errors import ErrorCode

RETRY_AFTER_S: Final = 1


@dataclass(frozen=True)
class GatewayError:
    """One kind of refusal.

    Attributes:
        status: HTTP status.
        code: The reply's ``code``.
        message: The reply's text; variables of the context are filled in, escaped for JSON.
        retry: Whether trying again later helps.
    """

    status: int
    code: str
    message: str
    retry: bool = False


LATER: Final = "the answer took too long; send fewer rows, or use POST /v1/predictions where it is offered"
BODY: Final = "the body does not match its schema in the OpenAPI document: $context.error.validationErrorString"

ERRORS: Final[dict[str, GatewayError]] = {
    "BAD_REQUEST_BODY": GatewayError(400, ErrorCode.INVALID_REQUEST, BODY),
    "BAD_REQUEST_PARAMETERS": GatewayError(
        400, ErrorCode.INVALID_REQUEST, "a parameter is missing or wrong: $context.error.validationErrorString"
    ),
    "UNAUTHORIZED": GatewayError(401, "unauthorized", "the token is missing, expired, or not of a known user pool"),
    "MISSING_AUTHENTICATION_TOKEN": GatewayError(
        403, "missing_authentication", "there is no such method and path, or the request is not signed"
    ),
    "ACCESS_DENIED": GatewayError(403, "access_denied", "the caller may not call this method"),
    "INVALID_SIGNATURE": GatewayError(403, "invalid_signature", "the signature is not that of the request"),
    "EXPIRED_TOKEN": GatewayError(403, "expired_token", "the credentials have expired"),
    "INVALID_API_KEY": GatewayError(403, "invalid_api_key", "the header x-api-key is missing, or no plan has this key"),
    "WAF_FILTERED": GatewayError(403, "access_denied", "the request was filtered"),
    "REQUEST_TOO_LARGE": GatewayError(
        413, ErrorCode.BODY_TOO_LARGE, "the body is too large; accepted: 6 MB; split the rows over several requests"
    ),
    "UNSUPPORTED_MEDIA_TYPE": GatewayError(
        415, ErrorCode.UNSUPPORTED_MEDIA_TYPE, f"the content type is not accepted; accepted: {JSON}"
    ),
    "THROTTLED": GatewayError(
        429, ErrorCode.TOO_MANY_REQUESTS, "too many requests at this time; wait, then try again", retry=True
    ),
    "QUOTA_EXCEEDED": GatewayError(429, "quota_exceeded", "the quota of this key is used up until its period ends"),
    "INTEGRATION_TIMEOUT": GatewayError(504, "timeout", LATER),
    "INTEGRATION_FAILURE": GatewayError(503, ErrorCode.MODEL_UNAVAILABLE, "no answer for now; try again", retry=True),
    "DEFAULT_5XX": GatewayError(
        500, ErrorCode.INTERNAL, "the request failed on our side; tell the request id to whoever runs this API"
    ),
}
"""By type of response. A status that has no entry keeps API Gateway's own."""

OWN: Final = "$context.error.messageString"
"""API Gateway's own text with its quotation marks, escaped: it may quote what the caller sent."""
DEFAULT_4XX: Final = GatewayError(400, "request_refused", OWN)


def gateway_responses() -> dict[str, Any]:
    """The extension ``x-amazon-apigateway-gateway-responses`` of the document."""
    found = {name: _response(error) for name, error in ERRORS.items()}
    for name in ("DEFAULT_4XX", "DEFAULT_5XX"):
        # Without a status of its own each type of the group keeps the one that it has.
        found[name] = {"responseTemplates": _template(ERRORS.get(name, DEFAULT_4XX))}
    return found


def _response(error: GatewayError) -> dict[str, Any]:
    found: dict[str, Any] = {"statusCode": str(error.status), "responseTemplates": _template(error)}
    if error.retry:
        found["responseParameters"] = {"gatewayresponse.header.Retry-After": f"'{RETRY_AFTER_S}'"}
    return found


def _template(error: GatewayError) -> dict[str, str]:
    body = {"code": str(error.code), "message": error.message, "request_id": "$context.requestId"}
    return {JSON: json.dumps({"error": body}).replace(f'"{OWN}"', OWN)}
