"""``advisor delivery who``: the table of a stack file, and what is said when there is none."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from advisor.delivery.command import app


def test_the_sandbox_says_who_may_take_what() -> None:
    done = CliRunner().invoke(app, ["who", "--stack", "sandbox", "--json"])
    assert done.exit_code == 0
    found = {one["who"]: one["roles"] for one in json.loads(done.output)}
    assert found["environment production, branch main"]["production"]["allowed"]
    assert not found["environment production, pull request"]["production"]["allowed"]
    assert found["pull request"]["preview"]["allowed"]
    assert "sub is" in found["fork, its own branch"]["preview"]["reason"]


def test_the_table_is_for_people_too() -> None:
    done = CliRunner().invoke(app, ["who", "--stack", "sandbox"])
    assert done.exit_code == 0
    assert "production" in done.output


def test_a_stack_without_the_theme_or_without_a_file_is_told() -> None:
    off = CliRunner().invoke(app, ["who", "--stack", "staging"])
    assert off.exit_code == 2
    assert "delivery.enabled is false" in off.output
    nowhere = CliRunner().invoke(app, ["who", "--stack", "nowhere"])
    assert nowhere.exit_code == 2
    assert "there is no stack nowhere" in nowhere.output
    assert "prod" in nowhere.output
