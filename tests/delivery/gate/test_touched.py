"""Which tests a change touches: through any number of modules, and never fewer than it could break."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from delivery.gate.touched import ALWAYS, UnknownChangeError, base_of, changed_files, selected

FILES = {
    "domain/base.py": "",
    "domain/middle.py": "from domain import base\n",
    "lambdas/top.py": "def f():\n    from domain.middle import x\n",
    "advisor/alone.py": "import json\n",
    "policies/guardrails/rule.py": "",
    "tests/lambdas/test_top.py": "import lambdas.top\n",
    "tests/advisor/test_alone.py": "from advisor.alone import y\n",
    "tests/policies/test_rule.py": "from guardrails.rule import z\n",
    "tests/program/test_program.py": "",
    "tests/domain/test_base.py": "",
    "tests/test_imports.py": "",
}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path


def test_a_change_touches_what_imports_it_at_any_distance(checkout: Path) -> None:
    assert selected({"domain/base.py"}, checkout) == (
        "tests/domain",
        "tests/lambdas/test_top.py",
        "tests/test_imports.py",
    )
    assert "tests/advisor/test_alone.py" in selected({"advisor/alone.py"}, checkout)
    assert "tests/lambdas/test_top.py" not in selected({"advisor/alone.py"}, checkout)


def test_a_test_that_changed_is_run_and_one_in_a_folder_that_is_run_is_not_named_twice(checkout: Path) -> None:
    assert "tests/advisor/test_alone.py" in selected({"tests/advisor/test_alone.py"}, checkout)
    assert "tests/domain/test_base.py" not in selected({"tests/domain/test_base.py"}, checkout)


def test_a_rule_of_the_pack_and_a_stack_file_have_their_readers(checkout: Path) -> None:
    assert "tests/policies" in selected({"policies/guardrails/rule.py"}, checkout)
    assert "tests/program" in selected({"Pulumi.prod.yaml"}, checkout)


def test_a_module_that_is_gone_touches_what_still_imports_it(checkout: Path) -> None:
    (checkout / "domain/base.py").unlink()
    assert "tests/lambdas/test_top.py" in selected({"domain/base.py"}, checkout)


@pytest.mark.parametrize("name", ["pyproject.toml", "requirements.txt", "tests/conftest.py"])
def test_what_can_break_any_test_runs_every_test(checkout: Path, name: str) -> None:
    assert selected({name}, checkout) == ()


def test_no_change_still_runs_what_is_quick(checkout: Path) -> None:
    assert set(selected((), checkout)) == {one for one in ALWAYS if (checkout / one).exists()}


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "protocol.file.allow=always")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """`main`, and `work` with a commit more, checked out."""
    root = tmp_path / "repository"
    root.mkdir()
    git(root, "init", "-q", "-b", "main")
    for name in ("old", "kept", "edited"):
        (root / name).write_text("")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "x")
    git(root, "checkout", "-q", "-b", "work")
    (root / "committed").write_text("")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "y")
    return root


def cloned(repository: Path, *options: str) -> Path:
    """What a newcomer has, who checks `work` out."""
    folder = repository.parent / "clone"
    git(repository.parent, "clone", "-q", "-b", "work", *options, repository.as_uri(), str(folder))
    return folder


def test_a_change_is_what_a_branch_added_committed_or_not(repository: Path) -> None:
    (repository / "old").unlink()
    (repository / "edited").write_text("x")
    (repository / "staged").write_text("")
    git(repository, "add", "staged")
    (repository / "new").write_text("")
    (repository / "größe").write_text("")
    assert base_of(None, repository) == "main"
    assert changed_files("main", repository) == {"committed", "old", "edited", "staged", "new", "größe"}


def test_a_clone_with_another_branch_checked_out_is_held_against_the_main_of_its_origin(repository: Path) -> None:
    clone = cloned(repository)
    assert base_of(None, clone) == "origin/main"
    assert changed_files("origin/main", clone) == {"committed"}


@pytest.mark.parametrize(("wished", "branch"), [(None, "main"), ("nowhere", "nowhere"), ("origin/next", "next")])
def test_a_base_that_is_not_there_is_said_with_what_to_do(repository: Path, wished: str | None, branch: str) -> None:
    clone = cloned(repository, "--depth", "1")
    with pytest.raises(UnknownChangeError) as refused:
        base_of(wished, clone)
    assert f"base = {wished or 'main'!r} is not accepted" in str(refused.value)
    for remedy in (f"`git fetch origin {branch}:{branch}`", "BASE=origin/main", "WHOLE=1"):
        assert remedy in str(refused.value)


def test_what_is_said_of_a_shallow_clone_mends_it(repository: Path) -> None:
    clone = cloned(repository, "--depth", "1")
    git(clone, "fetch", "-q", "--depth", "1", "origin", "main:main")
    with pytest.raises(UnknownChangeError, match=r"no commit in common here.*`git fetch --unshallow`.*WHOLE=1"):
        changed_files(base_of(None, clone), clone)
    git(clone, "fetch", "-q", "--unshallow")
    assert changed_files(base_of(None, clone), clone) == {"committed"}


def test_outside_a_checkout_and_without_git_every_test_is_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(UnknownChangeError, match=r"not a git repository.*WHOLE=1"):
        base_of(None, tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnknownChangeError, match=r"git could not be run: .*WHOLE=1"):
        base_of(None, tmp_path)


def test_a_file_that_is_no_python_is_named_and_nothing_is_guessed(checkout: Path) -> None:
    (checkout / "domain/base.py").write_text("def (")
    with pytest.raises(UnknownChangeError, match=r"base\.py imports cannot be read"):
        selected((), checkout)
