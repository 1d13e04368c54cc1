"""The comment: short enough whatever is in the report, cut by rule, and nothing of a stack becomes markup."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.markdown_text import plain
from advisor.report.comment.markdown import COMMENT, SUMMARY, comment, marker, summary
from advisor.report.comment.section import WHERE, Section, fitted
from advisor.report.files import append_summary
from advisor.report.model import (
    AccessChange,
    Audit,
    Change,
    CostRow,
    Effect,
    Finding,
    Operation,
    PropertyChange,
    ReviewReport,
    Risk,
    Status,
    Verdict,
)
from tests.advisor.report.reports import FIGURES, HOSTILE, REPORTS, TEXTS, cost_of, report

OURS = re.compile(r"</?(?:details|summary|sub)>|<!-- inference-platform report: [A-Za-z0-9_.-]* -->")
LARGE = settings(
    max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None
)


def change(name: str, risk: Risk = Risk.ROUTINE, operation: Operation = Operation.UPDATE) -> Change:
    return Change(f"urn::{name}", name, "aws:x:Thing", "inference", operation, risk, f"The Thing {name} is changed.")


@LARGE
@given(REPORTS)
def test_a_comment_is_always_shorter_than_github_accepts(found: ReviewReport) -> None:
    text = comment(found)
    assert len(text) < COMMENT
    assert len(text.encode("utf-16-le", "surrogatepass")) // 2 < COMMENT
    assert len(text.encode("utf-8", "surrogatepass")) < 4 * COMMENT


@LARGE
@given(REPORTS, st.sampled_from([0, 1_000, 400_000]))
def test_a_summary_is_always_shorter_than_github_accepts(found: ReviewReport, used: int) -> None:
    assert len(summary(found, used).encode("utf-8", "surrogatepass")) + used < SUMMARY


@LARGE
@given(REPORTS)
def test_nothing_of_a_stack_becomes_html_a_mention_a_link_or_a_heading(found: ReviewReport) -> None:
    text = comment(found)
    rest = OURS.sub("", text)
    assert not re.search(r"(?<!\\)<", rest)
    assert not re.search(r"(?<!\\)[`\[\]]", rest)
    assert not re.search(r"@(?!\u200b)|://(?<!:\u200b//)", rest)
    assert not re.search(r"www\.", rest, re.IGNORECASE)
    headings = [line for line in rest.splitlines() if line.startswith("#")]
    assert all(re.match(r"## (?:❌|⚠️|✅) |### [A-Z]", line) for line in headings)
    assert text.count("<details>") == text.count("</details>")


@given(st.one_of(TEXTS, st.sampled_from(HOSTILE)))
def test_a_text_stays_one_line_and_what_it_says(text: str) -> None:
    shown = plain(text, 10_000)
    assert "\n" not in shown
    read = re.sub(r"\\([\\`*_\[\]<>|#~&$])", r"\1", shown).replace("\u200b", "")
    kept = "".join(sign if sign.isprintable() or sign.isspace() else "\ufffd" for sign in text)
    assert read == " ".join(kept.split()).replace("\u200b", "")


def test_the_first_line_is_the_marker_of_the_stack_and_the_second_the_verdict() -> None:
    lines = comment(report(verdict=Verdict(Status.FAILURE, ("it failed",)))).splitlines()
    assert lines[0] == "<!-- inference-platform report: prod -->"
    assert lines[1] == "## ❌ failed: stack prod"
    assert "- it failed" in lines
    assert marker("a") != marker("b")
    assert marker("x --> y") == "<!-- inference-platform report: x_--__y -->"


def test_the_risks_stand_first_and_open_the_rest_is_folded() -> None:
    grant = AccessChange(Effect.NEW, "role x", ("s3:*",), ("*",), "", "p", "u", reasons=("every resource",))
    text = comment(
        report(
            changes=(change("routine"), change("records", Risk.DATA_LOSS)),
            access=(grant,),
            audit=Audit(True, (Finding("rule", "mandatory", "high", "r", "u", "is bad", "mend it"),)),
        )
    )
    order = ["### Data can be lost (1)", "### Permissions to look at twice (1)", "### The policy pack refuses (1)"]
    places = [text.index(title) for title in order]
    assert places == sorted(places)
    assert text.index("<details>") > places[-1]
    assert "**role x** may newly do s3:\\* on \\* (policy p): **every resource**" in text
    assert "Fix: mend it (rule)" in text


def test_what_is_cut_is_the_least_important_and_each_cut_says_where_the_rest_is() -> None:
    rows = tuple(CostRow(f"resource-{n}", "t", FIGURES, FIGURES, FIGURES, True) for n in range(2_000))
    text = comment(
        report(
            changes=(
                *(change(f"lost-{n}", Risk.DATA_LOSS) for n in range(50)),
                *(change(f"c-{n}") for n in range(900)),
            ),
            cost=cost_of(rows),
        )
    )
    assert all(f"lost-{n} " in text for n in range(50))
    assert text.count(WHERE) == 1
    assert all(f"c-{n} " in text for n in range(900))
    assert re.search(rf"_1,\d\d\d more are {WHERE}\._", text)
    assert 60_000 < len(text) < COMMENT


@given(
    st.lists(st.tuples(st.lists(st.integers(0, 400), max_size=30), st.booleans()), min_size=1, max_size=6),
    st.integers(0, 12_000),
)
def test_sections_fit_keep_their_titles_and_are_whole_until_the_room_is_used(
    sizes: list[tuple[list[int], bool]], spare: int
) -> None:
    sections = [
        Section(f"T{number}", tuple(f"{number}" + "x" * size for size in lines), folded=folded)
        for number, (lines, folded) in enumerate(sizes)
    ]
    room = spare + sum(len(line) + 1 for one in sections for line in one.cut(0))
    lines = fitted(sections, room, len)
    assert sum(len(line) + 1 for line in lines) <= room
    text = "\n".join(lines)
    assert all(f"T{number}" in text for number in range(len(sections)))
    whole = [all(line in lines for line in one.lines) for one in sections]
    if sum(len(line) + 1 for one in sections for line in one.frame(one.lines)) <= room:
        assert all(whole)


def test_changes_that_are_the_same_are_told_once() -> None:
    tag = (PropertyChange("tags.Owner", "a", "b"),)
    found = tuple(replace(change(f"c-{n}"), properties=tag) for n in range(40))
    text = comment(report(changes=found))
    assert text.count("tags.Owner: a → b") == 1
    assert "40 resources are changed in the same way" in text


def test_findings_of_one_kind_are_one_line() -> None:
    found = tuple(Finding("r", "advisory", "low", f"f{n}", f"u{n}", "is open", "close it") for n in range(9))
    text = comment(report(audit=Audit(True, found)))
    assert "f0, f1, f2, f3 and 5 more: is open" in text


def test_a_summary_is_added_to_what_the_step_has_written(tmp_path: Path) -> None:
    file = tmp_path / "summary.md"
    file.write_text("before\n", encoding="utf-8")
    append_summary(report(), file)
    assert file.read_text(encoding="utf-8").startswith("before\n<!-- inference-platform report: prod -->")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_stack_of_any_name_has_a_marker_that_nothing_breaks_out_of(hostile: str) -> None:
    assert re.fullmatch(r"<!-- inference-platform report: [A-Za-z0-9_.-]* -->", marker(hostile))
    assert "-->" not in marker(hostile)[:-3]
