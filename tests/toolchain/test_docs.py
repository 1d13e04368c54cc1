"""The documents say what the code says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from toolchain import docs
from toolchain.places import ROOT


def document_cases() -> Iterator[Any]:
    """Each document; those that run the program beside the tests that run it, which share what it made."""
    for path in docs.DOCUMENTS:
        marks = [pytest.mark.xdist_group("pulumi_aws")] if docs.EXAMPLES in path.parents else []
        yield pytest.param(path, marks=marks, id=f"{path.parent.name}/{path.name}")


@pytest.mark.parametrize("document", list(document_cases()))
def test_the_generated_parts_of_a_document_are_current(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert docs.rendered(text, docs.DOCUMENTS[document]) == text, "run `make docs`"


def test_a_document_without_the_markers_is_refused_by_name() -> None:
    with pytest.raises(docs.DocsError, match="<!-- problems:begin -->"):
        docs.rendered("# nothing here")


def test_the_readme_is_short_and_begins_with_five_minutes() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert text.index("## Five minutes") < text.index("```")
    assert len(text) < 20_000


PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")]


@pytest.mark.parametrize("path", sorted(PAGES), ids=str)
def test_every_relative_link_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text())
    missing = [link for link in links if not (path.parent / link).exists()]
    assert not missing


def test_every_decision_record_says_what_was_decided_and_why() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("0*.md"))
    assert records
    for number, record in enumerate(records, start=1):
        text = record.read_text()
        assert record.name.startswith(f"{number:04d}-")
        assert "**Decided:**" in text
        assert "**What follows:**" in text
