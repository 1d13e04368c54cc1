"""A home folder of the Pulumi engine in which the AWS plugin is the sandbox's provider.

A plugin that the engine finds on PATH would do too, but it would warn about it with every command; and a home of its
own keeps the sandbox apart from the user's logins and plugins.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

PROVIDER = Path(__file__).resolve().parent / "bin" / "pulumi-resource-aws"


def prepare(home: Path) -> Path:
    """Makes the home, or leaves it as it is; returns it.

    The plugin's folder carries the version of the installed `pulumi-aws`, which is the one that programs ask for.
    """
    plugin = home / "plugins" / f"resource-aws-v{version('pulumi-aws')}" / PROVIDER.name
    plugin.parent.mkdir(parents=True, exist_ok=True)
    if not plugin.is_symlink() or plugin.readlink() != PROVIDER:
        plugin.unlink(missing_ok=True)
        plugin.symlink_to(PROVIDER)
    return home
