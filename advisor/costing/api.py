"""API Gateway: billed by requests; what belongs to an API is not billed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from advisor.costing.charges import Charge, Free, Pricer
from advisor.costing.context import Context
from advisor.errors import NotKnownError
from advisor.stack.resources import Resource
from advisor.usage.sections import ApiUsage

NO_CACHE: Final = "a stage without a cache is billed by the requests of its API"


def rest_api(resource: Resource, context: Context) -> Iterator[Charge | Free]:
    """By requests; those that are throttled, or lack authorisation or a key, are not billed.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-pricing.html
    """
    yield Charge("requests", "apigateway/request", context.usage.of(ApiUsage, resource.name).requests)


def stage(resource: Resource, _context: Context) -> Iterator[Charge | Free]:
    """By the hour when it has a cache, whose size has no item in the price book."""
    if resource.properties.flag("cacheClusterEnabled"):
        raise NotKnownError("the cache of a stage has no item in the price book; accepted: a stage without one")
    yield Free(NO_CACHE)


PRICERS: Final[Mapping[str, Pricer]] = {
    "aws:apigateway/restApi:RestApi": rest_api,
    "aws:apigateway/stage:Stage": stage,
}
