from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from advisor.cost.difference import difference
from advisor.cost.rendering import json_document, markdown, table
from advisor.cost.rendering.report import Report, money, signed
from advisor.estimate import Estimate, estimate
from tests.advisor.stack_files import DAY, FlatPrices, bucket, realtime, resources, state

USAGE = "Usage is the default profile of a small team"
HOSTING = frozenset({"sagemaker.hosting/ml.m5.large"})


def run(*states: dict[str, Any], missing: frozenset[str] = frozenset()) -> Estimate:
    return estimate(resources(*states), FlatPrices(usd=0.01, missing=missing), on=DAY)


def report(after: Estimate, before: Estimate | None = None, **more: Any) -> Report:
    change = None if before is None else difference(before, after)
    return Report("prod", "us-east-1", USAGE, after, change, **more)


def many(count: int, length: int = 60) -> list[dict[str, Any]]:
    """So many functions of different size with long names in as many themes as ten."""
    return [
        state(
            "aws:lambda/function:Function",
            f"{'n' * length}-{number}",
            {"memorySize": 128 + number},
            theme=f"theme{number % 10}",
        )
        for number in range(count)
    ]


def test_what_has_no_price_is_told_before_any_figure() -> None:
    one = report(run(*realtime(), missing=HOSTING))
    for text in (table.render(one), markdown.render(one)):
        assert "NOT PRICED: 1 thing has no price, and none of them is counted as 0" in text
        assert text.index("no price is known") < text.index("| low") if "| low" in text else text.index("low ")
        assert "costs at least" in text
        assert "total of what is priced" in text
    assert table.render(one).startswith("NOT PRICED")


def test_a_complete_estimate_makes_no_reservation() -> None:
    for text in (table.render(report(run(bucket()))), markdown.render(report(run(bucket())))):
        assert "prod costs " in text
        assert "at least" not in text
        assert "NOT PRICED" not in text


def test_a_resource_without_any_price_has_no_figure_in_any_text() -> None:
    broken = report(run(state("aws:ec2/natGateway:NatGateway", "nat")))
    assert re.search(r"nat \(not all priced\) +inference +not priced +\? +\? +\?", table.render(broken))
    assert "| nat (not all priced) | inference | ? | ? | ? |" in markdown.render(broken)


def test_a_theme_with_something_unpriced_is_marked_and_another_is_not() -> None:
    one = report(run(*realtime(), bucket(theme="foundation"), missing=HOSTING))
    assert re.search(r"foundation +[0-9]", table.render(one))
    assert "inference (not all priced)" in table.render(one)
    assert "| inference (not all priced) |" in markdown.render(one)
    assert re.search(r"\| foundation \| [0-9]", markdown.render(one))


def test_one_cause_is_told_once_with_the_resources_that_wait_for_it() -> None:
    states = [one for number in range(9) for one in realtime(name=f"e{number}")]
    text = table.render(report(run(*states, missing=HOSTING)))
    assert "(e0, e1, e2 and 6 more)" in text
    assert text.count("no price is known") == 1


def test_details_show_each_thing_with_the_price_and_its_day() -> None:
    text = table.render(report(run(bucket())), details=True)
    assert "storage: 5 GB-month at 0.01 (2026-11-26)" in text


def test_the_notes_say_what_the_figures_are_and_what_is_not_in_them() -> None:
    text = table.render(report(run(bucket(), state("aws:iam/role:Role", "r")), notes=("a note",)))
    for part in ("month of 730 hours", "Free tiers", USAGE, "observed from 2026-11-26", "1 of 2 resources", "a note"):
        assert part in text


def test_json_has_everything_and_what_the_actuals_read() -> None:
    one = report(run(*realtime(), bucket(), missing=HOSTING), verdict="BUDGET")
    document = json.loads(json_document.render(one))
    assert (document["region"], document["as_of"], document["currency"]) == ("us-east-1", "2026-11-26", "USD")
    assert document["complete"] is False
    assert document["verdict"] == "BUDGET"
    assert {"urn", "type", "theme", "service", "low", "expected", "high"} <= document["resources"][0].keys()
    assert sum(one["expected"] for one in document["resources"]) == pytest.approx(document["total"]["expected"])
    (gap,) = document["unpriced"]
    assert gap["quantity"]["expected"] == 1460
    lines = [line for resource in document["resources"] for line in resource["lines"]]
    assert all(line["price"]["source"] == "a test" and line["price"]["observed"] == "2026-11-26" for line in lines)


def test_a_difference_is_shown_in_every_format() -> None:
    one = report(run(bucket(), bucket("new")), run(bucket(), bucket("old")))
    assert re.search(r"new +inference +added +\+", table.render(one))
    assert re.search(r"\| old \| inference \| removed \| -", markdown.render(one))
    found = json.loads(json_document.render(one))["difference"]
    assert {entry["change"] for entry in found["resources"]} == {"added", "removed"}
    assert found["total"] == {"low": 0, "expected": 0, "high": 0}
    assert found["complete"] is True


def test_a_difference_without_all_prices_says_so() -> None:
    one = report(run(*realtime(3), missing=HOSTING), run(*realtime(1), missing=HOSTING))
    text = markdown.render(one)
    assert "changes, as far as prices are known, by" in text
    assert "realtime (not all priced)" in text
    document = json.loads(json_document.render(one))["difference"]
    assert document["complete"] is False
    assert document["unpriced"]


@pytest.mark.parametrize("count", [0, 1, 300, 3_000])
def test_markdown_fits_into_a_comment_and_what_was_cut_is_counted_and_summed(count: int) -> None:
    found = run(*many(count))
    text = markdown.render(report(found))
    assert len(text) < 65_536
    shown = [line for line in text.splitlines() if line.startswith("| nn")]
    rest = re.search(r"\| ([0-9,]+) more, together \|  \| [0-9.,]+ \| ([0-9.,]+) \|", text)
    if count == 3_000:
        assert rest is not None
        assert len(shown) + int(rest[1].replace(",", "")) == count
        assert len(text) > 60_000
        expected = sum(sorted((cost.cost.expected for cost in found.costs), reverse=True)[len(shown) :])
        assert float(rest[2].replace(",", "")) == pytest.approx(expected, abs=0.01)
    else:
        assert rest is None
        assert len(shown) == count


def test_a_long_table_shows_the_dearest_and_sums_up_the_rest_unless_details_are_asked_for() -> None:
    found = run(*many(250, 5))
    for one in (report(found), report(found, run())):
        text = table.render(one)
        assert text.count("nnnnn-") == 100
        assert "150 more, together" in text
    assert table.render(report(found), details=True).count("nnnnn-") == 250


def test_the_largest_changes_stay_when_markdown_is_cut() -> None:
    states = many(3_000)
    one = report(run(*states, *realtime(50_000)), run())
    assert "| realtime | inference | added |" in markdown.render(one)
    assert len(markdown.render(one)) < 65_536


def test_many_causes_and_long_names_still_fit() -> None:
    strange = [
        state(f"aws:ec2/x{number}:X{number}", "n" * 500 + str(number), {}, theme=f"t{number}")
        for number in range(2_000)
    ]
    text = markdown.render(report(run(*strange)))
    assert len(text) < 65_536
    assert "more, together" in text


@given(
    st.lists(st.text(st.characters(exclude_characters="\x00"), min_size=1, max_size=40), max_size=6),
    st.text(max_size=50),
)
@settings(max_examples=40)
def test_no_name_can_become_markup_or_break_a_table(names: list[str], stack: str) -> None:
    states = [state("aws:s3/bucket:Bucket", name.replace("::", ":")) for name in dict.fromkeys(names)]
    one = Report(stack, None, USAGE, run(*states))
    text = markdown.render(one)
    rows = [line for line in re.split(r"[\n\r]", text) if line.startswith("| ")]
    assert all(len(re.findall(r"(?<!\\)\|", row)) in (5, 6) for row in rows)
    assert table.render(one)
    assert json.loads(json_document.render(one))["stack"] == stack


@pytest.mark.parametrize(("amount", "text"), [(0, "0.00"), (0.001, "<0.01"), (0.005, "0.01"), (1234.5, "1,234.50")])
def test_little_money_is_not_no_money(amount: float, text: str) -> None:
    assert money(amount) == text


@pytest.mark.parametrize(
    ("amount", "text"), [(0, "0.00"), (-0.001, "-<0.01"), (0.001, "+<0.01"), (-3, "-3.00"), (3, "+3.00")]
)
def test_a_difference_always_shows_its_direction(amount: float, text: str) -> None:
    assert signed(amount) == text


def test_a_narrow_terminal_has_the_names_and_figures_and_leaves_the_themes_of_resources_out() -> None:
    for one in (report(run(*realtime())), report(run(*realtime(2)), run(*realtime(1)))):
        console = Console(width=60, file=io.StringIO(), color_system=None)
        table.render(one, console=console)
        lines = console.file.getvalue().splitlines()
        (head,) = (line for line in lines if line.split()[:1] == ["resource"])
        assert head.split() in (["resource", kind, "low", "expected", "high"] for kind in ("mostly", "change"))
        assert any("realtime" in line for line in lines)


@pytest.mark.parametrize(
    "name",
    [
        "\x1b[31mred",
        "back\u202ewards",
        "https://a.example",
        "http://a.example",
        "www.a.example",
        "~~x~~",
        "&lt;b&gt;",
        "$x$",
        "@team",
        "a#1",
    ],
)
def test_no_name_becomes_a_link_a_mention_or_another_sign(name: str) -> None:
    text = markdown.render(report(run(bucket(name))))
    assert not re.search(r"\x1b|\u202e|https?:/|www\.|@[a-z]|(?<!\\)[~&$#](?!# )", text.partition("| resource")[2])
