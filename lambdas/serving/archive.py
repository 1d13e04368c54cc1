"""Opens a `model.tar.gz` without trusting it.

Reads every header before one byte is written. All problems come in one `ModelArchiveError` that names the archive and
the members. What is allowed is decided by `domain.models.archive`; this module does the I/O. Data is copied by this
module itself, never by `extractall`, so owners, modes and link targets of the archive have no effect.
"""

from __future__ import annotations

import gzip
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from domain.models.archive import ArchiveLimits, Member, MemberKind, ModelArchiveError, archive_problems

GZIP_MAGIC: Final = b"\x1f\x8b"
MAX_PADDING_BYTES: Final = 1024 * 1024
DAMAGE: Final = (EOFError, tarfile.TarError, zlib.error, OSError)


def check_archive(path: Path, *, name: str = "", limits: ArchiveLimits | None = None) -> None:
    """Refuses an archive that must not be opened.

    Args:
        path: The archive on disk.
        name: How the error calls it (an S3 URI); the path when empty.
        limits: Bounds on count and size.

    Raises:
        ModelArchiveError: With every problem that was found.
    """
    label = name or str(path)
    try:
        with path.open("rb") as file:
            magic = file.read(2)
    except OSError as error:
        raise ModelArchiveError(label, [f"it cannot be read: {error.strerror}"]) from error
    if magic != GZIP_MAGIC:
        found = "empty" if not magic else "not gzip"
        raise ModelArchiveError(label, [f"it is {found}; accepted: a tar file compressed with gzip"])
    try:
        with gzip.open(path, "rb") as unpacked, tarfile.open(fileobj=unpacked, mode="r:") as archive:
            problems = archive_problems(_members(archive), limits)
            if not problems:
                _read_to_the_checksum(unpacked)
    except DAMAGE as error:
        raise ModelArchiveError(label, [f"it is truncated or damaged: {error}"]) from error
    if problems:
        raise ModelArchiveError(label, problems)


def extract_archive(path: Path, target: Path, *, name: str = "", limits: ArchiveLimits | None = None) -> None:
    """Checks an archive, then writes it into `target`; on any error `target` is left absent.

    Links within the archive are written as copies of what they point to.

    Args:
        path: The archive on disk.
        target: Folder to create; must not exist or must be empty.
        name: How the error calls the archive; the path when empty.
        limits: Bounds on count and size.

    Raises:
        ModelArchiveError: The archive was refused; nothing was written.
        FileExistsError: `target` holds something already.
    """
    check_archive(path, name=name, limits=limits)
    if target.exists() and any(target.iterdir()):
        raise FileExistsError(f"{target} is not empty; a model is extracted into a folder of its own")
    target.mkdir(parents=True, exist_ok=True)
    try:
        with tarfile.open(path, "r:gz") as archive:
            for entry in archive:
                _write(archive, entry, target)
    except (*DAMAGE, KeyError) as error:
        shutil.rmtree(target, ignore_errors=True)
        raise ModelArchiveError(name or str(path), [f"it is truncated or damaged: {error}"]) from error


def _read_to_the_checksum(unpacked: gzip.GzipFile) -> None:
    """Padding after the last member is at most one record, so an archive that was cut short shows here."""
    remaining = MAX_PADDING_BYTES
    while chunk := unpacked.read(64 * 1024):
        remaining -= len(chunk)
        if remaining < 0:
            raise tarfile.ReadError(f"more than {MAX_PADDING_BYTES} bytes follow the last member")


def _write(archive: tarfile.TarFile, entry: tarfile.TarInfo, target: Path) -> None:
    destination = target / entry.name
    if entry.isdir():
        destination.mkdir(parents=True, exist_ok=True)
        return
    source = archive.extractfile(entry)
    if source is None:
        raise KeyError(f"{entry.name} links to {entry.linkname}, which is not a file of the archive")
    destination.parent.mkdir(parents=True, exist_ok=True)
    with source, destination.open("wb") as file:
        shutil.copyfileobj(source, file)


def _members(archive: tarfile.TarFile) -> Iterator[Member]:
    for entry in archive:
        yield Member(
            name=entry.name,
            kind=_kind(entry),
            size=entry.size if entry.isfile() else 0,
            link_target=entry.linkname if entry.issym() or entry.islnk() else None,
        )


def _kind(entry: tarfile.TarInfo) -> MemberKind:
    if entry.isfile():
        return MemberKind.FILE
    if entry.isdir():
        return MemberKind.DIRECTORY
    if entry.issym():
        return MemberKind.SYMLINK
    if entry.islnk():
        return MemberKind.HARDLINK
    return MemberKind.DEVICE if entry.isdev() else MemberKind.OTHER
