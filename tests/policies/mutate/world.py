"""The rules and what they know of AWS, as modules that can be made again with one of them changed."""

from __future__ import annotations

import ast
import importlib
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import CodeType, ModuleType

from guardrails.rule import Rule, StackRule

from tests.policies.analyzer import PACK

ROOMS = ("aws", "rules")


@dataclass(frozen=True)
class Source:
    """One module of the pack."""

    name: str
    path: Path

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax."""
        return ast.parse(self.path.read_text(encoding="utf-8"))

    @cached_property
    def code(self) -> CodeType:
        """It as it is."""
        return self.compiled()

    def compiled(self) -> CodeType:
        """It as its tree stands."""
        return compile(self.tree, str(self.path), "exec")

    @cached_property
    def imports(self) -> frozenset[str]:
        """Names that it imports, of modules and of what is in them."""
        return frozenset(
            f"{node.module}.{alias.name}" if named else str(node.module)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
            for named in (True, False)
        )


@dataclass(frozen=True)
class World:
    """Every module of the pack's rooms, by name, each after those that it imports."""

    sources: Mapping[str, Source]

    def users(self, name: str) -> tuple[str, ...]:
        """The modules that change with a module: itself, and what imports it, directly or not."""
        changed = [name]
        for other, source in self.sources.items():
            if other != name and source.imports & set(changed):
                changed.append(other)
        return tuple(changed)

    def module(self, name: str) -> ModuleType:
        """A module as it is now."""
        return sys.modules[name]

    @contextmanager
    def changed(self, name: str, code: CodeType) -> Iterator[list[Rule | StackRule]]:
        """The rules that a module's new code is part of; everything is as before after the block."""
        names = self.users(name)
        before = {each: sys.modules[each] for each in names}
        try:
            for each in names:
                _install(each, _made(each, code if each == name else self.sources[each].code))
            yield [rule for each in names if isinstance(rule := vars(sys.modules[each]).get("RULE"), Rule | StackRule)]
        finally:
            for each, module in before.items():
                _install(each, module)


def load(pack: Path = PACK) -> World:
    """The pack as it is on the disk."""
    found = [
        Source(f"guardrails.{room}.{path.stem}", path)
        for room in ROOMS
        for path in sorted((pack / "guardrails" / room).glob("*.py"))
        if path.stem != "__init__"
    ]
    for source in found:
        importlib.import_module(source.name)
    return World({source.name: source for source in _ordered(found)})


def _ordered(found: list[Source]) -> Iterator[Source]:
    """Each module after those that it imports; Python has made sure that this is possible."""
    waiting = {source.name: source for source in found}
    while waiting:
        ready = [source for source in waiting.values() if not source.imports & (waiting.keys() - {source.name})]
        for source in ready:
            yield waiting.pop(source.name)
        if not ready:
            raise ImportError(f"modules import each other in a circle: {', '.join(sorted(waiting))}")


def _made(name: str, code: CodeType) -> ModuleType:
    module = ModuleType(name)
    module.__file__ = code.co_filename
    sys.modules[name] = module
    exec(code, vars(module))
    return module


def _install(name: str, module: ModuleType) -> None:
    """Make ``import`` find the module under a name."""
    package, _, last = name.rpartition(".")
    sys.modules[name] = module
    setattr(sys.modules[package], last, module)
