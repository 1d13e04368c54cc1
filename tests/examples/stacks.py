"""The example stacks under mocks: what they make, and what a month of it costs. `make docs` writes the figures.

Proof limit: what AWS computes comes from mocks. `make preview` asks the real engine.
"""

from __future__ import annotations

import atexit
import json
import shutil
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import yaml

from advisor.estimate import Gap
from tests.components.support.export import exported
from tests.components.support.harness import RecordedStack
from tests.components.support.project import CHECKOUT, make_project

FOLDER = CHECKOUT / "examples" / "stacks"
FILES: Mapping[str, Path] = {path.stem.removeprefix("Pulumi."): path for path in sorted(FOLDER.glob("*/Pulumi.*.yaml"))}
"""Stack to its file."""
NAMED = 5
"""So many things without a price are named in a row."""


def config_of(stack: str) -> dict[str, str]:
    """The file's values as the engine hands them over: text, groups as JSON."""
    values = yaml.safe_load(FILES[stack].read_text(encoding="utf-8"))["config"]
    return {key: value if isinstance(value, str) else json.dumps(value) for key, value in values.items()}


@cache
def project() -> Path:
    """A folder as set-up leaves it, while the process lives: each stack is run once, for tests and documents."""
    folder = mkdtemp(prefix="inference-platform-examples-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return make_project(Path(folder))


@cache
def recorded(stack: str) -> RecordedStack:
    """What a stack's file makes of the program."""
    from tests.program.test_program import run

    return run(stack, project(), config_of(stack))


def costs_table(*stacks: str) -> str:
    """What a month of the stacks costs: with the usage that `python -m advisor cost` takes when it is given none."""
    from advisor.cost_page.rates import newest, usd
    from advisor.estimate import estimate
    from advisor.prices.book import load_prices
    from advisor.stack.resources import read_stack
    from advisor.usage.profile import Usage

    lines = ["| stack | quiet month | usual month | busy month | most of it | not in it: no price is known |"]
    lines.append("| --- | --- | --- | --- | --- | --- |")
    book = load_prices()
    for stack in stacks:
        found = read_stack(exported(recorded(stack)), stack, config_of(stack)["aws:region"])
        made = estimate(found.resources, book, Usage(), on=newest(book))
        largest = sorted(made.by_service().items(), key=lambda each: -each[1].expected)[:3]
        shares = ", ".join(f"{service} {usd(cost.expected)}" for service, cost in largest)
        total = made.total
        figures = (usd(total.low), usd(total.expected), usd(total.high))
        cells = [f"`{stack}`", *figures, shares, _unpriced(made.gaps)]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _unpriced(gaps: Sequence[Gap]) -> str:
    """What has no price, the first by their names: the figures are lower bounds then."""
    found = sorted({gap.what for gap in gaps})
    more = [f"and {len(found) - NAMED} more"] if len(found) > NAMED else []
    return ", ".join([*found[:NAMED], *more]) or "nothing"
