"""Ctrl-C in the demonstration: it ends, fails, and leaves no process behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil
import pytest

pytestmark = [pytest.mark.engine, pytest.mark.xdist_group("engine-apart")]

ENDS_IN_S = 120


def of(folder: Path) -> dict[psutil.Process, str]:
    """Processes that work in or for a folder, by their command lines and working folders; with their command lines."""
    found = {}
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):  # it has just ended
            command = " ".join(process.cmdline())
            if str(folder) in f"{command} {process.cwd()}" and process.status() != psutil.STATUS_ZOMBIE:
                found[process] = command
    return found


@pytest.mark.parametrize("moment", ["server.json", "bootstrap.py"])
def test_ctrl_c_leaves_no_process_behind(project_copy: Path, checks: Any, tmp_path: Path, moment: str) -> None:
    with (tmp_path / "output").open("wb") as output:
        demo = subprocess.Popen(
            [sys.executable, "-m", "sandbox.demo"],
            cwd=project_copy,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def reached() -> bool:
        assert demo.poll() is None, (tmp_path / "output").read_text(errors="replace")
        if moment == "server.json":
            return (project_copy / "build" / "sandbox" / moment).exists()
        return any(moment in command for command in of(project_copy).values())

    try:
        checks.eventually(reached, f"the demonstration has come to {moment}", ENDS_IN_S)
        os.killpg(demo.pid, signal.SIGINT)  # as a terminal does: to every process of the group
        assert demo.wait(ENDS_IN_S) != 0, (tmp_path / "output").read_text(errors="replace")
        checks.eventually(lambda: not of(project_copy), f"every process ends: {of(project_copy)}", 15)
    finally:
        for process in of(project_copy):
            process.kill()
        demo.wait()
