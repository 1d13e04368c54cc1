"""A project that is not ours under the pack, on the real engine: stopped, exempt, repaired, advised, refused."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.engine, pytest.mark.xdist_group("engine-apart")]

Preview = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def shop(workplace: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example beside a copy of the pack, as another repository would have them."""
    folder = tmp_path_factory.mktemp("shop")
    shutil.copytree(workplace.project / "policies" / "example", folder, dirs_exist_ok=True)
    (folder / ".venv").symlink_to(workplace.project / ".venv")
    return folder


@pytest.fixture(scope="module")
def preview(workplace: Any, shop: Path) -> Preview:
    """Previews a stack of the shop under a configuration; None is none."""

    def pulumi(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["pulumi", *arguments, "--non-interactive", "--color", "never"],
            cwd=shop,
            env={**os.environ, **workplace.environment},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def run(stack: str, config: dict[str, Any] | None) -> subprocess.CompletedProcess[str]:
        (shop / f"Pulumi.{stack}.yaml").write_text("config:\n  aws:region: us-east-1\n", encoding="utf-8")
        pulumi("stack", "init", stack)
        given = []
        if config is not None:
            (shop / "config.json").write_text(json.dumps(config), encoding="utf-8")
            given = ["--policy-pack-config", "config.json"]
        pack = workplace.project / "policies"
        return pulumi("preview", "--stack", stack, "--policy-pack", str(pack), *given)

    return run


def decided(shop: Path, days: int = 30, **changed: Any) -> dict[str, Any]:
    """What the example's organisation decided; its exemption ends in ``days``."""
    config: dict[str, Any] = json.loads((shop / "guardrails.json").read_text(encoding="utf-8"))
    ends = datetime.now(UTC).date() + timedelta(days=days)
    config["guardrails"]["exemptions"][0] |= {"expires": ends.isoformat(), **changed}
    return config


def test_without_a_word_from_the_organisation_it_is_stopped(preview: Preview) -> None:
    done = preview("live", None)
    assert done.returncode != 0, done.stdout
    assert "[dynamodb-table-kms]" in done.stdout
    assert "legacy: serverSideEncryption" in done.stdout
    assert "[kms-key-rotation]" in done.stdout


def test_what_is_exempt_passes_and_what_has_one_safe_answer_is_repaired(preview: Preview, shop: Path) -> None:
    done = preview("live", decided(shop))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "[dynamodb-table-kms]" not in done.stdout
    assert "kms-key-rotation" in done.stdout, "the repair is shown"
    assert "remediate" in done.stdout


def test_an_exemption_that_is_over_stops_it_again(preview: Preview, shop: Path) -> None:
    done = preview("live", decided(shop, days=-1))
    assert done.returncode != 0, done.stdout
    assert "[dynamodb-table-kms]" in done.stdout


def test_an_exemption_that_ends_soon_or_covers_nothing_is_told(preview: Preview, shop: Path) -> None:
    soon = preview("live", decided(shop, days=3))
    assert soon.returncode == 0, soon.stdout
    assert "ends on" in soon.stdout
    unused = preview("dev-anna", decided(shop, urn="urn:pulumi:*::shop::*::forgotten"))
    assert "covers no violation; remove it" in unused.stdout


def test_in_development_everything_is_advice(preview: Preview, shop: Path) -> None:
    done = preview("dev-anna", decided(shop))
    assert done.returncode == 0, done.stdout
    assert "[dynamodb-table-kms]" in done.stdout
    assert "advisory" in done.stdout


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"lambda-function-timeout": {"maxSeconds": 0}}, "maxSeconds"),
        ({"guardrails": {"levels": {"lambda": "advisory"}}}, "guardrails.levels.lambda = 'advisory' is not accepted"),
        ({"guardrails": {"exemptions": [{"rule": "dynamodb-table-kms"}]}}, "exemptions"),
    ],
)
def test_a_mistake_in_the_configuration_stops_it_with_the_key(preview: Preview, wrong: Any, said: str) -> None:
    done = preview("live", wrong)
    assert done.returncode != 0
    assert said in done.stdout + done.stderr
