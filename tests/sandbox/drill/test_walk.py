"""Following a runbook: orders that are refused are given again, and a lease is waited for."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.resilience import Lease
from sandbox.drill import walk as module
from sandbox.drill.runbooks import FOLDER, SECTIONS
from sandbox.drill.walk import Walk
from sandbox.drill.watch import LeaseWatch

EAST, WEST = "us-east-1", "us-east-2"


def book(tmp_path: Path, **commands: str) -> Path:
    """A checkout with a runbook of tier 1, in which single sections have other commands."""
    text = "\n".join(f"## {name}\n\n```sh\n{commands.get(name, 'true')}\n```\n" for name in SECTIONS)
    (tmp_path / FOLDER).mkdir(parents=True)
    (tmp_path / FOLDER / "tier-1.md").write_text(text, encoding="utf-8")
    return tmp_path


def follow(root: Path) -> tuple[Walk, list[str]]:
    said: list[str] = []
    return Walk(root, 1, {"PATH": "/usr/bin:/bin", "PRIMARY": EAST, "SECONDARY": WEST}, said.append), said


def test_commands_of_the_sections_are_run_in_order(tmp_path: Path) -> None:
    walk, said = follow(book(tmp_path, Decide="exit 4"))
    walk.follow("Detect", "Decide")
    assert [(one.step.section, one.code) for one in walk.ran] == [("Detect", 0), ("Decide", 4)]
    assert len(said) == 2
    walk.forgive()
    assert [one.code for one in walk.ran] == [0, 0]


def test_a_move_is_ordered_again_until_it_is_taken_and_then_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "AGAIN_S", 0.0)
    done = tmp_path / "done"
    root = book(tmp_path / "checkout", Do=f'echo $SECONDARY "fail-over" >> {done}; test $(wc -l < {done}) -gt 1')
    walk, _ = follow(root)

    def lease() -> Lease:
        moved = done.exists() and len(done.read_text().splitlines()) > 1
        return Lease(EAST if moved else WEST, 2 if moved else 1, 1, version=2 if moved else 1)

    with LeaseWatch((lease,)) as watch:
        assert walk.move("Do", EAST, watch) >= 0
    assert done.read_text().splitlines() == [f"{EAST} fail-over"] * 2
    assert [one.code for one in walk.ran] == [0]


def test_a_lease_that_does_not_come_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOVE_LIMIT_S", 0.05)
    walk, _ = follow(book(tmp_path, Do="echo fail-over"))
    with LeaseWatch((lambda: Lease(WEST, 1, 1),)) as watch, pytest.raises(TimeoutError, match=WEST):
        walk.move("Do", EAST, watch)
