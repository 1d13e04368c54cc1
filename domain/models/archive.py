"""What a model archive (`model.tar.gz`) may hold.

Decides over plain facts about the members, so that the Pulumi program (a local archive), the model container and the
sandbox refuse the same archives with the same words. It refuses members that would be written outside of the target
folder, links out, devices, pickled code, decompression bombs, and an archive that lacks what serving needs.

Layout that SageMaker expects: https://docs.aws.amazon.com/sagemaker/latest/dg/neo-deployment-hosting-services-prerequisites.html
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

HANDLER_MEMBER: Final = "code/inference.py"
MODEL_SUFFIX: Final = ".onnx"
REFUSED_SUFFIXES: Final = (".pkl", ".pickle", ".joblib", ".dill", ".cloudpickle", ".pt", ".pth", ".npy", ".npz", ".h5")
"""Formats whose loaders can run code that is hidden in the data; only ONNX is ever loaded."""

MAX_MEMBERS: Final = 10_000
MAX_TOTAL_BYTES: Final = 20 * 1024**3


class MemberKind(StrEnum):
    """What a member is; everything that is not named is `OTHER`."""

    FILE = "file"
    DIRECTORY = "directory"
    SYMLINK = "symlink"
    HARDLINK = "hardlink"
    DEVICE = "device"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Member:
    """Facts about one member.

    Attributes:
        name: Path as the archive spells it.
        kind: What it is.
        size: Uncompressed bytes, >= 0; 0 for anything but a file.
        link_target: Where a link points; None when it is no link.
    """

    name: str
    kind: MemberKind
    size: int = 0
    link_target: str | None = None


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """Bounds against decompression bombs.

    Attributes:
        max_members: Members at most, >= 1.
        max_total_bytes: Uncompressed bytes of all files together, >= 1.
    """

    max_members: int = MAX_MEMBERS
    max_total_bytes: int = MAX_TOTAL_BYTES

    def __post_init__(self) -> None:
        for name in ("max_members", "max_total_bytes"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} is {getattr(self, name)}; accepted: 1 or more")


class ModelArchiveError(ValueError):
    """An archive that is not opened. Holds every problem that was found.

    Args:
        archive: How the reader knows the archive: a path or an S3 URI.
        problems: What is wrong, one line each, at least one.
    """

    def __init__(self, archive: str, problems: Sequence[str]) -> None:
        self.archive = archive
        self.problems = tuple(problems)
        super().__init__(f"model archive {archive} is refused: " + "; ".join(problems))


def member_problems(member: Member) -> list[str]:
    """What is wrong with one member on its own."""
    problems = []
    if escapes(member.name):
        problems.append(f"member {member.name!r} would be written outside of the model folder")
    if member.kind in (MemberKind.DEVICE, MemberKind.OTHER):
        problems.append(f"member {member.name!r} is a {member.kind.value}; accepted: files, folders and links within")
    if member.kind in (MemberKind.SYMLINK, MemberKind.HARDLINK) and _link_escapes(member):
        problems.append(f"member {member.name!r} links to {member.link_target!r}, outside of the model folder")
    if member.name.lower().endswith(REFUSED_SUFFIXES):
        problems.append(
            f"member {member.name!r} may hold pickled code, which is never loaded; export the model to ONNX"
        )
    return problems


def archive_problems(members: Iterable[Member], limits: ArchiveLimits | None = None) -> list[str]:
    """Everything that is wrong with an archive; empty when it may be opened.

    Reads no more than `limits.max_members` + 1 members, so a lazy iterable over a bomb is safe.

    Args:
        members: Facts about each member, in the archive's order.
        limits: Bounds on count and size; SageMaker's own sizes when absent.
    """
    bounds = limits or ArchiveLimits()
    problems: list[str] = []
    names: Counter[str] = Counter()
    files: set[str] = set()
    total = 0
    for number, member in enumerate(members, start=1):
        if number > bounds.max_members:
            problems.append(f"it has more than {bounds.max_members} members")
            break
        problems += member_problems(member)
        name = posixpath.normpath(member.name)
        names[name] += member.kind is not MemberKind.DIRECTORY
        total += max(member.size, 0)
        if total > bounds.max_total_bytes:
            problems.append(f"member {member.name!r} takes it over {bounds.max_total_bytes} bytes uncompressed")
            break
        if member.kind is MemberKind.FILE:
            files.add(name)
    problems += [f"member {name!r} is there {count} times" for name, count in names.items() if count > 1]
    return problems + _missing(files)


def escapes(name: str) -> bool:
    """Whether a path leaves the folder that it is relative to."""
    if "\x00" in name or "\\" in name or name.startswith("/") or (len(name) > 1 and name[1] == ":"):
        return True
    return posixpath.normpath(name).split("/", 1)[0] == ".."


def _link_escapes(member: Member) -> bool:
    target = member.link_target or ""
    if not target or target.startswith("/"):
        return True
    if member.kind is MemberKind.HARDLINK:
        return escapes(target)
    return escapes(posixpath.join(posixpath.dirname(member.name), target))


def _missing(files: set[str]) -> list[str]:
    problems = []
    if HANDLER_MEMBER not in files:
        problems.append(f"it has no {HANDLER_MEMBER} (the handler with model_fn, input_fn, predict_fn, output_fn)")
    if not any(name.lower().endswith(MODEL_SUFFIX) for name in files):
        problems.append(f"it has no *{MODEL_SUFFIX} model")
    return problems
