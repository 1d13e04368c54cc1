"""What the troubleshooting page quotes is what the code says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from toolchain.places import ROOT

PAGE = ROOT / "docs" / "troubleshooting.md"
ROOMS = (
    "advisor",
    "components",
    "delivery",
    "domain",
    "lambdas",
    "policies/guardrails",
    "sandbox",
    "smoke",
    "toolchain",
)
FOREIGN = "## Messages of Pulumi and AWS"
VARIES = "…"
NOT_QUOTED = ("[rule-id]",)


def texts(path: Path) -> Iterator[str]:
    """The texts of a module; what is filled in at run time is an ellipsis."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else VARIES for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@cache
def said() -> tuple[str, ...]:
    paths = (path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")))
    return tuple({text for path in paths for text in texts(path)})


def quoted() -> list[str]:
    """The first cell of each row of ours, without its marks; a status code after it is not of the message."""
    ours = PAGE.read_text(encoding="utf-8").split(FOREIGN)[0]
    cells = [line.split(" | ")[0].removeprefix("| ") for line in ours.splitlines() if line.startswith("| `")]
    found = [re.sub(r"(` \([^)]*\)|` at the end of a line|`)$", "", cell).removeprefix("`") for cell in cells]
    return [text for text in found if text not in NOT_QUOTED]


@pytest.mark.parametrize("message", quoted())
def test_a_quoted_message_is_in_the_code(message: str) -> None:
    pieces = [re.escape(piece) for piece in message.split(VARIES)]
    pattern = re.compile(".*?".join(pieces), re.DOTALL)
    assert any(pattern.search(text) for text in said())


def test_enough_is_quoted_to_be_told_from_anything_else() -> None:
    assert len(quoted()) > 40
    assert all(len(message.replace(VARIES, "").strip()) >= 10 for message in quoted())


def test_a_message_that_is_not_there_would_be_seen() -> None:
    assert not any("this is said by nobody at all" in text for text in said())


def test_no_row_lacks_a_cause_or_a_remedy() -> None:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    for row in rows:
        cells = [cell.strip() for cell in row.strip("|").split(" | ")]
        assert len(cells) == 3, row
        assert all(cells), row
