"""Packaging: which files a function is made of, and which actions its clients declare, without importing anything."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from components.sources import SourceError, function_sources, required_actions
from tests.components.support.project import CHECKOUT

FUNCTIONS = ("discover", "predict", "submit_batch", "complete_batch", "sweep_batch", "collect", "auto_stop")


def tree(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


BASIC = {
    "lambdas/__init__.py": "",
    "lambdas/clients/__init__.py": "",
    "lambdas/fn/__init__.py": "",
    "lambdas/fn/handler.py": "",
    "domain/__init__.py": "",
    "domain/rules.py": "import domain.deep",
    "domain/deep.py": "",
    "domain/unused.py": "",
    "lambdas/clients/store.py": 'REQUIRED_ACTIONS = {"object": ("s3:GetObject",)}',
    "lambdas/clients/_session.py": "",
    "lambdas/other/__init__.py": "",
    "lambdas/other/handler.py": "",
}


@pytest.mark.parametrize(
    "handler",
    [
        "from lambdas.clients import store, _session\nfrom domain import rules",
        "from lambdas.clients.store import Store\nimport domain.rules\nimport lambdas.clients._session",
        "from ..clients import store, _session\ndef later():\n    from domain.rules import x",
        "from lambdas.clients.store import S\nfrom lambdas.clients._session import s\nfrom . import step",
    ],
)
def test_every_way_to_import_is_followed(tmp_path: Path, handler: str) -> None:
    root = tree(tmp_path, {**BASIC, "lambdas/fn/handler.py": handler, "lambdas/fn/step.py": "import domain.rules"})
    sources = function_sources(root, "fn")
    assert list(sources.files) == sorted(
        [
            "domain/__init__.py",
            "domain/deep.py",
            "domain/rules.py",
            "lambdas/__init__.py",
            "lambdas/clients/__init__.py",
            "lambdas/clients/_session.py",
            "lambdas/clients/store.py",
            "lambdas/fn/__init__.py",
            "lambdas/fn/handler.py",
            "lambdas/fn/step.py",
        ]
    )
    assert sources.actions == {"store": {"object": ("s3:GetObject",)}}


def test_imports_for_type_checking_only_are_not_packaged(tmp_path: Path) -> None:
    text = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from lambdas.clients import store"
    root = tree(tmp_path, {**BASIC, "lambdas/fn/handler.py": text})
    assert function_sources(root, "fn").actions == {}


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"lambdas/fn/handler.py": "import lambdas.gone"}, r"handler.py: imports lambdas.gone, which does not exist"),
        (
            {"lambdas/fn/handler.py": "import lambdas.clients.store", "lambdas/clients/store.py": "x = 1"},
            r"store.py: REQUIRED_ACTIONS is missing",
        ),
        (
            {
                "lambdas/fn/handler.py": "import lambdas.clients.store",
                "lambdas/clients/store.py": "REQUIRED_ACTIONS = make()",
            },
            r"store.py: REQUIRED_ACTIONS is not a literal",
        ),
    ],
)
def test_what_cannot_be_packaged_is_named(tmp_path: Path, files: dict[str, str], message: str) -> None:
    with pytest.raises(SourceError, match=message):
        function_sources(tree(tmp_path, {**BASIC, **files}), "fn")


def test_a_function_needs_a_handler(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"lambdas/none/handler\.py is missing"):
        function_sources(tree(tmp_path, BASIC), "none")


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_archive_of_each_function_holds_all_that_it_imports(function: str) -> None:
    """Imported from its own files alone, a handler needs nothing of ours that is not among them."""
    sources = function_sources(CHECKOUT, function)
    modules = {name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in sources.files}
    for path in sources.files.values():
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []
            ours = {name for name in names if name.split(".")[0] in {"lambdas", "domain"}}
            assert ours <= modules, path
    assert f"lambdas.{function}.handler" in modules


def test_no_function_carries_another(tmp_path: Path) -> None:
    for function in FUNCTIONS:
        others = {f"lambdas/{other}/handler.py" for other in FUNCTIONS if other != function}
        assert not others & set(function_sources(CHECKOUT, function).files)


def test_actions_are_read_without_importing_the_client() -> None:
    path = CHECKOUT / "lambdas" / "clients" / "run_store.py"
    before = set(sys.modules)
    assert "s3:GetObject" in required_actions(path)["object"]
    assert not {name for name in set(sys.modules) - before if name.startswith("lambdas")}


DATA = {**BASIC, "lambdas/fn/__init__.py": "", "domain/data.json": "{}"}


def test_data_that_a_module_names_is_packaged(tmp_path: Path) -> None:
    handler = {
        "lambdas/fn/handler.py": "import domain.reader",
        "domain/reader.py": 'DATA_FILES = ("domain/data.json",)',
    }
    assert function_sources(tree(tmp_path, {**DATA, **handler}), "fn").files["domain/data.json"].is_file()


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        ('("domain/gone.json",)', r"reader\.py: DATA_FILES names domain/gone\.json, which does not exist below"),
        ('("../secret.json",)', r"DATA_FILES names \.\./secret\.json; accepted: files in lambdas or domain"),
        ('("domain/../secret.json",)', r"DATA_FILES names domain/\.\./secret\.json; accepted"),
        ("tuple(make())", r"DATA_FILES is not a literal; write the paths out"),
    ],
)
def test_data_that_cannot_be_packaged_is_named(tmp_path: Path, declared: str, message: str) -> None:
    handler = {"lambdas/fn/handler.py": "import domain.reader", "domain/reader.py": f"DATA_FILES = {declared}"}
    with pytest.raises(SourceError, match=message):
        function_sources(tree(tmp_path, {**DATA, **handler}), "fn")


def test_the_auto_stop_function_brings_its_prices() -> None:
    assert "domain/prices.json" in function_sources(CHECKOUT, "auto_stop").files
