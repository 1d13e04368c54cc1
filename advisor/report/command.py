"""``python -m advisor report``: what a reviewer wants to see of a change to a stack, from its preview."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from advisor.cost.command import Assumptions
from advisor.errors import InputError
from advisor.places import PROJECT
from advisor.prices.book import SHIPPED, load_prices
from advisor.report.audit import read_audit, run_audit
from advisor.report.build import Circumstances, report_of
from advisor.report.files import append_summary, remove, write
from advisor.report.model import Audit, ReviewReport, Status
from advisor.stack.preview import ask_pulumi
from advisor.usage.profile import Usage, parse_usage

BUILD: Final = PROJECT / "build" / "report"
LAST_LINES: Final = 8
"""Of what Pulumi says when it fails: the reason is at the end."""


def report(  # noqa: PLR0913, PLR0917 - each option is a parameter
    file: Annotated[Path | None, typer.Argument(help="What `pulumi preview --json --show-sames` wrote.")] = None,
    stack: Annotated[str | None, typer.Option(help="Name of the stack; without a file it is previewed.")] = None,
    previews: Annotated[Path | None, typer.Option(help="Folder with <stack>.json, instead of a file.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder of the report. [default: build/report/<stack>]")] = None,
    commit: Annotated[str, typer.Option(help="What was previewed, to be named in the report.")] = "",
    summary: Annotated[Path | None, typer.Option(help="Add the report here too: $GITHUB_STEP_SUMMARY.")] = None,
    findings: Annotated[
        Path | None, typer.Option(help="JSON of `guardrails audit`, instead of running the policy pack.")
    ] = None,
    usage: Annotated[Path | None, typer.Option(help="How much of everything is used, in YAML.")] = None,
    prices: Annotated[Path, typer.Option(help="The price book.")] = SHIPPED,
    project: Annotated[Path, typer.Option(help="Folder of the stack files.")] = PROJECT,
) -> None:
    """Write report.json, comment.md and report.html: risks, findings, cost, recovery, permissions, schedules.

    Exit codes: 0 fine or for a person to look at, 1 the preview failed, the policy pack refuses or could not look, or
    the stack misses its recovery tier, 2 something could not be read.
    """
    try:
        if folder := out or (BUILD / stack if stack else None):
            remove(folder)
        text, source = _preview(file, stack, previews)
        now = datetime.now(UTC)
        assumed = _assumptions(prices, usage, now)
        audit = run_audit if findings is None else lambda _text: _read_findings(findings, stack or "")
        found = report_of(text, source, Circumstances(assumed, now, project, commit, audit), stack or "")
        written = write(found, out or BUILD / (found.stack or "unnamed"))
        if summary is not None:
            append_summary(found, summary)
    except InputError as error:
        typer.echo(f"report: {error}", err=True)
        raise typer.Exit(2) from error
    _say(found, written)
    if found.verdict.status is Status.FAILURE:
        raise typer.Exit(1)


def _say(found: ReviewReport, written: tuple[Path, ...]) -> None:
    """The verdict, and where the rest is."""
    typer.echo(f"{found.stack or 'the stack'}: {found.verdict.status.value}")
    for reason in found.verdict.reasons:
        typer.echo(f"  {reason}")
    for path in written:
        typer.echo(f"  {path}")


def _preview(file: Path | None, stack: str | None, previews: Path | None) -> tuple[str, str]:
    """A preview's text, and what to call it."""
    if file is not None and previews is not None:
        raise InputError("a file and --previews are given; leave one out")
    if file is None and previews is not None:
        if stack is None:
            raise InputError("--previews names a folder; give --stack NAME as well")
        file = previews / f"{stack}.json"
    if file is None:
        if stack is None:
            raise InputError("no preview is given: a FILE, or --stack NAME (make report STACK=NAME needs no account)")
        return _asked(stack), f"the preview of stack {stack}"
    try:
        raw = file.read_bytes()
        return raw.decode(json.detect_encoding(raw)), str(file)
    except OSError as error:
        raise InputError(f"{file} could not be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise InputError(f"{file} is no text in UTF-8, UTF-16 or UTF-32") from None


def _asked(stack: str) -> str:
    """A preview with the account and backend of the shell. One that fails says why in what it wrote."""
    done = ask_pulumi(stack, f"with no account: make report STACK={stack}; or give a file")
    text = done.stdout.decode("utf-8", "replace")
    return _failed(text, done.stderr.decode("utf-8", "replace")) if done.returncode else text


def _failed(text: str, said: str) -> str:
    """What a preview that failed wrote, with its reason in it: one that did not begin says it on the screen only."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        document = {}
    told = document.get("diagnostics") if isinstance(document, dict) else None
    if isinstance(told, list) and any(isinstance(one, dict) and one.get("severity") == "error" for one in told):
        return text
    lines = [line for line in said.splitlines() if line.strip()][-LAST_LINES:]
    error = {"severity": "error", "message": " ".join(lines) or "pulumi says nothing of why"}
    return json.dumps({**(document if isinstance(document, dict) else {}), "diagnostics": [error]})


def _assumptions(prices: Path, usage: Path | None, now: datetime) -> Assumptions:
    if usage is None:
        return Assumptions(load_prices(prices), Usage(), "Usage is the default profile of a small team", now.date())
    found = parse_usage(_text(usage, "--usage"), str(usage))
    return Assumptions(load_prices(prices), found, f"Usage is that of {usage.name}", now.date())


def _read_findings(file: Path, stack: str) -> Audit:
    return read_audit(_text(file, "--findings"), str(file), stack)


def _text(file: Path, option: str) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{option} {file} could not be read: {getattr(error, 'strerror', None) or error}") from None
