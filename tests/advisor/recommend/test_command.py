"""The command: three ways to print one record, pictures and settings as files, and its exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
import yaml
from click.testing import Result
from typer.testing import CliRunner

from advisor.recommend.command import recommend

Workload = Callable[..., Path]


def run(*arguments: str | Path) -> Result:
    app = typer.Typer()
    app.command()(recommend)
    return CliRunner().invoke(app, [str(one) for one in (*arguments, "--on", "2026-11-26")])


def test_the_three_formats_say_the_same_choice(workload_file: Workload) -> None:
    path = workload_file()
    found = json.loads(run(path, "--format", "json").output)
    assert found["choice"]
    table = " ".join(run(path).output.split())
    markdown = run(path, "--format", "markdown").output
    assert found["verdict"] in table
    assert found["verdict"] in markdown
    assert f"| {found['choice']} | fits |" in markdown
    for assumption in found["assumptions"]:
        assert assumption["path"] in markdown
    for price in found["prices"]:
        assert price["source"].split()[0] in markdown
        assert price["observed"] in markdown


def test_settings_and_pictures_are_written_the_same_bytes_for_the_same_record(
    workload_file: Workload, tmp_path: Path
) -> None:
    settings, plots = tmp_path / "s.yaml", tmp_path / "plots"
    path = workload_file()
    result = run(path, "--settings", settings, "--plots", plots)
    assert result.exit_code == 0
    assert "config" in yaml.safe_load(settings.read_text())
    names = {f"{name}{ending}" for name in ("costs", "latencies", "capacity") for ending in (".svg", ".png")}
    assert {path.name for path in plots.iterdir()} == names
    svg = (plots / "latencies.svg").read_text()
    assert "latency in milliseconds" in svg
    assert "target: 1,000 ms" in svg
    assert (plots / "capacity.png").read_bytes().startswith(b"\x89PNG")
    run(path, "--plots", tmp_path / "again")
    for picture in sorted(plots.iterdir()):
        assert picture.read_bytes() == (tmp_path / "again" / picture.name).read_bytes(), picture.name


def test_when_nothing_fits_the_exit_code_is_1_and_the_nearest_is_named(workload_file: Workload) -> None:
    result = run(workload_file(), "--set", "target_p99_ms=20", "--format", "markdown")
    assert result.exit_code == 1
    assert "No pattern holds the target, the budget and the accepted loss. Nearest is" in result.output
    assert "is above the target of 20 ms" in result.output


def test_settings_of_no_choice_are_refused(workload_file: Workload, tmp_path: Path) -> None:
    result = run(workload_file(), "--set", "target_p99_ms=20", "--settings", tmp_path / "s.yaml")
    assert result.exit_code == 2
    assert "no pattern was chosen, so there are none" in result.output
    assert not (tmp_path / "s.yaml").exists()


def test_a_price_of_ones_own_ranks_what_had_none(workload_file: Workload) -> None:
    other = ("--set", "model.own.instance.type=ml.c7i.large", "--format", "json")
    without = json.loads(run(workload_file(), *other).output)
    with_it = json.loads(run(workload_file(), *other, "--price", "sagemaker.hosting/ml.c7i.large=0.12").output)
    states = [
        next(item["state"] for item in found["candidates"] if item["pattern"] == "sagemaker_realtime")
        for found in (without, with_it)
    ]
    assert states == ["unpriced", "fits"]
    assert any(price["source"] == "given at the command line" for price in with_it["prices"])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--on", "2026-13-01"), "--on 2026-13-01: accepted is a day such as 2026-11-26"),
        (("--set", "weights.latency=0.9"), "weights whose sum is 1"),
        (("--set", "traffic.daily_requests=-1"), "traffic.daily_requests = -1"),
        (("--price", "gold=1"), "--price gold=1: accepted is an item of the price book"),
    ],
)
def test_a_wrong_option_ends_with_one_clear_line(
    workload_file: Workload, arguments: tuple[str, ...], says: str
) -> None:
    app = typer.Typer()
    app.command()(recommend)
    result = CliRunner().invoke(app, [str(workload_file()), *arguments])
    assert result.exit_code == 2
    assert says in result.output
    assert "Traceback" not in result.output


def test_a_recorded_trace_beside_the_file_is_read(workload_file: Workload, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("timestamp_s,requests\n" + "".join(f"{60 * n},{20 + n}\n" for n in range(60)))
    path = workload_file()
    path.write_text(path.read_text().replace(path.read_text().splitlines()[2], "traffic: {trace: t.csv}"))
    found = json.loads(run(path, "--format", "json").output)
    assert found["load"]["requests"] == sum(20 + n for n in range(60))
    assert "t.csv" in found["load"]["name"] + found["load"]["source"]
