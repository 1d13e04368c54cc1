"""Settings of an event source mapping."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.errors import AwsError
from sandbox.streams.mapping import description, reader_settings


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"BatchSize": 0}, "1 to 10000"),
        ({"BatchSize": True}, "1 to 10000"),
        ({"ParallelizationFactor": 11}, "1 to 10"),
        ({"MaximumBatchingWindowInSeconds": 301}, "0 to 300"),
        ({"MaximumRetryAttempts": -2}, "-1 to 10000"),
        ({"MaximumRecordAgeInSeconds": 30}, "60 to 604800"),
        ({"FunctionResponseTypes": ["All"]}, "ReportBatchItemFailures"),
        ({"TumblingWindowInSeconds": 5}, "not taken"),
        ({"FilterCriteria": {"Filters": [{"Pattern": "{"}]}}, "no JSON"),
        ({"FilterCriteria": {"Filters": [{"Pattern": "[]"}]}}, "no object"),
        ({"FilterCriteria": {"Filters": [{"Pattern": '{"a": [1]}'}] * 6}}, "at most 5"),
    ],
)
def test_what_lambda_refuses(body: dict[str, Any], said: str) -> None:
    with pytest.raises(AwsError, match=said):
        reader_settings(body)


def test_what_is_left_out_has_a_default_that_is_described() -> None:
    settings = reader_settings({})

    assert (settings.batch_size, settings.lanes, settings.retries, settings.report) == (100, 1, -1, False)
    assert description({})["BatchSize"] == settings.batch_size
