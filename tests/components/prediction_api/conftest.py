"""Fixtures of the prediction API's tests: what is deployed with everything on, and with nothing but the default."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.components.prediction_api.support import EVERYTHING, SIGNING_KEY, deployed
from tests.components.support.harness import RecordedStack


@pytest.fixture(scope="session")
def everything(project: Path) -> RecordedStack:
    return deployed(project, signing_key=SIGNING_KEY, **EVERYTHING)


@pytest.fixture(scope="session")
def plain(project: Path) -> RecordedStack:
    return deployed(project)
