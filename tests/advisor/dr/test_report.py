"""``advisor dr --stack``: the tier that a stack file really meets, what dominates, what to change, and a drill."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner, Result

from advisor.__main__ import app
from advisor.dr.table import length

pytestmark = pytest.mark.xdist_group("pulumi_aws")

IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/inference-platform/onnx:1.0"
POINT = {"volume_id": "fsvol-0123456789abcdef0"}
RESILIENCE = {
    "enabled": True,
    "tier": 2,
    "secondary_region": "us-east-2",
    "access_point": POINT,
    "canary": {"file": "probe.png", "content_type": "image/png"},
}


def stack_file(folder: Path, *, secondary: str = "us-east-2", **changes: Any) -> None:
    config = {
        "aws:region": "us-east-1",
        "inference-platform:foundation": {"access_point": POINT},
        "inference-platform:inference": {
            "enabled": True,
            "model": {"archive": "build/model/model.tar.gz", "image_uri": IMAGE},
            "type": "serverless",
            "serverless": {"enabled": True},
        },
        "inference-platform:resilience": {**RESILIENCE, "secondary_region": secondary, **changes},
    }
    (folder / "Pulumi.other.yaml").write_text(yaml.safe_dump({"config": config}))


def run(folder: Path, *arguments: str) -> Result:
    given = ["dr", "--stack", "other", "--project", str(folder), *arguments]
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, given)


def drill(folder: Path, *scenarios: Any) -> Path:
    path = folder / "report.json"
    path.write_text(json.dumps({"scenarios": list(scenarios)}))
    return path


def document(result: Result) -> Any:
    return json.loads(result.stdout)


def test_a_stack_that_meets_its_tier_says_so_with_what_dominates(tmp_path: Path) -> None:
    stack_file(tmp_path)
    result = run(tmp_path)
    assert result.exit_code == 0, result.output
    for text in (
        "other: declares tier 2 (warm standby), its figures meet tier 1",
        "us-east-1 and us-east-2",
        "ledger    strong",
        "RPO       nothing of accepted work, 15 min of artifacts",
        "path work",
        "rest of the lease",
        "path graceful",
        "assumption",
        "other tables, files and queues",
        "not covered",
    ):
        assert text in result.output
    found = document(run(tmp_path, "--json"))
    assert found["met"] is True
    assert found["meets_tier"] == 1
    assert found["rto_s"]["expected"] < found["rto_s"]["worst"] <= 300
    assert found["rto_s"]["worst"] == max(path["worst_s"] for path in found["paths"])
    for path in found["paths"]:
        assert path["worst_s"] == pytest.approx(sum(part["worst_s"] for part in path["parts"]))


def test_a_stack_that_does_not_says_what_to_change_and_ends_with_1(tmp_path: Path) -> None:
    stack_file(tmp_path, tier=1, lease={"seconds": 600, "return_after_seconds": 900})
    result = run(tmp_path)
    assert result.exit_code == 1
    assert "declares tier 1 (active-active), its figures meet tier 2" in result.output
    assert "dominates rest of the lease (10 min of path work): shorten the lease" in result.output
    assert "not met: path work takes" in result.output
    assert document(run(tmp_path, "--json"))["findings"]


def test_a_lease_that_a_late_schedule_lets_run_out_is_noted_and_does_not_fail(tmp_path: Path) -> None:
    stack_file(tmp_path, lease={"seconds": 60})
    result = run(tmp_path)
    assert result.exit_code == 0
    assert "note: the lease of 60 s is not longer than" in result.output
    stack_file(tmp_path, lease={"seconds": 90})
    assert document(run(tmp_path, "--json"))["warnings"] == []


def test_without_a_bound_for_artifacts_no_tier_is_met(tmp_path: Path) -> None:
    stack_file(tmp_path, replication_time_control=False)
    result = run(tmp_path)
    assert result.exit_code == 1
    assert "its figures meet no tier" in result.output
    assert document(run(tmp_path, "--json"))["artifact_rpo_s"]["worst"] is None


def test_a_name_that_follows_is_a_path_of_its_own(tmp_path: Path) -> None:
    names = {"zone_id": "Z0123456789ABCDEFGHIJ", "name": "predict.example.com"}
    targets = {"primary_target": "use1.example.com", "secondary_target": "use2.example.com"}
    stack_file(tmp_path, dns={"enabled": True, **names, **targets, "check": "https", "ttl_seconds": 30})
    (dns,) = (path for path in document(run(tmp_path, "--json"))["paths"] if path["name"] == "dns")
    assert {part["name"]: part["worst_s"] for part in dns["parts"]}["record's TTL"] == 30


def test_tier_3_counts_the_people_until_it_is_restored(tmp_path: Path) -> None:
    stack_file(tmp_path, tier=3)
    assert [path["name"] for path in document(run(tmp_path, "--json"))["paths"]] == ["restore"]
    stack_file(tmp_path, tier=3, restored=True)
    assert [path["name"] for path in document(run(tmp_path, "--json"))["paths"]] == ["work", "graceful"]


def test_a_measurement_near_the_computed_time_agrees_and_one_far_from_it_fails(tmp_path: Path) -> None:
    stack_file(tmp_path)
    expected = {path["name"]: path["expected_s"] for path in document(run(tmp_path, "--json"))["paths"]}
    near = drill(tmp_path, {"name": "region down", "path": "work", "measured_s": 1.1 * expected["work"]})
    result = run(tmp_path, "--measured", str(near))
    assert result.exit_code == 0
    assert "+10%" in result.output
    far = drill(tmp_path, {"name": "region slow", "path": "graceful", "measured_s": 1.5 * expected["graceful"]})
    result = run(tmp_path, "--measured", str(far))
    assert result.exit_code == 1
    assert "does not agree" in result.output


def test_a_measurement_is_held_against_what_was_computed_for_the_drill_s_own_stack(tmp_path: Path) -> None:
    stack_file(tmp_path)
    quick = {"name": "region down", "path": "work", "computed_s": 8.0, "measured_s": 9.0}
    others = [{"name": "30 % errors", "path": None}, {"name": "flap", "path": "", "measured_s": None}]
    found = document(run(tmp_path, "--json", "--measured", str(drill(tmp_path, quick, *others))))
    (measured,) = found["measured"]
    assert measured["agrees"] is True
    assert measured["off_percent"] == 12.5
    assert measured["expected_of"] == "the drill's stack"


def test_a_region_that_was_never_taken_over_from_does_not_agree(tmp_path: Path) -> None:
    stack_file(tmp_path)
    never = drill(tmp_path, {"name": "region down", "path": "work", "measured_s": None})
    result = run(tmp_path, "--measured", str(never))
    assert result.exit_code == 1
    assert "never" in result.output
    assert document(run(tmp_path, "--json", "--measured", str(never)))["measured"][0]["off_percent"] is None


@pytest.mark.parametrize(
    ("scenario", "text"),
    [
        ({"path": "work", "measured_s": 1}, "scenarios[0] has no name"),
        ({"name": "a", "path": "work"}, "scenarios[0].measured_s is missing"),
        ({"name": "a", "path": "work", "measured_s": -1}, "measured_s = -1 is not accepted"),
        ({"name": "a", "path": "work", "measured_s": float("nan")}, "measured_s = nan is not accepted"),
        ({"name": "a", "path": "dns", "measured_s": 1}, "scenario a: path = 'dns' is not accepted: work, graceful"),
    ],
)
def test_a_drill_that_cannot_be_compared_is_refused(tmp_path: Path, scenario: Any, text: str) -> None:
    stack_file(tmp_path)
    result = run(tmp_path, "--measured", str(drill(tmp_path, scenario)))
    assert result.exit_code == 2
    assert text in result.stderr


@pytest.mark.parametrize(("text", "problem"), [("{", "could not be read"), ("{}", "has no scenarios")])
def test_what_is_no_report_of_a_drill_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    stack_file(tmp_path)
    path = tmp_path / "report.json"
    path.write_text(text)
    result = run(tmp_path, "--measured", str(path))
    assert result.exit_code == 2
    assert problem in result.stderr
    assert "make drill" in result.stderr


def test_the_same_region_twice_is_refused(tmp_path: Path) -> None:
    stack_file(tmp_path, secondary="us-east-1")
    result = run(tmp_path)
    assert result.exit_code == 2
    assert "us-east-1" in result.stderr


def test_a_pair_without_a_common_set_needs_an_arbiter(tmp_path: Path) -> None:
    stack_file(tmp_path, secondary="ap-northeast-1")
    result = run(tmp_path)
    assert result.exit_code == 2
    assert "arbiter" in result.stderr
    stack_file(tmp_path, secondary="ap-northeast-1", coordination={"arbiter_region": "ap-southeast-1"})
    assert "ledger    arbiter" in run(tmp_path).output


def test_a_stack_without_the_theme_or_no_stack_at_all_is_an_error(tmp_path: Path) -> None:
    stack_file(tmp_path, enabled=False, retire=True)
    result = run(tmp_path)
    assert result.exit_code == 2
    assert "declares no tier: resilience.enabled is false" in result.stderr
    nothing = CliRunner().invoke(app, ["dr"])
    assert nothing.exit_code == 2
    assert "give --stack NAME" in nothing.stderr


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.5, "0.5 s"),
        (45, "45 s"),
        (119.9, "119.9 s"),
        (750, "12 min 30 s"),
        (900, "15 min"),
        (11_100, "3 h 05 min"),
        (3600, "1 h"),
    ],
)
def test_a_time_is_written_as_it_is_read(seconds: float, text: str) -> None:
    assert length(seconds) == text
