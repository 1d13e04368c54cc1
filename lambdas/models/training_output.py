"""Reads what a training job left: SageMaker's `model.tar.gz` with `model.onnx` and `training.json`.

It is opened in memory and without trust, as a package is: only the two members are read, nothing is unpacked to a disk,
and the model's own facts are checked before a runtime sees it.
"""

import io
import json
import tarfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from domain.models.manifest import MODEL_MEMBER
from domain.models.model_interface import interface_problems
from domain.models.onnx_file import OnnxError, read_onnx
from domain.training.features import FittedFeatures
from lambdas.errors import PlatformError
from lambdas.packages.open import onnx_problems

TRAINING_MEMBER: Final = "training.json"
MAX_OUTPUT_BYTES: Final = 512 * 1024 * 1024
"""More does not fit into a function beside what it does."""
MAX_MEMBERS: Final = 1000


class TrainingOutputRefused(PlatformError):  # noqa: N818 - the name is what people read as the cause of a failed run
    """The training job left no model that can be used."""


@dataclass(frozen=True)
class TrainingOutput:
    """What a job left: the ONNX model, and what the training code says of it."""

    model: bytes
    training: Mapping[str, Any]


def read_training_output(data: bytes, *, name: str, max_bytes: int = MAX_OUTPUT_BYTES) -> TrainingOutput:
    """Read the archive.

    Args:
        data: The whole file.
        name: How errors call it.
        max_bytes: Most bytes that its members may have.

    Raises:
        TrainingOutputRefused: It is damaged, too large, or lacks a member.
    """
    found: dict[str, bytes] = {}
    left = max_bytes
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
            for number, entry in enumerate(archive):
                left -= entry.size
                if number >= MAX_MEMBERS or left < 0:
                    raise _refused(name, f"it has more than {max_bytes} bytes, or more than {MAX_MEMBERS} members")
                member = entry.name.removeprefix("./")
                if member in (MODEL_MEMBER, TRAINING_MEMBER) and entry.isfile() and not entry.issparse():
                    stream = archive.extractfile(entry)
                    found[member] = stream.read() if stream is not None else b""
    except (tarfile.TarError, zlib.error, EOFError, OSError, ValueError) as error:
        raise _refused(name, f"it is truncated, damaged or no tar file under gzip: {error}") from error
    if not found.get(MODEL_MEMBER):
        raise _refused(name, f"it has no {MODEL_MEMBER}; the training code writes it to /opt/ml/model")
    return TrainingOutput(found[MODEL_MEMBER], _training(found.get(TRAINING_MEMBER), name))


def check_model(model: bytes, features: FittedFeatures, *, name: str) -> None:
    """Refuse a model that the runtime would not load, or that does not fit its features.

    Raises:
        TrainingOutputRefused: With every problem.
    """
    try:
        facts = read_onnx(model)
    except OnnxError as error:
        raise _refused(name, str(error)) from error
    problems = onnx_problems(facts)
    problems += interface_problems(facts, features.task, len(features.names), len(features.classes))
    if problems:
        raise _refused(name, "; ".join(problems))


def _training(text: bytes | None, name: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text or b"")
    except ValueError as error:
        raise _refused(name, f"its {TRAINING_MEMBER} is missing or no JSON: {error}") from error
    if not isinstance(found, dict):
        raise _refused(name, f"its {TRAINING_MEMBER} is no object")
    return found


def _refused(name: str, why: str) -> TrainingOutputRefused:
    return TrainingOutputRefused(f"the training output {name} is refused: {why}")
