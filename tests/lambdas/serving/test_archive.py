"""Archives that are opened, and those that are refused with nothing written."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from domain.models.archive import ArchiveLimits, ModelArchiveError
from lambdas.serving.archive import check_archive, extract_archive
from lambdas.serving.packaging import build_archive

GOOD = {"model.onnx": b"onnx", "code/inference.py": b"# handler"}
Archive = Callable[..., Path]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    def make(
        contents: Mapping[str, bytes] = GOOD,
        links: Mapping[str, str] | None = None,
        types: Mapping[str, bytes] | None = None,
    ) -> Path:
        path = tmp_path / "model.tar.gz"
        with tarfile.open(path, "w:gz") as file:
            for name, data in contents.items():
                entry = tarfile.TarInfo(name)
                entry.size = len(data)
                file.addfile(entry, io.BytesIO(data))
            for name, target in (links or {}).items():
                entry = tarfile.TarInfo(name)
                entry.type, entry.linkname = tarfile.SYMTYPE, target
                file.addfile(entry)
            for name, kind in (types or {}).items():
                entry = tarfile.TarInfo(name)
                entry.type = kind
                file.addfile(entry)
        return path

    return make


def test_a_good_archive_is_written(archive: Archive, tmp_path: Path) -> None:
    target = tmp_path / "model"
    extract_archive(archive(links={"code/again.py": "inference.py"}, types={"empty": tarfile.DIRTYPE}), target)
    found = {str(p.relative_to(target)): p.read_bytes() for p in target.rglob("*") if p.is_file()}
    assert found == {**GOOD, "code/again.py": b"# handler"}
    assert not any(p.is_symlink() for p in target.rglob("*"))
    assert (target / "empty").is_dir()


@pytest.mark.parametrize(
    ("contents", "links", "types", "said"),
    [
        ({**GOOD, "../evil.py": b"x"}, {}, {}, "../evil.py"),
        ({**GOOD, "/tmp/evil.py": b"x"}, {}, {}, "/tmp/evil.py"),
        ({**GOOD, "weights.pkl": b"x"}, {}, {}, "weights.pkl"),
        ({"model.onnx": b"x"}, {}, {}, "code/inference.py"),
        ({"code/inference.py": b"x"}, {}, {}, "*.onnx"),
        (GOOD, {"out": "/etc/passwd"}, {}, "/etc/passwd"),
        (GOOD, {}, {"dev": tarfile.CHRTYPE}, "device"),
        (GOOD, {}, {"fifo": tarfile.FIFOTYPE}, "fifo"),
    ],
)
def test_a_bad_archive_is_refused_and_nothing_is_written(
    archive: Archive,
    tmp_path: Path,
    contents: dict[str, bytes],
    links: dict[str, str],
    types: dict[str, bytes],
    said: str,
) -> None:
    path = archive(contents, links, types)
    with pytest.raises(ModelArchiveError) as caught:
        extract_archive(path, tmp_path / "model", name="s3://models/model.tar.gz")
    assert said in str(caught.value)
    assert "s3://models/model.tar.gz" in str(caught.value)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.99])
def test_a_truncated_archive_is_refused(archive: Archive, tmp_path: Path, keep: float) -> None:
    path = archive({**GOOD, "noise.bin": bytes(range(256)) * 200})
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    with pytest.raises(ModelArchiveError, match="truncated or damaged"):
        extract_archive(path, tmp_path / "model")
    assert not (tmp_path / "model").exists()


@pytest.mark.parametrize(
    ("data", "said"), [(b"", "empty"), (b"PK\x03\x04zip", "not gzip"), (gzip.compress(b"no tar" * 200), "damaged")]
)
def test_what_is_no_archive_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "model.tar.gz"
    path.write_bytes(data)
    with pytest.raises(ModelArchiveError, match=said):
        check_archive(path)


def test_an_archive_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelArchiveError, match=r"absent\.tar\.gz is refused: it cannot be read: No such file"):
        check_archive(tmp_path / "absent.tar.gz")


def test_all_problems_come_at_once(archive: Archive) -> None:
    with pytest.raises(ModelArchiveError) as caught:
        check_archive(archive({"../a": b"", "b.pkl": b""}))
    assert len(caught.value.problems) == 4


def test_a_bomb_is_refused(archive: Archive, tmp_path: Path) -> None:
    path = archive({**GOOD, "zeros.bin": bytes(1_000_000)})
    assert path.stat().st_size < 10_000
    with pytest.raises(ModelArchiveError, match=r"'zeros\.bin' takes it over 1000 bytes"):
        extract_archive(path, tmp_path / "model", limits=ArchiveLimits(max_total_bytes=1000))


def test_a_link_to_nothing_leaves_nothing_behind(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(ModelArchiveError, match="damaged"):
        extract_archive(archive(links={"code/dangling.py": "absent.py"}), tmp_path / "model")
    assert not (tmp_path / "model").exists()


def test_a_folder_in_use_is_not_touched(archive: Archive, tmp_path: Path) -> None:
    target = tmp_path / "model"
    target.mkdir()
    (target / "mine").write_text("kept")
    with pytest.raises(FileExistsError, match="not empty"):
        extract_archive(archive(), target)
    assert (target / "mine").read_text() == "kept"


def test_building_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    model, handler = tmp_path / "m.onnx", tmp_path / "h.py"
    model.write_bytes(b"onnx")
    handler.write_text("# handler")
    first = build_archive(model, handler, tmp_path / "one" / "model.tar.gz").read_bytes()
    model.touch()
    assert build_archive(model, handler, tmp_path / "two" / "other.tar.gz").read_bytes() == first
    extract_archive(tmp_path / "one" / "model.tar.gz", tmp_path / "out")
    assert (tmp_path / "out" / "model.onnx").read_bytes() == b"onnx"
