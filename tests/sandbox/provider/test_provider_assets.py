"""Archives: the same content gives the same bytes."""

from __future__ import annotations

import io
import os
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.provider.assets import Archive, Asset
from sandbox.provider.errors import ProviderError

NAMES = st.text("abcdef/_.", min_size=1, max_size=12).filter(lambda name: not name.endswith("/"))


@given(st.dictionaries(NAMES, st.text(), max_size=6), st.randoms())
def test_the_zip_does_not_depend_on_the_order_of_its_entries(files: dict[str, str], random: object) -> None:
    items = list(files.items())
    random.shuffle(items)  # type: ignore[attr-defined]
    one = Archive(assets={name: Asset(text=text) for name, text in files.items()})
    other = Archive(assets={name: Asset(text=text) for name, text in items})
    assert one.zip_bytes() == other.zip_bytes()
    assert one.digest == other.digest
    with zipfile.ZipFile(io.BytesIO(one.zip_bytes())) as bundle:
        assert {info.filename: bundle.read(info).decode() for info in bundle.infolist()} == files


def test_the_zip_does_not_depend_on_times(tmp_path: Path) -> None:
    folder = tmp_path / "code"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "a.py").write_text("a = 1\n")
    (folder / "run.sh").write_text("#!/bin/sh\n")
    (folder / "run.sh").chmod(0o755)
    before = Archive(path=str(folder)).zip_bytes()
    os.utime(folder / "inner" / "a.py", (0, 0))
    assert Archive(path=str(folder)).zip_bytes() == before
    with zipfile.ZipFile(io.BytesIO(before)) as bundle:
        assert bundle.namelist() == ["inner/a.py", "run.sh"]
        assert [info.external_attr >> 16 & 0o777 for info in bundle.infolist()] == [0o644, 0o755]


def test_a_zip_file_is_passed_on_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "code.zip"
    path.write_bytes(Archive(assets={"a": Asset(text="b")}).zip_bytes())
    archive = Archive(path=str(path))
    assert archive.zip_bytes() == path.read_bytes()
    assert archive.entries() == {"a": (b"b", False)}


def test_archives_inside_an_archive_get_its_prefix(tmp_path: Path) -> None:
    packed = tmp_path / "lib.tar.gz"
    with tarfile.open(packed, "w:gz") as bundle:
        info = tarfile.TarInfo("./pkg/b.py")
        info.size = 1
        bundle.addfile(info, io.BytesIO(b"x"))
    archive = Archive(assets={"python": Archive(path=str(packed)), "a.py": Asset(text="y")})
    assert archive.entries() == {"a.py": (b"y", False), "python/pkg/b.py": (b"x", False)}


def test_the_engines_hash_comes_first() -> None:
    assert Asset(path="gone", hash="abc").digest == "abc"
    assert Archive(path="gone", hash="abc").digest == "abc"


@pytest.mark.parametrize(
    ("read", "message"),
    [
        (lambda: Asset(path="/nowhere/x").read(), "'/nowhere/x' cannot be read: No such file"),
        (lambda: Asset(uri="https://example.com/x").read(), "remote assets are not fetched"),
        (lambda: Archive(path="/nowhere/x").entries(), "no such folder, and no file that ends with .zip"),
        (lambda: Archive(uri="https://example.com/x").entries(), "remote archives are not fetched"),
        (lambda: Archive(assets={"a": "text"}).entries(), "'a' is neither an asset nor an archive"),
    ],
)
def test_what_cannot_be_read_is_named(read: object, message: str) -> None:
    with pytest.raises(ProviderError, match=message):
        read()  # type: ignore[operator]
