"""Clients of what two Regions share: each in its Region, with short waits, and writes that are made once."""

from __future__ import annotations

from typing import Any

import pytest

from lambdas import sdk
from lambdas.work.connections import reading, starting, writing
from tests.lambdas.work.ledger_cloud import EAST, WEST


@pytest.mark.parametrize(
    ("make", "service", "attempts"),
    [(reading, "dynamodb", 3), (writing, "dynamodb", 1), (starting, "stepfunctions", 3)],
)
def test_clients(aws: None, make: Any, service: str, attempts: int) -> None:
    east, west = make(EAST), make(WEST)
    assert (east.meta.region_name, west.meta.region_name) == (EAST, WEST)
    assert make(WEST) is west
    config = west.meta.config
    assert config.retries["total_max_attempts"] == attempts
    assert config.connect_timeout + config.read_timeout <= 3
    assert west.meta.service_model.service_name == service


def test_without_a_region_the_function_s_own_is_called(aws: None) -> None:
    assert sdk.client("dynamodb").meta.region_name == EAST
