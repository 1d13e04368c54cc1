"""A project folder as set-up leaves it: the real code, a layer, a model archive; and settings to build with."""

from __future__ import annotations

import io
import shutil
import tarfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from components.settings import Settings, parse

CHECKOUT = Path(__file__).resolve().parents[3]
TODAY = date(2026, 11, 26)
IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/inference-platform/onnx:1.0"
PROBE = {"file": "probe.png", "content_type": "image/png"}
"""A probe of the switching theme, as its settings name it."""
MEMBERS = {"model.onnx": b"onnx", "code/inference.py": b"def model_fn(folder): ..."}


def write_archive(path: Path, members: Mapping[str, bytes] = MEMBERS) -> Path:
    """A tar.gz of the given members."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, "w:gz") as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return path


def make_project(folder: Path) -> Path:
    """A folder with the checkout's code, one file for each layer, a model, and a probe."""
    for name in ("lambdas", "domain"):
        (folder / name).symlink_to(CHECKOUT / name, target_is_directory=True)
    for room in ("examples", "holidays"):
        shutil.copytree(CHECKOUT / room, folder / room)
    for layer in ("runtime-arm64", "runtime-local", "model-arm64", "model-local"):
        package = folder / "build" / "layers" / layer / "python" / "package.py"
        package.parent.mkdir(parents=True)
        package.write_text("")
    write_archive(folder / "build" / "model" / "model.tar.gz")
    (folder / PROBE["file"]).write_bytes(b"probe")
    return folder


def raw_settings(**inference: Any) -> dict[str, Any]:
    """Configuration with inference on and nothing but batch; the arguments add to it."""
    model = {"archive": "build/model/model.tar.gz", "image_uri": IMAGE}
    return {
        "environment": "staging",
        "foundation": {"access_point": {"volume_id": "fsvol-0123456789abcdef0"}, "protect_data": False},
        "inference": {"enabled": True, "model": model, **inference},
    }


def settings(raw: Mapping[str, Any] | None = None, **inference: Any) -> Settings:
    """Checked settings of ``raw``, or of :func:`raw_settings`."""
    return parse(raw_settings(**inference) if raw is None else raw, stack="test")
