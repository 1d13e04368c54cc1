"""Opens a package in memory, without trusting it, and without running anything that is in it.

Order: the seal over every byte, the bound on what it unpacks to, the members' names and kinds, the manifest, each
member's SHA-256, the features, the model's own facts. One `PackageRefused` tells all that is wrong. Who wrote the
package is not asked here: see `lambdas.packages.signature`.
"""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from domain.models.archive import ArchiveLimits, Member, MemberKind, archive_problems
from domain.models.manifest import (
    EVALUATION_MEMBER,
    FEATURES_MEMBER,
    MANIFEST_MEMBER,
    MODEL_MEMBER,
    Manifest,
    ManifestError,
    parse_manifest,
)
from domain.models.model_interface import interface_problems
from domain.models.onnx_file import OnnxError, OnnxFacts, read_onnx
from domain.models.runtime_support import ONNX_DOMAIN, runtime_problems
from domain.training.features import FittedFeatures, parse_features
from lambdas.packages.sealed import SealError, unseal

MAX_MEMBERS: Final = 100
MAX_PACKAGE_BYTES: Final = 2 * 1024**3
"""A bound for readers that have none of their own; a function's is its memory."""
MAX_TOLD: Final = 20
NEEDED: Final = (MANIFEST_MEMBER, MODEL_MEMBER, FEATURES_MEMBER, EVALUATION_MEMBER)


class PackageRefused(ValueError):  # noqa: N818  # a contract with other parts; the caller reads it as a verdict
    """A package that is not opened. Holds every problem that was found.

    Args:
        package: How the reader knows it: a path or an S3 URI.
        problems: What is wrong, one line each, at least one.
    """

    def __init__(self, package: str, problems: Sequence[str]) -> None:
        self.package = package
        self.problems = tuple(problems)
        told = "; ".join(self.problems[:MAX_TOLD])
        more = f"; and {len(problems) - MAX_TOLD} more" if len(problems) > MAX_TOLD else ""
        super().__init__(f"model package {package} is refused: {told}{more}")


@dataclass(frozen=True)
class Package:
    """An opened package.

    Attributes:
        manifest: What it says of itself; holds for the bytes below.
        model: The ONNX model.
        features: How a row becomes the model's input.
        sha256: SHA-256 of the whole file, 64 hexadecimal digits: what a signature is over.
        manifest_sha256: SHA-256 of the manifest, so of all that it names: what a container can check once SageMaker has
            unpacked the file for it.
    """

    manifest: Manifest
    model: bytes
    features: FittedFeatures
    sha256: str
    manifest_sha256: str


def open_package(data: bytes, *, name: str, max_bytes: int = MAX_PACKAGE_BYTES) -> Package:
    """Open a package.

    Args:
        data: The whole file.
        name: How errors call it: a path or an S3 URI.
        max_bytes: Most bytes that it may unpack to, >= 1.

    Raises:
        PackageRefused: With every problem that was found.
    """
    members = _members(data, name, max_bytes)
    manifest = _manifest(members[MANIFEST_MEMBER], name)
    problems = _member_problems(manifest, members)
    if problems:
        raise PackageRefused(name, problems)
    model = members[MODEL_MEMBER]
    try:
        features = parse_features(members[FEATURES_MEMBER].decode())
    except ValueError as error:
        raise PackageRefused(name, [f"{FEATURES_MEMBER} cannot be read: {error}"]) from error
    problems = [*_model_problems(model, manifest, features)]
    if problems:
        raise PackageRefused(name, problems)
    digests = (hashlib.sha256(one).hexdigest() for one in (data, members[MANIFEST_MEMBER]))
    return Package(manifest, model, features, *digests)


def _members(data: bytes, name: str, max_bytes: int) -> dict[str, bytes]:
    try:
        plain = unseal(data, max_bytes)
    except SealError as error:
        raise PackageRefused(name, [str(error)]) from error
    contents: dict[str, bytes] = {}
    try:
        with tarfile.open(fileobj=io.BytesIO(plain), mode="r:", errorlevel=2) as archive:
            bounds = ArchiveLimits(max_members=MAX_MEMBERS, max_total_bytes=max_bytes)
            problems = archive_problems(_facts(archive, contents), bounds)
            rest = plain[archive.offset :]
    except (tarfile.TarError, ArithmeticError, LookupError, OSError, RecursionError, ValueError) as error:
        raise PackageRefused(name, [f"it holds no tar file, or a damaged one: {error}"]) from error
    if rest.strip(b"\x00"):
        problems.append("bytes follow its last member; build it again")
    problems += [f"it has no {needed}; build it again" for needed in NEEDED if needed not in contents]
    if problems:
        raise PackageRefused(name, problems)
    return contents


def _facts(archive: tarfile.TarFile, contents: dict[str, bytes]) -> Iterator[Member]:
    """Facts for the rules; what is a plain file is kept on the way."""
    for entry in archive:
        if entry.isfile() and not entry.issparse():
            stream = archive.extractfile(entry)
            contents[entry.name] = stream.read() if stream is not None else b""
            yield Member(entry.name, MemberKind.FILE, entry.size)
        else:  # a package has neither folders nor links nor holes, so nothing is followed and nothing is filled up
            yield Member(entry.name, MemberKind.OTHER)


def _manifest(text: bytes, name: str) -> Manifest:
    try:
        return parse_manifest(text)
    except ManifestError as error:
        raise PackageRefused(name, error.problems) from error


def _member_problems(manifest: Manifest, members: Mapping[str, bytes]) -> list[str]:
    found = set(members) - {MANIFEST_MEMBER}
    problems = [f"member {name!r} is not in the manifest" for name in sorted(found - set(manifest.members))]
    problems += [f"member {name!r} of the manifest is missing" for name in sorted(set(manifest.members) - found)]
    for name in sorted(found & set(manifest.members)):
        told, content = manifest.members[name], members[name]
        if (len(content), hashlib.sha256(content).hexdigest()) != (told.bytes, told.sha256):
            problems.append(f"member {name!r} is not what the manifest says: its SHA-256 or its length differs")
    return problems


def _model_problems(model: bytes, manifest: Manifest, features: FittedFeatures) -> list[str]:
    try:
        facts = read_onnx(model)
    except OnnxError as error:
        return [str(error)]
    problems = onnx_problems(facts)
    told = (manifest.onnx.opset, manifest.onnx.ir_version)
    if told != (facts.opsets.get(ONNX_DOMAIN, 0), facts.ir_version):
        problems.append(f"the manifest says opset and IR version {told}; the model says otherwise")
    if features.task != manifest.task:
        problems.append(f"the manifest says {manifest.task}, {FEATURES_MEMBER} says {features.task}")
    return problems + interface_problems(facts, features.task, len(features.names), len(features.classes))


def onnx_problems(facts: OnnxFacts) -> list[str]:
    """Why a model must not be loaded here, whatever it is packed with; empty when it may."""
    problems = runtime_problems(facts.ir_version, facts.opsets)
    if facts.external:
        listed = ", ".join(repr(one[:60]) for one in facts.external[:5])
        problems.append(
            f"{len(facts.external)} tensors of the model lie in other files ({listed}); "
            "save it as one file: onnx.save_model(model, path, save_as_external_data=False)"
        )
    if facts.has_training:
        problems.append("the model holds training code; export it for inference only")
    return problems
