"""`python -m delivery pr | workflows | walk | stack-files | plan | deploy | deployed | drift | audit`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help="From a change to production."
)
Stack = Annotated[str, typer.Option(help="The stack: staging or prod.")]


def _run(command: Callable[[], int]) -> None:
    """Ends with a command's exit code; what could not be asked is 2, with its reason."""
    from delivery.gate.touched import UnknownChangeError
    from delivery.stacks.engine import StackError
    from delivery.stacks.seal import SealError

    try:
        code = command()
    except (StackError, SealError, UnknownChangeError, ValueError) as error:
        typer.echo(f"error: {error}", err=True)
        code = 2
    raise typer.Exit(code)


@app.command()
def pr(
    only: Annotated[list[str] | None, typer.Option(help="A stage: lint, test, policy or security; repeatable.")] = None,
    whole: Annotated[
        bool, typer.Option(help="Every test, with coverage, and not only those that a change touches.")
    ] = False,
    base: Annotated[
        str | None, typer.Option(help="The branch that the change is for; main, else origin/main, without it.")
    ] = None,
    advisories: Annotated[
        bool, typer.Option(help="Look packages up among known vulnerabilities: needs a network.")
    ] = True,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the results here.")] = None,
) -> None:
    """Runs the stages of a pull request, the same as in the workflows, and gives the verdict."""
    from delivery.gate.command import Wishes, pull_request

    _run(lambda: pull_request(Wishes(tuple(only or ()), whole, base, advisories, json_file), os.environ))


@app.command()
def workflows() -> None:
    """Holds the workflow files against the rules, and walks every way in which a run of them can end."""
    from delivery.workflows.check import problems

    found = problems()
    for problem in found:
        typer.echo(problem, err=True)
    typer.echo(f"{len(found)} problems" if found else "workflows: every rule holds, in every way that a run can end")
    raise typer.Exit(1 if found else 0)


@app.command()
def walk(
    workflow: Annotated[str, typer.Argument(help="The workflow's file, without its ending.")] = "main",
    result: Annotated[list[str] | None, typer.Option(help="JOB=success|failure|skipped|cancelled; repeatable.")] = None,
    approved: Annotated[bool, typer.Option(help="Whether a person lets it into production.")] = True,
    fork: Annotated[bool, typer.Option(help="Whether the pull request comes from a fork.")] = False,
    stack: Annotated[str, typer.Option(help="The input of a workflow that is started by hand.")] = "staging",
    run: Annotated[bool, typer.Option(help="Run what this machine can run of each job, and go by that.")] = False,
) -> None:
    """Walks a workflow's jobs with given results and prints what starts, in order."""
    from delivery.workflows.dry_run import Given, dry_run

    _run(lambda: dry_run(workflow, Given(tuple(result or ()), approved, fork, stack), run, typer.echo))


@app.command("stack-files")
def stack_files() -> None:
    """Checks every stack file of the checkout against the settings, without an engine."""
    from delivery.stacks.files import file_problems

    found = file_problems()
    for problem in found:
        typer.echo(problem, err=True)
    typer.echo(f"{len(found)} stack files with problems" if found else "stack files: every setting is accepted")
    raise typer.Exit(1 if found else 0)


@app.command()
def plan(stack: Stack) -> None:
    """Previews a stack with the policy pack, writes the report, and seals the plan for `deploy`."""
    from delivery.stacks import change

    _run(lambda: change.plan(stack))


@app.command()
def deploy(stack: Stack, digest: Annotated[str, typer.Option(help="As `plan` printed it.")]) -> None:
    """Changes a stack as its sealed plan says, and in no other way."""
    from delivery.stacks import change

    _run(lambda: change.deploy(stack, digest))


@app.command()
def deployed(stack: Stack, commit: Annotated[str, typer.Option(help="The full hash.")]) -> None:
    """Whether a stack's last update was of a commit."""
    from delivery.stacks import looks

    _run(lambda: looks.deployed(stack, commit))


@app.command()
def drift(stack: Stack) -> None:
    """Whether what runs is what the program says; exit code 1 for drift, 2 when it could not be asked."""
    from delivery.stacks import looks

    _run(lambda: looks.drift(stack))


@app.command()
def audit(stack: Stack) -> None:
    """What the policy pack says of what was deployed; exit code 1 for findings, 2 when it could not be asked."""
    from delivery.stacks import looks

    _run(lambda: looks.audit(stack))


if __name__ == "__main__":
    app()
