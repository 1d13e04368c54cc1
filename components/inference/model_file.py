"""The local model archive, checked before anything is created: the rules are ``domain.models.archive``'s."""

from __future__ import annotations

import gzip
import hashlib
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pulumi

from domain.models.archive import Member, MemberKind, ModelArchiveError, archive_problems

VERSION_LENGTH = 16
CHUNK_BYTES = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class ModelFile:
    """A checked archive.

    Attributes:
        path: The file.
        sha256: Hash of its bytes; part of its key in the bucket, so that a key never changes its content.
    """

    path: Path
    sha256: str

    @property
    def key(self) -> str:
        """Key of the archive in the artifact bucket."""
        return f"models/{self.sha256}/model.tar.gz"

    @property
    def version(self) -> str:
        """Version of the model when the settings give none."""
        return self.sha256[:VERSION_LENGTH]


def checked_model(root: Path, archive: str) -> ModelFile:
    """Check an archive.

    Args:
        root: Folder of the project; a relative path starts here.
        archive: Path of ``model.tar.gz``.

    Raises:
        pulumi.RunError: When it is missing, cannot be read to its end, or breaks a rule; every broken rule is named.
    """
    path = root / archive
    setting = "inference-platform:inference.model.archive"
    if not path.is_file():
        raise pulumi.RunError(f"{setting} = {archive}: no such file; `make demo` trains and writes the sandbox's model")
    try:
        problems = archive_problems(_members(path))
    except (tarfile.TarError, EOFError, OSError, zlib.error) as error:
        raise pulumi.RunError(f"{setting} = {archive}: not a readable tar.gz: {error}; pack it anew") from error
    if problems:
        raise pulumi.RunError(f"{setting}: {ModelArchiveError(archive, problems)}")
    return ModelFile(path=path, sha256=_hash(path))


def _members(path: Path) -> Iterator[Member]:
    """Facts about each member, read as a stream to the very end: only there does gzip tell that nothing is missing."""
    with gzip.open(path) as stream:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for entry in archive:
                size = entry.size if entry.isfile() else 0
                link = entry.linkname if entry.issym() or entry.islnk() else None
                yield Member(name=entry.name, kind=_kind(entry), size=size, link_target=link)
        while stream.read(CHUNK_BYTES):
            pass


def _kind(entry: tarfile.TarInfo) -> MemberKind:
    kinds = (
        (entry.isfile(), MemberKind.FILE),
        (entry.isdir(), MemberKind.DIRECTORY),
        (entry.issym(), MemberKind.SYMLINK),
        (entry.islnk(), MemberKind.HARDLINK),
        (entry.isdev(), MemberKind.DEVICE),
    )
    return next((kind for matches, kind in kinds if matches), MemberKind.OTHER)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
