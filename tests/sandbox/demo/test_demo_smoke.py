"""The demonstration's check is what the smoke tests said, and their silence is no pass."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from sandbox.demo import smoke


@pytest.mark.parametrize(
    ("code", "report", "holds", "found"),
    [
        (0, {"reason": "", "checks": [{"outcome": "pass"}, {"outcome": "off"}]}, True, "1 checks"),
        (1, {"reason": "api, health: 503", "checks": [{"outcome": "fail"}]}, False, "api, health: 503"),
        (2, None, False, "smoke: no credentials"),
    ],
)
def test_the_check_is_what_was_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, report: Any, holds: bool, found: str
) -> None:
    asked: list[list[str]] = []

    def run(command: list[str], **_options: Any) -> Any:
        asked.append(command)
        if report is not None:
            Path(command[command.index("--json") + 1]).write_text(json.dumps(report))
        return subprocess.CompletedProcess(command, code, "", "smoke: no credentials\n")

    monkeypatch.setattr(smoke.subprocess, "run", run)
    (tmp_path / "smoke.json").write_text("{}")  # of an earlier run
    check = smoke.smoke_checks({"a": "b"}, {}, tmp_path, "sandbox")[0]
    assert (check.holds, check.found) == (holds, found)
    assert "alarms" not in asked[0]
    assert json.loads((tmp_path / "outputs.json").read_text()) == {"a": "b"}
