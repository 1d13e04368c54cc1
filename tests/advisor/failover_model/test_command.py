"""``python -m advisor dr model``: what it prints, and its exit codes."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import typer
from typer.testing import CliRunner, Result

from advisor.failover_model import command
from advisor.failover_model.searches import AT_WORK, LONG, UNFENCED, Search
from advisor.failover_model.step import Invariant

HOLDING = Search(replace(UNFENCED, name="small", fencing=True, skew=0, bounded=True, ticks=LONG))
BREAKING = Search(replace(HOLDING.scope, name="skewed", skew=2), AT_WORK)


def run(*arguments: str) -> Result:
    app = typer.Typer()
    app.command()(command.model)
    return CliRunner().invoke(app, list(arguments), env={"COLUMNS": "200"})


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "SEARCHES", (HOLDING,))


@pytest.mark.usefixtures("small")
def test_every_rule_holds() -> None:
    result = run()
    assert result.exit_code == 0, result.output
    assert "every invariant holds" in result.output
    assert "every rule holds" in result.output


def test_what_is_broken_on_purpose_is_shown_as_such_in_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "SEARCHES", (BREAKING,))
    result = run("--json")
    document = json.loads(result.stdout)
    assert (result.exit_code, document["holds"]) == (0, True)
    (search,) = document["searches"]
    assert search["complete"]
    assert search["expected"] == list(search["broken"]) == [Invariant.ONE_AT_WORK.value]
    assert document["states"] == search["states"] > 1_000


def test_a_rule_that_does_not_hold_is_told_step_by_step_and_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "SEARCHES", (replace(BREAKING, breaks=frozenset()),))
    result = run()
    assert result.exit_code == 1
    assert f"broken: {Invariant.ONE_AT_WORK.value}" in result.output
    assert "the request begins" in result.output


def test_without_fencing_the_counterexample_is_printed() -> None:
    result = run("--without-fencing")
    assert result.exit_code == 0, result.output
    assert "no shorter way than these 19 steps" in result.output
    assert "THOUGH A NEWER CLAIM HAS THE WORK" in result.output
    assert f"broken: {Invariant.ONE_EFFECT.value}" in result.output


def test_without_fencing_and_too_few_states_it_says_so() -> None:
    result = run("--without-fencing", "--states", "1000", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["broken"] is False


@pytest.mark.usefixtures("small")
def test_a_search_that_was_cut_short_says_so() -> None:
    result = run("--states", "1000")
    assert result.exit_code == 0
    assert "not all" in result.output


@pytest.mark.parametrize("states", ["0", "-1", "many", "nan"])
def test_states_that_are_no_number_are_refused(states: str) -> None:
    assert run("--states", states).exit_code == 2
