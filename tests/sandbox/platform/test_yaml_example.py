"""Another team's program, in YAML, deploys the platform as one component: the real engine, its YAML host, the pack."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from toolchain import engine, yaml_language

pytestmark = [
    pytest.mark.engine,
    pytest.mark.xdist_group("engine-apart"),
    pytest.mark.timeout(1800),  # where nothing has built the language host yet, this does
]

Pulumi = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def example(workplace: Any) -> Path:
    return Path(workplace.project) / "examples" / "yaml"


@pytest.fixture(scope="module")
def pulumi(workplace: Any, example: Path) -> Pulumi:
    folder = yaml_language.ensure(engine.ensure())
    path = os.pathsep.join((str(folder), os.environ["PATH"]))

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["pulumi", *arguments, "--stack", "dev", "--non-interactive", "--color", "never"],
            cwd=example,
            env={**os.environ, **workplace.environment, "PATH": path},
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )

    return run


@pytest.fixture(scope="module")
def deployed(workplace: Any, example: Path, pulumi: Pulumi) -> dict[str, Any]:
    (example / "Pulumi.dev.yaml").write_text("config:\n  aws:region: us-east-1\n", encoding="utf-8")
    subprocess.run(
        ["pulumi", "stack", "init", "dev"], cwd=example, env={**os.environ, **workplace.environment}, check=True
    )
    done = pulumi("up", "--yes", "--skip-preview", "--policy-pack", str(workplace.project / "policies"))
    assert done.returncode == 0, done.stdout + done.stderr
    export = json.loads(pulumi("stack", "export").stdout)
    return {each["urn"]: each for each in export["deployment"]["resources"]}


def test_it_is_deployed_below_one_component_with_the_required_tags(deployed: dict[str, Any]) -> None:
    ours = [each for urn, each in deployed.items() if "inference-platform:index:InferencePlatform$" in urn]
    assert len(ours) > 40
    tagged = [each for each in ours if each.get("inputs", {}).get("tags")]
    assert tagged
    assert all(each["inputs"]["tags"]["Owner"] == "claims" for each in tagged)


def test_another_resource_takes_its_outputs(deployed: dict[str, Any]) -> None:
    (oncall,) = (each for urn, each in deployed.items() if urn.endswith("::oncall"))
    (topic,) = (each for urn, each in deployed.items() if urn.endswith("sns/topic:Topic::claims-base-alarms"))
    assert oncall["inputs"]["topic"] == topic["outputs"]["arn"]


def test_no_path_of_this_machine_is_in_the_state(deployed: dict[str, Any], workplace: Any) -> None:
    assert str(workplace.project) not in json.dumps(list(deployed.values()))


def test_a_second_look_changes_nothing(deployed: dict[str, Any], pulumi: Pulumi) -> None:
    again = pulumi("preview", "--expect-no-changes")
    assert again.returncode == 0, again.stdout


def test_a_mistake_is_told_at_its_input(deployed: dict[str, Any], example: Path, pulumi: Pulumi) -> None:
    program = example / "Pulumi.yaml"
    text = program.read_text(encoding="utf-8")
    program.write_text(text.replace("logRetentionDays: 1\n", "logRetentionDays: 31\n"), encoding="utf-8")
    try:
        done = pulumi("preview")
    finally:
        program.write_text(text, encoding="utf-8")
    assert done.returncode != 0
    assert "foundation.logRetentionDays" in done.stdout
    assert "= 31: not accepted; accepted: one of 1, 3, 5" in done.stdout
