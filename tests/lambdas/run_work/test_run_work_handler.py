"""The function as Lambda runs it: real clients on moto, a real endpoint, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from domain.resilience import Outcome, task_id
from lambdas.errors import InvalidEnvironmentError, InvalidEventError
from lambdas.run_work import handler as entry
from lambdas.run_work.handler import predict_seconds
from lambdas.run_work.records import parse_records
from lambdas.run_work.settings import Settings
from tests.lambdas.work_lab import BODY, ENVIRONMENT, HERE, NOW_MS, RULES, Ledger, ledger

OWN = {**ENVIRONMENT, "ENDPOINT_NAME": "e", "COMPONENT_NAME": "", "WORKERS": "4"}


class Context:
    def get_remaining_time_in_millis(self) -> int:
        return 60_000


@pytest.fixture
def table(aws: None, endpoint: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    for name, value in OWN.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME", endpoint.url)
    entry.batch.cache_clear()
    yield ledger()
    entry.batch.cache_clear()


def test_the_handler_runs_commits_and_counts(table: Ledger, capsys: pytest.CaptureFixture[str]) -> None:
    table.held_by(HERE, expires_at_ms=NOW_MS * 2)
    table.claimed("a")
    texts = {
        "task_id": task_id("a", 1, 1),
        "task_token": "token",
        "execution_region": HERE,
        "input": BODY.to_json(),
    }
    image = {name: {"S": value} for name, value in texts.items()}
    event = {"Records": [{"eventName": "INSERT", "dynamodb": {"NewImage": image, "SequenceNumber": "1"}}]}
    assert entry.handler(event, Context()) == {"batchItemFailures": []}
    work = table.works.read("a")
    assert work is not None
    assert work.outcome is Outcome.SUCCEEDED
    line = json.loads(capsys.readouterr().out)
    assert (line["WorkDone"], line["CommitsFenced"], line["service"], line["Region"]) == (1, 0, "run_work", HERE)


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (None, "the event is None"),
        ({}, "field 'Records' is missing"),
        ({"Records": {}}, "dict; accepted: a list of records"),
        ({"Records": [{}]}, "record 0 has no dynamodb.SequenceNumber"),
        ({"Records": [{"dynamodb": {"SequenceNumber": ""}}]}, "record 0 has no"),
        ({"Records": ["x"]}, "record 0 has no"),
    ],
)
def test_what_is_no_batch_of_a_stream_is_refused(event: object, said: str) -> None:
    with pytest.raises(InvalidEventError) as refused:
        parse_records(event)
    assert said in str(refused.value)


def test_the_environment_names_the_component_if_there_is_one() -> None:
    assert Settings.from_env(OWN).target.component is None
    assert Settings.from_env({**OWN, "COMPONENT_NAME": "c"}).target.component == "c"
    with pytest.raises(InvalidEnvironmentError, match=r"ENDPOINT_NAME is missing.*WORKERS = '0' is not accepted"):
        Settings.from_env({**OWN, "ENDPOINT_NAME": "", "WORKERS": "0"})


def test_a_prediction_and_its_commit_are_within_the_longest_request() -> None:
    assert predict_seconds(RULES) == 8 - 2
