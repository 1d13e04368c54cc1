"""What the language host knows of Python: the interpreter of a program, what is installed for it, how to install it.

The rules are those of Pulumi's own Python host: `runtime.options.virtualenv` of a project file names the environment,
relative to that file; without it, the first `python3` on PATH runs the program.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_LIST_DISTRIBUTIONS = """
import json, sys
from importlib.metadata import distributions
from pathlib import Path
found = {}
for dist in distributions():
    name = (dist.metadata["Name"] or "").lower()
    plugin = next((f for f in dist.files or () if f.name == "pulumi-plugin.json" and len(f.parts) == 2), None)
    found.setdefault(name, [dist.version, Path(dist.locate_file(plugin)).read_text() if plugin else None])
json.dump(found, sys.stdout)
"""


class RuntimeSetupError(Exception):
    """The program's Python cannot be found or prepared; the message says what to do."""


@dataclass(frozen=True)
class PluginRequirement:
    """A resource plugin that an installed package asks the engine for.

    Attributes:
        name: The plugin's name, as in `pulumi-resource-<name>`.
        version: With a leading `v`, as the engine writes it.
        server: Where the engine may download it from; empty for Pulumi's own place.
    """

    name: str
    version: str
    server: str


@dataclass(frozen=True)
class PythonRuntime:
    """The interpreter and the environment of one program.

    Attributes:
        root: The folder of the file that names the runtime (`Pulumi.yaml`, `PulumiPolicy.yaml`).
        virtualenv: The environment's folder, or None when PATH decides.
    """

    root: Path
    virtualenv: Path | None

    @classmethod
    def of(cls, root: str, options: Mapping[str, object]) -> PythonRuntime:
        """Reads the runtime options of a project file."""
        given = options.get("virtualenv")
        folder = Path(root)
        return cls(folder, (folder / str(given)).absolute() if given else None)

    @property
    def python(self) -> str:
        """The interpreter's path.

        Raises:
            RuntimeSetupError: The environment has no interpreter, or PATH has none.
        """
        if self.virtualenv is None:
            found = shutil.which("python3") or shutil.which("python")
            if not found:
                raise RuntimeSetupError(
                    "no python3 on PATH: install Python 3.11 or newer, or set runtime.options.virtualenv"
                )
            return found
        candidate = self.virtualenv / "bin" / "python"
        if not candidate.exists():
            raise RuntimeSetupError(
                f"the virtual environment {self.virtualenv} has no bin/python: run `make setup` in the checkout, "
                "or `pulumi install`"
            )
        return str(candidate)

    def environment(self, extra: Mapping[str, str]) -> dict[str, str]:
        """This process's environment with the virtual environment active and `extra` on top."""
        merged = {**os.environ, **extra}
        if self.virtualenv is not None:
            merged["VIRTUAL_ENV"] = str(self.virtualenv)
            merged["PATH"] = os.pathsep.join((str(self.virtualenv / "bin"), merged.get("PATH", "")))
            merged.pop("PYTHONHOME", None)
        return merged

    def distributions(self) -> dict[str, tuple[str, str | None]]:
        """Installed packages: name to version and the text of its `pulumi-plugin.json`, if it has one."""
        done = subprocess.run(
            [self.python, "-c", _LIST_DISTRIBUTIONS], capture_output=True, text=True, check=False, cwd=self.root
        )
        if done.returncode != 0:
            raise RuntimeSetupError(f"{self.python} cannot list its packages: {done.stderr.strip()}")
        return {name: (version, plugin) for name, (version, plugin) in json.loads(done.stdout).items()}

    def install_command(self, *, use_uv: bool) -> Iterator[Sequence[str]]:
        """The commands of `pulumi install`: an environment where it is missing, then the requirements."""
        target = self.virtualenv
        if target is not None and not (target / "bin" / "python").exists():
            yield ("uv", "venv", str(target)) if use_uv else (sys.executable, "-m", "venv", str(target))
        if not (self.root / "requirements.txt").exists():
            return
        if use_uv:
            yield ("uv", "pip", "install", "--python", self.python, "-r", "requirements.txt")
        else:
            yield (self.python, "-m", "pip", "install", "-r", "requirements.txt")


def plugin_requirements(distributions: Mapping[str, tuple[str, str | None]]) -> list[PluginRequirement]:
    """The resource plugins that the installed packages declare, sorted by name."""
    found = []
    for package, (version, text) in distributions.items():
        declared = json.loads(text) if text else {}
        if not declared.get("resource"):
            continue
        wanted = str(declared.get("version") or version)
        found.append(
            PluginRequirement(
                name=str(declared.get("name") or package.removeprefix("pulumi-")),
                version=wanted if wanted.startswith("v") else f"v{wanted}",
                server=str(declared.get("server") or ""),
            )
        )
    return sorted(found, key=lambda requirement: requirement.name)
