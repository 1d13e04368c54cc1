"""Folders that a function process sees: its code, its layers and the managed runtime."""

from __future__ import annotations

import importlib.util
import io
import os
import shutil
import stat
import threading
import zipfile
from pathlib import Path
from typing import Final

from sandbox.errors import AwsError
from sandbox.runtime.spec import Archive

# What the managed Python runtime brings: boto3 and what it needs, and the runtime interface client.
_RUNTIME_MODULES: Final = (
    "boto3",
    "botocore",
    "s3transfer",
    "jmespath",
    "dateutil",
    "urllib3",
    "six",
    "awslambdaric",
    "runtime_client",
    "simplejson",
    "snapshot_restore_py",
)


class Unpacker:
    """Unpacks each archive once; folders are shared by all processes that use the same content.

    Args:
        directory: Where the folders are made.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._lock = threading.Lock()

    def folder(self, archive: Archive) -> Path:
        """The unpacked archive.

        Raises:
            AwsError: The content is no zip file, or a name in it climbs out of the folder.
        """
        target = self._directory / archive.digest[:32]
        with self._lock:
            if not target.exists():
                scratch = target.with_suffix(".part")
                shutil.rmtree(scratch, ignore_errors=True)
                _unpack(archive.content, scratch)
                scratch.rename(target)
        return target


def _unpack(content: bytes, target: Path) -> None:
    target.mkdir(parents=True)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for entry in archive.infolist():
                _unpack_entry(archive, entry, target)
    except zipfile.BadZipFile as error:
        raise AwsError("InvalidParameterValueException", f"Could not unzip uploaded file: {error}", 400) from error


def _unpack_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> None:
    path = (target / entry.filename).resolve()
    if not path.is_relative_to(target.resolve()):
        raise AwsError("InvalidParameterValueException", f"{entry.filename} in the archive is outside of it", 400)
    archive.extract(entry, target)
    mode = (entry.external_attr >> 16) & 0o777
    if mode and not entry.is_dir():
        path.chmod(mode | stat.S_IRUSR)


def managed_runtime(directory: Path) -> Path:
    """A folder with links to exactly the packages that Lambda's managed runtime has, and nothing else of this venv.

    Raises:
        RuntimeError: One of them is not installed here.
    """
    target = directory / "managed-runtime"
    target.mkdir(parents=True, exist_ok=True)
    for name in _RUNTIME_MODULES:
        spec = importlib.util.find_spec(name)
        if spec is None or spec.origin is None:
            if name == "runtime_client":  # awslambdaric falls back to http.client where it has no wheel
                continue
            raise RuntimeError(f"{name} is not installed; the sandbox needs the dependencies of `make demo`")
        source = Path(spec.origin)
        source = source.parent if spec.submodule_search_locations else source
        link = target / source.name
        if not link.exists():
            os.symlink(source, link)
    return target
