"""Set-up as one command: interpreter check, packages, engine, layer, environment file. A second run only looks."""

from __future__ import annotations

import sys
from collections.abc import Callable

from toolchain import dependencies, engine, layers
from toolchain.places import ROOT, VENV

OLDEST_PYTHON = (3, 11)
ENVIRONMENT_FILE = VENV / "pulumi.env"
LAUNCHER = VENV / "bin" / "advisor"
"""A name for the advisor: a shell completes the arguments of a program, and `python -m` is none."""


class SetupError(Exception):
    """Set-up cannot go on; the message is for the user as it is."""


def check_python(version: tuple[int, int]) -> None:
    """Refuses an interpreter that is too old.

    Raises:
        SetupError: Names what was found and what is accepted.
    """
    if version < OLDEST_PYTHON:
        raise SetupError(
            f"Python {version[0]}.{version[1]} runs this; {OLDEST_PYTHON[0]}.{OLDEST_PYTHON[1]} or newer is needed: "
            "call `make PYTHON=python3.13 …` with the name of a newer one"
        )


def environment_text(found: engine.Engine) -> str:
    """The lines of the file that makes `pulumi` work in a shell (`. .venv/pulumi.env`)."""
    lines = [
        "# Written by set-up. Source it to use `pulumi` in this checkout: . .venv/pulumi.env",
        f'export INFERENCE_PLATFORM_ROOT="{ROOT}"',
        f'export VIRTUAL_ENV="{VENV}"',
        f'export PATH="{found.folder}:{VENV / "bin"}:$PATH"',
        "export PULUMI_SKIP_UPDATE_CHECK=1",
        "# Container images set this; each Pulumi command would compile pulumi_aws anew, half of a program's time.",
        "unset PYTHONDONTWRITEBYTECODE",
    ]
    if found.executor is not None:
        lines.append(f'export PULUMI_LANGUAGE_PYTHON_EXEC="{found.executor}"')
    return "\n".join(lines) + "\n"


def launcher_text() -> str:
    """The program `advisor`: `python -m advisor` from any folder, with completion by `advisor --install-completion`."""
    call = "from advisor.__main__ import main; main('advisor')"
    return (
        "#!/bin/sh\n# Written by set-up.\n"
        f'PYTHONPATH="{ROOT}${{PYTHONPATH:+:$PYTHONPATH}}" exec "{VENV}/bin/python" -P -c "{call}" "$@"\n'
    )


def run(platforms: tuple[str, ...], say: Callable[[str], None]) -> engine.Engine:
    """Makes the checkout ready.

    Args:
        platforms: The platforms whose Lambda layer is wanted.
        say: Told what takes long.

    Returns:
        The engine that was found.

    Raises:
        SetupError: With one message that says what failed and what to do.
    """
    check_python(sys.version_info[:2])
    try:
        dependencies.ensure_environment(say)
        found = engine.ensure(say)
        for platform in platforms:
            layers.ensure(platform, say)
    except (dependencies.DependencyError, engine.EngineError) as error:
        raise SetupError(str(error)) from error
    text = environment_text(found)
    if not ENVIRONMENT_FILE.exists() or ENVIRONMENT_FILE.read_text() != text:
        ENVIRONMENT_FILE.write_text(text)
    if not LAUNCHER.exists() or LAUNCHER.read_text() != launcher_text():
        LAUNCHER.write_text(launcher_text())
        LAUNCHER.chmod(0o755)
    return found
