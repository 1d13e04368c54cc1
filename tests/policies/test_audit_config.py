"""An audit under an organisation's configuration: the same file, levels and exemptions as in the engine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from guardrails import __main__ as guardrails_command
from guardrails.catalog import load
from guardrails.rule import Level

from tests.policies.cases import aws
from tests.policies.stack_files import export, states, write

SLOW = aws("lambda/function", called="slow", timeout=901, tracingConfig={"mode": "Active"})
RULE = "lambda-function-timeout"
REASON = "the job is replaced by a state machine in January"


def run(
    tmp_path: Path, config: Mapping[str, object], *arguments: str, stack: str = "prod"
) -> tuple[int, dict[str, Any]]:
    """Exit code and JSON report of an audit of one slow function."""
    resources = states(SLOW)
    text = json.dumps(export(resources)).replace("urn:pulumi:main::", f"urn:pulumi:{stack}::")
    given = write(tmp_path / "stack.json", json.loads(text))
    out = tmp_path / "report.json"
    options = ("--config", write(tmp_path / "config.json", config), "--output", "json", "--out", str(out))
    code = guardrails_command.main(["audit", given, *options, *arguments])
    return code, json.loads(out.read_text()) if out.exists() else {}


def levels(report: Mapping[str, Any]) -> dict[str, str]:
    return {one["rule"]: one["level"] for one in report["stacks"][0]["violations"]}


def exemption(**changes: str) -> dict[str, object]:
    given = {"rule": RULE, "urn": "*::slow", "owner": "team", "reason": REASON, "expires": "2999-01-31", **changes}
    return {"guardrails": {"exemptions": [given]}, "all": "disabled", RULE: "mandatory"}


@pytest.mark.parametrize(
    ("config", "level", "code"),
    [
        ({}, "mandatory", 1),
        ({RULE: "advisory"}, "advisory", 0),
        ({RULE: {"enforcementLevel": "advisory", "maxSeconds": 60}}, "advisory", 0),
        ({RULE: "disabled"}, None, 0),
        ({"guardrails": {"levels": {"lambda-limits": "advisory"}}}, "advisory", 0),
        ({"guardrails": {"environmentLevels": {"prod": {RULE: "advisory"}}}}, "advisory", 0),
        ({"guardrails": {"environmentLevels": {"dev": {RULE: "advisory"}}}}, "mandatory", 1),
    ],
)
def test_levels_are_those_of_the_packs_configuration(
    tmp_path: Path, config: dict[str, object], level: str | None, code: int
) -> None:
    others: dict[str, object] = {entry.id: "disabled" for entry in load().entries if entry.id != RULE}
    given, report = run(tmp_path, {**others, **config})
    assert levels(report).get(RULE) == level
    assert given == code


def test_a_threshold_reaches_the_rule(tmp_path: Path) -> None:
    _, report = run(tmp_path, {RULE: {"maxSeconds": 60}})
    (found,) = [one for one in report["stacks"][0]["violations"] if one["rule"] == RULE]
    assert "outside 1 to 60 s" in found["problem"]


def test_an_exemption_takes_the_violation_out_and_is_shown(tmp_path: Path) -> None:
    code, report = run(tmp_path, exemption())
    assert (code, levels(report), report["notes"]) == (0, {}, [])
    (exempt,) = report["stacks"][0]["exempt"]
    assert exempt["rule"] == RULE
    assert exempt["exemption"] == f"exempt until 2999-01-31 by team: {REASON}"


def test_an_expired_exemption_is_a_violation_beside_the_one_that_it_covered(tmp_path: Path) -> None:
    code, report = run(tmp_path, exemption(expires="2020-01-31"))
    assert code == 1
    assert levels(report) == {RULE: Level.MANDATORY, "guardrails-expired-exemptions": Level.MANDATORY}
    assert "expired on 2020-01-31" in json.dumps(report["stacks"][0]["violations"])


def test_an_exemption_that_nothing_needs_is_told_once_over_all_stacks(tmp_path: Path) -> None:
    second = write(tmp_path / "second.json", export(states(SLOW.but(timeout=1))))
    code, report = run(tmp_path, exemption(), second)
    assert (code, report["notes"]) == (0, []), "the first stack needs it"
    third = write(tmp_path / "third.json", export(states(SLOW)))
    _, report = run(tmp_path, exemption(urn="*::other"), second, third, "--jobs", "2")
    (note,) = report["notes"]
    assert "covers no violation; remove it" in note


@pytest.mark.parametrize(
    ("config", "complaint"),
    [
        ({"lambda-function-timeuot": "advisory"}, "lambda-function-timeuot = 'advisory' is not accepted"),
        ({RULE: "strict"}, f"{RULE} = 'strict' is not accepted; accepted: advisory, mandatory, disabled"),
        (exemption(reason="because"), "exemptions[0].reason = 'because' is not accepted; accepted: a string of 20"),
    ],
)
def test_a_bad_configuration_is_refused_before_anything_is_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], config: dict[str, object], complaint: str
) -> None:
    assert run(tmp_path, config) == (2, {})
    assert complaint in capsys.readouterr().err


def test_a_configuration_that_cannot_be_read_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = write(tmp_path / "stack.json", export(states(SLOW)))
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    for name in ("broken.json", "none.json"):
        assert guardrails_command.main(["audit", given, "--config", str(tmp_path / name)]) == 2
        assert f"error: --config {tmp_path / name}: " in capsys.readouterr().err
