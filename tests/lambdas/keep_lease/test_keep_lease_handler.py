"""Events, environment and composition of the function; old results are removed."""

from __future__ import annotations

import base64
import json
from typing import Any

import boto3
import pytest

from domain.resilience import Outcome, Work, WorkState
from lambdas.clients.work_listing import WorkListing
from lambdas.clients.work_removal import WorkRemoval
from lambdas.errors import InvalidEnvironmentError, InvalidEventError, OrderRefusedError
from lambdas.keep_lease import handler
from lambdas.keep_lease.cleaning import Cleaning
from lambdas.keep_lease.request import Task, parse
from lambdas.keep_lease.settings import VARIABLES, Settings
from tests.lambdas.keep_lease.two_regions import TwoRegions
from tests.lambdas.work.ledger_cloud import EAST, LEDGER, LOST, START, TOKENS, WEST, accepted, raw_item, rules
from tests.lambdas.work.machine import MACHINE

REGIONS = (EAST, WEST)
GOOD = {
    "PLATFORM_ENVIRONMENT": "test",
    "REGION": EAST,
    "PEER_REGION": WEST,
    "PRIMARY_REGION": EAST,
    "LEDGER_TABLE": LEDGER,
    "LEDGER_REGION": EAST,
    "TOKEN_TABLE": TOKENS,
    "STATE_MACHINE_ARN": MACHINE,
    "LEASE_RULES": rules().to_json(),
    "TOKEN_TTL_DAYS": "7",
    "MAX_ATTEMPTS": "3",
    "ENDPOINT_NAME": "digits",
    "COMPONENT_NAME": "",
    "LOOKS_PER_MINUTE": "6",
    "CANARY": json.dumps({"content_type": "image/png", "body_base64": base64.b64encode(b"digit").decode()}),
    "CANARY_TIMEOUT_MS": "5000",
    "RETENTION_DAYS": "30",
    "FINGERPRINT_FUNCTIONS": '{"run": "run-east"}',
    "FINGERPRINT_STATIC": "settings-1",
}


def test_a_good_environment_is_read() -> None:
    found = Settings.from_env(GOOD)
    assert set(VARIABLES) == set(GOOD)
    assert (found.canary.body, found.component, found.work.rules) == (b"digit", None, rules())
    assert Settings.from_env({**GOOD, "COMPONENT_NAME": "copy"}).component == "copy"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"REGION": WEST, "PRIMARY_REGION": WEST}, "both 'us-east-2'"),
        ({"PRIMARY_REGION": "eu-west-1"}, "PRIMARY_REGION = 'eu-west-1' is neither"),
        ({"LEASE_RULES": '{"lease_ms": 1}'}, "LEASE_RULES: .* failback"),
        ({"LEASE_RULES": rules().to_json().replace("30000", "3000")}, "LEASE_RULES: drain_ms"),
        ({"LEASE_RULES": "no JSON"}, "LEASE_RULES"),
        ({"LOOKS_PER_MINUTE": "5"}, "12000 ms between two looks"),
        ({"LOOKS_PER_MINUTE": "13"}, "LOOKS_PER_MINUTE = '13'"),
        ({"CANARY_TIMEOUT_MS": "30001"}, "may cost half of a lease"),
        ({"CANARY": '{"content_type": "x", "body_base64": ""}'}, "CANARY"),
        ({"CANARY": '{"content_type": "image/png", "body_base64": ""}'}, "CANARY"),
        ({"CANARY": '{"content_type": "image/png", "body_base64": "%"}'}, "CANARY"),
        ({"FINGERPRINT_FUNCTIONS": '{"run": ""}'}, "FINGERPRINT_FUNCTIONS"),
        ({"MAX_ATTEMPTS": "0"}, "MAX_ATTEMPTS"),
    ],
)
def test_what_contradicts_itself_is_said(changes: dict[str, str], said: str) -> None:
    with pytest.raises(InvalidEnvironmentError, match=said):
        Settings.from_env({**GOOD, **changes})


def test_everything_that_is_missing_is_said_at_once() -> None:
    with pytest.raises(InvalidEnvironmentError) as missing:
        Settings.from_env({})
    for name in set(VARIABLES) - {"COMPONENT_NAME"}:
        assert f"{name} is missing" in str(missing.value)


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ([], "the event is"),
        ({"action": "fail-over"}, "'fail-over' is not accepted: one of look, status, fail_over"),
        ({"actoin": "look"}, "did you mean 'action'"),
        ({"to": WEST}, "'action' is missing"),
        ({"action": "fail_over", "to": "eu-west-1"}, "one of us-east-1, us-east-2"),
        ({"action": "pin"}, "'to' is missing"),
        ({"action": "unpin", "to": WEST}, "unpin names no Region"),
        ({"action": "status", "to": WEST}, "status names no Region"),
        ({"action": 7}, "non-empty string"),
    ],
)
def test_an_event_that_is_not_accepted_says_why(event: object, said: str) -> None:
    with pytest.raises(InvalidEventError, match=said):
        parse(event, REGIONS)


def test_events() -> None:
    assert parse({}, REGIONS).task is Task.MINUTE
    assert parse({"action": "look"}, REGIONS).task is Task.LOOK
    order = parse({"action": "fail_over", "to": WEST}, REGIONS)
    assert (order.task, order.order, order.to) == (Task.ORDER, "fail_over", WEST)
    assert parse({"action": "fail_back", "to": None}, REGIONS).to is None


@pytest.fixture
def region(regions: TwoRegions, monkeypatch: pytest.MonkeyPatch) -> TwoRegions:
    """The function's environment; moto's endpoint answers whatever it is asked."""
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(handler.time, "sleep", lambda _: None)
    return regions


def test_the_function_looks_for_a_minute(region: TwoRegions, capsys: pytest.CaptureFixture[str]) -> None:
    reply = handler.handler({}, None)
    assert (reply["looks"], reply["decision"], reply["healthy"], reply["removed"]) == (6, "renew", True, 0)
    published = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {line["service"] for line in published} == {"keep_lease"}
    found = region.east.heartbeat()
    assert found is not None
    assert (found.failures, found.epoch) == (0, 1)


def test_the_function_answers_an_operator(region: TwoRegions) -> None:
    assert handler.handler({"action": "status"}, None)["reason"] == "there is no lease yet"
    with pytest.raises(OrderRefusedError, match="wait for the first look"):
        handler.handler({"action": "fail_over"}, None)
    assert handler.handler({"action": "look"}, None)["decision"] == "acquire"
    assert handler.handler({"action": "fail_over", "to": WEST}, None)["mode"] == "draining"


def test_old_results_leave_once_an_invocation(region: TwoRegions) -> None:
    done = done_work(int(handler.time.time() * 1000) - 31 * 86_400_000)
    region.ledger.put_item(TableName=LEDGER, Item=raw_item(done))
    reply = handler.handler({}, None)
    assert (reply["decision"], reply["acts"], reply["removed"]) == ("renew", True, 1)


def done_work(at_ms: int, key: str = "old") -> Work:
    given: dict[str, Any] = {"epoch": 1, "attempt": 1, "result": "{}", "outcome": Outcome.SUCCEEDED}
    return Work(key, WorkState.DONE, "h", at_ms=at_ms, **given)


class Cleaned:
    def __init__(self, regions: TwoRegions) -> None:
        self.client, self.now = regions.east.ledger_client, START
        self.cleaning = Cleaning(
            WorkListing(self.client, LEDGER), WorkRemoval(self.client, LEDGER), 30, lambda: self.now
        )

    def put(self, days: float, key: str) -> None:
        work = done_work(int((START - days * 86_400) * 1000), key)
        self.client.client.put_item(TableName=LEDGER, Item=raw_item(work))

    def left(self) -> set[str]:
        items = boto3.client("dynamodb").scan(TableName=LEDGER)["Items"]
        return {item["id"]["S"].removeprefix("work#") for item in items}


@pytest.fixture
def cleaned(regions: TwoRegions) -> Cleaned:
    return Cleaned(regions)


def test_only_days_that_are_over_are_removed(cleaned: Cleaned) -> None:
    for days in (0, 29, 30, 31, 32, 40):
        cleaned.put(days, f"day-{days}")
    cleaned.client.client.put_item(TableName=LEDGER, Item=raw_item(accepted("open", at_ms=1)))
    assert cleaned.cleaning(START + 60) == 3
    assert cleaned.left() == {"open", "day-0", "day-29", "day-30"}


def test_removal_ends_in_time_and_goes_on_later(cleaned: Cleaned) -> None:
    for number in range(5):
        cleaned.put(31, f"old-{number}")
    assert cleaned.cleaning(START) == 0
    cleaned.client.before["delete_item"] = [LOST]
    assert cleaned.cleaning(START + 60) == 0  # not counted; some may be gone
    cleaned.cleaning(START + 60)
    assert cleaned.left() == set()


def test_work_that_is_no_longer_there_or_done_on_another_day_is_not_removed(cleaned: Cleaned) -> None:
    removal = WorkRemoval(cleaned.client, LEDGER)
    cleaned.put(0, "today")
    assert not removal.remove("today", "done#2020-01-01")
    assert not removal.remove("gone", "done#2020-01-01")
    assert cleaned.left() == {"today"}
