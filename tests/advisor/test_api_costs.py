"""What an HTTP API costs: its requests; what belongs to it is free, and a cache is not known."""

from __future__ import annotations

import pytest

from advisor.errors import NotKnownError
from tests.advisor.stack_files import state
from tests.advisor.test_costing import charged, why_free

API, STAGE = "aws:apigateway/restApi:RestApi", "aws:apigateway/stage:Stage"


def test_an_api_costs_its_requests() -> None:
    usage = "rest_api: {requests: {low: 1, expected: 2, high: 3}}"
    found = charged("api", state(API, "api", {}), usage=usage)
    assert set(found) == {"apigateway/request"}
    spread = found["apigateway/request"]
    assert (spread.low, spread.expected, spread.high) == (1, 2, 3)


def test_a_stage_is_free_without_a_cache() -> None:
    assert "without a cache" in why_free("stage", state(STAGE, "stage", {}))
    with pytest.raises(NotKnownError, match="the cache of a stage has no item"):
        charged("stage", state(STAGE, "stage", {"cacheClusterEnabled": True}))
