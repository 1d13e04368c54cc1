"""Two Regions, once for a test."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.lambdas.keep_lease.two_regions import TwoRegions


@pytest.fixture
def regions(aws: None) -> TwoRegions:
    return TwoRegions()


@pytest.fixture
def regions_with(aws: None) -> Callable[..., TwoRegions]:
    return TwoRegions
