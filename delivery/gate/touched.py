"""Which test files a change can break: those that import what changed, however many modules lie in between."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Final

from delivery.gate.steps import ROOMS, ROOT

ALWAYS: Final = ("tests/domain", "tests/delivery", "tests/toolchain/test_docs.py", "tests/test_imports.py")
"""Tests that are quick, or that read the whole tree."""

EVERYTHING: Final = ("pyproject.toml", "requirements.txt", "tests/conftest.py")
"""Files whose change can break any test."""

BASES: Final = ("main", "origin/main")
ALL_OF_THEM: Final = "run every test, which needs no base: WHOLE=1"

READERS: Final[Mapping[str, tuple[str, ...]]] = {
    "Pulumi": ("tests/program", "tests/components"),
    "__main__.py": ("tests/program",),
    "Makefile": ("tests/toolchain",),
    "holidays/": ("tests/components",),
    "examples/": ("tests/program",),
    "policies/": ("tests/policies",),
    "domain/prices.json": ("tests/advisor",),
}
"""Beginnings of the names of files that no test imports, and the tests that read them."""


class UnknownChangeError(Exception):
    """What changed cannot be found out; the message says why."""


def base_of(wished: str | None, root: Path = ROOT) -> str:
    """The branch that a change is held against: the wished one, else `main`, else `origin/main`.

    Whoever clones and checks another branch out has no `main` of his own.

    Raises:
        UnknownChangeError: This is no git checkout, or it has no commit of that name.
    """
    _git(root, "rev-parse", "--git-dir")
    for name in (wished,) if wished else BASES:
        if _asked(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}").returncode == 0:
            return name
    missing = wished or BASES[0]
    branch = missing.removeprefix("origin/")
    raise UnknownChangeError(
        f"base = {missing!r} is not accepted: a branch or commit that this checkout has; "
        f"fetch it: `git fetch origin {branch}:{branch}`; or name another, as BASE=origin/main; or {ALL_OF_THEM}"
    )


def changed_files(base: str, root: Path = ROOT) -> frozenset[str]:
    """Files that differ from where this branch left `base`, committed or not.

    Raises:
        UnknownChangeError: Git does not know the base, or not where this branch left it.
    """
    fork = _asked(root, "merge-base", "--", base, "HEAD")
    if fork.returncode == 1 and not fork.stderr:
        raise UnknownChangeError(
            f"this branch and {base} have no commit in common here; a shallow clone lacks it: "
            f"`git fetch --unshallow`; or {ALL_OF_THEM}"
        )
    listed = _git(root, "diff", "--name-only", "--no-renames", "-z", _told(fork).strip())
    listed += _git(root, "ls-files", "--others", "--exclude-standard", "-z")
    return frozenset(listed.split("\0")) - {""}


def selected(changed: Collection[str], root: Path = ROOT) -> tuple[str, ...]:
    """The test files and folders to run for a change; empty means every test.

    Args:
        changed: Paths from the root. A module that is not there any more touches what still imports it.
        root: The checkout.

    Raises:
        UnknownChangeError: A file cannot be read as Python.
    """
    if any(name in EVERYTHING for name in changed):
        return ()
    imports = {path: _imports(root / path) for path in _sources(root)}
    touched = _reach({_module(name) for name in changed if name.endswith(".py")}, imports)
    named = {path for path in imports if _is_test(path) and (_module(path) in touched or path in changed)}
    named |= {test for name in changed for start, tests in READERS.items() if name.startswith(start) for test in tests}
    chosen = {one for one in {*named, *ALWAYS} if (root / one).exists()}
    inside = tuple(f"{one}/" for one in chosen if not one.endswith(".py"))
    return tuple(sorted(one for one in chosen if not one.startswith(inside)))


def _reach(touched: set[str], imports: Mapping[str, Collection[str]]) -> set[str]:
    """The modules, and every module that imports one of them, directly or not."""
    users: dict[str, set[str]] = {}
    for path, names in imports.items():
        for name in names:
            users.setdefault(name, set()).add(_module(path))
    found, todo = set(touched), list(touched)
    while todo:
        for user in users.get(todo.pop(), ()):
            if user not in found:
                found.add(user)
                todo.append(user)
    return found


def _sources(root: Path) -> list[str]:
    return sorted(
        path.relative_to(root).as_posix() for room in (*ROOMS, "tests") for path in (root / room).rglob("*.py")
    )


def _imports(path: Path) -> frozenset[str]:
    """The modules that a file may import: of `from a.b import c` both `a.b` and `a.b.c`."""
    found: set[str] = set()
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    except (OSError, SyntaxError) as error:
        raise UnknownChangeError(f"what {path} imports cannot be read: {error}") from error
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return frozenset(found)


def _module(path: str) -> str:
    name = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    return name.removeprefix("policies.")  # the pack is imported by its own name


def _is_test(path: str) -> bool:
    return path.startswith("tests/") and Path(path).name.startswith("test_")


def _git(root: Path, *arguments: str) -> str:
    return _told(_asked(root, *arguments))


def _asked(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=False)
    except OSError as error:
        raise UnknownChangeError(f"git could not be run: {error}; install it; or {ALL_OF_THEM}") from error


def _told(done: subprocess.CompletedProcess[str]) -> str:
    if done.returncode != 0:
        command = " ".join(done.args[:2])
        raise UnknownChangeError(f"what changed is not known: `{command}`: {done.stderr.strip()}; {ALL_OF_THEM}")
    return done.stdout


def known_tests(chosen: Iterable[str], root: Path = ROOT) -> int:
    """How many test files the chosen files and folders hold."""
    return sum(1 if one.endswith(".py") else len(list((root / one).rglob("test_*.py"))) for one in chosen)
