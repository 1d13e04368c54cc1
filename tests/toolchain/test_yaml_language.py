"""Where the YAML language host comes from: beside the engine, on PATH, kept, or built; what is said when none is."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolchain import yaml_language
from toolchain.engine import Engine, EngineError
from toolchain.places import ROOT


def program(folder: Path, name: str, body: str = "exit 0") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "inference-platform" / "yaml-language" / yaml_language.VERSION


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    (tmp_path / "engine").mkdir()
    return Engine(tmp_path / "engine", "3.250.0", "machine")


def test_the_one_beside_the_engine_is_taken_first(tmp_path: Path, kept: Path, engine: Engine) -> None:
    program(engine.folder, yaml_language.PROGRAM)
    program(kept, yaml_language.PROGRAM)
    assert yaml_language.ensure(engine, search_path="") == engine.folder


def test_then_the_one_on_path_then_the_one_that_was_kept(tmp_path: Path, kept: Path, engine: Engine) -> None:
    program(kept, yaml_language.PROGRAM)
    assert yaml_language.ensure(engine, search_path="") == kept
    program(tmp_path / "bin", yaml_language.PROGRAM)
    assert yaml_language.ensure(engine, search_path=str(tmp_path / "bin")) == tmp_path / "bin"


def test_it_is_built_from_the_committed_hashes_and_kept(tmp_path: Path, kept: Path, engine: Engine) -> None:
    built = 'while [ $# -gt 1 ]; do [ "$1" = -o ] && out=$2; [ "$1" = -mod=readonly ] && ok=1; shift; done\n'
    built += 'test "$ok" && test -f go.sum && mkdir -p "$(dirname "$out")" && echo built > "$out"'
    program(tmp_path / "bin", "go", built)
    said: list[str] = []
    folder = yaml_language.ensure(engine, said.append, search_path=str(tmp_path / "bin"))
    assert folder == kept
    assert (kept / yaml_language.PROGRAM).read_text() == "built\n"
    assert [path.name for path in kept.parent.iterdir()] == [yaml_language.VERSION], "nothing is left beside it"
    assert len(said) == 1


def test_a_build_that_fails_says_go_s_reason_and_keeps_nothing(tmp_path: Path, kept: Path, engine: Engine) -> None:
    program(tmp_path / "bin", "go", "echo 'checksum mismatch' >&2; exit 1")
    with pytest.raises(EngineError, match=r"could not be built: checksum mismatch"):
        yaml_language.ensure(engine, search_path=str(tmp_path / "bin"))
    assert not kept.exists()


def test_without_any_way_the_message_says_what_to_install(kept: Path, engine: Engine) -> None:
    with pytest.raises(EngineError, match=r"install Pulumi's release, which has it, or Go 1\.26 or newer"):
        yaml_language.ensure(engine, search_path="")


def test_the_version_is_the_one_that_is_locked() -> None:
    required = (ROOT / "toolchain" / "yaml_build" / "go.mod").read_text()
    assert f"github.com/pulumi/pulumi-yaml v{yaml_language.VERSION}\n" in required
