"""The entry, put together as Lambda finds it, against an account in this process."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest

from domain.switching import SwitchRules
from lambdas.errors import InvalidEnvironmentError
from lambdas.switch_patterns.handler import handler

REST = {"timeout_ms": 1000, "content_types": [], "max_bytes": 1000, "cost": None}
PATTERNS = [
    {"pattern": "sagemaker_realtime", "kind": "endpoint", "endpoint": "digits", **REST},
    {"pattern": "lambda_on_demand", "kind": "function", "function": "predict", **REST},
]


@pytest.fixture
def table(aws: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    client = boto3.client("dynamodb")
    client.create_table(
        TableName="switch",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    variables = {
        "PLATFORM_ENVIRONMENT": "test",
        "PATTERNS": json.dumps(PATTERNS),
        "RULES": SwitchRules(("sagemaker_realtime", "lambda_on_demand")).to_json(),
        "SWITCH_TABLE": "switch",
        "WINDOW_SECONDS": "120",
        "PERIOD_SECONDS": "10",
        "PROBE": "{}",
        "PROBES": "1",
        "DECISION_TTL_DAYS": "30",
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return client


def test_a_look_answers_with_the_decision_and_publishes_it(table: Any, capsys: pytest.CaptureFixture[str]) -> None:
    reply = handler({}, None)
    assert json.loads(json.dumps(reply)) == reply
    assert (reply["primary"], reply["mode"], reply["healthy"], reply["stored"]) == (
        "sagemaker_realtime",
        "none-healthy",
        [],
        True,
    )
    assert [one["reasons"] for one in reply["patterns"]] == [["it is unavailable"]] * 2
    line = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (line["service"], line["HealthyPatterns"], line["PatternSwitches"]) == ("switch_patterns", 0, 0)
    assert {row["id"]["S"] for row in table.scan(TableName="switch")["Items"]} == {
        "switch",
        f"decision#{reply['decision_id']}",
    }


def test_a_dry_run_is_only_an_answer(table: Any, capsys: pytest.CaptureFixture[str]) -> None:
    reply = handler({"dry_run": True}, None)
    assert reply["stored"] is False
    assert capsys.readouterr().out == ""
    assert table.scan(TableName="switch")["Count"] == 0


def test_an_environment_that_is_wrong_ends_the_look(table: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RULES", "{}")
    with pytest.raises(InvalidEnvironmentError, match="RULES"):
        handler({}, None)
