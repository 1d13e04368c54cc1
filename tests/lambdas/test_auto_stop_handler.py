"""The handler of auto-stop, from environment and event to answer, metrics and message."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from lambdas import prices, sdk
from lambdas.auto_stop.handler import handler
from lambdas.auto_stop.request import Request, Task, parse
from lambdas.clients.notices import LONGEST_MESSAGE, LONGEST_SUBJECT, Notices
from lambdas.errors import AutoStopFailedError, InvalidEnvironmentError, InvalidEventError
from tests.lambdas.auto_stop_cloud import MINE, Cloud, Endpoint, Part

ENVIRONMENT = {
    "AWS_REGION": "us-east-1",
    "PLATFORM_ENVIRONMENT": "staging",
    "POWERTOOLS_SERVICE_NAME": "auto_stop",
    "ENDPOINT_TAGS": json.dumps(MINE),
    "UNITS": "{}",
    "ACTION": "scale-down",
    "IDLE_MINUTES": "60",
    "DRY_RUN": "false",
    "MESSAGES": "news",
    "OVERRIDES": "[]",
    "RECORD_TABLE": "records",
    "TOPIC_ARN": "arn:aws:sns:us-east-1:123456789012:alarms",
}


class Context:
    def get_remaining_time_in_millis(self) -> int:
        return 900_000


@pytest.fixture
def aws_of(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Cloud]:
    """Puts endpoints behind every client, and prices with one of them beside the code."""

    def make(*endpoints: Endpoint, **environment: str) -> Cloud:
        cloud = Cloud(*endpoints)
        cloud.now = datetime.now(UTC)
        monkeypatch.setattr(sdk, "client", lambda _service: cloud)
        for name, value in {**ENVIRONMENT, **environment}.items():
            monkeypatch.setenv(name, value)
        return cloud

    return make


@pytest.fixture
def book(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """Sets the content of the price file."""

    def write(content: str) -> None:
        (tmp_path / "lambdas").mkdir(exist_ok=True)
        (tmp_path / "domain").mkdir(exist_ok=True)
        (tmp_path / "domain" / "prices.json").write_text(content)
        monkeypatch.setattr(prices, "__file__", str(tmp_path / "lambdas" / "prices.py"))

    return write


def priced(observed: str) -> str:
    price = {"item": "sagemaker.hosting/ml.m5.large", "region": "us-east-1", "unit": "hour", "usd": 0.115}
    return json.dumps({"currency": "USD", "prices": [{**price, "source": "a test", "observed": observed}]})


def run(**event: Any) -> dict[str, Any]:
    return handler(event, Context())


def published(text: str) -> list[tuple[str, float, str]]:
    """Name, value and reason of every metric."""
    found = []
    for blob in map(json.loads, text.splitlines()):
        (directive,) = blob["_aws"]["CloudWatchMetrics"]
        assert {"service", "Environment"} <= set(directive["Dimensions"][0])
        found += [(one["Name"], blob[one["Name"]][0], blob.get("Reason", "")) for one in directive["Metrics"]]
    return sorted(found)


def test_a_run_stops_publishes_and_tells(aws_of: Any, book: Any, capsys: pytest.CaptureFixture[str]) -> None:
    cloud = aws_of(Endpoint("idle", [Part("v", count=3)]), Endpoint("busy", [Part("v", calls=1)]))
    book(priced(datetime.now(UTC).date().isoformat()))
    reply = run(action="run")
    assert reply["stopped"] == ["scale-down idle: no call in the last 60 minutes; saves 0.230 USD an hour"]
    assert (reply["endpoints"], reply["kept"], reply["failed"]) == (2, {"busy": 1}, [])
    assert published(capsys.readouterr().out) == [
        ("EndpointsKept", 1, "busy"),
        ("EndpointsStoppedCount", 1, ""),
        ("EstimatedSavingsPerHour", 0.23, ""),
    ]
    ((subject, message),) = cloud.messages
    assert subject == "auto-stop stopped 1 of 2 endpoints"
    assert "scale-down idle" in message


def test_a_quiet_run_tells_nobody(aws_of: Any) -> None:
    cloud = aws_of(Endpoint("busy", [Part("v", calls=1)]))
    run()
    run()
    assert cloud.messages == []


def test_every_run_is_told_where_the_stack_says_so(aws_of: Any) -> None:
    cloud = aws_of(Endpoint("busy", [Part("v", calls=1)]), MESSAGES="every-run")
    run()
    run()
    assert [subject for subject, _ in cloud.messages] == ["auto-stop stopped 0 of 1 endpoints"] * 2
    assert "kept, busy: 1" in cloud.messages[0][1]


@pytest.mark.parametrize("messages", ["", "hourly"])
def test_messages_of_another_kind_are_refused(aws_of: Any, messages: str) -> None:
    aws_of(MESSAGES=messages)
    with pytest.raises(InvalidEnvironmentError, match=r"MESSAGES.*news, every-run"):
        run()


def test_a_dry_run_acts_on_nothing_and_tells_its_finding_once(aws_of: Any, capsys: Any) -> None:
    cloud = aws_of(Endpoint("idle"), DRY_RUN="true")
    for _ in range(3):
        assert len(run()["stopped"]) == 1
    assert cloud.acts == []
    assert [subject for subject, _ in cloud.messages] == ["auto-stop would stop 1 of 1 endpoints"]
    assert "EndpointsStoppedCount" not in capsys.readouterr().out
    cloud.endpoints["other"] = cloud.by_arn[Endpoint("other").arn] = Endpoint("other")
    cloud.configurations["other-config"] = cloud.endpoints["other"]
    run()
    assert len(cloud.messages) == 2, "there are news"


def test_a_dry_run_can_be_asked_for_where_the_stack_acts(aws_of: Any) -> None:
    cloud = aws_of(Endpoint("idle"))
    assert run(dry_run=True)["dry_run"] is True
    assert cloud.acts == []


def test_a_failed_run_ends_as_failed_with_the_list_after_it_told(aws_of: Any) -> None:
    cloud = aws_of(*(Endpoint(name) for name in ("a1", "b2", "c3")))
    cloud.fail("update_endpoint_weights_and_capacities", on="b2")
    with pytest.raises(AutoStopFailedError, match=r"1 failed, all others are done: FAILED b2: .*Rate exceeded"):
        run()
    assert [one.variants[0].count for one in cloud.endpoints.values()] == [1, 2, 1]
    assert [subject for subject, _ in cloud.messages] == ["auto-stop stopped 2 of 3 endpoints, 1 FAILED"]


def test_a_retry_of_a_failed_run_does_nothing_twice(aws_of: Any) -> None:
    """Lambda runs an asynchronous function that failed again."""
    cloud = aws_of(Endpoint("a1"), Endpoint("b2"))
    cloud.fail("update_endpoint_weights_and_capacities", on="b2", times=1)
    with pytest.raises(AutoStopFailedError):
        run()
    cloud.acts.clear()
    assert run()["kept"] == {"at-floor": 1, "young": 1}, "what was taken back a minute ago gets its time"
    assert cloud.acts == []


def test_a_run_and_its_restore(aws_of: Any) -> None:
    cloud = aws_of(Endpoint("idle", [Part("v", count=3)]))
    run()
    assert run(action="status")["stopped"][0]["endpoint"] == "idle"
    assert run(action="restore", endpoint="idle")["restored"] == ["idle"]
    assert cloud.endpoints["idle"].variants[0].count == 3


@pytest.mark.parametrize("content", ["", "{", '{"currency": "EUR", "prices": []}'])
def test_a_malformed_price_file_makes_savings_unpriced_and_stops_all_the_same(
    aws_of: Any, book: Any, content: str
) -> None:
    aws_of(Endpoint("idle"))
    book(content)
    assert run()["unpriced"] == ["idle"]


def test_a_price_that_is_too_old_is_no_price(aws_of: Any, book: Any, capsys: pytest.CaptureFixture[str]) -> None:
    aws_of(Endpoint("idle"))
    book(priced("2024-01-01"))
    reply = run()
    assert (reply["unpriced"], reply["saves_usd_per_hour"]) == (["idle"], 0)
    assert reply["stopped"] == ["scale-down idle: no call in the last 60 minutes; unpriced"]
    assert "EstimatedSavingsPerHour" not in capsys.readouterr().out


def test_the_shipped_prices_can_be_read() -> None:
    assert prices.price_book().prices


@pytest.mark.parametrize("action", ["stop", "keep-up"])
def test_an_action_that_does_not_exist_is_refused(aws_of: Any, action: str) -> None:
    aws_of(ACTION=action)
    with pytest.raises(InvalidEnvironmentError, match=r"ACTION = .* is not accepted \(keep, scale-down, disable"):
        run()


@pytest.mark.parametrize(
    ("event", "message"),
    [
        ([], "the event is"),
        ({"action": "stop"}, r"field 'action': 'stop' is not accepted: one of run, restore, status"),
        ({"actoin": "run"}, r"field 'actoin' is unknown \(did you mean 'action'\?\)"),
        ({"endpoint": "e"}, "field 'endpoint' is not for action run; only for restore"),
        ({"action": "status", "dry_run": True}, "field 'dry_run' is not for action status; only for run, restore"),
        ({"action": "restore", "endpoint": ""}, "'' is not accepted: a non-empty string"),
        ({"dry_run": "yes"}, "'yes' is not accepted: true or false"),
    ],
)
def test_an_event_that_is_not_accepted_is_named(event: Any, message: str) -> None:
    with pytest.raises(InvalidEventError, match=message):
        parse(event)


def test_events_say_what_to_do() -> None:
    assert parse({}) == Request(Task.RUN)
    assert parse({"action": "restore", "force": True}) == Request(Task.RESTORE, force=True)


def test_a_message_that_is_too_long_is_cut_and_says_so() -> None:
    cloud = Cloud()
    Notices(cloud, "topic").send("s" * 200, "ü" * 200_000)
    ((subject, message),) = cloud.messages
    assert len(subject) == LONGEST_SUBJECT
    assert len(message.encode()) <= LONGEST_MESSAGE
    assert message.endswith("cut: the function's log holds all of it.")
