"""The checkout's own code, with a layer of models beside the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.components.support.project import make_project


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_project(tmp_path_factory.mktemp("training"))
    package = folder / "build" / "layers" / "model-arm64" / "python" / "package.py"
    package.parent.mkdir(parents=True, exist_ok=True)
    package.write_text("")
    return folder
