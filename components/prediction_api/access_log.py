"""What the access log says of each request: who, what, with which result, and what API Gateway could not do.

Variables: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
"""

from __future__ import annotations

import json
from typing import Final

FIELDS: Final[dict[str, str]] = {
    "request_id": "$context.requestId",
    "extended_request_id": "$context.extendedRequestId",
    "trace_id": "$context.xrayTraceId",
    "time": "$context.requestTimeEpoch",
    "method": "$context.httpMethod",
    "resource": "$context.resourcePath",
    "status": "$context.status",
    "latency_ms": "$context.responseLatency",
    "integration_latency_ms": "$context.integrationLatency",
    "integration_status": "$context.integration.status",
    "reply_bytes": "$context.responseLength",
    "error_type": "$context.error.responseType",
    "error": "$context.error.message",
    "integration_error": "$context.integrationErrorMessage",
    "authorizer_error": "$context.authorizer.error",
    "source_ip": "$context.identity.sourceIp",
    "caller": "$context.identity.userArn",
    "api_key_id": "$context.identity.apiKeyId",
    "tls": "$context.tlsVersion",
}
"""No path and no query: they hold what callers write. The key's id, never the key."""

FORMAT: Final = json.dumps(FIELDS)
