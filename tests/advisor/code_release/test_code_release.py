"""Rollouts of code: what is moved, what is refused, and how each end is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from advisor.code_release import command
from advisor.code_release.rollouts import Releases, Rollout, told
from advisor.code_release.versions import planned
from advisor.errors import InputError

OUTPUTS = {
    "predictionRollout": {"application": "app", "group": "group"},
    "predictionFunctions": {"predict_http": "front-1"},
    "alarmTopicArn": "arn:aws:sns:eu-west-1:123456789012:alarms",
}


class Pages:
    def __init__(self, pages: list[dict[str, Any]]) -> None:
        self.pages = pages

    def paginate(self, **_: Any) -> Iterator[dict[str, Any]]:
        return iter(self.pages)


class Functions:
    """Lambda's answers."""

    def __init__(self, alias: dict[str, Any], versions: list[str]) -> None:
        self.alias, self.versions = alias, versions

    def get_alias(self, **_: Any) -> dict[str, Any]:
        return self.alias

    def get_paginator(self, _: str) -> Pages:
        return Pages([{"Versions": [{"Version": one}]} for one in self.versions])


class CodeDeploy:
    """CodeDeploy's answers: each rollout goes through its statuses, one a look."""

    def __init__(self, *statuses: dict[str, Any], earlier: dict[str, Any] | None = None, later: Any = None) -> None:
        self.statuses = list(statuses)
        self.earlier = earlier
        self.known = {one["deploymentId"]: one for one in (earlier, later) if one is not None}
        self.begun: list[dict[str, Any]] = []
        self.stopped: list[str] = []

    def get_paginator(self, _: str) -> Pages:
        return Pages([{"deployments": list(self.known)}])

    def batch_get_deployments(self, deploymentIds: list[str]) -> dict[str, Any]:  # noqa: N803 - AWS's name
        assert len(deploymentIds) <= 25
        return {"deploymentsInfo": [self.get_deployment(one)["deploymentInfo"] for one in deploymentIds]}

    def create_deployment(self, **request: Any) -> dict[str, str]:
        self.begun.append(request)
        return {"deploymentId": "d-2"}

    def get_deployment(self, deploymentId: str) -> dict[str, Any]:  # noqa: N803 - AWS's name
        if deploymentId in self.known and not self.stopped:
            return {"deploymentInfo": self.known[deploymentId]}
        found = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        return {"deploymentInfo": {"deploymentId": deploymentId, "createTime": 2, **found}}

    def stop_deployment(self, **request: Any) -> None:
        assert request["autoRollbackEnabled"] is True
        self.stopped.append(request["deploymentId"])


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    outputs = tmp_path / "outputs.json"
    outputs.write_text(json.dumps(OUTPUTS))
    monkeypatch.setattr(command.time, "sleep", lambda _: None)

    def go(functions: Functions, codedeploy: CodeDeploy, *arguments: str) -> Any:
        def clients(place: Any, service: str) -> Any:
            assert place.region == "eu-west-1"
            return {"lambda": functions, "codedeploy": codedeploy}[service]

        monkeypatch.setattr("advisor.model.place.Place.client", clients)
        return CliRunner().invoke(command.app, [*arguments, "--outputs", str(outputs)])

    return go


def alias(version: str = "3", **weights: float) -> dict[str, Any]:
    found: dict[str, Any] = {"FunctionVersion": version}
    return {**found, "RoutingConfig": {"AdditionalVersionWeights": weights}} if weights else found


VERSIONS = ["$LATEST", "3", "10", "9"]
DONE: dict[str, Any] = {"status": "Succeeded"}


def test_the_newest_version_is_rolled_out_and_followed(run: Any) -> None:
    codedeploy = CodeDeploy({"status": "Created"}, {"status": "InProgress"}, {"status": "InProgress"}, DONE)
    result = run(Functions(alias(), VERSIONS), codedeploy, "start")
    assert result.exit_code == 0, result.output
    assert result.output.splitlines() == [
        "front-1: version 3 to 10: rollout d-2",
        "rollout d-2: Created",
        "rollout d-2: InProgress",
        "rollout d-2: Succeeded",
    ]
    (request,) = codedeploy.begun
    assert (request["applicationName"], request["deploymentGroupName"]) == ("app", "group")
    spec = json.loads(request["revision"]["appSpecContent"]["content"])
    assert spec["Resources"][0]["function"]["Properties"] == {
        "Name": "front-1",
        "Alias": "live",
        "CurrentVersion": "3",
        "TargetVersion": "10",
    }


def test_a_rollout_that_an_alarm_took_back_ends_with_1_and_its_reason(run: Any) -> None:
    stopped = {
        "status": "Stopped",
        "errorInformation": {"code": "ALARM_ACTIVE", "message": "alarm errors is in ALARM"},
        "rollbackInfo": {"rollbackDeploymentId": "d-3"},
    }
    result = run(Functions(alias(), VERSIONS), CodeDeploy({"status": "InProgress"}, stopped), "start")
    assert result.exit_code == 1
    assert "Stopped; ALARM_ACTIVE: alarm errors is in ALARM; taken back by d-3" in result.output


def test_an_older_version_can_be_rolled_out(run: Any) -> None:
    codedeploy = CodeDeploy(DONE)
    assert run(Functions(alias("10"), VERSIONS), codedeploy, "start", "--version", "9").exit_code == 0
    assert '"TargetVersion": "9"' in codedeploy.begun[0]["revision"]["appSpecContent"]["content"]


def test_nothing_to_roll_out_is_no_error(run: Any) -> None:
    codedeploy = CodeDeploy()
    result = run(Functions(alias("10"), VERSIONS), codedeploy, "start")
    assert result.exit_code == 0
    assert "version 10 answers already" in result.output
    assert codedeploy.begun == []


def test_a_dry_run_moves_nothing(run: Any) -> None:
    codedeploy = CodeDeploy()
    result = run(Functions(alias(), VERSIONS), codedeploy, "start", "--dry-run")
    assert "dry run, nothing was moved: front-1: version 3 to 10" in result.output
    assert codedeploy.begun == []


def test_without_waiting_the_id_is_told(run: Any) -> None:
    result = run(Functions(alias(), VERSIONS), CodeDeploy(), "start", "--no-wait")
    assert (result.exit_code, result.output) == (0, "front-1: version 3 to 10: rollout d-2\n")


@pytest.mark.parametrize(
    ("functions", "arguments", "message"),
    [
        (Functions(alias(), ["$LATEST"]), [], "has no published version; deploy the stack first"),
        (Functions(alias(), VERSIONS), ["--version", "4"], "--version is 4; accepted: a published version of front-1"),
        (Functions(alias(), VERSIONS), ["--version", "010"], "--version is 010; accepted: a published version"),
        (Functions(alias(), VERSIONS), ["--version", "$LATEST"], "--version is $LATEST; accepted: a published"),
        (Functions(alias("3", **{"10": 0.1}), VERSIONS), [], "shares its calls (10 gets 10% beside 3)"),
    ],
)
def test_what_cannot_be_moved_is_refused(run: Any, functions: Functions, arguments: list[str], message: str) -> None:
    codedeploy = CodeDeploy()
    result = run(functions, codedeploy, "start", *arguments)
    assert result.exit_code == 2
    assert message in result.output
    assert codedeploy.begun == []


UNDER_WAY = {"deploymentId": "d-1", "status": "InProgress", "createTime": 1}


def test_two_at_a_time_are_refused(run: Any) -> None:
    codedeploy = CodeDeploy(DONE, earlier=UNDER_WAY)
    result = run(Functions(alias(), VERSIONS), codedeploy, "start")
    assert result.exit_code == 2
    assert "rollout d-1 is InProgress; wait for its end, or `stop` it" in result.output
    assert codedeploy.begun == []


def test_stop_takes_the_alias_back(run: Any) -> None:
    codedeploy = CodeDeploy({"status": "Stopped"}, earlier=UNDER_WAY)
    result = run(Functions(alias(), VERSIONS), codedeploy, "stop")
    assert result.exit_code == 0, result.output
    assert codedeploy.stopped == ["d-1"]
    assert "rollout d-1: Stopped" in result.output


def test_there_is_nothing_to_stop(run: Any) -> None:
    result = run(Functions(alias(), VERSIONS), CodeDeploy(), "stop")
    assert result.exit_code == 2
    assert "no rollout is under way" in result.output


def test_what_took_a_rollout_back_is_not_the_newest_rollout(run: Any) -> None:
    back = {**UNDER_WAY, "deploymentId": "d-9", "createTime": 9, "status": "Succeeded", "creator": "codeDeployRollback"}
    stopped = {**UNDER_WAY, "status": "Stopped", "rollbackInfo": {"rollbackDeploymentId": "d-9"}}
    codedeploy = CodeDeploy(DONE, earlier=stopped, later=back)
    result = run(Functions(alias(), VERSIONS), codedeploy, "status")
    assert (result.exit_code, result.output) == (1, "rollout d-1: Stopped; taken back by d-9\n")


def test_nothing_is_begun_while_the_alias_goes_back(run: Any) -> None:
    back = {**UNDER_WAY, "creator": "codeDeployRollback"}
    result = run(Functions(alias(), VERSIONS), CodeDeploy(DONE, earlier=back), "start")
    assert result.exit_code == 2


@pytest.mark.parametrize(("state", "code"), [("Succeeded", 0), ("InProgress", 0), ("Failed", 1)])
def test_status_tells_how_the_newest_stands(run: Any, state: str, code: int) -> None:
    earlier = {**UNDER_WAY, "status": state}
    result = run(Functions(alias(), VERSIONS), CodeDeploy(DONE, earlier=earlier), "status")
    assert result.exit_code == code
    assert f"rollout d-1: {state}" in result.output


def test_status_before_the_first_rollout(run: Any) -> None:
    assert "there was no rollout yet" in run(Functions(alias(), VERSIONS), CodeDeploy(), "status").output


@pytest.mark.parametrize("outputs", [{}, {"predictionRollout": {}, "predictionFunctions": {}}])
def test_a_stack_without_rollouts_says_what_to_set(tmp_path: Path, outputs: dict[str, Any]) -> None:
    path = tmp_path / "outputs.json"
    path.write_text(json.dumps(outputs))
    result = CliRunner().invoke(command.app, ["status", "--outputs", str(path)])
    assert result.exit_code == 2
    assert "set prediction_api.rollout.kind to canary or linear" in result.output


def test_without_a_stack_it_says_so() -> None:
    result = CliRunner().invoke(command.app, ["status"])
    assert result.exit_code == 2
    assert "give --stack NAME or --outputs FILE" in result.output


def test_what_aws_refuses_is_one_line(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: Any, __: Any) -> Any:
        raise ClientError({"Error": {"Code": "AccessDeniedException", "Message": "no"}}, "GetAlias")

    monkeypatch.setattr(Releases, "plan", refused)
    result = run(Functions(alias(), VERSIONS), CodeDeploy(), "start")
    assert result.exit_code == 2
    assert result.output == "code-release: AWS refused GetAlias: AccessDeniedException: no\n"


@pytest.mark.parametrize("status", ["Created", "Queued", "InProgress", "Baking", "Ready", "SomethingNew"])
def test_what_is_no_known_end_goes_on(status: str) -> None:
    """A status that AWS adds is not taken for success or failure."""
    assert Rollout("d", status).under_way
    assert not Rollout("d", status).succeeded


def test_the_reason_of_a_rollback_is_kept() -> None:
    found = told({"deploymentId": "d", "status": "Failed", "rollbackInfo": {"rollbackMessage": "taken back"}})
    assert found == Rollout("d", "Failed", "taken back")


@given(st.sets(st.integers(1, 500), min_size=1), st.integers(1, 500))
def test_only_published_versions_are_ever_targets(versions: set[int], current: int) -> None:
    published = [str(one) for one in versions]
    move = planned("f", {"FunctionVersion": str(current)}, ["$LATEST", *published], None)
    assert move.target == str(max(versions))
    assert move.is_none == (current == max(versions))
    with pytest.raises(InputError, match="accepted: a published version"):
        planned("f", {"FunctionVersion": "1"}, published, "501")
