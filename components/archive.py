"""Archives from explicit, sorted file lists: the same files give the same bytes on every machine.

A directory archive of Pulumi takes everything below a folder, ``__pycache__`` too, so its hash changes from run to run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pulumi

IGNORED_FOLDERS = frozenset({"__pycache__"})


def asset_archive(files: Mapping[str, Path], root: Path) -> pulumi.AssetArchive:
    """An archive of files.

    Args:
        files: Path inside the archive, to the file.
        root: The project; files below it are named relative to it, so that no path of one machine is in the state.
    """
    return pulumi.AssetArchive({name: pulumi.FileAsset(project_path(files[name], root)) for name in sorted(files)})


def folder_files(folder: Path) -> dict[str, Path]:
    """Every file below a folder by its path inside it, without bytecode."""
    return {
        path.relative_to(folder).as_posix(): path
        for path in sorted(_walk(folder))
        if not IGNORED_FOLDERS.intersection(path.parts)
    }


def _walk(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def project_path(path: Path, root: Path) -> str:
    """How the engine, which runs in the project's folder, finds a file; outside of the project by its whole path."""
    whole, base = path.absolute(), root.absolute()
    return whole.relative_to(base).as_posix() if whole.is_relative_to(base) else str(whole)
