"""``python -m advisor report``: its files, its exit codes, and a clear line for each input that cannot be used."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from advisor.__main__ import app
from advisor.report import command
from advisor.report.model import Audit
from tests.advisor.report.steps import LOGS, STACK, TABLE, document_of, same, step

pytestmark = pytest.mark.xdist_group("pulumi_aws")

FAILED = json.dumps({"diagnostics": [{"message": "error: broken", "severity": "error"}]})


@pytest.fixture(autouse=True)
def clean_pack(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pack finds nothing; test_audit.py runs the real one."""
    monkeypatch.setattr(command, "run_audit", lambda _text: Audit(ran=True))


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["report", *map(str, arguments)])
    return done.exit_code, done.output


def test_a_preview_becomes_three_files_and_a_summary(tmp_path: Path) -> None:
    file, summary = tmp_path / "p.json", tmp_path / "summary.md"
    file.write_text(document_of(step("delete", TABLE, "records", {}), same(LOGS, "l", {})))
    code, said = run(file, "--out", tmp_path / "out", "--commit", "abc123", "--summary", summary)
    assert code == 0, said
    assert said.startswith(f"{STACK}: review\n  data can be lost")
    comment = (tmp_path / "out" / "comment.md").read_text()
    assert comment.startswith("<!-- inference-platform report: prod -->")
    assert "abc123" in comment
    assert json.loads((tmp_path / "out" / "report.json").read_text())["commit"] == "abc123"
    page = (tmp_path / "out" / "report.html").read_text()
    assert "records" in page
    assert "<script src" not in page
    assert summary.read_text().startswith("<!-- inference-platform report")


def test_previews_are_found_by_the_stack_s_name(tmp_path: Path) -> None:
    (tmp_path / "prod.json").write_text(document_of(same(LOGS, "l", {})))
    code, said = run("--stack", "prod", "--previews", tmp_path, "--out", tmp_path / "out")
    assert (code, said.splitlines()[0]) == (0, "prod: success")


def test_a_failed_preview_is_reported_and_is_exit_code_1(tmp_path: Path) -> None:
    (tmp_path / "prod.json").write_text(FAILED)
    code, said = run("--stack", "prod", "--previews", tmp_path, "--out", tmp_path / "out")
    assert code == 1
    assert "the preview failed: error: broken" in said
    assert "the preview failed: error: broken" in (tmp_path / "out" / "comment.md").read_text()


def test_findings_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text(document_of(same(LOGS, "l", {})))
    stack: dict[str, Any] = {"stack": "prod", "violations": [], "exempt": [], "undecided": [], "notes": ["seen"]}
    (tmp_path / "audit.json").write_text(json.dumps({"stacks": [stack], "notes": []}))
    code, said = run(tmp_path / "p.json", "--findings", tmp_path / "audit.json", "--out", tmp_path / "out")
    assert code == 0, said
    assert "- seen" in (tmp_path / "out" / "comment.md").read_text()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "no preview is given"),
        (("missing.json",), "missing.json could not be read"),
        (("empty.json",), "empty.json is empty"),
        (("export.json",), "is an export"),
        (("binary.json",), "is no text"),
        (("good.json", "--previews", "."), "leave one out"),
        (("--previews", "."), "give --stack NAME"),
        (("--stack", "other", "--previews", "."), "other.json could not be read"),
        (("good.json", "--stack", "staging"), "a preview of stack prod, not of staging"),
        (("good.json", "--usage", "none.yaml"), "--usage none.yaml could not be read"),
        (("good.json", "--findings", "none.json"), "--findings none.json could not be read"),
        (("good.json", "--findings", "empty.json"), "is no audit"),
        (("good.json", "--prices", "none.json"), "the price book none.json could not be read"),
        (("good.json", "--out", "empty.json"), "could not be written"),
        (("good.json", "--out", "out", "--summary", "no/where.md"), "--summary no/where.md could not be written"),
    ],
)
def test_what_cannot_be_used_is_one_clear_line_and_exit_code_2(
    arguments: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty.json").write_text("")
    Path("export.json").write_text('{"deployment": {}}')
    Path("binary.json").write_bytes(b"\x80\x81\xfe")
    Path("good.json").write_text(document_of(same(LOGS, "l", {})))
    code, printed = run(*arguments)
    assert code == 2, printed
    assert said in printed
    assert "Traceback" not in printed


@pytest.mark.parametrize("content", [None, "", "no JSON", '{"steps": [', "[]"])
def test_a_run_that_fails_leaves_no_earlier_report_that_looks_current(content: str | None, tmp_path: Path) -> None:
    file, out = tmp_path / "prod.json", tmp_path / "out"
    file.write_text(document_of(same(LOGS, "l", {})))
    assert run(file, "--out", out)[0] == 0
    assert len(list(out.iterdir())) == 3
    file.unlink() if content is None else file.write_text(content)
    code, said = run("--stack", "prod", "--previews", tmp_path, "--out", out)
    assert (code, list(out.iterdir())) == (2, []), said


def asked(monkeypatch: pytest.MonkeyPatch, outcome: Any) -> None:
    def preview(*_args: Any, **_options: Any) -> Any:
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    monkeypatch.setattr("advisor.stack.preview.subprocess.run", preview)


def test_without_a_file_pulumi_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    text = document_of(same(LOGS, "l", {})).encode()
    asked(monkeypatch, subprocess.CompletedProcess([], 0, text, b""))
    assert run("--stack", "prod", "--out", tmp_path)[0] == 0
    asked(monkeypatch, subprocess.CompletedProcess([], 1, json.dumps(json.loads(FAILED), indent=4).encode(), b""))
    assert run("--stack", "prod", "--out", tmp_path)[0] == 1


@pytest.mark.parametrize(
    ("written", "said", "reason"),
    [
        (b"", b"warning\n\nerror: no stack named prod\n", "error: no stack named prod"),
        (b'{"steps": []}', b"killed", "killed"),
        (b"[]", b"", "pulumi says nothing of why"),
        (b'{"diagnostics": [3]}', b"odd", "odd"),
    ],
)
def test_a_preview_that_did_not_even_begin_is_reported_with_what_pulumi_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, written: bytes, said: bytes, reason: str
) -> None:
    asked(monkeypatch, subprocess.CompletedProcess([], 255, written, said))
    code, printed = run("--stack", "prod", "--out", tmp_path)
    assert code == 1
    assert printed.startswith("prod: failure\n  the preview failed: ")
    assert reason in (tmp_path / "comment.md").read_text()


def test_without_pulumi_there_is_a_way_said_that_needs_no_account(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked(monkeypatch, FileNotFoundError(2, "No such file"))
    code, printed = run("--stack", "prod", "--out", tmp_path)
    assert code == 2
    assert "pulumi could not be started: No such file" in printed
    assert "make report STACK=prod" in printed
