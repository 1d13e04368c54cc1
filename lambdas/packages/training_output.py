"""What a training job left behind (`model.tar.gz` of SageMaker), read in memory and without trust.

A training image is whatever the stack names, so its output is checked as a package is: bounded, plain files only, no
pickles. https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-output.html
"""

from __future__ import annotations

import io
import json
import tarfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from domain.models.archive import REFUSED_SUFFIXES, escapes
from domain.models.manifest import MODEL_MEMBER
from domain.models.pickles import pickle_remedy

REPORT_MEMBER: Final = "training.json"
MAX_MEMBERS: Final = 1000
MAX_REPORT_BYTES: Final = 16 * 1024**2
_GZIP: Final = 16 + zlib.MAX_WBITS


class TrainingOutputError(ValueError):
    """A training job's output that cannot be packed; the text says why and what to do."""


@dataclass(frozen=True)
class TrainingOutput:
    """What a job made.

    Attributes:
        model: `model.onnx`.
        report: `training.json`: framework versions, seeds, statistics, metrics.
    """

    model: bytes
    report: Mapping[str, Any]


def read_output(data: bytes, *, name: str, max_bytes: int) -> TrainingOutput:
    """Read the output of a job.

    Args:
        data: The whole `model.tar.gz`.
        name: How errors call it: its S3 URI.
        max_bytes: Most bytes that it may unpack to, >= 1.

    Raises:
        TrainingOutputError: It is damaged, too large, holds what is not loaded here, or lacks the model.
    """
    try:
        return _read(data, max_bytes)
    except TrainingOutputError as error:
        raise TrainingOutputError(f"output of the training job, {name}: {error}") from error


def _read(data: bytes, max_bytes: int) -> TrainingOutput:
    members = _members(_unpacked(data, max_bytes))
    missing = [one for one in (MODEL_MEMBER, REPORT_MEMBER) if one not in members]
    if missing:
        raise TrainingOutputError(
            f"it has no {' and no '.join(missing)}; lambdas/training/train.py writes both to /opt/ml/model"
        )
    return TrainingOutput(members[MODEL_MEMBER], _report(members[REPORT_MEMBER]))


def _unpacked(data: bytes, max_bytes: int) -> bytes:
    inflate = zlib.decompressobj(_GZIP)
    try:
        plain = inflate.decompress(data, max_bytes + 1)
    except zlib.error as error:
        raise TrainingOutputError(f"it is no gzip file, or a damaged one: {error}") from error
    if len(plain) > max_bytes:
        raise TrainingOutputError(f"it unpacks to more than {max_bytes} bytes: make the model smaller")
    if not inflate.eof:
        raise TrainingOutputError("it is empty or was cut short")
    return plain


def _members(plain: bytes) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    try:
        with tarfile.open(fileobj=io.BytesIO(plain), mode="r:") as archive:
            for number, entry in enumerate(archive, start=1):
                _check(entry, number)
                stream = archive.extractfile(entry) if entry.isfile() else None
                if stream is not None:
                    found[entry.name.removeprefix("./")] = stream.read()
    except (tarfile.TarError, ArithmeticError, LookupError, OSError, RecursionError) as error:
        raise TrainingOutputError(f"it holds no tar file, or a damaged one: {error}") from error
    return found


def _check(entry: tarfile.TarInfo, number: int) -> None:
    if number > MAX_MEMBERS:
        raise TrainingOutputError(f"it has more than {MAX_MEMBERS} members")
    if escapes(entry.name):
        raise TrainingOutputError(f"member {entry.name[:80]!r} would lie outside of it")
    if not (entry.isdir() or entry.isfile()) or entry.issparse():
        raise TrainingOutputError(f"member {entry.name[:80]!r} is neither a plain file nor a folder")
    if entry.name.lower().endswith(REFUSED_SUFFIXES):
        raise TrainingOutputError(
            f"member {entry.name[:80]!r} may hold pickled code, which is never loaded. {pickle_remedy()}"
        )


def _report(text: bytes) -> Mapping[str, Any]:
    if len(text) > MAX_REPORT_BYTES:
        raise TrainingOutputError(f"{REPORT_MEMBER} has {len(text)} bytes; accepted: {MAX_REPORT_BYTES} at most")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise TrainingOutputError(f"{REPORT_MEMBER} cannot be read: {error}") from error
    if not isinstance(found, dict):
        raise TrainingOutputError(f"{REPORT_MEMBER} is {type(found).__name__}; accepted: an object")
    return found
