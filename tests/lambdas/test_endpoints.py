"""An attempt never lasts longer than it may, and few clients serve all timeouts."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.clients.endpoints import RUNGS, client_for, rung


@given(st.floats(0.001, 200), st.floats(0.1, 120))
def test_a_rung_is_never_longer_than_the_attempt(timeout: float, full: float) -> None:
    found = rung(timeout, full)
    assert 0 < found <= timeout * (1 + 1e-12)
    assert found <= full * (1 + 1e-12) or timeout > full


@given(st.lists(st.floats(5, 60), min_size=50, max_size=50))
def test_few_clients_serve_all_timeouts(timeouts: list[float]) -> None:
    assert len({rung(timeout, 60.0) for timeout in timeouts}) <= RUNGS


def test_the_full_timeout_is_a_rung() -> None:
    assert rung(60.0, 60.0) == 60.0
    assert rung(57.0, 60.0) == 55.0


@pytest.mark.parametrize("timeout", [60.0, 5.0, 0.5])
def test_connecting_and_waiting_share_the_attempt_and_the_sdk_never_retries(aws: None, timeout: float) -> None:
    config: Any = client_for(timeout, 7).meta.config
    assert config.connect_timeout + config.read_timeout == pytest.approx(timeout)
    assert config.retries["total_max_attempts"] == 1
    assert config.max_pool_connections == 7
    assert client_for(timeout, 7) is client_for(timeout, 7)
