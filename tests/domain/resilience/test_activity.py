"""Property 14: names of two Regions never collide. Property 15: exactly one Region acts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.naming import regional_name
from domain.resilience import active_region, should_process
from domain.resilience.regions import REGION_SETS
from tests.domain.resilience.lease_cases import EAST, WEST

regions = st.sampled_from(sorted(set().union(*REGION_SETS.values())))
pairs = st.tuples(regions, regions).filter(lambda pair: pair[0] != pair[1])
parts = st.text(min_size=1, max_size=80)


@given(pairs, parts, parts, parts)
def test_names_of_two_regions_never_collide(pair: tuple[str, str], project: str, stage: str, resource: str) -> None:
    first, second = (regional_name(project, stage, region, resource) for region in pair)
    assert first != second


@given(pairs, st.booleans())
def test_exactly_one_region_acts(pair: tuple[str, str], healthy: bool) -> None:
    primary, secondary = pair
    acting = [
        region
        for region in pair
        if should_process(region, primary_healthy=healthy, primary_region=primary, secondary_region=secondary)
    ]
    assert acting == [active_region(healthy, primary, secondary)] == [primary if healthy else secondary]


@pytest.mark.parametrize("health", [None, 1, "yes"])
def test_health_that_is_not_known_is_not_guessed(health: object) -> None:
    with pytest.raises(ValueError, match="primary_healthy"):
        active_region(health, EAST, WEST)  # type: ignore[arg-type]


def test_a_third_region_is_refused() -> None:
    with pytest.raises(ValueError, match="us-west-2"):
        should_process("us-west-2", primary_healthy=True, primary_region=EAST, secondary_region=WEST)
    with pytest.raises(ValueError, match="secondary_region"):
        active_region(True, EAST, EAST)
