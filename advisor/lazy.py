"""A list of commands whose modules are imported when they are asked for: some bring a plotter or an AWS client."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, ClassVar, NamedTuple

import typer
from typer.core import CompletionItem, TyperGroup  # type: ignore[attr-defined]  # of the click that typer brings
from typer.main import get_command


class Entry(NamedTuple):
    """Where a command is.

    Args:
        module: Its module.
        attribute: A function, or an application with commands of its own.
        help: What it does, for the list of commands.
    """

    module: str
    attribute: str
    help: str


class LazyCommands(TyperGroup):
    """The commands of a table.

    Attributes:
        table: Entries by name.
    """

    table: ClassVar[Mapping[str, Entry]]

    def list_commands(self, _ctx: Any) -> list[str]:
        """Their names."""
        return list(self.table)

    def get_command(self, _ctx: Any, cmd_name: str) -> Any:
        """A command, or ``None`` for a name that is in no table."""
        entry = self.table.get(cmd_name)
        if entry is None:
            return None
        found = getattr(import_module(entry.module), entry.attribute)
        if not isinstance(found, typer.Typer):
            single = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
            single.command(cmd_name)(found)
            found = single
        command = get_command(found)
        command.name = cmd_name
        return command

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Names that begin so, and options, without importing any command: a shell waits for this."""
        found = [CompletionItem(name, help=entry.help) for name, entry in self.table.items()]
        options = super(TyperGroup, self).shell_complete(
            ctx, incomplete
        )  # past the group's own, which imports them all
        return [*(item for item in found if item.value.startswith(incomplete)), *options]

    def format_commands(self, _ctx: Any, formatter: Any) -> None:
        """The list for ``--help``, without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in self.table.items()])
