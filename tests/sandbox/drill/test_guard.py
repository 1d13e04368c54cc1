"""What a drill does not touch."""

from __future__ import annotations

import pytest
from typer import Typer
from typer.testing import CliRunner

from sandbox.drill import __main__ as drill
from sandbox.drill.guard import DrillRefusedError, check_faults, check_only, check_stack


@pytest.mark.parametrize("stack", ["prod", "acme/inference-platform/prod", "eu-prod", "production", "live.eu", "PROD"])
def test_a_production_stack_needs_a_word(stack: str) -> None:
    with pytest.raises(DrillRefusedError, match="--yes-prod"):
        check_stack(stack, yes_prod=False)
    check_stack(stack, yes_prod=True)


@pytest.mark.parametrize("stack", ["drill", "staging", "products", "reproduction"])
def test_others_do_not(stack: str) -> None:
    check_stack(stack, yes_prod=False)


def test_a_region_of_aws_cannot_be_broken() -> None:
    with pytest.raises(DrillRefusedError, match="fail-over --stack staging"):
        check_faults("staging")


@pytest.mark.parametrize("arguments", [["--stack", "prod"], ["--stack", "prod", "--yes-prod"], ["--stack", "staging"]])
def test_a_refused_drill_touches_nothing(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def touched(*_: object) -> None:
        raise AssertionError("something was touched")

    monkeypatch.setattr(drill, "deployed", touched)
    app = Typer()
    app.command()(drill.main)
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 2
    assert "Nothing was touched" in " ".join(done.output.split())


@pytest.mark.parametrize("only", [None, "region", "30 %"])
def test_scenarios_that_exist_are_played(only: str | None) -> None:
    check_only(only, ["region down", "30 % errors"])


def test_a_text_that_no_scenario_has_is_refused_with_their_names() -> None:
    with pytest.raises(DrillRefusedError, match=r"'flip' is in no scenario's name; accepted: .*region down, flap"):
        check_only("flip", ["region down", "flap"])
