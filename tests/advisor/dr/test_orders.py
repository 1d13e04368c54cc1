"""An operator's orders reach the keeper of a Region that answers, after a look and a yes; production asks for more."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError
from typer.testing import CliRunner, Result

from advisor.__main__ import app
from advisor.dr import sites
from advisor.dr.app import COMMANDS

HOME, AWAY = "us-east-1", "us-east-2"
OUTPUTS = {
    "primaryRegion": HOME,
    "secondaryRegion": AWAY,
    "keepLeaseFunction": "keeper-1",
    "secondaryKeepLeaseFunction": "keeper-2",
}


def status(region: str, *, acts: bool, **more: Any) -> dict[str, Any]:
    return {
        "region": region,
        "holder": HOME,
        "epoch": 7,
        "mode": "held",
        "handover_to": None,
        "pinned": None,
        "expires_in_ms": 41_500,
        "acts": acts,
        "healthy": True,
        "peer": {
            "region": "other",
            "healthy": True,
            "fresh": True,
            "staleness_ms": 1500,
            "drifted": False,
            "diverged": None,
        },
        "decision": "status",
        "reason": "holds the lease" if acts else f"{HOME} holds it",
        "dispatched": 0,
        "open": 3,
        **more,
    }


class Keepers:
    """Lambda in two Regions: answers from a table, remembers what it was asked; a Region may be gone."""

    def __init__(self) -> None:
        self.status = {HOME: status(HOME, acts=True), AWAY: status(AWAY, acts=False)}
        self.order: dict[str, Any] = status(AWAY, acts=False, decision="drain", reason="an operator ordered fail_over")
        self.refused = False
        self.gone: set[str] = set()
        self.orders: list[tuple[str, dict[str, Any]]] = []

    def client(self, region: str, longest_s: int) -> Any:
        keepers = self

        class Client:
            def invoke(self, *, FunctionName: str, Qualifier: str, Payload: bytes) -> dict[str, Any]:  # noqa: N803 - boto3's names
                assert Qualifier == "live"
                assert FunctionName == {HOME: OUTPUTS["keepLeaseFunction"], AWAY: "keeper-2"}[region]
                if region in keepers.gone:
                    raise EndpointConnectionError(endpoint_url=f"https://lambda.{region}.amazonaws.com")
                event = json.loads(Payload)
                if event == {"action": "status"}:
                    assert longest_s < sites.LONGEST_S, "a silent Region keeps nobody waiting"
                    return keepers.reply(keepers.status[region])
                keepers.orders.append((region, event))
                return keepers.reply(keepers.order, failed=keepers.refused)

        return Client()

    @staticmethod
    def reply(payload: dict[str, Any], *, failed: bool = False) -> dict[str, Any]:
        found: dict[str, Any] = {"Payload": io.BytesIO(json.dumps(payload).encode())}
        return {**found, "FunctionError": "Unhandled"} if failed else found


@pytest.fixture
def keepers(monkeypatch: pytest.MonkeyPatch) -> Keepers:
    found = Keepers()
    monkeypatch.setattr(sites, "client", found.client)
    return found


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    path = tmp_path / "outputs.json"
    path.write_text(json.dumps(OUTPUTS))
    return path


def run(outputs: Path, *arguments: str, typed: str = "") -> Result:
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, ["dr", *arguments, "--outputs", str(outputs)], input=typed)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_there_and_says_what_it_does(name: str) -> None:
    result = CliRunner().invoke(app, ["dr", name, "--help"])
    assert result.exit_code == 0
    assert f"dr {name} [OPTIONS]" in result.output


def test_the_status_has_the_lease_and_what_each_region_says(keepers: Keepers, outputs: Path) -> None:
    result = run(outputs, "status")
    assert result.exit_code == 0
    for text in (
        "us-east-1, epoch 7, held, ends in 41.5 s",
        "us-east-1  acts, healthy, 3 open; holds the lease",
        "us-east-2  stands by, healthy, 3 open",
        "hears of other: a heartbeat 1.5 s old, healthy",
    ):
        assert text in result.output
    assert keepers.orders == []


def test_the_status_says_which_region_does_not_answer(keepers: Keepers, outputs: Path) -> None:
    keepers.gone = {HOME}
    result = run(outputs, "status")
    assert result.exit_code == 1
    assert "us-east-1  does not answer" in result.output
    found = json.loads(run(outputs, "status", "--json").output)
    assert found["sound"] is False
    assert "Could not connect" in found["regions"][HOME]["unreachable"]
    assert found["regions"][AWAY]["epoch"] == 7


def test_nobody_who_may_act_is_not_sound(keepers: Keepers, outputs: Path) -> None:
    keepers.status[HOME]["acts"] = False
    assert run(outputs, "status").exit_code == 1


def test_no_answer_at_all_is_an_error(keepers: Keepers, outputs: Path) -> None:
    keepers.gone = {HOME, AWAY}
    result = run(outputs, "status")
    assert result.exit_code == 2
    assert "no Region answers: us-east-1: function keeper-1 could not be run" in result.stderr


def test_drift_and_disagreement_are_said(keepers: Keepers, outputs: Path) -> None:
    keepers.status[AWAY]["peer"] |= {"drifted": True, "diverged": True, "healthy": False, "staleness_ms": None}
    result = run(outputs, "status")
    assert "other: nothing yet, not known to be healthy, its code differs, they disagree" in result.output


@pytest.mark.parametrize(
    ("arguments", "region", "event"),
    [
        (["fail-over"], HOME, {"action": "fail_over"}),
        (["fail-over", "--to", AWAY], HOME, {"action": "fail_over", "to": AWAY}),
        (["fail-over", "--to", AWAY, "--via", AWAY], AWAY, {"action": "fail_over", "to": AWAY}),
        (["fail-over", "--to", HOME], HOME, {"action": "fail_over", "to": HOME}),
        (["fail-back"], HOME, {"action": "fail_back"}),
        (["pin", "--to", AWAY], AWAY, {"action": "pin", "to": AWAY}),
        (["unpin"], HOME, {"action": "unpin"}),
        (["unpin", "--via", AWAY], AWAY, {"action": "unpin"}),
    ],
)
def test_a_move_is_ordered_where_the_lease_is_and_anything_else_where_it_is_to_be(
    keepers: Keepers, outputs: Path, arguments: list[str], region: str, event: dict[str, str]
) -> None:
    result = run(outputs, *arguments, "--yes")
    assert result.exit_code == 0
    assert keepers.orders == [(region, event)]
    assert f"{region}: drain: an operator ordered fail_over" in result.output


def test_an_order_goes_to_the_other_region_when_that_one_is_gone(keepers: Keepers, outputs: Path) -> None:
    keepers.gone = {HOME}
    assert run(outputs, "fail-over", "--yes").exit_code == 0
    assert keepers.orders == [(AWAY, {"action": "fail_over"})]


def test_a_region_that_does_not_know_that_it_holds_the_lease_is_not_asked_to_drain(
    keepers: Keepers, outputs: Path
) -> None:
    keepers.status[HOME]["holder"] = None  # its ledger does not answer
    assert run(outputs, "fail-over", "--yes").exit_code == 0
    assert keepers.orders == [(AWAY, {"action": "fail_over"})]


def test_without_a_yes_nothing_is_ordered(keepers: Keepers, outputs: Path) -> None:
    result = run(outputs, "fail-over", typed="n\n")
    assert result.exit_code == 2
    assert "fail_over, ordered in us-east-1?" in result.stderr
    assert "us-east-1, epoch 7, held" in result.stderr
    assert "dr: nothing was ordered" in result.stderr
    assert keepers.orders == []
    assert run(outputs, "fail-over", typed="y\n").exit_code == 0
    assert len(keepers.orders) == 1


def test_what_the_keeper_refuses_is_told_with_its_reason(keepers: Keepers, outputs: Path) -> None:
    keepers.refused = True
    keepers.order = {"errorType": "OrderRefusedError", "errorMessage": "2 pieces of work of an older epoch are open"}
    result = run(outputs, "fail-back", "--yes")
    assert result.exit_code == 1
    assert "us-east-1 refused: OrderRefusedError: 2 pieces of work of an older epoch are open" in result.output


@pytest.mark.parametrize("name", ["prod", "inference-prod-keeper-1"])
def test_a_stack_that_is_called_prod_asks_for_more(
    keepers: Keepers, outputs: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = {**OUTPUTS, "keepLeaseFunction": name}
    monkeypatch.setitem(OUTPUTS, "keepLeaseFunction", name)
    outputs.write_text(json.dumps(changed))
    for order in (["fail-over"], ["fail-back"], ["pin", "--to", AWAY], ["unpin"]):
        result = run(outputs, *order, "--yes")
        assert result.exit_code == 2
        assert "is called prod; give --yes-prod too. Nothing was ordered" in result.stderr
    assert keepers.orders == []
    assert run(outputs, "fail-over", "--yes", "--yes-prod").exit_code == 0
    assert run(outputs, "status").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["fail-over", "--to", "eu-west-1", "--yes"], "--to eu-west-1 is not accepted: us-east-1 or us-east-2"),
        (["unpin", "--via", "eu-west-1", "--yes"], "--via eu-west-1 is not accepted: us-east-1 or us-east-2"),
    ],
)
def test_a_third_region_is_refused(keepers: Keepers, outputs: Path, arguments: list[str], text: str) -> None:
    result = run(outputs, *arguments)
    assert result.exit_code == 2
    assert text in result.stderr
    assert keepers.orders == []


def test_a_stack_without_the_theme_says_what_to_do(keepers: Keepers, outputs: Path) -> None:
    outputs.write_text(json.dumps({"runBucket": "b"}))
    result = run(outputs, "status")
    assert result.exit_code == 2
    assert "has no output primaryRegion; it has runBucket. Set resilience.enabled to true" in result.stderr


def test_before_a_restore_the_secondary_has_nobody_to_ask(keepers: Keepers, outputs: Path) -> None:
    outputs.write_text(
        json.dumps({key: value for key, value in OUTPUTS.items() if key != "secondaryKeepLeaseFunction"})
    )
    result = run(outputs, "status")
    assert result.exit_code == 1
    assert "us-east-2  does not answer" in result.output
    assert "has no functions in us-east-2 (tier 3 before a restore)" in result.output
