"""Writes the generated parts of the documents anew: what a table says of the code is made from the code.

A generated part stands between `<!-- NAME:begin -->` and `<!-- NAME:end -->`. `make docs` writes them; a test compares.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

from toolchain.places import ROOT

README = ROOT / "README.md"
SETTINGS = ROOT / "docs" / "settings.md"
COST = ROOT / "docs" / "cost.md"
CHOOSING = ROOT / "docs" / "choosing-a-pattern.md"
RECOVERY = ROOT / "docs" / "disaster-recovery.md"
EXAMPLES = ROOT / "examples" / "stacks"
EXAMPLE_STACKS: Mapping[str, tuple[str, ...]] = {
    "small-team": ("small-team",),
    "regulated": ("regulated",),
    "multi-region": ("multi-region", "multi-region-tier1"),
}
"""Folder of an example to its stacks."""


class DocsError(Exception):
    """A document lacks the markers of a generated part, or a part cannot be made."""


def settings_reference() -> str:
    """Every setting by theme, from the models of `components.settings`."""
    from components.settings import settings_reference as reference

    return reference()


def make_targets() -> str:
    """Every command, from the Makefile, under its headings."""
    found = re.findall(r"^(?:##@ (.+)|([a-z-]+):.*?## (.*))$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    rows = [f"| **{heading}** | |" if heading else f"| `make {name}` | {meaning} |" for heading, name, meaning in found]
    return "\n".join(["| command | what it does |", "| --- | --- |", *rows]) + "\n"


def settings_problems() -> str:
    """What a wrong stack file is answered with, from the real check."""
    import pulumi

    from components import settings

    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/onnx:1.0"
    wrong = {
        "environment": "staging",
        "inference": {
            "enabled": True,
            "type": "serverless",
            "batch_treshold": 500,
            "model": {"archive": "model.tar.gz", "image_uri": image},
            "serverless": {"enabled": True, "memory_size_in_mb": 1000},
        },
    }
    try:
        settings.parse(wrong, stack="staging")
    except pulumi.RunError as error:
        return f"```text\n{error}\n```\n"
    raise DocsError("the wrong example was accepted")


def cost_part(name: str) -> Callable[[], str]:
    """A part of the page about costs, from the prices of the day of the newest one."""

    def make() -> str:
        from advisor.cost_page import tables

        part: Callable[[], str] = getattr(tables, name)
        return part()

    return make


def choosing_part(module: str, name: str) -> Callable[[], str]:
    """A part of the page about patterns: simulated anew, with the prices of the day of the newest one."""

    def make() -> str:
        part: Callable[[], str] = getattr(import_module(f"advisor.recommend.page.{module}"), name)
        return part()

    return make


def recovery_part(name: str) -> Callable[[], str]:
    """A part of the page about disaster recovery: computed from the settings' defaults and the prices."""

    def make() -> str:
        part: Callable[[], str] = getattr(import_module("advisor.dr.page"), name)
        return part()

    return make


def stack_costs(*stacks: str) -> Callable[[], str]:
    """What example stacks cost: the program is run with their files, and priced as `python -m advisor cost` does."""

    def make() -> str:
        table: Callable[..., str] = import_module("tests.examples.stacks").costs_table
        return table(*stacks)

    return make


PARTS: Mapping[str, Callable[[], str]] = {
    "problems": settings_problems,
    "commands": make_targets,
}
COST_PARTS: Mapping[str, Callable[[], str]] = {
    "claims": cost_part("claims_table"),
    "options": cost_part("options_table"),
    "prices": cost_part("prices_table"),
    "lacking": cost_part("lacking_table"),
}
CHOOSING_PARTS: Mapping[str, Callable[[], str]] = {
    "matrix": choosing_part("matrix", "matrix"),
    "repeat": choosing_part("matrix", "commands"),
    "rules": choosing_part("rules", "rules"),
    "keys": choosing_part("keys", "keys"),
}
RECOVERY_PARTS: Mapping[str, Callable[[], str]] = {
    name: recovery_part(name) for name in ("tiers", "parts", "data", "bill")
}
DOCUMENTS: Mapping[Path, Mapping[str, Callable[[], str]]] = {
    README: PARTS,
    SETTINGS: {"settings": settings_reference},
    COST: COST_PARTS,
    CHOOSING: CHOOSING_PARTS,
    RECOVERY: RECOVERY_PARTS,
    **{EXAMPLES / name / "README.md": {"costs": stack_costs(*stacks)} for name, stacks in EXAMPLE_STACKS.items()},
}
"""Each document with its generated parts."""


def rendered(text: str, parts: Mapping[str, Callable[[], str]] = PARTS) -> str:
    """A document with its generated parts as they should be.

    Raises:
        DocsError: Names the part whose markers are missing.
    """
    for name, make in parts.items():
        pattern = re.compile(rf"(<!-- {name}:begin -->\n).*?(<!-- {name}:end -->)", re.DOTALL)
        if not pattern.search(text):
            raise DocsError(f"the document has no part between <!-- {name}:begin --> and <!-- {name}:end -->")
        content = make()
        text = pattern.sub(lambda match, content=content: match.group(1) + content + match.group(2), text)  # type: ignore[misc]
    return text


def main() -> int:
    """Writes the documents; says which changed."""
    for document, parts in DOCUMENTS.items():
        before = document.read_text(encoding="utf-8")
        after = rendered(before, parts)
        if after != before:
            document.write_text(after, encoding="utf-8")
            print(f"{document.relative_to(ROOT)}: written anew")
    return 0


if __name__ == "__main__":
    sys.exit(main())
