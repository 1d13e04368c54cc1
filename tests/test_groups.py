"""Tests that share what is expensive run on one worker; this fails where the runner forgets the groups.

And every worker finds the same tests, also one that begins later in another's place.
"""

from __future__ import annotations

import gzip
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


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (gzip.compress(b"made at some time"), "data"),
        (b"two\nlines", "data"),
        (b"x" * 101, "data"),
        ("x" * 101, "data"),
        (b"PK zip", None),
        ("text", None),
        (7, None),
    ],
    ids=["gzip", "lines", "long bytes", "long text", "short bytes", "short text", "number"],
)
def test_a_value_that_nobody_can_read_is_named_by_its_argument(
    request: pytest.FixtureRequest, value: object, name: str | None
) -> None:
    named = request.config.hook.pytest_make_parametrize_id(config=request.config, val=value, argname="data")
    assert named == name
