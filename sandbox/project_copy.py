"""The Pulumi project in a folder of its own: links to the checkout's sources, and copies of the stack files.

The engine writes into a stack's file (the salt of its secrets, `pulumi config set`); in a copy it may.
"""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LINKED = ("__main__.py", "Pulumi.yaml", "components", "domain", "lambdas", "policies", "build", ".venv")
COPIED = ("examples", "holidays")
"""What the stack files name: the program takes only files that lie inside of its project."""


def project_copy(target: Path) -> Path:
    """Makes the copy, or makes it new; returns the folder, which is the project's root for the engine."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for name in LINKED:
        (target / name).symlink_to(ROOT / name)
    for name in COPIED:
        shutil.copytree(ROOT / name, target / name)
    for stack_file in ROOT.glob("Pulumi.*.yaml"):
        shutil.copy(stack_file, target / stack_file.name)
    return target
