"""``python -m smoke``: the options, and the order of things: who asks, the checks, the watch, the report."""

from __future__ import annotations

import json
import os
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from advisor.errors import InputError
from advisor.places import PROJECT
from domain.routing import InferencePath
from domain.smoke import Check, Outcome, Theme
from smoke.asks.alarms import topics, watched_alarms
from smoke.checks import questions_of
from smoke.connections import Connections
from smoke.context import Context
from smoke.known_set import read_known_set
from smoke.options import FILES, Options
from smoke.question import answered
from smoke.rendering.json_document import document
from smoke.rendering.markdown import markdown
from smoke.rendering.table import show
from smoke.report import Report
from smoke.stack import Stack, read_stack
from smoke.targets import targets_of
from smoke.watch import Watch, WatchArgs, Watched

SUMMARY: Final = "GITHUB_STEP_SUMMARY"
LONGEST_WATCH_S: Final = 6 * 3600
THEMES: Final = tuple(theme for theme in Theme if theme is not Theme.LATENCY)


def smoke(  # noqa: PLR0913, PLR0917 - each option is a parameter
    stack: Annotated[
        str, typer.Option("--stack", help="Stack that is deployed: Pulumi.<stack>.yaml is what it wants.")
    ],
    outputs: Annotated[
        Path | None, typer.Option("--outputs", help="What `pulumi stack output --json` printed, instead of asking it.")
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option("--only", help=f"Themes: {', '.join(THEMES)}; all without it.")
    ] = None,
    paths: Annotated[
        list[str] | None, typer.Option("--paths", help="Paths whose routing is checked; all of the stack without it.")
    ] = None,
    files: Annotated[Path, typer.Option("--files", help="Folder of the known files and rows.")] = FILES,
    run_minutes: Annotated[
        float, typer.Option("--run-minutes", min=0.1, max=1440, help="Longest that one execution may take.")
    ] = 30.0,
    token: Annotated[
        str | None, typer.Option("--token", envvar="PREDICTION_API_TOKEN", help="JWT of the HTTP API's user pool.")
    ] = None,
    watch: Annotated[
        float, typer.Option("--watch", min=0, max=LONGEST_WATCH_S, help="Seconds to watch after the checks.")
    ] = 0.0,
    every: Annotated[
        float, typer.Option("--every", min=0.1, max=600, help="Seconds between two rounds of the watch.")
    ] = 5.0,
    p99_ms: Annotated[
        float | None, typer.Option("--p99-ms", min=1, max=600_000, help="Objective of the watch, for the settings'.")
    ] = None,
    ignore_alarm: Annotated[
        list[str] | None, typer.Option("--ignore-alarm", help="Part of the name of an alarm that may ring.")
    ] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the report there, as JSON.")] = None,
    project: Annotated[Path, typer.Option("--project", help="Folder of the stack files.")] = PROJECT,
    *,
    no_writes: Annotated[
        bool, typer.Option("--no-writes", help="Put no file, start no execution, run no function that writes.")
    ] = False,
    no_model_yet: Annotated[
        bool, typer.Option("--no-model-yet", help="A new stack: its HTTP API may have no model so far.")
    ] = False,
    wake: Annotated[
        bool, typer.Option("--wake", help="Wake a sleeping inference component up to check its routing.")
    ] = False,
    watch_only: Annotated[bool, typer.Option("--watch-only", help="Watch, without the checks before it.")] = False,
) -> None:
    """Ask a deployed stack from outside whether it does what its settings promise; with --watch, go on for a while.

    Exit codes: 0 all is good, 1 a check failed or could not be answered, or the watch ended early, 2 nothing was asked.
    """
    chosen = Options(
        writes=not no_writes,
        no_model_yet=no_model_yet,
        wake=wake,
        files=files,
        paths=_accepted("--paths", paths, tuple(InferencePath)),
        run_s=run_minutes * 60,
        ignored_alarms=tuple(part for part in ignore_alarm or () if part),
        token=token,
    )
    themes = frozenset(Theme(name) for name in _accepted("--only", only, THEMES))
    args = WatchArgs(stack=stack, seconds=watch, every_s=every, p99_ms=p99_ms)
    try:
        context = _context(read_stack(stack, outputs, project), chosen)
        report = _report(context, args, None if watch_only else themes)
    except InputError as error:
        typer.echo(f"smoke: {error}", err=True)
        raise typer.Exit(2) from error
    _tell(report, json_file)
    raise typer.Exit(report.exit_code)


def _report(context: Context, args: WatchArgs, themes: frozenset[Theme] | None) -> Report:
    """Check the themes, or nothing when they are ``None``; then watch, unless something is wrong already.

    Raises:
        InputError: There is nothing to check, or nothing to watch.
    """
    if themes is None and not args.seconds:
        raise InputError("--watch-only without --watch watches nothing; give --watch SECONDS")
    report = Report(args.stack, [] if themes is None else _checked(context, themes))
    if args.seconds and (themes is None or report.verdict.good):
        return Report(args.stack, report.checks, _watched(context, args))
    return report


def _accepted(option: str, given: list[str] | None, known: tuple[str, ...]) -> frozenset[str]:
    strangers = sorted(set(given or ()) - set(known))
    if strangers:
        typer.echo(f"smoke: {option} {', '.join(strangers)} is not accepted; one of {', '.join(known)}", err=True)
        raise typer.Exit(2)
    return frozenset(given or ())


def _context(stack: Stack, options: Options) -> Context:
    """Who asks, and what; the account is compared first, for the answers of another one mean nothing.

    Raises:
        InputError: There are no credentials, they are another account's, or the known set cannot be read.
    """
    known = read_known_set(options.files)
    connections = Connections(stack.region)
    caller, owner = connections.account(), stack.account()
    if owner is not None and caller != owner:
        raise InputError(f"stack {stack.name} is in account {owner}, and the shell's credentials are of {caller}")
    return Context(stack=stack, connections=connections, options=options, known=known, run_id=uuid.uuid4().hex[:12])


def _checked(context: Context, themes: frozenset[Theme]) -> list[Check]:
    checks = answered(questions_of(context, themes), context.clock)
    if all(check.finding.outcome is Outcome.OFF for check in checks):
        listed = ", ".join(sorted(theme.value for theme in themes or THEMES))
        raise InputError(f"stack {context.stack.name} has nothing of {listed}: {checks[0].finding.reason}")
    return checks


def _watched(context: Context, args: WatchArgs) -> Watched:
    found = topics(context)
    targets = targets_of(context, args.p99_ms)
    if not found and not targets:
        raise InputError(
            f"stack {args.stack} has no alarm and nothing that answers at once, so there is nothing to watch"
        )
    with ThreadPoolExecutor(max(1, len(targets))) as pool:
        return Watch(
            args=args,
            targets=targets,
            alarms=lambda: [alarm for topic in found for alarm in watched_alarms(context, topic)[0]],
            clock=context.clock,
            sleep=context.sleep,
            gather=pool.map,
        ).run()


def _tell(report: Report, json_file: Path | None) -> None:
    """Print it, and write it where a workflow reads it."""
    terminal = Console(highlight=False)
    show(report, terminal if terminal.is_terminal else Console(width=160, highlight=False))
    try:
        if json_file is not None:
            json_file.parent.mkdir(parents=True, exist_ok=True)
            json_file.write_text(json.dumps(document(report), indent=2) + "\n", encoding="utf-8")
        if summary := os.environ.get(SUMMARY):
            with Path(summary).open("a", encoding="utf-8") as page:
                page.write(markdown(report))
    except OSError as error:
        typer.echo(f"smoke: the report could not be written: {error}", err=True)
        raise typer.Exit(2) from error
