"""Assets and archives: their bytes, and the zip of an archive that is the same on every machine."""

from __future__ import annotations

import hashlib
import io
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sandbox.provider.errors import ProviderError

# The earliest moment that a zip can hold: the bytes must not depend on when files were written.
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_FILE_MODE: Final = 0o644 << 16
_PROGRAM_MODE: Final = 0o755 << 16
_TARS: Final = (".tar", ".tar.gz", ".tgz")
_ZIPS: Final = (".zip", ".jar")


@dataclass(frozen=True)
class Asset:
    """One file: a `path`, a `text` or a `uri`; `hash` is the engine's, absent when nobody computed it."""

    path: str | None = None
    text: str | None = None
    uri: str | None = None
    hash: str | None = None

    def read(self) -> bytes:
        """The content.

        Raises:
            ProviderError: It can't be read, or is a remote one.
        """
        if self.text is not None:
            return self.text.encode()
        if self.path is None:
            raise ProviderError(
                f"asset {self.uri!r}: remote assets are not fetched here; use a FileAsset or StringAsset"
            )
        try:
            return Path(self.path).read_bytes()
        except OSError as error:
            raise ProviderError(f"asset {self.path!r} cannot be read: {error.strerror}") from error

    @property
    def digest(self) -> str:
        """What tells this content from another: the engine's hash, or the content's own SHA-256."""
        return self.hash or hashlib.sha256(self.read()).hexdigest()


@dataclass(frozen=True)
class Archive:
    """Many files: the `path` of a folder, zip or tar, or `assets` by their name inside it."""

    path: str | None = None
    assets: Mapping[str, object] | None = None
    uri: str | None = None
    hash: str | None = None

    def entries(self) -> dict[str, tuple[bytes, bool]]:
        """Name inside the archive -> (content, is executable), sorted by name.

        Raises:
            ProviderError: A part can't be read, is remote, or is no archive.
        """
        return dict(sorted(self._entries()))

    def zip_bytes(self) -> bytes:
        """A zip of the entries: the same bytes for the same content. A path to a zip is passed on as it is."""
        if self.path is not None and self.path.endswith(_ZIPS) and Path(self.path).is_file():
            return Path(self.path).read_bytes()
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bundle:
            for name, (content, executable) in self.entries().items():
                entry = zipfile.ZipInfo(name, _EPOCH)
                entry.create_system = 3  # Unix, whatever the machine: it is a byte of the file
                entry.external_attr = _PROGRAM_MODE if executable else _FILE_MODE
                entry.compress_type = zipfile.ZIP_DEFLATED
                bundle.writestr(entry, content)
        return buffer.getvalue()

    @property
    def digest(self) -> str:
        """What tells this content from another: the engine's hash, or a SHA-256 over names and contents."""
        if self.hash:
            return self.hash
        digest = hashlib.sha256()
        for name, (content, executable) in self.entries().items():
            digest.update(f"{name}\0{len(content)}\0{executable}\0".encode())
            digest.update(content)
        return digest.hexdigest()

    def _entries(self) -> Iterator[tuple[str, tuple[bytes, bool]]]:
        if self.assets is not None:
            for name, item in self.assets.items():
                if isinstance(item, Asset):
                    program = item.path is not None and _is_program(Path(item.path))
                    yield name, (item.read(), program)
                elif isinstance(item, Archive):
                    for inner, entry in item.entries().items():
                        yield f"{name.rstrip('/')}/{inner}", entry
                else:
                    raise ProviderError(f"archive entry {name!r} is neither an asset nor an archive")
        elif self.path is not None:
            yield from _files_at(Path(self.path))
        else:
            raise ProviderError(f"archive {self.uri!r}: remote archives are not fetched here; use a FileArchive")


def _files_at(path: Path) -> Iterator[tuple[str, tuple[bytes, bool]]]:
    if path.is_dir():
        for file in sorted(item for item in path.rglob("*") if item.is_file()):
            yield file.relative_to(path).as_posix(), (file.read_bytes(), _is_program(file))
    elif path.name.endswith(_ZIPS) and path.is_file():
        with zipfile.ZipFile(path) as bundle:
            for info in bundle.infolist():
                if not info.is_dir():
                    yield info.filename, (bundle.read(info), bool(info.external_attr >> 16 & 0o100))
    elif path.name.endswith(_TARS) and path.is_file():
        with tarfile.open(path) as bundle:
            for member in bundle:
                content = bundle.extractfile(member) if member.isfile() else None
                if content is not None:
                    yield member.name.removeprefix("./"), (content.read(), bool(member.mode & 0o100))
    else:
        raise ProviderError(
            f"archive {str(path)!r}: no such folder, and no file that ends with {', '.join(_ZIPS + _TARS)}"
        )


def _is_program(path: Path) -> bool:
    return path.exists() and bool(path.stat().st_mode & 0o100)
