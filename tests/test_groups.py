"""Tests that share what is expensive run on one worker; this fails where the runner forgets the groups."""

from __future__ import annotations

import os

import pytest


@pytest.mark.xdist_group("engine")
def test_a_group_reaches_the_scheduler(request: pytest.FixtureRequest, worker_id: str) -> None:
    assert worker_id == "master" or request.node.nodeid.endswith("@engine")


def test_a_test_without_a_group_of_its_own_shares_a_worker_with_its_file(
    request: pytest.FixtureRequest, worker_id: str
) -> None:
    assert worker_id == "master" or request.node.nodeid.endswith("@test_groups.py")


@pytest.mark.engine
@pytest.mark.xdist_group("engine")
def test_what_an_engine_test_starts_is_not_measured() -> None:
    assert "COVERAGE_PROCESS_CONFIG" not in os.environ
