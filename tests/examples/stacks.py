"""The example stacks under mocks: what they make, and what a month of it costs. `make docs` writes the figures.

Proof limit: what AWS computes comes from mocks. `make preview` asks the real engine.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from tests.components.support.export import exported
from tests.components.support.harness import RecordedStack
from tests.components.support.project import CHECKOUT, make_project

FOLDER = CHECKOUT / "examples" / "stacks"
FILES: Mapping[str, Path] = {path.stem.removeprefix("Pulumi."): path for path in sorted(FOLDER.glob("*/Pulumi.*.yaml"))}
"""Stack to its file."""


def config_of(stack: str) -> dict[str, str]:
    """The file's values as the engine hands them over: text, groups as JSON."""
    values = yaml.safe_load(FILES[stack].read_text(encoding="utf-8"))["config"]
    return {key: value if isinstance(value, str) else json.dumps(value) for key, value in values.items()}


@cache
def recorded(stack: str, project: Path) -> RecordedStack:
    """What a stack's file makes of the program."""
    from tests.program.test_program import run

    return run(stack, project, config_of(stack))


def costs_table(*stacks: str) -> str:
    """What a month of the stacks costs: with the usage that `python -m advisor cost` takes when it is given none."""
    from advisor.cost_page.rates import newest, usd
    from advisor.estimate import estimate
    from advisor.prices.book import load_prices
    from advisor.stack.resources import read_stack
    from advisor.usage.profile import Usage

    lines = ["| stack | quiet | usual | busy month | most of it | without a price |"]
    lines.append("| --- | --- | --- | --- | --- | --- |")
    book = load_prices()
    with TemporaryDirectory() as folder:
        project = make_project(Path(folder))
        for stack in stacks:
            found = read_stack(exported(recorded(stack, project)), stack, config_of(stack)["aws:region"])
            made = estimate(found.resources, book, Usage(), on=newest(book))
            largest = sorted(made.by_theme().items(), key=lambda each: -each[1].expected)[:3]
            shares = ", ".join(f"{theme} {usd(cost.expected)}" for theme, cost in largest)
            gaps = ", ".join(sorted({gap.what for gap in made.gaps})) or "nothing"
            total = made.total
            cells = [f"`{stack}`", usd(total.low), usd(total.expected), usd(total.high), shares, gaps]
            lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"
