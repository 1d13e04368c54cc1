"""What API Gateway itself answers: gateway responses, and `$context` in their templates and in access logs. Pure.

Types and their status codes:
https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from sandbox.request import AwsResponse

Values = Mapping[str, str]
STATUS: Final[Mapping[str, int]] = {
    "ACCESS_DENIED": 403,
    "API_CONFIGURATION_ERROR": 500,
    "AUTHORIZER_CONFIGURATION_ERROR": 500,
    "BAD_REQUEST_BODY": 400,
    "BAD_REQUEST_PARAMETERS": 400,
    # By its table 504; a function that was throttled or not reached is reported as 500 in the field
    # (https://repost.aws/questions/QUfI6bsdd0SOiPeyimzxSkfQ), which is the only such failure here.
    "INTEGRATION_FAILURE": 500,
    "INTEGRATION_TIMEOUT": 504,
    "INVALID_API_KEY": 403,
    "INVALID_SIGNATURE": 403,
    "MISSING_AUTHENTICATION_TOKEN": 403,
    "QUOTA_EXCEEDED": 429,
    "REQUEST_TOO_LARGE": 413,
    "THROTTLED": 429,
    "UNAUTHORIZED": 401,
}
_NAMES: Final[Mapping[str, str]] = {
    "ACCESS_DENIED": "AccessDeniedException",
    "BAD_REQUEST_BODY": "BadRequestException",
    "BAD_REQUEST_PARAMETERS": "BadRequestException",
    "INVALID_API_KEY": "ForbiddenException",
    "INVALID_SIGNATURE": "UnrecognizedClientException",
    "MISSING_AUTHENTICATION_TOKEN": "MissingAuthenticationTokenException",
    "QUOTA_EXCEEDED": "LimitExceededException",
    "REQUEST_TOO_LARGE": "RequestTooLongException",
    "THROTTLED": "TooManyRequestsException",
    "UNAUTHORIZED": "UnauthorizedException",
}
_CONTEXT: Final = re.compile(
    r"\$\{(?P<in>context|stageVariables)\.(?P<inside>[\w.\-]+)\}"
    r"|\$(?P<of>context|stageVariables)\.(?P<name>\w+(?:[.\-]\w+)*)"
)
_DEFAULT_TEMPLATE: Final = '{"message":$context.error.messageString}'


class GatewayError(Exception):
    """API Gateway answers itself.

    Args:
        kind: Gateway response type, one of `STATUS`.
        message: What the caller reads.
        detail: Reasons of a failed validation (`$context.error.validationErrorString`), or what went wrong inside;
            the default answer does not show it.
        status: Instead of the type's own.
    """

    def __init__(self, kind: str, message: str, detail: str = "", status: int | None = None) -> None:
        super().__init__(f"{kind}: {message} {detail}".rstrip())
        self.kind = kind
        self.message = message
        self.detail = detail
        self.status = status or STATUS[kind]


def error_values(error: GatewayError) -> dict[str, str]:
    """The `$context.error` variables."""
    values = {
        "error.message": error.message,
        "error.messageString": json.dumps(error.message),
        "error.responseType": error.kind,
    }
    return {**values, "error.validationErrorString": error.detail} if error.kind.startswith("BAD_REQUEST") else values


def fill(template: str, values: Values, *, absent: str = "") -> str:
    """`template` with its `$context` and `$stageVariables` filled in.

    Args:
        template: Text.
        values: By name without `context.`; stage variables as `stageVariables.<name>`.
        absent: Stands for what has no value; access logs write `-`.
    """

    def value(found: re.Match[str]) -> str:
        prefix = "stageVariables." if "stageVariables" in (found["in"], found["of"]) else ""
        name, tail = prefix + (found["inside"] or found["name"]), ""
        # What follows a dot or hyphen may belong to the text around the variable.
        while name not in values and found["name"] and (cut := max(name.rfind("."), name.rfind("-"))) >= len(prefix):
            name, tail = name[:cut], name[cut:] + tail
        return values[name] + tail if name in values else absent

    return _CONTEXT.sub(value, template)


def gateway_response(
    error: GatewayError, custom: Mapping[str, Mapping[str, Any]], values: Values, headers: Mapping[str, str]
) -> AwsResponse:
    """The answer to a request that failed here.

    Args:
        error: What happened.
        custom: The API's own gateway responses by type.
        values: `$context`, without the error's.
        headers: Request headers in lower case, for parameters that quote them.
    """
    fallback = custom.get("DEFAULT_4XX" if error.status < 500 else "DEFAULT_5XX") or {}
    chosen = custom.get(error.kind) or fallback
    status = int(chosen.get("statusCode") or fallback.get("statusCode") or error.status)
    known = {**values, **error_values(error)}
    templates = chosen.get("responseTemplates") or {"application/json": _DEFAULT_TEMPLATE}
    media = "application/json" if "application/json" in templates else next(iter(templates))
    own = {
        name.removeprefix("gatewayresponse.header."): _parameter(str(source), known, headers)
        for name, source in (chosen.get("responseParameters") or {}).items()
        if name.startswith("gatewayresponse.header.")
    }
    answer = {"Content-Type": media, "x-amzn-ErrorType": _NAMES.get(error.kind, "InternalServerErrorException"), **own}
    shown = {name: _in_json(name, value) for name, value in known.items()} if "json" in media else known
    return AwsResponse(status=status, headers=answer, body=fill(templates[media], shown).encode())


def _in_json(name: str, value: str) -> str:
    """A value inside of a JSON text; `messageString` brings its quotes along."""
    return value if name == "error.messageString" else json.dumps(value)[1:-1]


def _parameter(source: str, values: Values, headers: Mapping[str, str]) -> str:
    if source.startswith("'") and source.endswith("'"):
        return source[1:-1]
    if source.startswith("method.request.header."):
        return headers.get(source.removeprefix("method.request.header.").lower(), "")
    return values.get(source.removeprefix("context."), "")
