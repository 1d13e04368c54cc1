"""The container runs nothing of a package that is not the one of the manifest it was told."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.models.archive import ModelArchiveError
from domain.models.manifest import MANIFEST_MEMBER
from lambdas.packages.build import build_package
from lambdas.serving.archive import extract_archive
from lambdas.serving.integrity import check_folder
from lambdas.serving.server import ModelServer, ServerSettings
from tests.lambdas.packages.package_parts import parts

RAN = b"from pathlib import Path\nPath(__file__).with_name('ran').touch()\n"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "model.tar.gz").write_bytes(build_package(parts(handler=RAN)))
    extract_archive(tmp_path / "model.tar.gz", tmp_path / "model")
    return tmp_path / "model"


def told(package: Path) -> str:
    return hashlib.sha256((package / MANIFEST_MEMBER).read_bytes()).hexdigest()


def changed(name: str, content: bytes) -> Callable[[Path], object]:
    return lambda package: (package / name).write_bytes(content)


def test_a_package_that_is_whole_is_served(package: Path) -> None:
    check_folder(package, told(package))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (changed("code/inference.py", RAN + b"#"), "code/inference.py is not what the manifest says"),
        (changed("model.onnx", b"other"), "model.onnx is not what the manifest says"),
        (changed("code/onnxruntime.py", RAN), "code/onnxruntime.py is not in the manifest"),
        (changed("manifest.json", b"{}"), "manifest.json is not the one of MANIFEST_SHA256"),
        (lambda package: (package / "features.json").unlink(), "features.json is not what the manifest says"),
        (lambda package: (package / "manifest.json").unlink(), "manifest.json cannot be read"),
    ],
)
def test_what_was_changed_is_refused_before_any_of_it_runs(
    package: Path, change: Callable[[Path], object], said: str
) -> None:
    digest = told(package)
    change(package)
    server = ModelServer(ServerSettings(package, port=0, manifest_sha256=digest), "127.0.0.1")
    try:
        with pytest.raises(ModelArchiveError, match=said):
            server.load()
    finally:
        server.server_close()
    assert not (package / "code" / "ran").exists()


def test_a_manifest_that_is_none_is_refused(package: Path) -> None:
    (package / MANIFEST_MEMBER).write_bytes(b"{}")
    with pytest.raises(ModelArchiveError, match="format"):
        check_folder(package, told(package))


def test_the_model_says_which_manifest_in_the_environment() -> None:
    assert ServerSettings.from_env({"MANIFEST_SHA256": "a" * 64}).manifest_sha256 == "a" * 64
    assert ServerSettings.from_env({}).manifest_sha256 == ""
