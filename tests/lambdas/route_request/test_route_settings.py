"""The environment of the router."""

from __future__ import annotations

import pytest

from lambdas.errors import InvalidEnvironmentError
from lambdas.route_request.settings import VARIABLES, Settings


def test_everything_is_read(environment: dict[str, str]) -> None:
    settings = Settings.from_env(environment)
    assert [each.pattern for each in settings.patterns] == ["sagemaker_realtime", "sagemaker_serverless"]
    assert (settings.switch_table, settings.state_max_age_s, settings.deadline_ms) == ("switch", 5, 5000)
    assert (settings.retry_budget_share, settings.circuit_failures, settings.circuit_recovery_s) == (0.1, 2, 30)
    assert set(VARIABLES) <= set(environment)


def test_all_that_is_missing_is_named_at_once() -> None:
    with pytest.raises(InvalidEnvironmentError) as raised:
        Settings.from_env({})
    assert all(name in str(raised.value) for name in VARIABLES)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PATTERNS", "[]"),
        ("STATE_MAX_AGE_SECONDS", "-1"),
        ("STATE_MAX_AGE_SECONDS", "1.5"),
        ("DEADLINE_MS", "0"),
        ("DEADLINE_MS", "nan"),
        ("RETRY_BUDGET_SHARE", "1.1"),
        ("RETRY_BUDGET_SHARE", "nan"),
        ("CIRCUIT_FAILURES", "0"),
        ("CIRCUIT_RECOVERY_SECONDS", "0"),
    ],
)
def test_what_is_not_accepted_is_named(environment: dict[str, str], name: str, value: str) -> None:
    with pytest.raises(InvalidEnvironmentError, match=name):
        Settings.from_env({**environment, name: value})


def test_a_deadline_that_leaves_nothing_for_a_fallback_is_refused(environment: dict[str, str]) -> None:
    with pytest.raises(InvalidEnvironmentError, match="sagemaker_realtime may take 2000 ms of DEADLINE_MS = 2000"):
        Settings.from_env({**environment, "DEADLINE_MS": "2000"})
