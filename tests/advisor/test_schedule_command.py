"""``advisor schedule``: the week, hours and money of a stack file, what is unpriced, expired or about to end."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from rich.console import Console
from typer.testing import CliRunner, Result

from advisor.__main__ import app
from advisor.prices.book import load_prices
from advisor.schedule.report import schedule_report
from advisor.schedule.savings import Month
from advisor.schedule.table import show
from advisor.stack.settings import read_stack_settings
from components.settings.schedule_plan import plan_schedules

pytestmark = pytest.mark.xdist_group("pulumi_aws")

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/inference-platform/onnx:1.0"
CAPACITY = {"business_min": 2, "business_max": 6, "off_hours_min": 1, "off_hours_max": 1}
OVERRIDES = [
    {"target": "realtime", "since": since, "until": until, "by": "ml-platform", "why": why}
    for since, until, why in (
        ("2026-11-02T18:00:00+09:00", "2026-11-02T20:00:00+09:00", "past release"),
        ("2026-11-26T09:00:00+09:00", "2026-11-28T20:00:00+09:00", "load test"),
        ("2026-12-05T09:00:00+09:00", "2026-12-05T20:00:00+09:00", "inventory"),
    )
]
PRICES = {
    "currency": "USD",
    "prices": [
        {"item": item, "region": "us-east-1", "unit": unit, "usd": usd, "source": "test", "observed": "2026-11-01"}
        for item, unit, usd in (
            ("sagemaker.hosting/ml.m5.large", "hour", 0.1),
            ("sagemaker.serverless/provisioned", "GB-second", 0.00001),
            ("lambda/provisioned/arm64", "GB-second", 0.000004),
        )
    ],
}
ICS = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20270101\nSUMMARY:New Year\nEND:VEVENT\nEND:VCALENDAR\n"


def write(folder: Path, schedules: dict[str, Any], *, region: str = "us-east-1", overrides: Any = ()) -> Path:
    config = {
        "aws:region": region,
        "inference-platform:foundation": {"access_point": {"volume_id": "fsvol-0123456789abcdef0"}},
        "inference-platform:inference": {
            "enabled": True,
            "model": {"archive": "build/model/model.tar.gz", "image_uri": IMAGE},
            "realtime": {"enabled": True, "max_instances": 6},
            "components": {"enabled": True, "max_copies": 6},
            "serverless": {"enabled": True, "provisioned_concurrency": 2, "max_concurrency": 6},
            "predict": {"max_provisioned_concurrency": 6},
        },
        "inference-platform:cost": {"schedules": {"enabled": True, **schedules}, "overrides": list(overrides)},
    }
    (folder / "Pulumi.test.yaml").write_text(yaml.safe_dump({"config": config}))
    (folder / "prices.json").write_text(json.dumps(PRICES))
    (folder / "holidays.ics").write_text(ICS)
    return folder


def run(folder: Path, *options: str) -> Result:
    given = ["schedule", "--stack", "test", "--project", str(folder), "--prices", str(folder / "prices.json")]
    return CliRunner().invoke(app, [*given, "--at", "2026-11-26T12:00", *options])


def report(folder: Path, *options: str) -> dict[str, Any]:
    result = run(folder, "--json", *options)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.output)
    return found


def test_the_week_is_shown_hour_by_hour(tmp_path: Path) -> None:
    windows = [{"start": "09:00", "end": "17:30"}]
    week = report(write(tmp_path, {"realtime": CAPACITY, "windows": windows}))["week"]
    assert week["mon"] == [0] * 9 + [1] * 8 + [0.5] + [0] * 6
    assert week["sun"] == [0] * 24
    output = run(tmp_path).output
    assert "mon   " + "··  " * 9 + "██  " * 8 + "▒▒" in output
    assert "ordinary week, Asia/Tokyo" in output


def test_hours_and_money_of_a_month_are_those_of_its_calendar(tmp_path: Path) -> None:
    """December 2026 has 23 weekdays of 9 hours, one of them a holiday."""
    schedules = {"realtime": CAPACITY, "holidays": ["2026-12-31"], "valid_from": "2026-11-01"}
    found = report(write(tmp_path, schedules), "--month", "2026-12")["units"]["realtime"]
    assert (found["up_hours"], found["off_hours_of_month"]) == (22 * 9, 31 * 24 - 22 * 9)
    assert found["saved"]["usd"]["least"] == pytest.approx((31 * 24 - 22 * 9) * 0.1)
    assert found["proof"] == {
        "holds": True,
        "minutes": 366 * 1440,
        "readings": 1,
        "first_action": "2026-11-26T00:00:00+00:00",
    }


def test_an_override_is_time_in_which_nothing_is_saved(tmp_path: Path) -> None:
    schedules = {"realtime": CAPACITY, "valid_from": "2026-11-01"}
    without = report(write(tmp_path, schedules), "--month", "2026-12")["units"]["realtime"]["off_hours_of_month"]
    kept = report(write(tmp_path, schedules, overrides=OVERRIDES), "--month", "2026-12")["units"]["realtime"]
    assert kept["off_hours_of_month"] == without - 11


@pytest.mark.parametrize(
    ("unit", "capacity", "of", "per_hour"),
    [
        ("realtime", {}, "instance", (1, 1)),
        ("realtime", {"off_hours_max": 2}, "instance", (0, 1)),
        ("components", {"off_hours_min": 0, "off_hours_max": 0}, "instance", (1, 2)),
        ("components", {}, "instance", (0, 1)),
        ("serverless", {}, "provisioned concurrency", (1, 1)),
    ],
)
def test_off_hours_save_a_range_of_what_is_paid_for(
    tmp_path: Path, unit: str, capacity: dict[str, int], of: str, per_hour: tuple[int, int]
) -> None:
    found = report(write(tmp_path, {unit: {**CAPACITY, **capacity}}))["units"][unit]
    hours = found["off_hours_of_month"]
    assert (found["saved"]["least_hours"], found["saved"]["most_hours"]) == (per_hour[0] * hours, per_hour[1] * hours)
    assert found["saved"]["of"] == of


def test_provisioned_concurrency_is_priced_by_its_memory(tmp_path: Path) -> None:
    found = report(write(tmp_path, {"serverless": CAPACITY}))["units"]["serverless"]
    assert found["saved"]["usd"]["most"] == pytest.approx(found["off_hours_of_month"] * 2 * 3600 * 0.00001)


def test_a_function_is_priced_by_its_memory_too(tmp_path: Path) -> None:
    found = report(write(tmp_path, {"predict": CAPACITY}))["units"]["predict"]
    assert found["saved"]["usd"]["most"] == pytest.approx(found["off_hours_of_month"] * 0.5 * 3600 * 0.000004)


def test_without_a_region_there_is_no_price(tmp_path: Path) -> None:
    folder = write(tmp_path, {"realtime": CAPACITY})
    file = folder / "Pulumi.test.yaml"
    file.write_text(file.read_text().replace("aws:region: us-east-1", "aws:profile: default"))
    assert report(folder)["unpriced"] == ["realtime: Pulumi.test.yaml has no aws:region"]


def test_a_unit_without_a_price_is_told_and_is_not_zero(tmp_path: Path) -> None:
    folder = write(tmp_path, {"realtime": CAPACITY}, region="ap-northeast-1")
    found = report(folder)
    assert found["units"]["realtime"]["saved"]["usd"] is None
    assert found["unpriced"] == ["realtime: sagemaker.hosting/ml.m5.large in ap-northeast-1: no price is known"]
    output = run(folder).output
    assert "! unpriced: realtime: sagemaker.hosting/ml.m5.large in ap-northeast-1: no price is known" in output
    assert "Saved: not known, because no unit has a price." in output


def test_a_price_that_is_too_old_is_no_price(tmp_path: Path) -> None:
    write(tmp_path, {"realtime": CAPACITY})
    text = (tmp_path / "prices.json").read_text().replace("2026-11-01", "2025-11-01")
    (tmp_path / "prices.json").write_text(text)
    assert "390 days old" in report(tmp_path)["unpriced"][0]


def test_overrides_are_listed_with_their_state_and_expired_ones_have_no_effect(tmp_path: Path) -> None:
    folder = write(tmp_path, {"realtime": CAPACITY, "valid_from": "2026-11-01"}, overrides=OVERRIDES)
    found = report(folder)
    assert [one["state"] for one in found["overrides"]] == ["expired", "active", "planned"]
    assert [text for text in found["warnings"] if "expired, no effect" in text]
    output = run(folder).output
    assert "expired: no effect" in output
    assert "load test" in output


def test_holidays_are_listed_and_those_that_end_soon_are_told(tmp_path: Path) -> None:
    folder = write(tmp_path, {"realtime": CAPACITY, "holidays_file": "holidays.ics", "valid_from": "2026-11-01"})
    found = report(folder)
    assert found["holidays"] == {"2027-01-01": "New Year"}
    assert found["warnings"] == [
        "the holidays end on 2027-01-01, in 36 days; add those of the next year to holidays.ics"
    ]
    assert "2027-01-01   fri   New Year" in run(folder).output


def test_holidays_that_are_all_past_are_told(tmp_path: Path) -> None:
    folder = write(tmp_path, {"realtime": CAPACITY, "holidays": ["2026-11-03"], "valid_from": "2026-11-01"})
    assert "cost.schedules.holidays has no holiday from today on" in report(folder)["warnings"][0]


def test_a_plan_whose_horizon_ends_is_told(tmp_path: Path) -> None:
    holidays = ["2027-01-01", "2027-09-20"]
    folder = write(tmp_path, {"realtime": CAPACITY, "holidays": holidays, "valid_from": "2026-01-01"})
    assert "move cost.schedules.valid_from = 2026-01-01 on to this month" in " ".join(report(folder)["warnings"])


def test_a_stack_without_schedules_says_so(tmp_path: Path) -> None:
    folder = write(tmp_path, {"enabled": False})
    assert "no unit follows a schedule (cost.schedules)" in run(folder).output
    assert report(folder)["units"] == {}


@pytest.mark.parametrize(
    ("schedules", "code", "says"),
    [
        ({"realtime": CAPACITY, "timezone": "Asia/Tokio"}, 2, "timezone = 'Asia/Tokio' is not accepted"),
        ({"realtime": CAPACITY, "holidays_file": "none.ics", "valid_from": "2026-11-01"}, 1, "none.ics could not be"),
        ({"realtime": CAPACITY, "holidays": ["2026-12-31"]}, 2, "cost.schedules.valid_from is missing"),
        ({"realtime": {**CAPACITY, "off_hours_min": 0}}, 2, "a variant with a model of its own cannot go to zero"),
    ],
)  # fmt: skip
def test_what_cannot_be_planned_is_one_line_of_error(
    tmp_path: Path, schedules: dict[str, Any], code: int, says: str
) -> None:
    result = run(write(tmp_path, schedules))
    assert result.exit_code == code
    assert says in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "there is no stack test: Pulumi.test.yaml is not in"),
        ("config: [", "Pulumi.test.yaml could not be read"),
        ("[" * 50_000, "Pulumi.test.yaml could not be read"),
        ("runtime: python", "Pulumi.test.yaml has no config"),
    ],
)
def test_a_stack_file_that_cannot_be_read_is_told(tmp_path: Path, content: str | None, says: str) -> None:
    (tmp_path / "prices.json").write_text(json.dumps(PRICES))
    if content is not None:
        (tmp_path / "Pulumi.test.yaml").write_text(content)
    result = run(tmp_path)
    assert (result.exit_code, says in result.stderr) == (2, True), result.stderr


def test_a_day_without_quotes_is_a_day(tmp_path: Path) -> None:
    folder = write(tmp_path, {"realtime": CAPACITY, "holidays": ["2027-01-01"], "valid_from": "2026-11-01"})
    file = folder / "Pulumi.test.yaml"
    file.write_text(file.read_text().replace("'2026-11-01'", "2026-11-01").replace("'2027-01-01'", "2027-01-01"))
    assert list(report(folder)["holidays"]) == ["2027-01-01"]


@pytest.mark.parametrize(
    ("width", "hours"),
    [(104, "mon   " + "··  " * 9 + "██  "), (80, "mon  " + "··" * 9 + "██"), (50, "mon  " + "·" * 9 + "█")],
)
def test_every_terminal_shows_each_day_and_hour(tmp_path: Path, width: int, hours: str) -> None:
    folder = write(tmp_path, {"realtime": CAPACITY, "windows": [{"start": "09:00", "end": "17:30"}]})
    stack = read_stack_settings("test", folder)
    plan = plan_schedules(stack.settings.cost, folder, NOON.date())
    book = load_prices(folder / "prices.json")
    console = Console(width=width, file=io.StringIO(), color_system=None)
    show(schedule_report(stack, plan, book, NOON, Month.of(NOON.date())), console)
    output = console.file.getvalue()
    assert hours in output
    assert "realtime" in output
    assert "…" not in output


@pytest.mark.parametrize(
    ("option", "value"), [("--month", "9999-12"), ("--month", "0001-01"), ("--at", "9999-12-31T00:00")]
)
def test_a_moment_without_a_calendar_is_refused(tmp_path: Path, option: str, value: str) -> None:
    result = run(write(tmp_path, {"realtime": CAPACITY}), option, value)
    assert result.exit_code == 2
    assert f"schedule: {option} {value[:7]}" in result.stderr
