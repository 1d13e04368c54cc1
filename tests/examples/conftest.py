"""Fixtures of the tests of the examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.components.support.project import make_project


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_project(tmp_path_factory.mktemp("project"))
