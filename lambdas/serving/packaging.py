"""Builds a `model.tar.gz` of a model and a handler alone, for models that are not trained by the pipeline.

The same files are the same bytes, so an unchanged model is an unchanged object and Pulumi shows no difference. A
package with manifest and features is built by `lambdas.packages.build`, by the same packer.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from domain.models.archive import HANDLER_MEMBER
from domain.models.manifest import MODEL_MEMBER
from lambdas.packages.sealed import pack
from lambdas.serving.archive import check_archive

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
    out.write_bytes(pack(contents))
    check_archive(out)
    return out
