"""The model archive is refused before anything is created."""

from __future__ import annotations

import hashlib
import io
import tarfile
from pathlib import Path

import pulumi
import pytest

from components.inference.model_file import checked_model
from components.platform import Platform
from tests.components.support.harness import program
from tests.components.support.project import IMAGE, MEMBERS, TODAY, settings, write_archive


def test_a_good_archive_has_its_hash_in_its_key(tmp_path: Path) -> None:
    path = write_archive(tmp_path / "model.tar.gz")
    model = checked_model(tmp_path, "model.tar.gz")
    assert model.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert model.key == f"models/{model.sha256}/model.tar.gz"
    assert model.sha256.startswith(model.version)


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"model.onnx": b""}, "it has no code/inference.py"),
        ({"code/inference.py": b""}, "it has no .*onnx model"),
        ({**MEMBERS, "../outside": b""}, "member '../outside' would be written outside of the model folder"),
        ({**MEMBERS, "model.pkl": b""}, "member 'model.pkl' may hold pickled code"),
    ],
)
def test_a_bad_archive_is_named(tmp_path: Path, members: dict[str, bytes], message: str) -> None:
    write_archive(tmp_path / "model.tar.gz", members)
    with pytest.raises(pulumi.RunError, match=message):
        checked_model(tmp_path, "model.tar.gz")


def test_links_devices_and_folders_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "model.tar.gz"
    kinds = {
        "a": tarfile.SYMTYPE,
        "b": tarfile.LNKTYPE,
        "c": tarfile.CHRTYPE,
        "d": tarfile.DIRTYPE,
        "e": tarfile.FIFOTYPE,
    }
    with tarfile.open(path, "w:gz") as archive:
        for name, kind in kinds.items():
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = kind, "/etc/passwd" if kind in (tarfile.SYMTYPE, tarfile.LNKTYPE) else ""
            archive.addfile(entry)
        for name, data in MEMBERS.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    with pytest.raises(pulumi.RunError) as refused:
        checked_model(tmp_path, "model.tar.gz")
    told = str(refused.value)
    assert "'a' links to '/etc/passwd'" in told
    assert "'b' links to '/etc/passwd'" in told
    assert "'c' is a device" in told
    assert "'e' is a device" in told
    assert "'d'" not in told


@pytest.mark.parametrize("content", [b"", b"not a tar", b"\x1f\x8b\x08\x00broken"])
def test_an_unreadable_archive_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "model.tar.gz").write_bytes(content)
    with pytest.raises(pulumi.RunError, match=r"inference.model.archive = model.tar.gz: not a readable tar.gz"):
        checked_model(tmp_path, "model.tar.gz")


def test_a_truncated_archive_is_named(tmp_path: Path) -> None:
    path = write_archive(tmp_path / "model.tar.gz", {**MEMBERS, "weights.onnx": bytes(range(256)) * 400})
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(pulumi.RunError, match=r"not a readable tar\.gz"):
        checked_model(tmp_path, "model.tar.gz")


def test_a_missing_archive_is_named(tmp_path: Path) -> None:
    with pytest.raises(pulumi.RunError, match=r"inference\.model\.archive = gone\.tar\.gz: no such file"):
        checked_model(tmp_path, "gone.tar.gz")


def test_nothing_is_registered_when_the_archive_is_bad(project: Path, tmp_path: Path) -> None:
    bad = write_archive(tmp_path / "bad.tar.gz", {"model.onnx": b""})
    given = settings(model={"archive": str(bad), "image_uri": IMAGE})
    kept = []

    def build() -> None:
        try:
            Platform("platform", given, project, TODAY)
        except pulumi.RunError as error:
            kept.append(error)

    stack = program(build)
    assert len(kept) == 1
    assert list(stack.custom()) == []
