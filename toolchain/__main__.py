"""`python -m toolchain setup|lock|browser|yaml`: runs with the machine's own Python, before anything is installed."""

from __future__ import annotations

import argparse
import sys


def main(arguments: list[str]) -> int:
    """Runs one of the set-up commands; returns the exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 (this file must still parse on an older Python, to say so)
        sys.stderr.write("error: Python 3.11 or newer is needed; call `make PYTHON=python3.13 ...`\n")
        return 1
    from toolchain import browser, dependencies, engine, setup, yaml_language

    parser = argparse.ArgumentParser(prog="python -m toolchain", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("setup", help="make the checkout ready; does nothing when it is")
    make.add_argument("--layer", action="append", choices=("arm64", "local"), help="build this Lambda layer too")
    commands.add_parser("lock", help="write requirements.txt anew from pyproject.toml")
    commands.add_parser("browser", help="find or fetch the browser and axe-core that the report's tests use")
    commands.add_parser("yaml", help="find or build the language host for programs in YAML; prints its folder")
    given = parser.parse_args(arguments)
    try:
        if given.command == "lock":
            dependencies.relock()
        elif given.command == "browser":
            found = browser.ensure(_say)
            print(f"{found.program} ({found.version}, {found.source})\n{browser.axe_core(_say)}")
        elif given.command == "yaml":
            print(yaml_language.ensure(engine.ensure(_aside), _aside))
        else:
            setup.run(tuple(given.layer or ("local",)), _say)
    except (setup.SetupError, engine.EngineError, dependencies.DependencyError, browser.BrowserError) as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    return 0


def _say(text: str) -> None:
    print(f"set-up: {text}", flush=True)


def _aside(text: str) -> None:
    """For commands whose output is read by a shell."""
    sys.stderr.write(f"set-up: {text}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
