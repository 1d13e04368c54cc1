"""The manifest of a package: what is in it, by SHA-256, and what the model was made of.

It lies in the package as `manifest.json` and names every other member. A package whose members and manifest disagree
is refused, so whatever a manifest says of a model holds for the bytes beside it.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from domain.models.names import checked_model, checked_version

FORMAT: Final = 1
"""Version of the layout and of this document; a newer one is refused, because nobody here knows what it promises."""

MANIFEST_MEMBER: Final = "manifest.json"
MANIFEST_VARIABLE: Final = "MANIFEST_SHA256"
"""Variable of the model container: SHA-256 of the manifest of the package that it is to serve."""
MODEL_MEMBER: Final = "model.onnx"
FEATURES_MEMBER: Final = "features.json"
EVALUATION_MEMBER: Final = "evaluation.json"

TASKS: Final = ("classification", "regression")
MAX_MANIFEST_BYTES: Final = 256 * 1024

SHA256: Final = re.compile(r"[0-9a-f]{64}")
CREATED_AT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_FIELDS: Final = frozenset(
    {"format", "model", "version", "created_at", "task", "framework", "onnx", "data_sha256", "code_sha256", "metrics"}
    | {"members"}
)


class ManifestError(ValueError):
    """A manifest that is not read. Holds every problem that was found.

    Args:
        problems: What is wrong, one line each, at least one.
    """

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problems))


@dataclass(frozen=True)
class MemberDigest:
    """What a member is by content.

    Attributes:
        sha256: 64 hexadecimal digits.
        bytes: Its length.
    """

    sha256: str
    bytes: int


@dataclass(frozen=True)
class OnnxVersions:
    """What a runtime must be able to read.

    Attributes:
        opset: Version of the operators of `ai.onnx`; 0 when the model uses none of them.
        ir_version: Version of the file format.
    """

    opset: int
    ir_version: int


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a package says of itself.

    Attributes:
        model: Name of the model.
        version: Its version.
        created_at: When it was made: UTC, such as `2026-11-26T10:00:00Z`.
        task: `classification` or `regression`.
        framework: Versions of what trained and exported the model, by name.
        onnx: What a runtime must be able to read.
        data_sha256: SHA-256 of the training data.
        code_sha256: SHA-256 of the training code.
        metrics: What the evaluation measured, by name; finite numbers.
        members: Digest of every member but the manifest, by name.
    """

    model: str
    version: str
    created_at: str
    task: str
    framework: Mapping[str, str]
    onnx: OnnxVersions
    data_sha256: str
    code_sha256: str
    metrics: Mapping[str, float]
    members: Mapping[str, MemberDigest]

    def to_json(self) -> str:
        """The document; the same manifest is the same text."""
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1, sort_keys=True, allow_nan=False) + "\n"


def parse_manifest(text: str | bytes) -> Manifest:
    """Read a manifest.

    Raises:
        ManifestError: It is no manifest, of a newer format, or has fields that are not accepted: all of them.
    """
    found = _document(text)
    problems = _problems(found)
    if problems:
        raise ManifestError(problems)
    members = {name: MemberDigest(**digest) for name, digest in found["members"].items()}
    rest = {name: found[name] for name in _FIELDS - {"format", "onnx", "members"}}
    return Manifest(**rest, onnx=OnnxVersions(**found["onnx"]), members=members)


def _document(text: str | bytes) -> dict[str, Any]:
    if len(text) > MAX_MANIFEST_BYTES:
        raise ManifestError([f"{MANIFEST_MEMBER} has {len(text)} bytes; accepted: {MAX_MANIFEST_BYTES} at most"])
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ManifestError([f"{MANIFEST_MEMBER} is not JSON: {error}"]) from error
    if not isinstance(found, dict):
        raise ManifestError([f"{MANIFEST_MEMBER} is {type(found).__name__}; accepted: an object"])
    given = found.get("format")
    if type(given) is int and given > FORMAT:
        raise ManifestError(
            [f"{MANIFEST_MEMBER} has format {given}, this platform reads up to {FORMAT}: update the platform first"]
        )
    return found


def _problems(found: Mapping[str, Any]) -> list[str]:
    problems = [f"{MANIFEST_MEMBER} has no {name}" for name in sorted(_FIELDS - found.keys())]
    problems += [f"{MANIFEST_MEMBER} has an unknown field {name[:60]!r}" for name in sorted(found.keys() - _FIELDS)]
    for name, (accepted, accepts) in _RULES.items():
        if name in found and not accepts(found[name]):
            problems.append(f"{MANIFEST_MEMBER}: {name} is {_shown(found[name])}; accepted: {accepted}")
    return problems


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _named(check: Callable[[str], str]) -> Callable[[Any], bool]:
    def accepts(value: Any) -> bool:
        try:
            return isinstance(value, str) and bool(check(value))
        except ValueError:
            return False

    return accepts


def _matches(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _map_of(accepts: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, dict) and all(map(accepts, value.values()))


def _count(value: Any) -> bool:
    return type(value) is int and value >= 0


def _finite(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= sys.float_info.max


def _digest(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == {"sha256", "bytes"}
        and _matches(SHA256)(value["sha256"])
        and _count(value["bytes"])
    )


def _onnx(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {"opset", "ir_version"} and all(map(_count, value.values()))


_RULES: Final[Mapping[str, tuple[str, Callable[[Any], bool]]]] = {
    "format": (str(FORMAT), lambda value: type(value) is int and value == FORMAT),
    "model": ("the name of a model", _named(checked_model)),
    "version": ("a version", _named(checked_version)),
    "created_at": ("UTC, such as 2026-11-26T10:00:00Z", _matches(CREATED_AT)),
    "task": (" or ".join(TASKS), lambda value: value in TASKS),
    "framework": ("an object of versions", _map_of(lambda value: isinstance(value, str))),
    "onnx": ("an object with whole numbers opset and ir_version", _onnx),
    "data_sha256": ("64 hexadecimal digits", _matches(SHA256)),
    "code_sha256": ("64 hexadecimal digits", _matches(SHA256)),
    "metrics": ("an object of finite numbers", _map_of(_finite)),
    "members": ("an object of members, each with sha256 and bytes", _map_of(_digest)),
}
