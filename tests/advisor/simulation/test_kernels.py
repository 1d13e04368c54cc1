"""The compiled loops: they say what the plain Python says, and need no folder that can be written to."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from advisor.simulation import bursty, simulate
from advisor.simulation.kernels import compiler
from advisor.simulation.kernels.occupancy import add_up
from tests.advisor.simulation.test_simulate import SETUPS, bytes_of

ROOT = Path(__file__).resolve().parents[3]
DIGESTS = "from tests.advisor.simulation.test_kernels import digests; import json; print(json.dumps(digests()))"


def digests() -> list[str]:
    trace = bursty(2, 600, seed=5)
    return [hashlib.sha256(repr(bytes_of(simulate(trace, one, 5))).encode()).hexdigest() for one in SETUPS]


def test_compiled_or_not_the_results_are_the_same_to_the_byte() -> None:
    done = subprocess.run(
        [sys.executable, "-c", DIGESTS],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert digests() == json.loads(done.stdout)


def test_without_a_folder_for_the_cache_a_loop_is_compiled_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    real = compiler.njit

    def no_cache(*functions: Any, **options: Any) -> Any:
        if options.get("cache"):

            def refuse(function: Any) -> Any:
                raise RuntimeError(f"cannot cache function {function.__name__!r}: no locator available")

            return refuse
        return real(*functions, **options)

    monkeypatch.setattr(compiler, "njit", no_cache)

    def twice(number: int) -> int:
        return 2 * number

    assert compiler.compiled(twice)(4) == 8


def test_a_cache_folder_that_is_a_file_does_not_fail(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    code = "from advisor.simulation.kernels.normal import upper_tail; import numpy as np; t = np.empty(1); "
    code += "upper_tail(np.zeros(1), t); print(t[0])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | {"NUMBA_CACHE_DIR": str(blocked / "inside"), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "0.5"


def test_intervals_are_added_to_the_minutes_that_they_touch() -> None:
    seconds = np.zeros(3)
    add_up(np.array([0.0, 50.0, 59.0, 150.0]), np.array([0.0, 130.0, 60.0, 900.0]), 60.0, seconds)
    assert seconds.tolist() == [11, 60, 40]


def test_after_compiling_all_a_simulation_compiles_nothing() -> None:
    """What `python -m advisor.simulation` leaves in the cache is all that any set-up needs."""
    code = "from advisor.simulation.__main__ import compile_all; compile_all()\n"
    code += "from advisor.simulation import steady, simulate_all\n"
    code += "from advisor.simulation.kernels import environments, instances, normal, occupancy, quota\n"
    code += "from tests.advisor.simulation.test_simulate import SETUPS\n"
    code += "loops = [environments.serve, instances.serve, normal.upper_tail, occupancy.add_up, quota.admit]\n"
    code += "first = [len(one.signatures) for one in loops]\n"
    code += "simulate_all(steady(2, 60, seed=1), SETUPS, 1)\n"
    code += "print(first == [len(one.signatures) for one in loops] == [1] * 5)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "True"
