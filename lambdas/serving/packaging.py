"""Builds a `model.tar.gz` that has the same bytes on every machine.

Members are sorted; time, owner, group and mode are fixed, and the gzip header holds neither name nor time, so that an
unchanged model is an unchanged object and Pulumi shows no difference.
"""

from __future__ import annotations

import gzip
import io
import tarfile
from pathlib import Path
from typing import Final

from domain.models.archive import HANDLER_MEMBER
from lambdas.serving.archive import check_archive

MODEL_MEMBER: Final = "model.onnx"
MODE: Final = 0o644
HANDLERS: Final = Path(__file__).parent / "handlers"
"""Handlers that come with this project."""


def build_archive(model_path: Path, handler_path: Path, out: Path) -> Path:
    """Writes the archive of one ONNX model and its handler, and checks it as the container will.

    Args:
        model_path: The ONNX file; stored as `model.onnx`.
        handler_path: The handler; stored as `code/inference.py`.
        out: Where the archive goes; its folder is created.

    Returns:
        `out`.

    Raises:
        FileNotFoundError: The model or the handler is not there.
        ModelArchiveError: What was built would be refused.
    """
    contents = {MODEL_MEMBER: model_path.read_bytes(), HANDLER_MEMBER: handler_path.read_bytes()}
    out.parent.mkdir(parents=True, exist_ok=True)
    with (
        out.open("wb") as file,
        gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0, compresslevel=6) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive,
    ):
        for name in sorted(contents):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode, entry.mtime = len(contents[name]), MODE, 0
            archive.addfile(entry, io.BytesIO(contents[name]))
    check_archive(out)
    return out
