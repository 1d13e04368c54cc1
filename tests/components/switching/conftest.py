"""Fixtures of the switch's tests: every pattern in one switch, and the two that most stacks have."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.components.support.harness import RecordedStack
from tests.components.switching.support import EVERY, TWO, deployed


@pytest.fixture(scope="session")
def every(project: Path) -> RecordedStack:
    return deployed(project, EVERY)


@pytest.fixture(scope="session")
def two(project: Path) -> RecordedStack:
    return deployed(project, TWO)
