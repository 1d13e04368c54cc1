"""The page as text: nothing of a stack becomes markup, nothing is fetched, it stays small and always the same."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.report.model import Audit, Change, Finding, Node, Operation, ReviewReport, Risk, Status, Verdict
from advisor.report.page import render
from advisor.report.page.document import style
from advisor.report.page.element import element, seen, text_of
from advisor.report.page.room import CUT, LIMIT
from advisor.report.page.words import dollars, duration, signed
from tests.advisor.report.page.stacks import TYPES, full_report, node, stacks
from tests.advisor.report.reports import HOSTILE, REPORTS, report

VOID = frozenset({"meta", "link", "br", "hr", "img", "input"})


class Reader(HTMLParser):
    """What a browser would make of a page: its tags in order, its texts, and whether they are nested well."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.wrong: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.wrong.append(data)

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for one, attributes in self.tags if one == tag]


WORDS = """html head meta link title style body a header main section article div span p strong code h1 h2 h3 dl dt dd
    nav ul li details summary table caption thead tbody tr th td figure figcaption svg desc g rect path polygon text"""
ALLOWED = frozenset(WORDS.split())
"""Every element that the page has."""


def checked(text: str) -> Reader:
    """Refuses a page in which something of a stack has become markup, or which fetches or runs anything."""
    found = Reader(text)
    assert not found.wrong
    assert not found.open
    assert {tag for tag, _ in found.tags} <= ALLOWED
    for tag, attributes in found.tags:
        assert not [
            name for name in attributes if name.startswith("on") or name in ("style", "src", "srcset", "action")
        ]
        link = attributes.get("href")
        assert link is None or link.startswith(("#", "https:")) or (tag, link) == ("link", "data:,")
    ids = [attributes["id"] for _, attributes in found.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    return found


@settings(max_examples=12)  # a report of thousands of entries takes seconds
@given(REPORTS, stacks())
def test_whatever_a_stack_says_it_is_text_and_the_page_stays_below_its_limit(
    found: ReviewReport, resources: tuple[Node, ...]
) -> None:
    text = render(replace(found, resources=resources))
    checked(text)
    assert len(text.encode()) <= LIMIT


@settings(max_examples=20)
@given(stacks())
def test_the_same_report_is_the_same_page_whatever_the_order_of_its_resources(resources: tuple[Node, ...]) -> None:
    drawn = [render(replace(report(), resources=order)) for order in (resources, resources, resources[::-1])]
    assert drawn[0] == drawn[1]
    pictures = [re.findall(r"(?s)<svg.*?</svg>", text) for text in drawn]
    assert pictures[0] == pictures[2]


@given(st.text(max_size=60))
def test_a_text_is_read_as_it_was_written(text: str) -> None:
    shown = Reader(text_of(element("p", text, "", element("b", text), text))).texts
    assert "".join(shown) == seen(text) * 3


@given(st.text())
def test_nothing_invisible_is_left_in_a_text(text: str) -> None:
    assert all(one.isprintable() or one in "\n\t" for one in seen(text))
    seen(text).encode()


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_name_is_harmless_in_every_place(hostile: str) -> None:
    whole = full_report()
    change = Change(hostile, hostile, hostile, hostile, Operation.REPLACE, Risk.DATA_LOSS, hostile, hostile)
    finding = Finding(hostile, hostile, hostile, hostile, hostile, hostile, hostile, hostile)
    resources = (node(hostile, TYPES[0], theme=hostile, region=hostile),)
    made = replace(
        whole,
        stack=hostile,
        project=hostile,
        commit=hostile,
        verdict=Verdict(Status.FAILURE, (hostile,)),
        changes=(change,),
        audit=Audit(True, (finding,)),
        resources=resources,
        problems=(hostile,),
    )
    found = checked(render(made))
    assert seen(hostile).strip() in "".join(found.texts)


def test_a_link_goes_to_the_web_or_nowhere() -> None:
    url = "javascript:alert(1)"
    text = render(report(audit=Audit(True, (Finding("rule", "mandatory", "high", "a", "a", "p", "f", url),))))
    assert url not in text
    assert "rule" in text


def test_the_page_may_do_nothing_but_show_itself() -> None:
    found = checked(render(full_report()))
    (policy,) = [one["content"] for one in found.named("meta") if one.get("http-equiv") == "Content-Security-Policy"]
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    assert policy is not None
    assert policy.startswith("default-src 'none'; ")
    assert f"style-src 'sha256-{digest}';" in policy
    assert not re.search(r"url\(|@import|</", style())


def test_headings_are_in_order_and_every_link_inside_arrives() -> None:
    found = checked(render(full_report()))
    levels = [int(tag[1]) for tag, _ in found.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = {attributes.get("id") for _, attributes in found.tags}
    inside = [one["href"] for one in found.named("a") if str(one["href"]).startswith("#")]
    assert inside
    assert {str(link)[1:] for link in inside} <= ids


def test_tables_say_what_they_show_and_pictures_have_words() -> None:
    found = checked(render(full_report()))
    assert len(found.named("table")) == len(found.named("caption")) >= 10
    assert all(one.get("scope") in ("col", "row") for one in found.named("th"))
    ids = {attributes.get("id") for _, attributes in found.tags}
    for image in found.named("svg"):
        assert image["role"] == "img"
        assert set(str(image["aria-labelledby"]).split()) <= ids


def test_what_must_be_seen_first_stands_first() -> None:
    text = " ".join(" ".join(checked(render(full_report())).texts).split())
    order = [
        "Review:",
        "Data loss",
        "1 risk",
        "New access",
        "3 grants, 1 unknown",
        "+$20.00",
        "Problems",
        "Look at these first: 1",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_a_report_on_a_failed_preview_says_that_nothing_is_known() -> None:
    made = replace(report(verdict=Verdict(Status.FAILURE, ("the preview failed",))), problems=("error: no such key",))
    text = html.unescape(render(replace(made, audit=Audit(ran=False, notes=("it could not start",)))))
    assert "Failure" in text
    assert text.count("not known") >= 3
    assert "Nothing changes" not in text
    assert "nothing is known to be fine" in text
    assert "finds nothing" not in text


def test_a_quiet_report_says_so() -> None:
    text = render(report())
    for words in ("Nothing changes.", "Nobody can do anything", "The policy pack finds nothing.", "No unit of this"):
        assert words in text


def test_findings_that_say_the_same_of_many_resources_are_one_row() -> None:
    same = tuple(Finding("rule-x", "advisory", "low", f"part-{place}", "", "p", "f") for place in range(30))
    text = render(report(audit=Audit(True, same)))
    assert text.count("rule-x") == 1
    assert "30 resources" in text
    assert "part-29" in text


def test_a_stack_of_five_thousand_resources_still_fits_and_says_what_is_left_out() -> None:
    many = tuple(
        node(f"function-{place}", TYPES[place % 10], f"function-{place // 2}", theme=f"theme-{place % 12}", region="")
        for place in range(5_000)
    )
    text = render(replace(full_report(), resources=many))
    assert len(text.encode()) <= LIMIT
    assert CUT in text
    assert "more are in report.json" in text


def test_figures_are_said_as_people_say_them() -> None:
    assert dollars(-1234.4) == "\u2212$1,234"
    assert dollars(-0.001) == "$0.00"
    assert dollars(float("nan")) == "not known"
    assert (signed(5.0), signed(0.0), signed(-5.0)) == ("+$5.00", "$0.00", "\u2212$5.00")
    assert [duration(one) for one in (45.0, 5400.0, 172_800.0)] == ["45 s", "90 min", "48 h"]
