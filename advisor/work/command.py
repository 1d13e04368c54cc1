"""``python -m advisor work submit | status``: predictions that are accepted in either Region, and run once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from advisor.errors import InputError
from advisor.model.place import told
from advisor.options import OutputsOption, StackOption
from advisor.work.asking import Functions, Works, asking, functions_of
from advisor.work.inputs import work_of
from domain.resilience import FailureReason

COMMAND: Final = "work"
LONGEST_S: Final = 3600
SHOWN: Final = 120

WaitOption = Annotated[
    int, typer.Option("--wait", min=0, max=LONGEST_S, help="Seconds to wait for the results; 0 does not wait.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the works as JSON, with their results.")]

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def work() -> None:
    """Durable predictions: accepted in either Region, run where the lease is, committed once."""


@app.command()
def submit(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="What the model is asked, one work each.")],
    stack: StackOption = None,
    outputs: OutputsOption = None,
    content_type: Annotated[
        str | None, typer.Option("--content-type", help="What the files are; by their names without it.")
    ] = None,
    key: Annotated[
        str | None,
        typer.Option("--key", help="Idempotency key of one file; without it the same file is the same work."),
    ] = None,
    wait: WaitOption = 0,
    *,
    as_json: JsonOption = False,
) -> None:
    """Have files predicted. To submit again is safe: the same key has one effect, and reads the result.

    Exit codes: 0 accepted (with --wait: all succeeded), 1 one failed or is not done yet, 2 nothing was accepted.
    """
    with told(COMMAND):
        if key is not None and len(files) > 1:
            raise InputError(f"--key is for one file; {len(files)} are given. Without it each has a key of its own")
        works = _each_once([work_of(file, content_type, key) for file in files])
        asked = _works(functions_of(stack, outputs))
        lines = asked.followed(asked.submit(works), wait)
        _print(lines, as_json=as_json)
    raise typer.Exit(_code(lines, waited=wait > 0))


@app.command()
def status(
    keys: Annotated[list[str], typer.Argument(metavar="KEY...", help="Keys that `work submit` printed.")],
    stack: StackOption = None,
    outputs: OutputsOption = None,
    wait: WaitOption = 0,
    *,
    as_json: JsonOption = False,
) -> None:
    """How far works are, and their results.

    Exit codes: 0 none failed (with --wait: all succeeded), 1 one failed, is unknown or not done yet, 2 nobody answered.
    """
    with told(COMMAND):
        asked = _works(functions_of(stack, outputs))
        lines = asked.followed(asked.look_up(list(dict.fromkeys(keys))), wait)
        _print(lines, as_json=as_json)
    raise typer.Exit(_code(lines, waited=wait > 0))


def _works(functions: Functions) -> Works:
    others = ", ".join(region for region in functions.by_region if region != functions.primary)

    def failed_over(reason: FailureReason) -> None:
        typer.echo(f"{COMMAND}: {functions.primary} failed ({reason.value}); {others} is asked", err=True)

    return Works(asking(functions, failed_over))


def _each_once(works: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Files with the same content are one work."""
    return list({work["key"]: work for work in works}.values())


def _print(lines: Sequence[Mapping[str, Any]], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"works": list(lines)}, indent=2))
        return
    for line in lines:
        typer.echo(f"{line['key']}  {line.get('outcome', line['status'])}{_said(line.get('result'))}")
    counts = Counter(line["status"] for line in lines)
    typer.echo(", ".join(f"{count} {name}" for name, count in sorted(counts.items())), err=True)


def _said(result: Mapping[str, Any] | None) -> str:
    """The result in a line: of a binary one, that it is one."""
    if result is None:
        return ""
    error = result.get("error")
    text = error.get("message", "") if isinstance(error, Mapping) else result.get("body", "(binary; --json has it)")
    flat = " ".join(str(text).split())
    return f"  {flat if len(flat) <= SHOWN else flat[:SHOWN] + '...'}"


def _code(lines: Sequence[Mapping[str, Any]], *, waited: bool) -> int:
    failed = any(line["status"] == "unknown" or line.get("outcome") == "failed" for line in lines)
    undone = waited and any(line["status"] != "done" for line in lines)
    return 1 if failed or undone else 0
