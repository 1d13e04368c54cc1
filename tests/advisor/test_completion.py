"""Shell completion of the advisor: every command by its name, and none of them imported for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from advisor.__main__ import COMMANDS
from toolchain.places import ROOT

HEAVY = ("boto3", "matplotlib", "numba", "numpy")
WATCHED = f"""
import atexit, json, sys
atexit.register(lambda: print(json.dumps(sorted(set(sys.modules) & set({HEAVY!r}))), file=sys.stderr))
from advisor.__main__ import main
main("advisor")
"""


def completed(words: str) -> tuple[list[str], list[str]]:
    """What bash would offer for the last word, and which heavy packages were imported for it."""
    asked = {
        **os.environ,
        "COMP_WORDS": words,
        "COMP_CWORD": str(words.count(" ")),
        "_ADVISOR_COMPLETE": "complete_bash",
    }
    done = subprocess.run(
        [sys.executable, "-c", WATCHED], cwd=ROOT, env=asked, capture_output=True, text=True, check=False
    )
    return done.stdout.split(), json.loads(done.stderr.splitlines()[-1])


def test_all_commands_are_offered_and_none_is_imported() -> None:
    offered, imported = completed("advisor ")
    assert set(COMMANDS) <= set(offered)
    assert imported == []


@pytest.mark.parametrize(
    ("words", "among"), [("advisor bre", {"break-even"}), ("advisor --", {"--help"}), ("advisor nothing", set())]
)
def test_what_begins_so_is_offered(words: str, among: set[str]) -> None:
    offered, imported = completed(words)
    assert among <= set(offered)
    assert all(one.startswith(words.rpartition(" ")[2]) for one in offered)
    assert imported == []


def test_a_command_s_options_are_offered() -> None:
    offered, _ = completed("advisor cost --st")
    assert "--stack" in offered
