"""Whether the folder that SageMaker unpacked is the package that was verified when its model was made.

Asked before anything of it is imported: `code/inference.py` is run, so it is the first that must not have changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from domain.models.archive import HANDLER_MEMBER, ModelArchiveError
from domain.models.manifest import MANIFEST_MEMBER, MANIFEST_VARIABLE, ManifestError, MemberDigest, parse_manifest

REMEDY: Final = "the package was changed since it was deployed; deploy a version that is whole"


def check_folder(folder: Path, manifest_sha256: str) -> None:
    """Refuse a folder that is not the package of that manifest.

    Args:
        folder: What was unpacked.
        manifest_sha256: SHA-256 of the manifest, 64 hexadecimal digits.

    Raises:
        ModelArchiveError: With every member that is missing, changed, or code that the manifest does not name.
    """
    told = _told(folder, manifest_sha256)
    code = folder / Path(HANDLER_MEMBER).parent  # the handler imports its neighbours
    found = {str(one.relative_to(folder)) for one in code.rglob("*") if one.is_file()}
    problems = [f"{name} is not in the manifest: {REMEDY}" for name in sorted(found - set(told))]
    problems += [
        f"{name} is not what the manifest says: {REMEDY}"
        for name, member in sorted(told.items())
        if _sha256(folder / name) != member.sha256
    ]
    if problems:
        raise ModelArchiveError(str(folder), problems)


def _told(folder: Path, manifest_sha256: str) -> Mapping[str, MemberDigest]:
    """The members that the manifest names, once it is the right one."""
    try:
        text = (folder / MANIFEST_MEMBER).read_bytes()
    except OSError as error:
        raise ModelArchiveError(str(folder), [f"{MANIFEST_MEMBER} cannot be read: {error.strerror}"]) from error
    if hashlib.sha256(text).hexdigest() != manifest_sha256:
        raise ModelArchiveError(str(folder), [f"{MANIFEST_MEMBER} is not the one of {MANIFEST_VARIABLE}: {REMEDY}"])
    try:
        return parse_manifest(text).members
    except ManifestError as error:
        raise ModelArchiveError(str(folder), error.problems) from error


def _sha256(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
