"""The rooms of docs/architecture.md may import only what its table says; the imports are read, not trusted."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
STANDARD = frozenset(sys.stdlib_module_names)

ALLOWED = {
    "advisor": {
        "advisor",
        "domain",
        "lambdas",
        "components",
        "pydantic",
        "boto3",
        "botocore",
        "typer",
        "rich",
        "yaml",
        "matplotlib",
        "dateutil",
        "numpy",
        "numba",
    },
    "components": {"components", "domain", "pulumi", "pulumi_aws", "pydantic", "icalendar", "dateutil"},
    "policies": {"guardrails", "pulumi_policy", "pulumi", "grpc"},
    "domain": {"domain"},
    "delivery": {
        "delivery",
        "domain",
        "components",
        "toolchain",
        "boto3",
        "cryptography",
        "pulumi",
        "rich",
        "typer",
        "yaml",
    },
    "smoke": {"smoke", "advisor", "domain", "lambdas", "components", "boto3", "botocore", "typer", "rich"},
    "lambdas": {"lambdas", "domain", "boto3", "botocore", "aws_lambda_powertools", "onnxruntime", "numpy", "PIL"},
}
"""Room to what it may import beyond the standard library. The model server (lambdas/serving) is why Pillow is here;
the pack's edge speaks the engine's protocol with the gRPC that pulumi_policy brings: test_pack.py holds it there; of
the components the advisor and the smoke tests read the settings only."""

EXTRA = {"lambdas/training": {"sklearn", "xgboost", "skl2onnx", "onnxmltools", "onnx"}}
"""Folder to what it may import beside its room: training runs in a container of its own, never in a function."""

NOT_OURS = {"policies": "example"}
"""Folder of a room that holds another team's program."""

FORBIDDEN_STANDARD = {
    "domain": {"os", "time", "socket", "subprocess", "urllib", "pathlib", "random", "logging", "io", "tempfile"},
    "components": {"socket", "subprocess", "urllib", "http"},
}
"""Parts of the standard library that would bring a clock, an environment or I/O into a room that has none."""


def imports_of(path: Path) -> Iterator[str]:
    """The top-level names of every module that a file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(), str(path))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.split(".")[0]


def files_of(room: str) -> list[Path]:
    """Every source file of a room."""
    other = ROOT / room / NOT_OURS.get(room, "none")
    return sorted(path for path in (ROOT / room).rglob("*.py") if other not in path.parents)


def extra_of(path: Path) -> set[str]:
    """What a file may import because of its folder."""
    return set().union(*(names for folder, names in EXTRA.items() if ROOT / folder in path.parents))


def test_training_is_a_script_of_its_own() -> None:
    """The job's channel holds `lambdas/training` alone: nothing else of the project is there to import."""
    found = [
        f"{path.name}: {node.module}"
        for path in (ROOT / "lambdas" / "training").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in ("domain", "lambdas")
        if not (node.module or "").startswith("lambdas.training")
    ]
    assert not found


@pytest.mark.parametrize("room", sorted(ALLOWED))
def test_a_room_imports_only_what_its_row_says(room: str) -> None:
    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in files_of(room)
        for name in imports_of(path)
        if name not in STANDARD | ALLOWED[room] | extra_of(path)
    }
    assert files_of(room), f"{room}/ has no files: the table and the tree disagree"
    assert not found


@pytest.mark.parametrize("room", sorted(FORBIDDEN_STANDARD))
def test_a_pure_room_takes_no_clock_environment_or_network_from_the_standard_library(room: str) -> None:
    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in files_of(room)
        for name in imports_of(path)
        if name in FORBIDDEN_STANDARD[room]
    }
    assert not found


def test_nothing_imports_the_sandbox_but_itself_and_its_tests() -> None:
    rooms = ("advisor", "components", "domain", "lambdas", "policies", "smoke", "toolchain")
    found = [path for room in rooms for path in files_of(room) if "sandbox" in set(imports_of(path))]
    assert not found


@pytest.mark.parametrize("room", ["advisor", "smoke"])
def test_of_the_components_a_room_of_commands_reads_the_settings_only(room: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in files_of(room)
        for line in path.read_text().splitlines()
        if re.match(r"\s*(from|import) components(?!\.settings\b)", line)
    ]
    assert not found


def test_the_reader_sees_an_import_inside_a_function(tmp_path: Path) -> None:
    source = tmp_path / "late.py"
    source.write_text("def f():\n    import boto3.session\n    from os import path\n")
    assert set(imports_of(source)) == {"boto3", "os"}
