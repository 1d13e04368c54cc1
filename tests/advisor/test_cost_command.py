from __future__ import annotations

import json
import math
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from advisor.__main__ import COMMANDS, app
from advisor.cost.gate import Figure, judge
from advisor.errors import InputError
from advisor.estimate import estimate
from advisor.places import PROJECT
from tests.advisor.stack_files import DAY, FlatPrices, bucket, export, preview, realtime, resources, state

OLD = ("--as-of", "2026-11-26")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a stack, another one, and prices for everything that they hold."""
    monkeypatch.chdir(tmp_path)
    items = {
        "s3/storage": "GB-month",
        "s3/put": "request",
        "s3/get": "request",
        "sagemaker.hosting/ml.m5.large": "hour",
        "sagemaker.data/in": "GB",
        "sagemaker.data/out": "GB",
    }
    prices = [
        {
            "item": item,
            "region": "us-east-1",
            "unit": unit,
            "usd": 0.1 if unit == "hour" else 0,
            "source": "a test",
            "observed": "2026-11-01",
        }
        for item, unit in items.items()
    ]
    Path("prices.json").write_text(json.dumps({"currency": "USD", "prices": prices}))
    Path("one.json").write_text(preview([bucket(), *realtime(1)]))
    Path("two.json").write_text(preview([bucket(), *realtime(2)]))
    Path("open.json").write_text(preview([bucket(), state("aws:ec2/natGateway:NatGateway", "nat")]))
    return tmp_path


def cost(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, ["cost", "--prices", "prices.json", *OLD, *arguments], input=stdin)


def test_a_stack_is_estimated_from_a_preview(folder: Path) -> None:
    done = cost("one.json")
    assert done.exit_code == 0
    assert "prod costs 73.00 USD a month (73.00 to 73.00)" in done.output


def test_an_export_on_standard_input_is_read_too(folder: Path) -> None:
    provider = {
        "urn": "urn:pulumi:prod::inference-platform::pulumi:providers:aws::default_7_51_1",
        "type": "pulumi:providers:aws",
        "custom": True,
        "inputs": {"region": "us-east-1"},
    }
    done = cost("-", "--format", "json", stdin=export([provider, *realtime(1)]))
    assert done.exit_code == 0
    assert json.loads(done.output)["total"]["expected"] == pytest.approx(73)


@pytest.mark.parametrize("arguments", [("--diff", "one.json", "two.json"), ("two.json", "--base", "one.json")])
def test_a_change_is_the_difference_of_two_files(folder: Path, arguments: tuple[str, ...]) -> None:
    done = cost(*arguments)
    assert done.exit_code == 0
    assert "prod changes by +73.00 USD a month" in done.output


def test_a_budget_that_holds_one_that_does_not_and_one_that_cannot_be_held(folder: Path) -> None:
    assert cost("one.json", "--budget", "73").exit_code == 0
    over = cost("two.json", "--budget", "100")
    assert over.exit_code == 1
    assert "BUDGET EXCEEDED: expected 146.00 of 100.00" in over.output
    unknown = cost("open.json", "--budget", "1000000")
    assert unknown.exit_code == 1
    assert "BUDGET CANNOT BE HELD" in unknown.output


def test_a_budget_counts_for_the_whole_stack_after_a_change(folder: Path) -> None:
    assert cost("--diff", "one.json", "two.json", "--budget", "100").exit_code == 1
    assert cost("--diff", "two.json", "one.json", "--budget", "100").exit_code == 0


def test_strict_fails_when_anything_has_no_price(folder: Path) -> None:
    assert cost("open.json").exit_code == 0
    assert cost("open.json", "--strict").exit_code == 1
    assert cost("one.json", "--strict").exit_code == 0
    assert cost("one.json", "--strict", "--as-of", "2028-01-01").exit_code == 1


def test_strict_looks_at_the_whole_stack_after_a_change_and_the_report_says_where_the_rest_is(folder: Path) -> None:
    assert cost("--diff", "one.json", "two.json", "--strict").exit_code == 0
    same = cost("--diff", "open.json", "open.json", "--strict")
    assert same.exit_code == 1
    assert "Without a price beside the change: 1;" in same.output


@pytest.mark.parametrize("day", ["0001-01-01", "2005-12-31", "2100-01-01", "9999-12-31"])
def test_a_day_without_prices_and_a_region_that_is_none_are_refused(folder: Path, day: str) -> None:
    done = cost("one.json", "--as-of", day)
    assert (done.exit_code, done.stderr) == (
        2,
        f"cost: --as-of {day}: accepted is a day from 2006-01-01 to 2099-12-31\n",
    )
    slip = cost("one.json", "--region", "mars")
    assert (slip.exit_code, "'mars' is not accepted" in slip.stderr) == (2, True)


def test_a_price_that_no_unit_has_is_refused(folder: Path) -> None:
    assert cost("one.json", "--price", "sagemaker.hosting/ml.m5.large=1e308").exit_code == 2


def test_a_price_of_ones_own_goes_over_the_books_in_the_stacks_region_and_is_told(folder: Path) -> None:
    own = ("--price", "sagemaker.hosting/ml.m5.large=0.2")
    done = cost("one.json", *own)
    assert "prod costs 146.00 USD" in done.output
    assert "Price given at the command line: sagemaker.hosting/ml.m5.large=0.2." in done.output
    Path("nowhere.json").write_text(preview([bucket()], None))
    assert "give --region" in cost("nowhere.json", *own).output
    assert cost("one.json", "--price", "sagemaker.hosting/ml.m5.large").exit_code == 2


def test_a_report_can_be_written_to_a_file_and_says_which_override_fits_nothing(folder: Path) -> None:
    Path("usage.yaml").write_text("overrides: [{match: reltime, endpoint: {requests: 1}}]")
    done = cost("one.json", "--usage", "usage.yaml", "--format", "markdown", "--out", "report.md")
    assert done.exit_code == 0
    assert done.output == ""
    text = Path("report.md").read_text()
    assert "Usage is that of usage.yaml" in text
    assert "Usage override 'reltime' fits no resource" in text


def test_the_usage_template_needs_nothing_else(folder: Path) -> None:
    done = CliRunner().invoke(app, ["cost", "--usage-template"])
    assert done.exit_code == 0
    Path("usage.yaml").write_text(done.output)
    assert cost("one.json", "--usage", "usage.yaml").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "no stack is given"),
        (("--base", "one.json"), "no stack is given"),
        (("one.json", "--diff", "one.json", "two.json"), "leave out FILE and --base"),
        (("absent.json",), "absent.json could not be read: No such file"),
        (("prices.json",), "prices.json holds no stack"),
        (("one.json", "--base", "prices.json"), "prices.json holds no stack"),
        (("one.json", "--usage", "absent.yaml"), "--usage absent.yaml could not be read"),
        (("one.json", "--usage", "bad.yaml"), "function.request: unknown key; did you mean requests?"),
        (("one.json", "--prices", "absent.json"), "the price book absent.json could not be read"),
        (("one.json", "--prices", "one.json"), "the price book one.json is not accepted"),
        (("one.json", "--budget", "-1"), "--budget -1.0 is not accepted"),
        (("one.json", "--budget", "nan"), "--budget nan is not accepted"),
        (("one.json", "--out", "absent/report.txt"), "--out absent/report.txt could not be written"),
        (("binary.json",), "binary.json is no text"),
    ],
)
def test_what_cannot_be_used_is_one_clear_error_and_exit_code_2(
    folder: Path, arguments: tuple[str, ...], said: str
) -> None:
    Path("bad.yaml").write_text("function: {request: 1}")
    Path("binary.json").write_bytes(b"{\xff\xfe\xfa")
    done = cost(*arguments)
    assert done.exit_code == 2
    assert said in done.output
    assert done.output.startswith("cost: ")


def fake_pulumi(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    program = folder / "bin" / "pulumi"
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable}\nimport sys\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)


def test_a_stack_is_previewed_with_everything_that_stays_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = repr(preview(realtime(1)))
    fake_pulumi(folder, monkeypatch, f"assert '--show-sames' in sys.argv and 'prod' in sys.argv\nprint({text})")
    done = cost("--stack", "prod")
    assert done.exit_code == 0
    assert "costs 73.00" in done.output


def test_a_preview_that_fails_says_what_pulumi_said_and_what_needs_no_account(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_pulumi(folder, monkeypatch, "sys.exit('error: no credentials')")
    done = cost("--stack", "prod")
    assert done.exit_code == 2
    assert "error: no credentials" in done.output
    assert "make cost STACK=prod" in done.output


def test_no_pulumi_at_all_says_what_needs_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(folder))
    done = cost("--stack", "prod")
    assert done.exit_code == 2
    assert "pulumi could not be started" in done.output


@pytest.mark.parametrize("figure", list(Figure))
def test_the_gate_compares_the_figure_that_it_is_told(figure: Figure) -> None:
    one = estimate(resources(bucket()), FlatPrices(), on=DAY)
    amount = getattr(one.total, figure)
    assert judge(one, amount, figure).holds
    assert not judge(one, math.nextafter(amount, 0), figure).holds


@pytest.mark.parametrize("budget", [-1.0, math.nan, math.inf])
def test_a_budget_that_is_no_amount_is_refused(budget: float) -> None:
    with pytest.raises(InputError, match="--budget"):
        judge(estimate((), FlatPrices(), on=DAY), budget)


def test_the_list_of_commands_is_shown_without_importing_any_of_them() -> None:
    before = set(sys.modules)
    done = CliRunner().invoke(app, ["--help"])
    assert done.exit_code == 0
    assert all(name in done.output for name in COMMANDS)
    assert "boto3" not in set(sys.modules) - before


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_of_the_list_is_there(name: str) -> None:
    done = CliRunner().invoke(app, [name, "--help"])
    assert done.exit_code == 0, done.exception
    assert name in done.output


def test_a_command_that_is_in_no_list_is_refused() -> None:
    done: Any = CliRunner().invoke(app, ["costs"])
    assert done.exit_code == 2
    assert "costs" in done.output


@pytest.mark.parametrize(
    "arguments", [("schedule", "--stack", "prod", "--at", "2026-11-26T12:00"), ("break-even", "--as-of", "2026-11-26")]
)
def test_a_log_that_knows_ascii_only_gets_the_report_all_the_same(arguments: tuple[str, ...]) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "-m", "advisor", *arguments], cwd=PROJECT, env=environment, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"?" in done.stdout
