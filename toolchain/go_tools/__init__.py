"""Checkers that are Go programs: built once for this machine from the versions and hashes of `<name>/go.sum`.

A build needs Go, which hosted runners have, and neither root nor another place than Go's own module proxy. The program
lands in the user's cache under its version. One on PATH is taken only when it is of that same version.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from toolchain.places import ROOT, cache

FOLDER = ROOT / "toolchain" / "go_tools"


class ToolError(Exception):
    """A checker cannot be had here; the message says what was tried and what to install."""


@dataclass(frozen=True)
class GoTool:
    """A checker.

    Attributes:
        name: Of the program, and of its folder here.
        version: Without a leading `v`.
        package: What `go build` builds.
        ask: The arguments that make it print its version.
        stamp: The variable that holds its version, for a program whose source does not know it.
    """

    name: str
    version: str
    package: str
    ask: tuple[str, ...]
    stamp: str = ""


TOOLS = {
    tool.name: tool
    for tool in (
        GoTool("actionlint", "1.7.12", "github.com/rhysd/actionlint/cmd/actionlint", ("-version",)),
        GoTool(
            "gitleaks",
            "8.30.1",
            "github.com/zricethezav/gitleaks/v8",
            ("version",),
            "github.com/zricethezav/gitleaks/v8/version.Version",
        ),
    )
}
"""MIT both."""


def ensure(name: str, say: Callable[[str], None] = lambda _: None) -> Path:
    """The program, built when it is not there yet.

    Args:
        name: A key of :data:`TOOLS`.
        say: Told what takes long.

    Raises:
        ToolError: It is not there and cannot be built.
    """
    tool = TOOLS[name]
    kept = cache() / "tools" / f"{name}-{tool.version}" / name
    if kept.exists():
        return kept
    found = shutil.which(name)
    if found and _version(found, tool) == tool.version:
        return Path(found)
    go = shutil.which("go")
    if go is None:
        raise ToolError(
            f"{name} {tool.version} is not on PATH, no earlier set-up kept it, and no `go` is there to build it: "
            f"install Go 1.25 or newer, or {name} {tool.version}"
        )
    say(f"building {name} {tool.version} from its Go modules: about a minute, once for this machine")
    _build(go, tool, kept)
    return kept


def _version(program: str, tool: GoTool) -> str:
    done = subprocess.run([program, *tool.ask], capture_output=True, text=True, check=False)
    return (done.stdout.split() or [""])[0].removeprefix("v")


def _build(go: str, tool: GoTool, kept: Path) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    flags = "-s -w" + (f" -X {tool.stamp}={tool.version}" if tool.stamp else "")
    with tempfile.TemporaryDirectory(dir=kept.parent) as folder:
        made = Path(folder) / tool.name
        done = subprocess.run(
            [go, "build", "-mod=readonly", "-trimpath", "-ldflags", flags, "-o", str(made), tool.package],
            cwd=FOLDER / tool.name,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "GOFLAGS": "", "CGO_ENABLED": "0"},
        )
        if done.returncode != 0:
            raise ToolError(f"{tool.name} {tool.version} could not be built: {done.stderr.strip()[-2000:]}")
        made.replace(kept)  # one rename: a set-up beside this one finds the whole program or none
