"""The platform as a whole: what each toggle adds, what off means, what is exported."""

from __future__ import annotations

from pathlib import Path

from components.platform import Platform
from components.settings import Settings
from tests.components.support.harness import RecordedStack, program
from tests.components.support.project import settings


def deployed(given: Settings, project: Path) -> RecordedStack:
    return program(lambda: Platform("platform", given, project))


def test_everything_off_makes_no_resource_at_all(project: Path) -> None:
    stack = deployed(Settings(), project)
    assert list(stack.custom()) == []


def test_batch_only(project: Path) -> None:
    stack = deployed(settings(), project)
    assert stack.counts() == {}
