"""What a function is made of, read from its source without importing it: its files, and the AWS actions it needs.

The files are the function's own package, every module of ``lambdas`` and ``domain`` that it imports, directly or not,
and the data that one of these names in ``DATA_FILES``. The actions are the ``REQUIRED_ACTIONS`` of the client modules
among them, each a literal beside the code that makes the calls. Nothing here runs a function's code, so the Pulumi
program needs none of its dependencies.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FIRST_PARTY = ("lambdas", "domain")
CLIENTS = "lambdas.clients"
DECLARATION = "REQUIRED_ACTIONS"
DATA_DECLARATION = "DATA_FILES"

Actions = Mapping[str, tuple[str, ...]]
"""Actions by kind of resource."""


class SourceError(ValueError):
    """A function's source that cannot be packaged; the message names the file and what to change."""


@dataclass(frozen=True, kw_only=True)
class FunctionSources:
    """What one function is made of.

    Attributes:
        files: Path inside the archive, to the file.
        actions: Actions by client module, then by kind of resource.
    """

    files: Mapping[str, Path]
    actions: Mapping[str, Actions]


def function_sources(root: Path, function: str) -> FunctionSources:
    """Find the files and the actions of the function in ``lambdas/<function>``.

    Args:
        root: Folder that holds ``lambdas`` and ``domain``.
        function: Name of the function's package.

    Raises:
        SourceError: When there is no handler, an import of ours leads nowhere, a client declares no actions, or a
            module names data that is not there.
    """
    package = root / "lambdas" / function
    if not (package / "handler.py").is_file():
        raise SourceError(f"lambdas/{function}/handler.py is missing; a function is a package with a handler module")
    own = [_module_name(path, root) for path in sorted(package.rglob("*.py"))]
    modules = _closure(root, own)
    clients = [name for name in modules if name.startswith(f"{CLIENTS}.") and not _last(name).startswith("_")]
    code = {path.relative_to(root).as_posix(): path for path in modules.values()}
    data = {name: root / name for path in modules.values() for name in data_files(path, root)}
    return FunctionSources(
        files=dict(sorted({**code, **data}.items())),
        actions={_last(name): required_actions(modules[name]) for name in sorted(clients)},
    )


def module_files(root: Path, module: str) -> dict[str, Path]:
    """The files of a module and of everything of ours that it imports, by their path below ``root``.

    Raises:
        SourceError: The module does not exist, or one of its imports leads nowhere.
    """
    if _resolve(root, module) is None:
        raise SourceError(f"{module} does not exist below {root}")
    return {path.relative_to(root).as_posix(): path for _, path in sorted(_closure(root, [module]).items())}


@cache
def required_actions(path: Path) -> Actions:
    """The ``REQUIRED_ACTIONS`` of a client module.

    Raises:
        SourceError: When it declares none, or not as a literal.
    """
    declared = _literal(path, DECLARATION, "write kinds and actions out")
    if declared is None:
        raise SourceError(
            f"{path}: {DECLARATION} is missing; a client declares the actions that it calls, by kind of resource"
        )
    return {kind: tuple(actions) for kind, actions in declared.items()}


@cache
def data_files(path: Path, root: Path) -> tuple[str, ...]:
    """The files beside the code that a module reads at run time: its ``DATA_FILES``, none by default.

    Raises:
        SourceError: When it is not a literal, or names a file that is missing or outside ``lambdas`` and ``domain``.
    """
    names = tuple(_literal(path, DATA_DECLARATION, "write the paths out, from the project's folder") or ())
    for name in names:
        if Path(name).parts[0] not in FIRST_PARTY or ".." in Path(name).parts:
            raise SourceError(f"{path}: {DATA_DECLARATION} names {name}; accepted: files in {' or '.join(FIRST_PARTY)}")
        if not (root / name).is_file():
            raise SourceError(f"{path}: {DATA_DECLARATION} names {name}, which does not exist below {root}")
    return names


def _literal(path: Path, name: str, remedy: str) -> Any:
    """The value of a module's constant, read without importing it; ``None`` when there is none."""
    for node in ast.parse(path.read_text(encoding="utf-8"), str(path)).body:
        target = (
            node.target
            if isinstance(node, ast.AnnAssign)
            else node.targets[0]
            if isinstance(node, ast.Assign)
            else None
        )
        value = node.value if isinstance(node, (ast.AnnAssign, ast.Assign)) else None
        if isinstance(target, ast.Name) and target.id == name and value is not None:
            try:
                return ast.literal_eval(value)
            except ValueError as error:
                raise SourceError(f"{path}: {name} is not a literal; {remedy}") from error
    return None


def _closure(root: Path, modules: list[str]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    waiting = list(modules)
    while waiting:
        name = waiting.pop()
        for ancestor in _with_ancestors(name):
            path = _resolve(root, ancestor)
            if path is not None and ancestor not in found:
                found[ancestor] = path
                waiting.extend(_imports(path, ancestor, root))
    return found


def _with_ancestors(name: str) -> Iterator[str]:
    parts = name.split(".")
    return (".".join(parts[: length + 1]) for length in range(len(parts)))


@cache
def _imports(path: Path, module: str, root: Path) -> tuple[str, ...]:
    """Modules of ours that a module imports at run time.

    Raises:
        SourceError: When one does not exist.
    """
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    names: list[str] = []
    for node in _run_time_nodes(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names if _ours(alias.name)]
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(node, package)
            if _ours(base):
                inner = [f"{base}.{alias.name}" for alias in node.names]
                names += [base, *(name for name in inner if _resolve(root, name) is not None)]
    for name in names:
        if _resolve(root, name) is None and not (root / name.replace(".", "/")).is_dir():
            raise SourceError(f"{path}: imports {name}, which does not exist below {root}")
    return tuple(names)


def _run_time_nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node but those below ``if TYPE_CHECKING``: they are never executed."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        yield node
        yield from _run_time_nodes(node)


def _absolute(node: ast.ImportFrom, package: str) -> str:
    if not node.level:
        return node.module or ""
    parts = package.split(".")
    base = parts[: len(parts) - node.level + 1]
    return ".".join([*base, *([node.module] if node.module else [])])


def _ours(name: str) -> bool:
    return name.split(".", maxsplit=1)[0] in FIRST_PARTY


@cache
def _resolve(root: Path, name: str) -> Path | None:
    base = root / Path(*name.split("."))
    for path in (base.with_suffix(".py"), base / "__init__.py"):
        if path.is_file():
            return path
    return None


def _module_name(path: Path, root: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _last(name: str) -> str:
    return name.rpartition(".")[2]
