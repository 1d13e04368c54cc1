"""The report says the same everywhere, and what others wrote in it is text."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from domain.smoke import Check, Finding, Outcome, Theme, failed, passed, unknown
from domain.smoke.sequential import Rates, begin
from smoke.rendering.json_document import document
from smoke.rendering.markdown import markdown
from smoke.rendering.table import show
from smoke.report import Report
from smoke.watch import Watched

GOOD = Check(Theme.API, "health", passed("version 3"), 0.25)
BAD = Check(Theme.COST, "billing alarms", failed("none"))
SLOW = Check(Theme.LATENCY, "p99 of router", failed("3 of 10 answers took longer"))


def watched(finding: Finding, *latencies: Check, undo: tuple[str, ...] = ()) -> Watched:
    return Watched(finding, 12.5, bool(undo), (("router", begin(Rates(), 10).after(bad=True)),), latencies, undo)


def shown(report: Report) -> str:
    page = io.StringIO()
    show(report, Console(file=page, width=200))
    return page.getvalue()


def test_a_good_report() -> None:
    report = Report("prod", [GOOD])
    assert report.exit_code == 0
    assert document(report)["checks"] == [
        {"theme": "api", "name": "health", "outcome": "pass", "reason": "version 3", "seconds": 0.25}
    ]
    assert "good: 1 checks passed" in shown(report)
    assert "| ✅ pass | api | health | version 3 | 0.2 |" in markdown(report)


def test_what_is_bad_comes_first_in_the_summary_and_in_the_verdict() -> None:
    report = Report("prod", [GOOD, BAD])
    assert report.exit_code == 1
    text = markdown(report)
    assert text.index("billing alarms") < text.index("health")
    assert text.startswith("## Smoke tests of `prod`: failure")
    assert "NOT good: cost, billing alarms: none" in shown(report)


def test_a_watch_that_ended_early_says_what_to_take_back_in_order() -> None:
    report = Report("prod", [GOOD], watched(failed("router: bad"), undo=("first", "second")))
    found = document(report)
    assert (found["verdict"], found["watch"]["early"]) == ("failure", True)
    assert found["watch"]["undo"] == ["first", "second"]
    assert found["watch"]["targets"][0]["bad"] == 1
    assert "1. first\n2. second" in markdown(report)
    assert "watch ended early after 12 s: router: bad" in shown(report)


def test_a_watch_alone_can_be_good_and_one_that_knows_nothing_is_not() -> None:
    assert Report("prod", [], watched(passed("no alarm rang"))).verdict.good
    assert not Report("prod", [], watched(unknown("too few answers"))).verdict.good
    assert not Report("prod", [GOOD], watched(passed("no alarm rang"), SLOW)).verdict.good


@given(st.text(min_size=1), st.text(min_size=1))
def test_a_row_of_the_summary_is_one_row_whatever_an_alarm_is_called(name: str, reason: str) -> None:
    lines = markdown(Report("prod", [Check(Theme.ALARMS, name, Finding(Outcome.FAIL, reason))])).splitlines()
    rows = [line for line in lines if line.startswith("| ❌")]
    assert len(rows) == 1
    assert rows[0].replace("\\|", "").replace("\\\\", "").count("|") == 6


def test_html_and_mentions_in_a_reason_stay_text() -> None:
    text = markdown(Report("prod", [Check(Theme.ALARMS, "x", failed("<img src=x> @team [a](b)"))]))
    assert "\\<img src=x\\> \\@team \\[a\\](b)" in text
