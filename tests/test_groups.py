"""Tests that share a deployed platform must run on one worker; this fails where the runner forgets the groups."""

from __future__ import annotations

import pytest


@pytest.mark.xdist_group("engine")
def test_a_group_reaches_the_scheduler(request: pytest.FixtureRequest, worker_id: str) -> None:
    assert worker_id == "master" or request.node.nodeid.endswith("@engine")
