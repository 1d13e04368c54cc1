"""A function with a wrong environment says everything that is wrong with it, at once."""

from __future__ import annotations

import importlib
import json
from typing import Any

import pytest

from lambdas.errors import InvalidEnvironmentError

GOOD = {
    "PLATFORM_ENVIRONMENT": "test",
    "INPUT_ACCESS_POINT": "inputs-ext-s3alias",
    "RUN_BUCKET": "runs",
    "INFERENCE_TYPE": "serverless",
    "BATCH_THRESHOLD": "10",
    "DEPLOYED_PATHS": "batch_transform,serverless_inference",
    "PART_SIZE": "100",
    "MODEL_VERSION": "1",
    "CONTENT_TYPES": '{".png": "image/png"}',
    "BATCH_MAX_PAYLOAD_MB": "6",
    "ENDPOINTS": json.dumps(
        {"serverless_inference": {"endpoint": "e"}, "inference_components": {"endpoint": "e", "component": "c"}}
    ),
    "CONCURRENCY": "8",
    "RETRY_INITIAL_TIMEOUT_S": "60",
    "RETRY_DELAY_S": "3",
    "RETRY_MAX_RETRIES": "2",
    "RETRY_TASK_TIMEOUT_S": "120",
    "COLD_START_THRESHOLD_MS": "5000",
    "TASK_TABLE": "tasks",
    "MODEL_NAME": "model",
    "INSTANCE_TYPE": "ml.m5.large",
    "INSTANCE_COUNT": "1",
    "MAX_CONCURRENT_TRANSFORMS": "4",
    "KEY_ARN": "arn:aws:kms:us-east-1:123456789012:key/1",
    "TOKEN_TTL_DAYS": "7",
    "MIN_AGE_S": "300",
    "ENDPOINT_TAGS": '{"Project": "p", "Environment": "test"}',
    "UNITS": '{"realtime": "endpoint/e/variant/primary"}',
    "ACTION": "scale-down",
    "IDLE_MINUTES": "60",
    "DRY_RUN": "true",
    "MESSAGES": "news",
    "OVERRIDES": "[]",
    "RECORD_TABLE": "records",
    "TOPIC_ARN": "arn:aws:sns:us-east-1:123456789012:alarms",
}
FUNCTIONS = ("discover", "predict", "submit_batch", "complete_batch", "sweep_batch", "collect", "auto_stop")


def settings_of(function: str) -> Any:
    return importlib.import_module(f"lambdas.{function}.settings")


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_good_environment_is_read_and_only_its_variables(function: str) -> None:
    module = settings_of(function)
    module.Settings.from_env({name: GOOD[name] for name in module.VARIABLES})


@pytest.mark.parametrize("function", FUNCTIONS)
def test_an_empty_environment_names_every_variable_at_once(function: str) -> None:
    module = settings_of(function)
    with pytest.raises(InvalidEnvironmentError) as refused:
        module.Settings.from_env({})
    assert all(f"{name} is missing" in str(refused.value) for name in module.VARIABLES)


@pytest.mark.parametrize(
    ("function", "name", "value"),
    [
        ("discover", "BATCH_THRESHOLD", "0"),
        ("discover", "INFERENCE_TYPE", "gpu"),
        ("discover", "DEPLOYED_PATHS", "batch_transform,gpu"),
        ("discover", "PART_SIZE", "many"),
        ("discover", "CONTENT_TYPES", "[]"),
        ("discover", "CONTENT_TYPES", '{"png": "image/png"}'),
        ("discover", "CONTENT_TYPES", "{}"),
        ("discover", "BATCH_MAX_PAYLOAD_MB", "101"),
        ("predict", "ENDPOINTS", "{"),
        ("predict", "ENDPOINTS", '{"gpu": {"endpoint": "e"}}'),
        ("predict", "ENDPOINTS", '{"serverless_inference": {}}'),
        ("predict", "ENDPOINTS", '{"serverless_inference": {"endpoint": ""}}'),
        ("predict", "ENDPOINTS", '{"serverless_inference": "e"}'),
        ("predict", "CONCURRENCY", "0"),
        ("predict", "RETRY_DELAY_S", "nan"),
        ("submit_batch", "INSTANCE_COUNT", "1.5"),
        ("sweep_batch", "MIN_AGE_S", "-1"),
        ("auto_stop", "ENDPOINT_TAGS", "{}"),
        ("auto_stop", "ENDPOINT_TAGS", '{"Project": ""}'),
        ("auto_stop", "UNITS", "[]"),
        ("auto_stop", "ACTION", "stop"),
        ("auto_stop", "IDLE_MINUTES", "0"),
        ("auto_stop", "IDLE_MINUTES", "1441"),
        ("auto_stop", "DRY_RUN", "yes"),
        ("auto_stop", "MESSAGES", "hourly"),
        ("auto_stop", "OVERRIDES", "{}"),
        ("auto_stop", "OVERRIDES", '[{"target": "realtime"}]'),
    ],
)
def test_a_wrong_value_is_named_with_what_is_accepted(function: str, name: str, value: str) -> None:
    module = settings_of(function)
    environ = {**{known: GOOD[known] for known in module.VARIABLES}, name: value}
    with pytest.raises(InvalidEnvironmentError) as refused:
        module.Settings.from_env(environ)
    assert f"1 problem(s) in the environment: {name} = {value!r} is not accepted (" in str(refused.value)


def test_variables_that_do_not_fit_together_are_named() -> None:
    predict = settings_of("predict")
    with pytest.raises(
        InvalidEnvironmentError, match=r"initial_timeout_s = 130\.0 is not accepted: the first attempt must fit"
    ):
        predict.Settings.from_env({**GOOD, "RETRY_INITIAL_TIMEOUT_S": "130"})
    submit = settings_of("submit_batch")
    with pytest.raises(InvalidEnvironmentError, match="BATCH_MAX_PAYLOAD_MB and MAX_CONCURRENT_TRANSFORMS do not fit"):
        submit.Settings.from_env({**GOOD, "MAX_CONCURRENT_TRANSFORMS": "50"})
