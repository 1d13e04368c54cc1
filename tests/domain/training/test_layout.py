"""Where a run keeps what it needs."""

from __future__ import annotations

from dataclasses import fields

import pytest

from domain.training.layout import CLAIMS, RUNS, RunPlaces

RUN = RunPlaces("0123456789abcdef")
OTHERS = sorted(name for name, found in vars(RunPlaces).items() if isinstance(found, property) and name != "claim")


@pytest.mark.parametrize("place", OTHERS)
def test_what_a_run_makes_lies_below_its_prefix(place: str) -> None:
    assert [one.name for one in fields(RunPlaces)] == ["run_id"]
    assert getattr(RUN, place).startswith(f"{RUNS}{RUN.run_id}/")


def test_the_claim_outlives_what_the_run_makes() -> None:
    """What lies below RUNS expires; without its claim the same data would be attempt 1 again, and its job's name."""
    assert RUN.claim == f"{CLAIMS}{RUN.run_id}.json"
    assert not RUN.claim.startswith(RUNS)
