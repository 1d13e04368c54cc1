"""How the engine is had: each way against real programs, archives and a real HTTP server on this machine."""

from __future__ import annotations

import hashlib
import http.server
import io
import tarfile
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolchain import engine


def program(path: Path, prints: str, code: int = 0) -> Path:
    """A real program that prints a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho '{prints}'\nexit {code}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "inference-platform" / "engine" / engine.VERSION


@pytest.fixture
def releases(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    folder = tmp_path / "releases"
    folder.mkdir()
    handler = partial(QuietHandler, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", folder
    server.shutdown()
    thread.join()
    server.server_close()


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
        pass


def publish(folder: Path, *, checksum: Callable[[bytes], str]) -> None:
    """A release as Pulumi lays it out: `pulumi/pulumi` and the language host in one archive, and the checksums."""
    name = f"pulumi-v{engine.VERSION}-{engine._platform()}.tar.gz"
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for member in ("pulumi", "pulumi-language-python"):
            script = f"#!/bin/bash\necho v{engine.VERSION}\n".encode()
            info = tarfile.TarInfo(f"pulumi/{member}")
            info.size, info.mode = len(script), 0o755
            archive.addfile(info, io.BytesIO(script))
    (folder / name).write_bytes(buffer.getvalue())
    (folder / f"pulumi-{engine.VERSION}-checksums.txt").write_text(f"{checksum(buffer.getvalue())}  {name}\n")


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_a_released_engine_is_kept_when_its_checksum_is_the_published_one(
    cache: Path, releases: tuple[str, Path]
) -> None:
    publish(releases[1], checksum=sha256)
    found = engine.from_release(releases[0])
    assert found == engine.Engine(cache, engine.VERSION, "release")
    assert engine.version_of(cache / "pulumi") == engine.VERSION
    assert engine.from_cache().executor is None


def test_a_release_with_another_checksum_is_refused_and_leaves_nothing(cache: Path, releases: tuple[str, Path]) -> None:
    publish(releases[1], checksum=lambda data: sha256(data + b"!"))
    with pytest.raises(engine.UnavailableError, match="is published: not used"):
        engine.from_release(releases[0])
    assert not cache.exists()


def test_a_release_that_is_not_there_says_which_address_was_tried(cache: Path, releases: tuple[str, Path]) -> None:
    with pytest.raises(engine.UnavailableError, match=r"checksums\.txt cannot be fetched"):
        engine.from_release(releases[0])


def test_an_engine_on_path_is_used_with_its_own_language_host(tmp_path: Path) -> None:
    pulumi = program(tmp_path / "bin" / "pulumi", "v3.272.0")
    program(tmp_path / "bin" / "pulumi-language-python", "")
    assert engine.from_machine(str(pulumi.parent)) == engine.Engine(pulumi.parent, "3.272.0", "machine")


@pytest.mark.parametrize(
    ("version", "host", "reason"),
    [
        ("v3.100.0", True, "older than"),
        ("v4.0.0", True, "another major version"),
        ("v3.272.0", False, "has no pulumi-language-python"),
        ("unknown", True, "is not a version"),
    ],
)
def test_an_engine_on_path_that_does_not_fit_is_passed_over_with_the_reason(
    tmp_path: Path, version: str, host: bool, reason: str
) -> None:
    pulumi = program(tmp_path / "bin" / "pulumi", version)
    if host:
        program(tmp_path / "bin" / "pulumi-language-python", "")
    with pytest.raises(engine.UnavailableError, match=reason):
        engine.from_machine(str(pulumi.parent))


def test_when_no_way_works_one_message_lists_all_that_was_tried(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, releases: tuple[str, Path]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    monkeypatch.setattr(engine.from_release, "__defaults__", (releases[0],))
    with pytest.raises(engine.EngineError) as caught:
        engine.ensure()
    message = str(caught.value)
    for part in ("no `pulumi` on PATH", "no earlier set-up", "cannot be fetched", "no `go` on PATH", "Install Pulumi"):
        assert part in message


def test_a_go_that_fails_says_what_it_printed(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    go = tmp_path / "bin" / "go"
    program(go, "", code=1)
    go.write_text("#!/bin/sh\necho 'module lookup disabled' >&2\nexit 1\n")
    monkeypatch.setenv("PATH", f"{go.parent}:/bin:/usr/bin")
    with pytest.raises(engine.UnavailableError, match="module lookup disabled"):
        engine.from_go()
    assert not cache.exists()


versions = st.tuples(st.integers(0, 9), st.integers(0, 400), st.integers(0, 20))


@given(found=versions, wanted=versions)
def test_an_engine_is_compatible_only_with_its_major_version_and_never_when_older(
    found: tuple[int, int, int], wanted: tuple[int, int, int]
) -> None:
    fits = engine.compatible("v" + ".".join(map(str, found)), ".".join(map(str, wanted)))
    assert fits == (found[0] == wanted[0] and found >= wanted)
