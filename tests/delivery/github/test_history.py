"""Rollback targets and release notes, from a real repository."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from delivery.github import release, target
from delivery.github.git import commit_on_main

if TYPE_CHECKING:
    from tests.delivery.conftest import Program


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """`main` with two commits and a tag, and a branch with one more."""
    folder = tmp_path / "repository"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "t")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "t@example.com")
    git("init", "-q", "-b", "main")
    git("commit", "-q", "--allow-empty", "-m", "First")
    git("tag", "delivery-1")
    git("commit", "-q", "--allow-empty", "-m", "Second")
    git("update-ref", "refs/remotes/origin/main", "HEAD")
    git("checkout", "-q", "-b", "side")
    git("commit", "-q", "--allow-empty", "-m", "Never judged")
    return folder


def git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], capture_output=True, text=True, check=True, env={**os.environ})
    return done.stdout.strip()


def test_a_tag_or_a_commit_of_main_is_found(repository: Path) -> None:
    assert commit_on_main("delivery-1") == git("rev-parse", "delivery-1")
    assert commit_on_main(git("rev-parse", "--short", "main")) == git("rev-parse", "main")


@pytest.mark.parametrize("name", ["side", "nothing", "--all", "main..side", "", "a b", "$(id)", "HEAD"])
def test_what_never_passed_the_gate_is_refused(repository: Path, name: str) -> None:
    with pytest.raises(ValueError, match="a commit or a tag that is part of origin/main"):
        commit_on_main(name)


def test_a_rollback_s_target_is_given_on(repository: Path, gh: Program, tmp_path: Path) -> None:
    assert target.main(["--stack", "prod", "--reason", "it `breaks`", "delivery-1"]) == 0
    assert (tmp_path / "GITHUB_OUTPUT").read_text() == f"commit={git('rev-parse', 'delivery-1')}\n"
    assert "it 'breaks'" in (tmp_path / "GITHUB_STEP_SUMMARY").read_text()


@pytest.mark.parametrize(("stack", "reason"), [("sandbox", "why"), ("prod", " ")])
def test_a_rollback_without_stack_or_reason_is_refused(
    repository: Path, gh: Program, capsys: pytest.CaptureFixture[str], stack: str, reason: str
) -> None:
    assert target.main(["--stack", stack, "--reason", reason, "delivery-1"]) == 2
    assert "is not accepted" in capsys.readouterr().err


def test_a_release_tells_what_is_new_since_the_one_before(
    repository: Path, gh: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, one in {"SHA": git("rev-parse", "main"), "RUN_NUMBER": "9", "RUN_ATTEMPT": "1"}.items():
        monkeypatch.setenv(f"GITHUB_{name}", one)
    gh.answer("release create")
    assert release.main() == 0
    assert gh.calls[0][:3] == ["release", "create", "delivery-9"]
    assert "since delivery-1" in gh.texts[0]
    assert "Second" in gh.texts[0]
    assert "First" not in gh.texts[0]
    monkeypatch.setenv("GITHUB_RUN_ATTEMPT", "2")
    assert release.main() == 0
    assert gh.calls[1][2] == "delivery-9.2"


def test_long_notes_are_counted_and_none_says_so() -> None:
    assert "and 50 more" in release.notes(["x"] * 250, None)
    assert "deployed again" in release.notes([], "delivery-1")
