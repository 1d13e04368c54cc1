"""What the policy pack says becomes findings with fixes; what could not be looked at is never taken for fine."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from advisor.errors import InputError
from advisor.report.audit import read_audit, run_audit, violations
from tests.advisor.report.steps import BUCKET, document_of, step


def written(**further: Any) -> str:
    """An audit with one violation and one exempt one."""
    one = {
        "rule": "a-rule",
        "level": "advisory",
        "severity": "high",
        "resource": "runs",
        "urn": "u",
        "property": "acl",
        "problem": "is public",
        "message": "runs: acl is public",
    }
    stack = {
        "source": "-",
        "stack": "prod",
        "violations": [one, {**one, "level": "mandatory", "severity": "low", "rule": "b-rule"}],
        "exempt": [{**one, "exemption": "by the owner until 2027"}],
        "undecided": [{}, {}],
        "notes": ["a note"],
    }
    rules = {"a-rule": {"summary": "s", "remedy": "close it", "url": "https://docs"}}
    return json.dumps({"stacks": [{**stack, **further}], "rules": rules, "notes": ["an exemption ends"]})


def test_findings_are_sorted_by_level_and_carry_their_fix() -> None:
    found = read_audit(written(), "f", "prod")
    assert [(one.rule, one.exemption) for one in found.findings] == [
        ("b-rule", ""),
        ("a-rule", ""),
        ("a-rule", "by the owner until 2027"),
    ]
    assert (found.findings[1].fix, found.findings[1].url) == ("close it", "https://docs")
    assert found.findings[1].problem == "acl is public"
    assert (found.undecided, found.notes) == (2, ("a note", "an exemption ends"))
    assert [one.rule for one in violations(found)] == ["b-rule"]


def test_a_file_that_the_pack_could_not_read_was_not_looked_at() -> None:
    text = json.dumps({"stacks": [{"source": "prod.json", "error": "holds no stack"}], "notes": []})
    found = read_audit(text, "f")
    assert (found.ran, found.notes) == (False, ("prod.json: holds no stack",))


@pytest.mark.parametrize(
    ("text", "stack", "said"),
    [
        ("", "", "is no audit"),
        ("[]", "", "is no audit"),
        ('{"stacks": [1]}', "", "is no audit"),
        (written(violations=3), "", "is no audit"),
        (written(), "staging", "says nothing of stack staging"),
        ('{"stacks": [], "notes": []}', "", "says nothing of stack"),
    ],
)
def test_what_is_no_audit_is_refused(text: str, stack: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_audit(text, "f", stack)


def test_the_pack_itself_looks_and_tells_the_fix() -> None:
    made = step("create", BUCKET, "runs", None, {"acl": "public-read"})
    found = run_audit(document_of(made))
    assert found.ran
    assert any(one.resource == "runs" and one.fix and one.url.startswith("https://") for one in found.findings)


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (FileNotFoundError(2, "no python"), "could not be run"),
        (subprocess.TimeoutExpired("x", 300), "could not be run"),
        (subprocess.CompletedProcess([], 2, b"", b"boom"), "exit code 2: boom"),
        (subprocess.CompletedProcess([], 0, b"nonsense", b""), "is no audit"),
    ],
)
def test_a_pack_that_cannot_look_is_said_so(monkeypatch: pytest.MonkeyPatch, outcome: Any, said: str) -> None:
    def run(*_args: Any, **_options: Any) -> Any:
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    monkeypatch.setattr("advisor.report.audit.subprocess.run", run)
    found = run_audit("{}")
    assert not found.ran
    assert said in found.notes[0]
