"""A `gh` and a `pulumi` that are scripts: they write down how they were called, and answer what a test wants."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

_SCRIPT = """#!{python}
import json, sys
from pathlib import Path
folder = Path({folder!r})
given = sys.argv[1:]
text = sys.stdin.read() if "-" in given else ""
with (folder / "calls.jsonl").open("a") as file:
    file.write(json.dumps([given, text]) + "\\n")
answers = json.loads((folder / "answers.json").read_text())
for part, (code, answer, files) in answers.items():
    if part in " ".join(given):
        for flag, content in files.items():
            Path(given[given.index(flag) + 1]).write_text(content)
        sys.stdout.write(answer)
        sys.exit(code)
sys.stderr.write("no answer for " + " ".join(given))
sys.exit(1)
"""


@dataclass
class Program:
    """A stand-in for a program.

    Attributes:
        folder: Where it lies; goes on PATH.
    """

    folder: Path

    def answer(self, part: str, answer: str = "", *, code: int = 0, files: dict[str, str] | None = None) -> None:
        """Answers calls whose arguments hold `part`; `files`: a flag to what is written into the file behind it."""
        file = self.folder / "answers.json"
        known = json.loads(file.read_text())
        file.write_text(json.dumps({**known, part: [code, answer, files or {}]}))

    @property
    def calls(self) -> list[list[str]]:
        """The arguments of each call."""
        return [given for given, _ in self._lines()]

    @property
    def bodies(self) -> list[Any]:
        """What was sent as JSON, call by call."""
        return [json.loads(text) for _, text in self._lines() if text.startswith("{")]

    @property
    def texts(self) -> list[str]:
        """What was sent, call by call."""
        return [text for _, text in self._lines() if text]

    def _lines(self) -> list[Any]:
        file = self.folder / "calls.jsonl"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def _program(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    folder.mkdir()
    script = folder / name
    script.write_text(_SCRIPT.format(python=sys.executable, folder=str(folder)))
    script.chmod(0o755)
    (folder / "answers.json").write_text("{}")
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return Program(folder)


@pytest.fixture
def gh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("GITHUB_REPOSITORY", "o/r")
    monkeypatch.setenv("GITHUB_RUN_ID", "42")
    return _program("gh", tmp_path / "gh", monkeypatch)


@pytest.fixture
def pulumi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    return _program("pulumi", tmp_path / "pulumi", monkeypatch)
