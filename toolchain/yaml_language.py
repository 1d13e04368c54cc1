"""Gets `pulumi-language-yaml`, for programs in YAML: the one beside the engine, else a build from its Go module.

Pulumi's releases carry it; an engine that was built here lacks it. It is built only when somebody asks for it
(`python -m toolchain yaml`), into the user's cache under its version, from the hashes of `yaml_build/go.sum`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from toolchain.engine import Engine, EngineError
from toolchain.places import ROOT, cache

VERSION = "1.25.0"
PROGRAM = "pulumi-language-yaml"
_PACKAGE = "github.com/pulumi/pulumi-yaml"


def ensure(engine: Engine, say: Callable[[str], None] = lambda _: None, search_path: str | None = None) -> Path:
    """The folder with the program; it goes on PATH.

    Args:
        engine: The engine that will run it.
        say: Told what takes long.
        search_path: Where programs are looked for; PATH by default.

    Raises:
        EngineError: No way works; the message says what to install.
    """
    if (engine.folder / PROGRAM).exists():
        return engine.folder
    if found := shutil.which(PROGRAM, path=search_path):
        return Path(found).resolve().parent
    kept = cache() / "yaml-language" / VERSION
    if (kept / PROGRAM).exists():
        return kept
    go = shutil.which("go", path=search_path)
    if not go:
        raise EngineError(
            f"{PROGRAM} is not beside the engine, not on PATH, and there is no `go` to build it with: install Pulumi's "
            "release, which has it, or Go 1.26 or newer, and run again"
        )
    say(f"building {PROGRAM} {VERSION} from its Go module: some minutes, once for this machine")
    return _built(go, kept)


def _built(go: str, kept: Path) -> Path:
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".staging-", dir=kept.parent) as folder:
        staging = Path(folder) / "built"
        stamp = f"-s -w -X {_PACKAGE}/pkg/version.Version=v{VERSION}"
        done = subprocess.run(
            [go, "build", "-mod=readonly", "-trimpath", "-ldflags", stamp]
            + ["-o", str(staging / PROGRAM), f"{_PACKAGE}/cmd/{PROGRAM}"],
            cwd=ROOT / "toolchain" / "yaml_build",
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "GOFLAGS": ""},
        )
        if done.returncode != 0:
            raise EngineError(f"{PROGRAM} {VERSION} could not be built: {done.stderr.strip()[-2000:]}")
        if not (kept / PROGRAM).exists():
            kept.mkdir(exist_ok=True)
            (staging / PROGRAM).replace(kept / PROGRAM)  # in one step: another set-up may look at the same time
    return kept
