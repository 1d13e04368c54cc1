"""GitHub's own command line client, which every hosted runner has; it takes its token from `GH_TOKEN`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any


class GitHubError(Exception):
    """GitHub could not be asked, or said no; the message says which call and why."""


def gh(arguments: Sequence[str], text: str | None = None) -> str:
    """Run `gh`; returns what it printed.

    Args:
        arguments: After `gh`.
        text: For its standard input.

    Raises:
        GitHubError: `gh` is missing, or the call failed.
    """
    program = shutil.which("gh")
    if program is None:
        raise GitHubError("`gh` is not on PATH: install GitHub's command line client (https://cli.github.com)")
    done = subprocess.run([program, *arguments], input=text, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise GitHubError(f"`gh {' '.join(arguments[:3])}` failed: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


def api(path: str, method: str = "GET", body: object = None) -> Any:
    """One call of GitHub's REST API; every page of a list.

    Raises:
        GitHubError: As :func:`gh`, or the answer is not JSON.
    """
    if method == "GET":
        pages = _json(path, gh(["api", "--paginate", "--slurp", path]))
        return [one for page in pages for one in page] if all(isinstance(page, list) for page in pages) else pages[0]
    return _json(path, gh(["api", "--method", method, path, "--input", "-"], json.dumps(body)))


def _json(path: str, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise GitHubError(f"GitHub answered {path} with what is not JSON: {text[:200]!r}") from error


def variable(name: str) -> str:
    """A variable that GitHub sets for each step, such as `GITHUB_REPOSITORY`.

    Raises:
        GitHubError: It is not set: this is no step of a workflow.
    """
    if not os.environ.get(name):
        raise GitHubError(f"{name} is not set: a workflow's step has it; set it to run this by hand")
    return os.environ[name]


def tell(text: str) -> None:
    """Print a text, and add it to the run's summary where there is one."""
    print(text)
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(text + "\n")


def output(name: str, value: str) -> None:
    """Give a step's output to later steps and jobs.

    Raises:
        ValueError: The value has several lines, which could smuggle in another output.
    """
    if "\n" in value or "\r" in value:
        raise ValueError(f"output {name} = {value!r} is not accepted: one line")
    if path := os.environ.get("GITHUB_OUTPUT"):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(f"{name}={value}\n")


def exit_code(run: Callable[[], int]) -> int:
    """Run a command; an error becomes its message and exit code 2: it could not be asked, which is no yes."""
    try:
        return run()
    except (GitHubError, ValueError, OSError) as error:
        sys.stderr.write(f"error: {error}\n")
        return 2
