"""The drill's stack: what it declares, and what is computed for it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from sandbox.drill import stack_file
from sandbox.drill.plan import computed, rules_of


@pytest.mark.parametrize("tier", [1, 2, 3])
def test_the_drills_stack_meets_its_tier(tier: int) -> None:
    found = computed(stack_file.settings(tier))
    assert found.holds, found.findings
    names = {path.name for path in found.paths}
    assert names == ({"restore"} if tier == 3 else {"work", "graceful"})


def test_its_times_fit_in_a_drill() -> None:
    found = computed(stack_file.settings())
    assert found.path("work").expected_s < 20
    assert found.path("graceful").expected_s < 20
    assert rules_of(stack_file.settings()).lease_ms == 17_000


def test_the_stack_file_names_the_project_in_each_key(tmp_path: Path) -> None:
    config = yaml.safe_load(stack_file.write(tmp_path, tier=3).read_text())["config"]
    assert config["aws:region"] == stack_file.PRIMARY
    assert config["inference-platform:resilience"]["tier"] == 3
    assert all(name.startswith(("aws:", "inference-platform:")) for name in config)
