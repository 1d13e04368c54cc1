"""Which tests a change touches: through any number of modules, and never fewer than it could break."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from delivery.gate.touched import ALWAYS, UnknownChangeError, changed_files, selected

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


def test_a_change_is_what_a_branch_added_committed_or_not(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=t", "-c", "user.email=t@example.com")
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    for name in ("old", "kept"):
        (tmp_path / name).write_text("")
    git("add", ".")
    git("commit", "-q", "-m", "x")
    git("checkout", "-q", "-b", "work")
    (tmp_path / "committed").write_text("")
    git("add", ".")
    git("commit", "-q", "-m", "y")
    (tmp_path / "old").unlink()
    (tmp_path / "new").write_text("")
    assert changed_files("main", tmp_path) == {"committed", "old", "new"}
    with pytest.raises(UnknownChangeError, match="git merge-base"):
        changed_files("nowhere", tmp_path)


def test_a_file_that_is_no_python_is_named_and_nothing_is_guessed(checkout: Path) -> None:
    (checkout / "domain/base.py").write_text("def (")
    with pytest.raises(UnknownChangeError, match=r"base\.py imports cannot be read"):
        selected((), checkout)
