"""What is asked of a stack, with AWS answered by the test: what is missing, what is cleaned up, what is waited for."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from botocore.exceptions import ClientError

from advisor.places import PROJECT
from advisor.stack.settings import read_stack_settings
from components.settings import parse
from domain.smoke import Outcome, Theme
from domain.smoke.cost import Move
from domain.smoke.http import HttpAnswer
from smoke.asks import alarms, api, routing
from smoke.asks.cost import questions as cost_questions
from smoke.checks import THEMES, questions_of
from smoke.clients.scheduled_actions import ScheduledActions
from smoke.clients.stack_alarms import StackAlarms
from smoke.connections import Connections
from smoke.context import Context
from smoke.known_set import read_known_set
from smoke.options import FILES, Options
from smoke.question import answered, ask
from smoke.stack import Stack
from smoke.targets import targets_of

TOPIC = "arn:aws:sns:us-east-1:123456789012:alarms"
DENIED = ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "Something")
WANTED = read_stack_settings("sandbox", PROJECT)


class Clients:
    """Answers as a boto3 client would; each method is a function of the test."""

    def __init__(self, **methods: Callable[..., Any]) -> None:
        self.called: list[tuple[str, dict[str, Any]]] = []
        self._methods = methods

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(**arguments: Any) -> Any:
            self.called.append((name, arguments))
            found = self._methods[name](**arguments)
            if isinstance(found, Exception):
                raise found
            return found

        return call

    def client(self, *_which: Any) -> Clients:
        return self

    def names(self) -> list[str]:
        return [name for name, _ in self.called]


class Clock:
    """A clock that only waiting moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def context(clients: Clients | None = None, outputs: Any = None, settings: Any = None, **options: Any) -> Context:
    clock = Clock()
    return Context(
        stack=Stack("sandbox", settings or WANTED.settings, outputs or {}, "us-east-1", PROJECT),
        connections=cast(Connections, clients or Clients()),
        options=Options(**options),
        known=read_known_set(FILES),
        run_id="abc",
        clock=clock,
        sleep=clock.sleep,
        now=lambda: datetime(2026, 11, 26, tzinfo=UTC),
    )


def test_what_the_settings_have_and_the_stack_has_not_is_a_failure_and_never_off() -> None:
    checks = answered(questions_of(context()), lambda: 0.0)
    assert {check.theme for check in checks} == set(THEMES)
    assert {check.finding.outcome for check in checks} == {Outcome.FAIL}
    assert all("deploy" in check.finding.reason for check in checks), checks


def test_what_is_off_is_off_and_nothing_is_asked() -> None:
    clients = Clients()
    checks = answered(questions_of(context(clients, settings=parse({}, stack="x"))), lambda: 0.0)
    assert {check.finding.outcome for check in checks} == {Outcome.OFF}
    assert not clients.called


def test_an_endpoint_that_the_settings_no_longer_have_is_a_failure() -> None:
    outputs = {"endpointNames": {"realtime_endpoint": "left"}}
    asked = questions_of(context(outputs=outputs, settings=parse({}, stack="x")), frozenset({Theme.ENDPOINTS}))
    assert [ask(one).outcome for one in asked] == [Outcome.FAIL, Outcome.OFF, Outcome.OFF]


MACHINE = {"stateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:m", "inputAccessPointAlias": "ap"}


def served(prefix: str, path: str) -> dict[str, Any]:
    labels = json.loads((FILES / "expected.json").read_text())
    records = [
        {"key": f"{prefix}{name}", "status": "ok", "prediction": found, "path": path, "fallback_reason": None}
        for name, found in labels.items()
    ]
    return {"Body": Lines("\n".join(map(json.dumps, records)).encode())}


class Lines(io.BytesIO):
    def iter_lines(self) -> list[bytes]:
        return self.read().splitlines()


def routed(clients: Clients, path: str = "realtime_endpoint", **options: Any) -> Any:
    asked = routing.questions(context(clients, MACHINE, paths=frozenset({path}), **options))
    return next(one for one in asked if one.name == path)


def world(**change: Any) -> Clients:
    done = {"status": "SUCCEEDED", "output": json.dumps({"summary": {"results": {"bucket": "b", "key": "k"}}})}
    methods: dict[str, Any] = {
        "put_object": lambda **_: {},
        "delete_object": lambda **_: {},
        "start_execution": lambda **_: {"executionArn": "e"},
        "describe_execution": lambda **_: done,
        "get_object": lambda **_: served("smoke/abc/realtime_endpoint/", "realtime_endpoint"),
        "stop_execution": lambda **_: {},
    }
    return Clients(**methods | change)


def test_a_run_takes_its_own_prefix_and_cleans_it() -> None:
    clients = world()
    assert ask(routed(clients)).outcome is Outcome.PASS
    put = {arguments["Key"] for name, arguments in clients.called if name == "put_object"}
    taken = {arguments["Key"] for name, arguments in clients.called if name == "delete_object"}
    assert put == taken
    assert {key.rpartition("/")[0] for key in put} == {"smoke/abc/realtime_endpoint"}
    request = next(json.loads(one["input"]) for name, one in clients.called if name == "start_execution")
    assert request == {
        "prefix": "smoke/abc/realtime_endpoint/",
        "inference_type": "provisioned",
        "batch_threshold": routing.UNLIMITED,
    }


@pytest.mark.parametrize("refused", ["put_object", "start_execution", "describe_execution", "get_object"])
def test_what_is_refused_half_way_is_unknown_and_cleaned_all_the_same(refused: str) -> None:
    clients = world(**{refused: lambda **_: DENIED})
    found = ask(routed(clients))
    assert found.outcome is Outcome.UNKNOWN
    assert "domain.smoke.actions" in found.reason
    assert clients.names().count("delete_object") == 3


@pytest.mark.parametrize(("copies", "wake", "starts"), [(0, False, 0), (0, True, 1), (1, False, 1)])
def test_a_component_that_sleeps_is_left_alone_unless_it_is_to_be_woken(copies: int, wake: bool, starts: int) -> None:
    moment = datetime(2026, 11, 26, tzinfo=UTC)
    endpoint = {"EndpointName": "e", "EndpointArn": "a", "EndpointConfigName": "c", "CreationTime": moment}
    component = {"InferenceComponentArn": "a", "CreationTime": moment, "RuntimeConfig": {"DesiredCopyCount": copies}}
    clients = world(
        describe_endpoint=lambda **_: endpoint | {"EndpointStatus": "InService"},
        describe_inference_component=lambda **_: component | {"InferenceComponentStatus": "InService"},
    )
    outputs = MACHINE | {"endpointNames": {"inference_components": "e"}, "componentName": "c"}
    asked = routing.questions(context(clients, outputs, wake=wake))
    found = ask(next(one for one in asked if one.name == "inference_components"))
    assert clients.names().count("start_execution") == starts
    assert (found.outcome is Outcome.LEFT_OUT) == (not starts)


def test_files_that_cannot_be_removed_are_said_and_hide_nothing() -> None:
    found = ask(routed(world(delete_object=lambda **_: DENIED)))
    assert found.outcome is Outcome.PASS
    assert "stayed below smoke/" in found.reason


def test_a_run_that_takes_too_long_is_stopped_and_unknown() -> None:
    clients = world(describe_execution=lambda **_: {"status": "RUNNING"})
    found = ask(routed(clients, run_s=60.0))
    assert found.outcome is Outcome.UNKNOWN
    assert clients.names().count("stop_execution") == 1
    assert clients.names().count("delete_object") == 3


def test_without_writes_nothing_is_put_or_started() -> None:
    clients = Clients(describe_state_machine=lambda **_: {"status": "ACTIVE"})
    found = [ask(one) for one in routing.questions(context(clients, MACHINE, writes=False))]
    assert [one.outcome for one in found] == [Outcome.PASS, *[Outcome.LEFT_OUT] * 4]
    assert clients.names() == ["describe_state_machine"]


DEPLOYED = MACHINE | {
    "trainingStateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:t",
    "endpointNames": {"realtime_endpoint": "r", "serverless_inference": "s", "inference_components": "c"},
    "componentName": "c",
    "functionNames": {"predict": "p"},
    "predictionApiUrl": "https://example.com",
    "routerFunction": "router",
    "switchFunction": "switch",
    "autoStopFunction": "stop",
    "primaryRegion": "us-east-1",
    "keepLeaseFunction": "keep",
    "secondaryRegion": "us-west-2",
    "secondaryKeepLeaseFunction": "keep",
    "alarmTopicArn": TOPIC,
    "billingTopicArns": {"warning": TOPIC},
}
"""The sandbox's stack, in which every theme is on."""


@pytest.mark.parametrize("writes", [False, True])
def test_all_that_is_called_without_writes(monkeypatch: pytest.MonkeyPatch, writes: bool) -> None:
    """What docs/runbooks/smoke.md says of production: every call of AWS, what each function is sent, every request."""
    http = saying(monkeypatch, **dict.fromkeys(("health", "predict", "models"), BROKEN))
    moment = datetime(2026, 11, 26, tzinfo=UTC)
    endpoint = {"EndpointName": "e", "EndpointArn": "a", "EndpointConfigName": "c", "CreationTime": moment}
    component = {"InferenceComponentArn": "a", "CreationTime": moment, "RuntimeConfig": {"DesiredCopyCount": 1}}
    clients = Clients(
        **{name: lambda **_: DENIED for name in ("invoke", "invoke_endpoint", "describe_alarms", "put_object")},
        delete_object=lambda **_: {},
        describe_state_machine=lambda **_: {"status": "ACTIVE"},
        describe_scheduled_actions=lambda **_: {"ScheduledActions": []},
        describe_endpoint=lambda **_: endpoint | {"EndpointStatus": "InService"},
        describe_inference_component=lambda **_: component | {"InferenceComponentStatus": "InService"},
    )
    answered(questions_of(context(clients, DEPLOYED, writes=writes)), lambda: 0.0)
    assert {name for name in clients.names() if not name.startswith("describe_")} == {
        "invoke",
        "invoke_endpoint",
        *({"put_object", "delete_object"} if writes else ()),
    }
    sent = {(one["FunctionName"], one["Payload"].decode()) for name, one in clients.called if name == "invoke"}
    ((to_router, file),) = [(name, text) for name, text in sent if name == "router"]
    assert set(json.loads(file)) == {"content_type", "body_base64"}
    assert sent - {(to_router, file)} == {
        ("switch", '{"dry_run": true}'),
        ("stop", '{"action": "run", "dry_run": true}' if writes else '{"action": "status"}'),
        ("keep", '{"action": "status"}'),
    }
    assert sorted(http) == ["GET /v1/health", "GET /v1/models", *["POST /v1/predict"] * 3]


def alarm(name: str, state: str, **change: Any) -> dict[str, Any]:
    return {
        "AlarmName": name,
        "StateValue": state,
        "StateReason": "r",
        "Threshold": 1.0,
        "ActionsEnabled": True,
    } | change


def looked(states: list[list[dict[str, Any]]], **options: Any) -> tuple[Any, Clients]:
    """What is found when each look sees the next of these states, the last one for ever."""
    clients = Clients(describe_alarms=lambda **_: {"MetricAlarms": states[0] if len(states) == 1 else states.pop(0)})
    made = context(clients, {"alarmTopicArn": TOPIC}, **options)
    return ask(next(iter(alarms.questions(made)))), clients


NEW = alarm("canary", "ALARM", TreatMissingData="breaching")
CALM = alarm("errors", "OK")


def test_alarms_of_a_new_stack_get_the_time_for_their_first_data() -> None:
    found, clients = looked([[NEW, CALM], [NEW, CALM], [alarm("canary", "OK"), CALM]])
    assert found.outcome is Outcome.PASS
    assert len(clients.called) == 3


def test_alarms_that_stay_without_data_are_a_failure_after_a_while() -> None:
    found, _ = looked([[NEW, CALM]])
    assert found.outcome is Outcome.FAIL


def test_an_alarm_that_rings_on_data_is_not_waited_for() -> None:
    found, clients = looked([[NEW, alarm("errors", "ALARM")], [CALM]])
    assert found.outcome is Outcome.FAIL
    assert len(clients.called) == 1


def test_an_alarm_that_is_left_out_is_counted() -> None:
    found, _ = looked([[NEW, CALM]], ignored_alarms=("canar",))
    assert found.outcome is Outcome.PASS
    assert "1 left out by --ignore-alarm" in found.reason


def test_a_stack_without_an_alarm_is_unknown() -> None:
    found, _ = looked([[]])
    assert found.outcome is Outcome.UNKNOWN


def test_alarms_are_read_by_their_topic_page_by_page() -> None:
    pages = [{"MetricAlarms": [CALM], "NextToken": "n"}, {"CompositeAlarms": [alarm("slo", "OK", Threshold=None)]}]
    clients = Clients(describe_alarms=lambda **_: pages.pop(0))
    found = StackAlarms(clients, "us-east-1").telling(TOPIC)
    assert [(one.name, one.threshold) for one in found] == [("errors", 1.0), ("slo", None)]
    first, second = (arguments for _, arguments in clients.called)
    assert first["ActionPrefix"] == TOPIC
    assert second["NextToken"] == "n"


def action(resource: str, schedule: str, **change: Any) -> dict[str, Any]:
    bounds = {"MinCapacity": 1, "MaxCapacity": 2}
    return {"ResourceId": resource, "Schedule": schedule, "ScalableTargetAction": bounds} | change


def test_scheduled_actions_are_those_of_the_resource_page_by_page() -> None:
    pages = [
        {"ScheduledActions": [action("endpoint/a/variant/x", "cron(1)")], "NextToken": "n"},
        {"ScheduledActions": [action("endpoint/ab/variant/x", "cron(2)"), action("endpoint/a/y", "cron(3)")]},
    ]
    clients = Clients(describe_scheduled_actions=lambda **_: pages.pop(0))
    found = ScheduledActions(clients).of("sagemaker", "endpoint/a/")
    assert found == {Move("cron(1)", "UTC", 1, 2), Move("cron(3)", "UTC", 1, 2)}


def test_a_schedule_that_cannot_be_planned_is_unknown(tmp_path: Path) -> None:
    """Its file of holidays is not where the stack's file is."""
    made = context()
    moved = replace(made, stack=replace(made.stack, project=tmp_path))
    found = next(ask(one) for one in cost_questions(moved) if one.name == "schedules")
    assert found.outcome is Outcome.UNKNOWN
    assert "holidays_file" in found.reason


def scheduled(now: datetime) -> set[str]:
    """What is missing of the plan of `predict` when nothing is there, as the reason names it: how many actions."""
    outputs = {"functionNames": {"predict": "p"}, "endpointNames": {"realtime_endpoint": "r"}}
    made = replace(
        context(Clients(describe_scheduled_actions=lambda **_: {"ScheduledActions": []}), outputs), now=lambda: now
    )
    return {
        ask(one).reason.split(" scheduled")[0] for one in cost_questions(made) if one.name.startswith("schedule of")
    }


def test_single_actions_of_the_past_are_not_asked_for() -> None:
    """AWS removes them; the crons of the week stay."""
    now, later = (scheduled(datetime(year, 11, 26, tzinfo=UTC)) for year in (2026, 2031))
    assert now == {"18 of 18"}
    assert later
    assert later <= {f"{count} of {count}" for count in range(1, 19)}


def test_the_targets_of_a_watch_are_what_answers_at_once() -> None:
    outputs = {
        "endpointNames": {"realtime_endpoint": "r", "serverless_inference": "s", "inference_components": "c"},
        "predictionApiUrl": "https://example.com",
        "routerFunction": "router",
    }
    made = context(outputs=outputs)
    found = {one.name: one.objective_ms for one in targets_of(made)}
    assert found == {
        "http api": 29_000,
        "router": 2500,
        "endpoint realtime_endpoint": None,
        "endpoint serverless_inference": None,
    }
    assert {one.objective_ms for one in targets_of(made, 100.0)} == {100.0}


def test_the_account_and_region_of_a_stack_are_those_of_its_outputs(tmp_path: Path) -> None:
    made = Stack("s", WANTED.settings, {"a": 3, "b": "arn:aws:s3:::x", "topic": TOPIC}, "us-east-1", tmp_path)
    assert made.account() == "123456789012"
    assert Stack("s", WANTED.settings, {}, None, tmp_path).account() is None


def saying(monkeypatch: pytest.MonkeyPatch, **answers: HttpAnswer | Exception) -> list[str]:
    """An API that says this of its `models`, of `health` and of each `predict`; returns what it is asked."""
    called: list[str] = []

    class Calls:
        def call(self, method: str, path: str, _body: Any = None, *, shown: bool = True) -> HttpAnswer:
            del shown
            called.append(f"{method} {path}")
            found = answers[path.rpartition("/")[2]]
            if isinstance(found, Exception):
                raise found
            return found

    monkeypatch.setattr(api, "calls_of", lambda _context: Calls())
    return called


NOT_THERE = HttpAnswer(404, {"error": {"code": "model_not_found"}})
BROKEN = HttpAnswer(503, {"error": {"code": "model_unavailable"}})
SOME = HttpAnswer(200, {"models": [{"model": "m"}]})


@pytest.mark.parametrize(
    ("models", "predict", "watched"),
    [
        (HttpAnswer(200, {"models": []}), None, False),
        (SOME, NOT_THERE, False),  # uploaded, and never released
        (SOME, HttpAnswer(200, {"predictions": []}), True),
        (SOME, BROKEN, True),
        (HttpAnswer(500, {}), BROKEN, True),
        (OSError("timed out"), None, True),
    ],
)
def test_a_watch_leaves_the_api_out_only_while_it_has_no_model(
    monkeypatch: pytest.MonkeyPatch, models: Any, predict: Any, watched: bool
) -> None:
    saying(monkeypatch, models=models, predict=predict)
    made = context(outputs={"predictionApiUrl": "https://example.com"}, no_model_yet=True)
    assert ("http api" in {one.name for one in targets_of(made)}) is watched


@pytest.mark.parametrize(("models", "asked"), [([], ["GET /v1/models"]), ([{}], ["GET /v1/models", "GET /v1/health"])])
def test_a_stack_without_a_model_is_not_made_to_fail(
    monkeypatch: pytest.MonkeyPatch, models: list[Any], asked: list[str]
) -> None:
    """Its health check is a 503, which spends the error budget: whoever says --no-model-yet asks for none."""
    called = saying(monkeypatch, models=HttpAnswer(200, {"models": models}), health=HttpAnswer(200, {"status": "ok"}))
    made = context(outputs={"predictionApiUrl": "https://example.com"}, no_model_yet=True)
    found = ask(next(one for one in api.questions(made) if one.name == "health"))
    assert found.outcome is (Outcome.PASS if models else Outcome.LEFT_OUT)
    assert called == asked
