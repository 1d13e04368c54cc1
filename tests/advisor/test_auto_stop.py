"""The command asks the deployed function, shows its answer, and ends as it ended."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
import typer
from botocore.exceptions import ClientError
from typer.testing import CliRunner

from advisor import auto_stop
from advisor.deployed import outputs_of
from advisor.errors import InputError

OUTPUTS = {"autoStopFunction": "stop-function-1", "alarmTopicArn": "arn:aws:sns:ap-northeast-1:123456789012:alarms"}
RUN = {
    "action": "run",
    "dry_run": False,
    "endpoints": 3,
    "stopped": ["scale-down idle: no call in the last 60 minutes; saves 0.115 USD an hour"],
    "kept": {"busy": 1, "protected": 1},
    "kept_examples": [
        "kept busy: 3 calls in the last 60 minutes",
        "kept safe: the tag [DoNotAutoStop=true] protects it",
    ],
    "failed": [],
    "settled": [],
    "expired_overrides": ["realtime is kept up until 2026-11-01T00:00:00+00:00 by a: b"],
    "saves_usd_per_hour": 0.115,
    "unpriced": ["other"],
}


class Function:
    """Lambda's Invoke: remembers what it was asked, and answers with one payload."""

    def __init__(self, payload: Any, *, failed: bool = False, refuses: bool = False) -> None:
        self.payload, self.failed, self.refuses = payload, failed, refuses
        self.asked: list[dict[str, Any]] = []

    def invoke(self, **request: Any) -> dict[str, Any]:
        if self.refuses:
            raise ClientError({"Error": {"Code": "AccessDeniedException", "Message": "no"}}, "Invoke")
        self.asked.append({**request, "Payload": json.loads(request["Payload"])})
        reply: dict[str, Any] = {"Payload": io.BytesIO(json.dumps(self.payload).encode())}
        return {**reply, "FunctionError": "Unhandled"} if self.failed else reply


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    path = tmp_path / "outputs.json"
    path.write_text(json.dumps(OUTPUTS))
    return path


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, outputs: Path) -> Any:
    def run(function: Function, *arguments: str) -> Any:
        regions: list[str | None] = []
        monkeypatch.setattr(auto_stop, "_client", lambda region: (regions.append(region), function)[1])
        result = CliRunner(env={"COLUMNS": "200"}).invoke(auto_stop.app, [*arguments, "--outputs", str(outputs)])
        assert regions in ([], ["ap-northeast-1"])
        return result

    return run


def test_a_run_shows_what_was_stopped_kept_and_saved(ask: Any) -> None:
    function = Function(RUN)
    result = ask(function, "run")
    assert result.exit_code == 0
    assert function.asked == [
        {"FunctionName": "stop-function-1", "Qualifier": "live", "Payload": {"action": "run", "dry_run": False}}
    ]
    for text in (
        "done: 1 of 3 endpoints stopped, saves 0.115 USD an hour, and 1 unpriced",
        "scale-down idle: no call",
        "[DoNotAutoStop=true]",
        "override expired",
    ):
        assert text in result.output


@pytest.mark.parametrize(
    ("arguments", "event"),
    [
        (["run", "--dry-run"], {"action": "run", "dry_run": True}),
        (["restore"], {"action": "restore", "dry_run": False, "force": False}),
        (["restore", "idle", "--force"], {"action": "restore", "dry_run": False, "force": True, "endpoint": "idle"}),
        (["restore", "--dry-run"], {"action": "restore", "dry_run": True, "force": False}),
        (["status"], {"action": "status"}),
    ],
)
def test_each_command_is_one_event_that_the_function_accepts(ask: Any, arguments: list[str], event: Any) -> None:
    from lambdas.auto_stop.request import parse

    answers = {
        "run": RUN,
        "restore": {"action": "restore", "dry_run": False, "restored": ["idle"], "failed": []},
        "status": {"action": "status", "records": 0, "stopped": [], "failed": []},
    }
    function = Function(answers[arguments[0]])
    assert ask(function, *arguments).exit_code == 0
    assert [one["Payload"] for one in function.asked] == [event]
    assert parse(event).task.value == arguments[0]


def test_the_status_lists_what_is_stopped(ask: Any) -> None:
    row = {"endpoint": "idle", "state": "stopped", "at": "2026-11-26T03:00:00+00:00", "reason": "no call"}
    result = ask(Function({"action": "status", "records": 1, "stopped": [row], "failed": []}), "status")
    assert "1 stopped" in result.output
    assert "idle (stopped, 2026-11-26T03:00:00+00:00): no call" in result.output


def test_a_failed_run_ends_with_one_and_lists_what_failed(ask: Any) -> None:
    error = {
        "errorType": "AutoStopFailedError",
        "errorMessage": "2 failed, all others are done: FAILED a: x; FAILED b: y",
    }
    result = ask(Function(error, failed=True), "run")
    assert result.exit_code == 1
    assert "FAILED a: x\n" in result.output
    assert "FAILED b: y\n" in result.output


def test_json_is_what_the_function_answered(ask: Any) -> None:
    assert json.loads(ask(Function(RUN), "run", "--json").output) == RUN


def test_a_function_that_cannot_be_run_is_one_line(ask: Any) -> None:
    result = ask(Function(RUN, refuses=True), "run")
    assert result.exit_code == 2
    assert "auto-stop: function stop-function-1 could not be run" in result.stderr


def test_a_stack_without_auto_stop_says_what_to_do(ask: Any, outputs: Path) -> None:
    outputs.write_text('{"runBucket": "b"}')
    result = ask(Function(RUN), "run")
    assert result.exit_code == 2
    assert "has no output autoStopFunction; it has runBucket. Set cost.auto_stop.enabled to true" in result.stderr


@pytest.mark.parametrize(
    ("content", "message"), [("{", "is not JSON"), ("[]", "is list; accepted: an object of outputs")]
)
def test_outputs_that_are_none_are_refused(outputs: Path, content: str, message: str) -> None:
    outputs.write_text(content)
    with pytest.raises(InputError, match=message):
        outputs_of(None, outputs)


def test_a_file_that_is_not_there_and_a_stack_that_is_not_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="could not be read"):
        outputs_of("staging", tmp_path / "none.json")
    with pytest.raises(InputError, match="no stack is named; give --stack NAME"):
        outputs_of(None, None)


def test_pulumi_is_asked_for_the_outputs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pulumi = tmp_path / "pulumi"
    pulumi.write_text(
        f"#!/bin/sh\n[ \"$5\" = staging ] || {{ echo no stack >&2; exit 1; }}\necho '{json.dumps(OUTPUTS)}'\n"
    )
    pulumi.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    assert outputs_of("staging", None) == OUTPUTS
    with pytest.raises(InputError, match="`pulumi stack output --json --stack prod` failed: no stack"):
        outputs_of("prod", None)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(InputError, match="there is no pulumi on PATH"):
        outputs_of("staging", None)


def test_the_advisor_knows_the_command() -> None:
    from advisor.__main__ import app

    assert isinstance(app, typer.Typer)
    result = CliRunner().invoke(app, ["auto-stop", "--help"])
    assert result.exit_code == 0
    for name in ("run", "restore", "status"):
        assert name in result.output


@pytest.mark.parametrize(
    ("topic", "profile"), [("", None), ("arn:aws:sns:not a region:1:x", None), (OUTPUTS["alarmTopicArn"], "nobody")]
)
def test_an_aws_that_cannot_even_be_asked_is_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, topic: str, profile: str | None
) -> None:
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    if profile:
        monkeypatch.setenv("AWS_PROFILE", profile)
    path = tmp_path / "outputs.json"
    path.write_text(json.dumps({**OUTPUTS, "alarmTopicArn": topic}))
    result = CliRunner().invoke(auto_stop.app, ["status", "--outputs", str(path)])
    assert result.exit_code == 2
    assert result.stderr.startswith("auto-stop: AWS cannot be asked: ")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("payload", [None, [], {"action": "run"}, {"action": "status", "stopped": 5, "records": 1}])
def test_an_answer_of_another_shape_is_told(ask: Any, payload: Any) -> None:
    result = ask(Function(payload), "run")
    assert result.exit_code == 2
    assert "auto-stop: function stop-function-1 answer" in result.stderr


def test_a_reason_is_shown_as_it_is_also_when_it_looks_like_markup(ask: Any) -> None:
    result = ask(Function({**RUN, "expired_overrides": ["realtime by [bold]a[/]: [/b]"]}), "run")
    assert result.exit_code == 0
    assert "realtime by [bold]a[/]: [/b]" in result.output
