"""What the workflows ask and tell GitHub, against a `gh` that writes down what it was asked."""

from __future__ import annotations

import ast
import json
import sys
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from delivery.github import comment, gh, issue, promote, verdict

if TYPE_CHECKING:
    from tests.delivery.conftest import Program

STAGES = ("lint", "test", "policy", "security")
ROOT = Path(__file__).resolve().parents[3]
MARK = "<!-- inference-platform report: prod -->"


def needs(**results: str) -> str:
    return json.dumps({name.replace("_", "-"): {"result": result, "outputs": {}} for name, result in results.items()})


def test_the_verdict_command_of_every_combination_of_results(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command itself: 0 when every stage succeeded, 1 for each of the 255 other combinations."""
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    for results in product(("success", "failure", "skipped", "cancelled"), repeat=len(STAGES)):
        monkeypatch.setenv("NEEDS", needs(**dict(zip(STAGES, results, strict=True))))
        assert verdict.main(STAGES) == (0 if set(results) == {"success"} else 1)


@pytest.mark.parametrize(
    ("word", "preview", "code"),
    [
        ("true", "success", 0),
        ("true", "skipped", 1),
        ("false", "skipped", 0),
        ("", "skipped", 1),
        ("false", "failure", 1),
    ],
)
def test_only_a_plain_false_takes_a_stage_out(
    monkeypatch: pytest.MonkeyPatch, word: str, preview: str, code: int
) -> None:
    monkeypatch.setenv("NEEDS", needs(gate="success", preview=preview))
    assert verdict.main(["gate", "--when", word, "preview"]) == code


@pytest.mark.parametrize("given", ["", "[]", "{", '{"lint": 1}', '{"lint": {}}'])
def test_a_verdict_about_nothing_is_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], given: str
) -> None:
    monkeypatch.setenv("NEEDS", given)
    assert verdict.main(["lint"]) == 2
    assert "NEEDS" in capsys.readouterr().err


def test_a_verdict_is_in_the_summary(gh: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NEEDS", needs(lint="cancelled"))
    assert verdict.main(["lint"]) == 1
    assert "| lint | cancelled |" in (tmp_path / "GITHUB_STEP_SUMMARY").read_text()


def reviews(*states: str, environment: str = "production") -> str:
    return json.dumps([[{"state": state, "environments": [{"name": environment}]} for state in states]])


GOOD = needs(staging_deploy="success", staging_smoke="success", staging_canary="success")


@pytest.mark.parametrize(
    ("results", "answer", "code"),
    [
        (GOOD, reviews("approved"), 0),
        (GOOD, reviews(), 1),  # an environment without reviewers
        (GOOD, reviews("approved", environment="staging"), 1),
        (GOOD, reviews("rejected"), 1),
        (GOOD, reviews("approved", "rejected"), 1),
        (GOOD, reviews("pending"), 1),
        (needs(staging_deploy="success", staging_smoke="success"), reviews("approved"), 1),
        (needs(staging_deploy="success", staging_smoke="success", staging_canary="skipped"), reviews("approved"), 1),
        (GOOD, '[{"message": "Not Found"}]', 1),
    ],
)
def test_production_needs_a_person_in_this_very_run(
    gh: Program, monkeypatch: pytest.MonkeyPatch, results: str, answer: str, code: int
) -> None:
    gh.answer("actions/runs/42/approvals", answer)
    monkeypatch.setenv("NEEDS", results)
    assert promote.main([]) == code
    assert gh.calls[0][-1] == "repos/o/r/actions/runs/42/approvals"


def test_a_rollback_asks_for_a_person_alone(gh: Program) -> None:
    gh.answer("approvals", reviews("approved"))
    assert promote.main(["--approval-only"]) == 0


def test_what_github_does_not_say_is_no_approval(
    gh: Program, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NEEDS", GOOD)
    assert promote.main([]) == 2
    gh.answer("approvals", "no json")
    assert promote.main([]) == 2
    assert "not JSON" in capsys.readouterr().err
    monkeypatch.setenv("PATH", "/nowhere")
    assert promote.main([]) == 2
    assert "`gh` is not on PATH" in capsys.readouterr().err


def test_a_comment_is_written_once_and_then_edited_in_place(gh: Program, tmp_path: Path) -> None:
    body = f"{MARK}\n# prod"
    (tmp_path / "comment.md").write_text(body)
    gh.answer("--paginate", json.dumps([[]]))
    gh.answer("--method", "{}")
    assert comment.main(["--number", "7", str(tmp_path / "comment.md")]) == 0
    assert gh.calls[1][:4] == ["api", "--method", "POST", "repos/o/r/issues/7/comments"]
    stranger = {"id": 1, "user": {"login": "anna"}, "body": body}
    other = {"id": 2, "user": {"login": comment.BOT}, "body": "<!-- inference-platform report: staging -->\nx"}
    ours = {"id": 3, "user": {"login": comment.BOT}, "body": f"{MARK}\r\nold"}
    gh.answer("--paginate", json.dumps([[stranger, other], [ours]]))
    assert comment.main(["--number", "7", str(tmp_path / "comment.md")]) == 0
    assert gh.calls[3][:4] == ["api", "--method", "PATCH", "repos/o/r/issues/comments/3"]
    assert gh.bodies == [{"body": body}, {"body": body}]


@pytest.mark.parametrize("body", ["", "# prod", f" text {MARK}", MARK + "\n" + "x" * 65_536])
def test_a_comment_that_could_not_be_found_again_or_is_too_long_is_not_written(
    gh: Program, tmp_path: Path, body: str
) -> None:
    (tmp_path / "comment.md").write_text(body)
    assert comment.main(["--number", "7", str(tmp_path / "comment.md")]) == 2
    assert gh.calls == []


def test_one_issue_is_opened_updated_and_closed(gh: Program, tmp_path: Path) -> None:
    (tmp_path / "staging.md").write_text("2 resources differ")
    arguments = ["drift", "--stack", "staging", "--stack", "prod", str(tmp_path), "--result"]
    gh.answer("--paginate", json.dumps([[{"number": 1, "body": None}]]))
    gh.answer("--method", '{"number": 5}')
    assert issue.main([*arguments, "failure"]) == 0
    opened = gh.bodies[-1]
    assert opened["title"].startswith("Drift")
    assert "## staging\n\n2 resources differ" in opened["body"]
    assert "## prod\n\ncould not be looked at" in opened["body"]
    gh.answer("--paginate", json.dumps([[{"number": 5, "body": opened["body"]}]]))
    assert issue.main([*arguments, "cancelled"]) == 0
    assert "state" not in gh.bodies[-1]
    assert issue.main([*arguments, "success"]) == 0
    assert gh.bodies[-1]["state"] == "closed"


def test_nothing_found_and_nothing_open_writes_nothing(gh: Program, tmp_path: Path) -> None:
    gh.answer("--paginate", "[[]]")
    assert issue.main(["audit", "--stack", "prod", "--result", "success", str(tmp_path)]) == 0
    assert len(gh.calls) == 1


def test_a_long_issue_is_cut_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "prod.md").write_text("x" * 100_000)
    body = issue.body_of("drift", "failure", ["prod"], tmp_path)
    assert len(body) < 65_536
    assert body.endswith("the run's artifacts have it whole.")


def test_an_output_of_several_lines_is_refused() -> None:
    with pytest.raises(ValueError, match="one line"):
        gh.output("commit", "a\nb=c")


def test_what_a_bare_runner_runs_imports_nothing_that_must_be_installed() -> None:
    for file in (ROOT / "delivery" / "github").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                assert name.split(".")[0] in {*sys.stdlib_module_names, "domain", "delivery"}
                assert not name.startswith("delivery") or name.startswith("delivery.github")
