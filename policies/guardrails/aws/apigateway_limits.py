"""What API Gateway accepts, by type and property.

Sources: https://docs.aws.amazon.com/apigateway/latest/api/API_Operations.html,
https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/resources.html
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

from guardrails.aws.service_model import Choice, Limits, Range

_rest = partial(Choice, "apigateway")
_http = partial(Choice, "apigatewayv2")

REST_API: Final = "aws:apigateway/restApi:RestApi"
DOMAIN: Final = "aws:apigateway/domainName:DomainName"
INTEGRATION: Final = "aws:apigateway/integration:Integration"
AUTHORIZER: Final = "aws:apigateway/authorizer:Authorizer"
SETTINGS: Final = "aws:apigateway/methodSettings:MethodSettings"
PLAN: Final = "aws:apigateway/usagePlan:UsagePlan"
STAGE: Final = "aws:apigateway/stage:Stage"
HTTP_API: Final = "aws:apigatewayv2/api:Api"
HTTP_INTEGRATION: Final = "aws:apigatewayv2/integration:Integration"
HTTP_AUTHORIZER: Final = "aws:apigatewayv2/authorizer:Authorizer"
HTTP_STAGE: Final = "aws:apigatewayv2/stage:Stage"

ENDPOINT: Final = _rest("EndpointType", ("REGIONAL", "EDGE", "PRIVATE"))
_CONNECTION: Final = ("INTERNET", "VPC_LINK")
_HANDLING: Final = ("CONVERT_TO_BINARY", "CONVERT_TO_TEXT")
_TYPES: Final = ("AWS", "AWS_PROXY", "HTTP", "HTTP_PROXY", "MOCK")
_PASSTHROUGH: Final = _http("PassthroughBehavior", ("WHEN_NO_MATCH", "NEVER", "WHEN_NO_TEMPLATES"))
_LOGGING: Final = _http("LoggingLevel", ("ERROR", "INFO", "OFF"))
_CACHE: Final = ("FAIL_WITH_403", "SUCCEED_WITH_RESPONSE_HEADER", "SUCCEED_WITHOUT_RESPONSE_HEADER")

LIMITS: Final[Mapping[str, Limits]] = {
    REST_API: {"apiKeySource": _rest("ApiKeySourceType", ("HEADER", "AUTHORIZER"))},
    INTEGRATION: {
        "type": _rest("IntegrationType", _TYPES),
        "connectionType": _rest("ConnectionType", _CONNECTION),
        "contentHandling": _rest("ContentHandlingStrategy", _HANDLING),
        "passthroughBehavior": _PASSTHROUGH,
        "responseTransferMode": _rest("ResponseTransferMode", ("BUFFERED", "STREAM")),
    },
    AUTHORIZER: {"type": _rest("AuthorizerType", ("TOKEN", "REQUEST", "COGNITO_USER_POOLS", "JWT"))},
    SETTINGS: {
        "settings.loggingLevel": _LOGGING,
        "settings.unauthorizedCacheControlHeaderStrategy": _rest("UnauthorizedCacheControlHeaderStrategy", _CACHE),
    },
    PLAN: {"quotaSettings.period": _rest("QuotaPeriodType", ("DAY", "WEEK", "MONTH"))},
    STAGE: {
        "cacheClusterSize": _rest("CacheClusterSize", ("0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237")),
    },
    HTTP_API: {
        "protocolType": _http("ProtocolType", ("WEBSOCKET", "HTTP")),
        "corsConfiguration.maxAge": Range("apigatewayv2", "IntegerWithLengthBetweenMinus1And86400", -1, 86400),
    },
    HTTP_INTEGRATION: {
        "integrationType": _http("IntegrationType", _TYPES),
        "connectionType": _http("ConnectionType", _CONNECTION),
        "contentHandlingStrategy": _http("ContentHandlingStrategy", _HANDLING),
        "passthroughBehavior": _PASSTHROUGH,
    },
    HTTP_AUTHORIZER: {"authorizerType": _http("AuthorizerType", ("REQUEST", "JWT"))},
    HTTP_STAGE: {"defaultRouteSettings.loggingLevel": _LOGGING},
}
HTTP_TIMEOUT: Final = Range("apigatewayv2", "IntegerWithLengthBetween50And30000", 50, 30000)
