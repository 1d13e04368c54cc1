"""`break-even`: sentences that hold, refusals that are seen, a picture of the same bytes, and JSON for machines."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typer
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from advisor.break_even import report, words
from advisor.break_even.command import break_even
from advisor.break_even.plot import draw
from advisor.errors import InputError
from domain.pricing import parse_price_book
from domain.serving.break_even import Comparison, Plan, analyse
from domain.serving.curve import Order, Span
from domain.serving.options import RealtimeOption, ServerlessOption, Traffic

SPANS_ENDING_EQUAL = (Span(1, 9, Order.FIRST), Span(10, 20, Order.EQUAL))


def price(item: str, unit: str, usd: float, region: str = "us-east-1") -> dict[str, Any]:
    return {"item": item, "region": region, "unit": unit, "usd": usd, "source": "a | test", "observed": "2026-07-30"}


PRICES = [
    price("sagemaker.hosting/ml.m5.large", "hour", 0.115),
    price("sagemaker.transform/ml.m5.large", "hour", 0.115),
    price("sagemaker.serverless/duration", "GB-second", 0.00002),
    price("lambda/requests", "request", 0.0000002),
    price("lambda/duration/arm64", "GB-second", 0.0000133334),
]


@pytest.fixture
def prices(tmp_path: Path) -> Path:
    path = tmp_path / "prices.json"
    path.write_text(json.dumps({"currency": "USD", "prices": PRICES}))
    return path


def run(prices: Path, *arguments: str) -> Result:
    app = typer.Typer()
    app.command()(break_even)
    return CliRunner().invoke(app, ["--prices", str(prices), "--as-of", "2026-11-26", *arguments])


def test_the_command_says_where_serverless_stops_being_cheaper(prices: Path) -> None:
    result = run(prices, "--markdown")
    assert result.exit_code == 0
    assert "serverless is cheaper below 10,493,750 requests a month (2,098,750 busy seconds); then" in result.output
    assert "Lambda is always cheaper than serverless, at any traffic up to 1,000,000,000" in result.output
    assert "| 1,000,000 | $8.00 | $83.95 |" in result.output
    assert "±20 % duration of a request: less moves it to 13,117,188 (+25%), more to 8,744,792 (-17%)" in result.output
    assert "0.0000133334 | GB-second | 2026-07-30 | a \\| test |" in result.output


def test_the_table_says_the_same_as_markdown(prices: Path) -> None:
    words = " ".join(run(prices).output.split())
    assert "serverless is cheaper below 10,493,750 requests a month (2,098,750 busy seconds)" in words
    assert "$83.95" in words
    assert "weigh most, and alike" in words


def test_json_holds_crossings_costs_and_prices(prices: Path) -> None:
    found = json.loads(run(prices, "--json").output)
    pairs = {(item["first"], item["second"]): item for item in found["comparisons"]}
    assert pairs["serverless", "real-time"]["crossing"] == 10_493_750
    assert pairs["serverless", "Lambda"]["crossing"] is None
    assert pairs["serverless", "Lambda"]["spans"] == [
        {"first": 1, "last": 1_000_000_000, "order": "second", "cheaper": "Lambda"}
    ]
    assert {"requests": 1000, "serverless": 0.008}.items() <= found["costs"][0].items()
    assert found["prices"][0]["observed"] == "2026-07-30"
    assert found["sensitivity"][0]["dominant"] == ["duration of a request", "memory or price of serverless"]


def test_an_option_without_a_price_is_named_and_the_others_are_compared(prices: Path) -> None:
    result = run(prices, "--markdown", "--batch-instance", "ml.c5.large")
    assert result.exit_code == 0
    assert "batch is not compared: unpriced: sagemaker.transform/ml.c5.large in us-east-1: no price is known" in (
        result.output
    )
    assert "serverless is cheaper below" in result.output


def test_a_price_of_ones_own_takes_the_place_of_a_missing_one_and_says_so(prices: Path) -> None:
    result = run(
        prices, "--markdown", "--batch-instance", "ml.c5.large", "--price", "sagemaker.transform/ml.c5.large=1"
    )
    assert "batch is not compared" not in result.output
    assert "| sagemaker.transform/ml.c5.large | 1 | hour | 2026-11-26 | given at the command line |" in result.output


def test_a_price_of_ones_own_goes_over_that_of_the_file(prices: Path) -> None:
    found = json.loads(run(prices, "--json", "--price", "sagemaker.hosting/ml.m5.large=0.12").output)
    assert found["comparisons"][0]["crossing"] == 10_950_000


def test_where_nothing_has_a_price_the_command_fails(prices: Path) -> None:
    result = run(prices, "--region", "ap-northeast-1")
    assert result.exit_code == 1
    assert "serverless is not compared" in result.output


def test_durations_of_their_own_leave_out_busy_seconds(prices: Path) -> None:
    result = run(prices, "--markdown", "--realtime-duration-ms", "100")
    assert "below 10,493,750 requests a month, real-time is cheaper from there on" in " ".join(result.output.split())
    assert "busy seconds" not in result.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--duration-ms", "0"], "duration_ms"),
        (["--realtime-duration-ms", "0"], "duration_ms"),
        (["--memory-mb", "2000"], "memory_size_in_mb"),
        (["--lambda-memory-mb", "64"], "memory_mb"),
        (["--hours-a-day", "25"], "hours_a_day"),
        (["--as-of", "tomorrow"], "accepted is a day such as"),
        (["--price", "sagemaker.hosting/ml.m5.large"], "accepted is an item"),
        (["--price", "sagemaker.hosting/ml.m5.large=-1"], "accepted is an item"),
        (["--price", "lambda/request=1"], "accepted is an item"),
        (["--json", "--markdown"], "only one of them"),
        (["--svg", "curve.pdf"], "accepted endings"),
        (["--prices", "absent.json"], "absent.json could not be read"),
    ],
)
def test_a_wrong_option_is_one_clear_line(prices: Path, arguments: list[str], said: str) -> None:
    result = run(prices, *arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_malformed_file_of_prices_is_one_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "prices.json"
    path.write_text("{")
    result = run(path)
    assert result.exit_code == 2
    assert "the prices are not JSON" in result.stderr


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_the_picture_has_the_same_bytes_each_time(prices: Path, tmp_path: Path, ending: str) -> None:
    targets = [tmp_path / name / f"curve.{ending}" for name in ("one", "two")]
    for target in targets:
        assert run(prices, f"--{ending}", str(target)).exit_code == 0
    assert targets[0].read_bytes() == targets[1].read_bytes()


def test_the_svg_holds_its_words_as_text_and_no_date(prices: Path, tmp_path: Path) -> None:
    target = tmp_path / "curve.svg"
    run(prices, "--svg", str(target))
    text = target.read_text()
    assert "requests a month" in text
    assert "10,493,750" in text
    assert "<dc:date>" not in text


def test_a_picture_of_nothing_is_refused(tmp_path: Path) -> None:
    plan = Plan((ServerlessOption(200), RealtimeOption(200)), Traffic(), "us-east-1", date(2026, 11, 26))
    analysis = analyse(plan, parse_price_book('{"currency": "USD", "prices": []}'))
    with pytest.raises(InputError, match="no option has a price"):
        draw(analysis, tmp_path / "curve.svg")


@pytest.mark.parametrize(
    ("spans", "said"),
    [
        ((), "A and B share no traffic that both can serve."),
        ((Span(1, 9, Order.EQUAL),), "A and B cost the same at any traffic up to 9 requests a month."),
        (
            (Span(1, 9, Order.OPEN),),
            "A and B take turns at almost every step at any traffic up to 9 requests a month.",
        ),
        (
            (Span(1, 9, Order.SECOND),),
            "B is always cheaper than A, at any traffic up to 9 requests a month; A never is.",
        ),
        (
            (Span(1, 9, Order.FIRST), Span(10, 20, Order.SECOND)),
            "A is cheaper below 10 requests a month (1 busy seconds), B is cheaper from there on.",
        ),
        (SPANS_ENDING_EQUAL, "A is cheaper below 10 requests a month (1 busy seconds), they cost the same there."),
    ],
)
def test_a_comparison_in_words(spans: tuple[Span, ...], said: str) -> None:
    assert words.comparison(Comparison("A", "B", spans), 100.0) == said


@given(st.lists(st.sampled_from(list(Order)), min_size=1, max_size=6))
def test_every_comparison_has_a_sentence(orders: list[Order]) -> None:
    spans = tuple(Span(number * 10 + 1, number * 10 + 10, order) for number, order in enumerate(orders))
    said = words.comparison(Comparison("A", "B", spans), None)
    assert said.endswith(".")
    assert "None" not in said


def test_long_lists_of_spans_are_cut_and_counted() -> None:
    spans = tuple(Span(n, n, Order.FIRST if n % 2 else Order.SECOND) for n in range(1, 101))
    found = report._compared(Comparison("A", "B", spans), "")
    assert len(found["spans"]) == 50
    assert found["spans_left_out"] == 50


def test_a_picture_that_cannot_be_written_is_one_line(prices: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run(prices, "--svg", str(tmp_path / "file" / "curve.svg"))
    assert result.exit_code == 2
    assert "could not be written: " in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("option", "value"),
    [("--instance", "[/]"), ("--batch-instance", "m5"), ("--region", "mars"), ("--as-of", "9999-12-31")],
)
def test_a_slip_in_a_name_or_a_day_is_told_at_once(prices: Path, option: str, value: str) -> None:
    result = run(prices, option, value)
    assert result.exit_code == 2
    assert value in result.stderr


def test_a_narrow_terminal_shows_every_digit(prices: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    output = run(prices).output
    assert "…" not in output
    assert "- Lambda is always cheaper than serverless, at any traffic up to 1,000,000,000 requests a month;" in output
