"""`make help` is the whole list, and every target can be found in it."""

from __future__ import annotations

import os
import re
import subprocess

import pytest

from toolchain.docs import make_targets
from toolchain.places import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = re.findall(r"^([a-z][a-z-]*):", MAKEFILE, re.MULTILINE)


def shown() -> list[str]:
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_help_lists_every_target_with_what_it_does() -> None:
    listed = {line.split()[1]: line.split(maxsplit=2)[2] for line in shown() if line.startswith("  make ")}
    assert list(listed) == TARGETS
    assert all(len(meaning) > 10 for meaning in listed.values())


def test_every_target_is_phony_and_below_a_heading() -> None:
    (phony,) = re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert sorted(phony.split()) == sorted(TARGETS)
    lines = [line for line in shown() if line]
    headings = [line for line in lines if not line.startswith(" ")]
    assert not lines[0].startswith(" ")
    assert len(headings) > 4


def test_the_table_of_the_readme_has_the_same_targets() -> None:
    assert re.findall(r"`make ([a-z-]+)`", "\n".join(line.split(" | ")[0] for line in make_targets().splitlines())) == (
        TARGETS
    )


def test_each_target_sets_the_checkout_up_first_but_those_that_need_nothing() -> None:
    alone = {"help", "setup", "lock"}
    needs = dict(re.findall(r"^([a-z][a-z-]*):([^#\n]*)", MAKEFILE, re.MULTILINE))
    direct = {name for name, needed in needs.items() if "setup" in needed.split()}
    through = {name for name, needed in needs.items() if set(needed.split()) & direct}
    assert set(TARGETS) - direct - through == alone


@pytest.mark.parametrize(
    ("given", "options"),
    [
        ({}, ""),
        ({"NO_MODEL_YET": "", "WRITES": ""}, ""),  # a variable that the repository does not have
        ({"NO_MODEL_YET": "1", "WATCH": "900", "ONLY": "watch"}, "--watch-only --watch 900 --no-model-yet"),
        ({"NO_MODEL_YET": "no"}, ""),
        ({"WRITES": "no", "ONLY": "api"}, "--only api --no-writes"),
        ({"ONLY": "api cost"}, "--only api --only cost"),
        ({"WRITES": "No"}, "--no-writes"),  # a slip of the pen writes nothing into production
    ],
)
def test_what_smoke_is_given_by_variables_of_the_shell(given: dict[str, str], options: str) -> None:
    # `make test` hands these on to what it starts.
    names = ("NO_MODEL_YET", "WRITES", "WATCH", "ONLY", "JSON", "STACK", "MAKEFLAGS", "MAKELEVEL", "MFLAGS")
    clean = {name: value for name, value in os.environ.items() if name not in names}
    command = ["make", "--no-print-directory", "-n", "smoke"]
    done = subprocess.run(command, cwd=ROOT, env={**clean, **given}, capture_output=True, text=True, check=True)
    asked = done.stdout.splitlines()[-1].partition("-m smoke ")[2]
    assert " ".join(asked.split()) == f"--stack sandbox {options}".strip()
