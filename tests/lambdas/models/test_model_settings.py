"""Environments of the functions that run models: everything that is wrong is told at once, and nothing is guessed."""

from __future__ import annotations

from typing import Any

import pytest

from lambdas.errors import InvalidEnvironmentError
from lambdas.evaluate_model.settings import Settings as EvaluateSettings
from lambdas.judge_model.settings import Settings as JudgeSettings
from lambdas.predict_http import settings as http
from lambdas.predict_worker.settings import Settings as WorkerSettings
from tests.lambdas.test_predict_worker import VARIABLES


@pytest.mark.parametrize("kind", [http.Settings, WorkerSettings, EvaluateSettings, JudgeSettings])
def test_every_variable_that_is_missing_is_named(kind: Any) -> None:
    import importlib

    with pytest.raises(InvalidEnvironmentError) as caught:
        kind.from_env({})
    for name in importlib.import_module(kind.__module__).VARIABLES:
        assert f"{name} is missing" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEFAULT_MODEL", "../x"),
        ("CACHE_MB", "0"),
        ("MAX_ROWS", "100001"),
        ("REVALIDATE_SECONDS", "-1"),
        ("REVALIDATE_SECONDS", "nan"),
        ("ASYNC_PREFIX", "/predictions/"),
        ("ASYNC_PREFIX", "predictions"),
        ("ASYNC_PREFIX", "a/../b/"),
        ("ASYNC_RETENTION_HOURS", "0"),
        ("MAX_ASYNC_MB", "7"),
        ("PRELOAD", "yes"),
    ],
)
def test_a_value_that_is_not_accepted_is_named(name: str, value: str) -> None:
    with pytest.raises(InvalidEnvironmentError, match=name):
        http.Settings.from_env({**VARIABLES, name: value})


def test_what_may_be_empty_must_still_be_said() -> None:
    assert http.Settings.from_env(VARIABLES).models.signing_key_arn == ""
    for name in ("SIGNING_KEY_ARN", "WORKER_FUNCTION"):
        given = {key: value for key, value in VARIABLES.items() if key != name}
        with pytest.raises(InvalidEnvironmentError, match=f"{name} is missing"):
            http.Settings.from_env(given)
