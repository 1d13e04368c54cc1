"""The decision matrix: kinds of model, traffic, targets; each cell a simulation that a command repeats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from advisor.cost_page.rates import newest
from advisor.places import PROJECT
from advisor.prices.book import load_prices
from advisor.recommend.candidates import Candidate, State
from advisor.recommend.decide import Basis, question_of
from advisor.recommend.judging import candidates_of
from advisor.recommend.reading import read_workload
from advisor.recommend.rendering.sections import milliseconds, usd

FOLDER: Final = PROJECT / "examples" / "workloads"
DAILY: Final = (1_000, 30_000, 300_000)
SEED: Final = 0


@dataclass(frozen=True)
class Kind:
    """A kind of model.

    Attributes:
        file: Its workload file.
        title: What people read.
        targets: In milliseconds.
    """

    file: str
    title: str
    targets: tuple[int, ...]


KINDS: Final = (
    Kind("small-cpu.yaml", "small, on a processor (60 ms)", (200, 2_500)),
    Kind("large-gpu.yaml", "large, on a GPU (700 ms)", (1_000, 2_500)),
    Kind("large-gpu-later.yaml", "the same, nobody waits", (60_000, 1_800_000)),
    Kind("chat.yaml", "foundation model (500 + 300 tokens)", (1_000, 2_500)),
)


def matrix() -> str:
    """The table, and the command that repeats a cell."""
    head = ("model", "requests a day", "target p99", "choice", "size", "a month", "p99", "next best")
    rows = list(_rows())
    lines = [head, ["---"] * len(head), *(row.cells for row in rows)]
    table = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    return f"Prices of us-east-1 as of {newest(load_prices())}; seed {SEED}.\n\n{table}\n{_unpriced(rows)}"


def commands() -> str:
    """What repeats the rows of each kind of model."""
    day = newest(load_prices())
    lines = [
        f".venv/bin/python -m advisor recommend examples/workloads/{kind.file} --on {day} --seed {SEED} "
        f"--set traffic.daily_requests={DAILY[1]} --set target_p99_ms={kind.targets[-1]}"
        for kind in KINDS
    ]
    return "\n".join(["```sh", *lines, "```"]) + "\n"


class Row(NamedTuple):
    """A row, and what could not be ranked in it."""

    cells: tuple[str, ...]
    unpriced: tuple[str, ...]


def _unpriced(rows: list[Row]) -> str:
    """What a missing price keeps out of the table, once."""
    found = sorted({text for row in rows for text in row.unpriced})
    return "".join(["\nNot ranked, for a price is missing:\n\n", *(f"- {text}\n" for text in found)]) if found else ""


def _rows() -> Iterator[Row]:
    book = load_prices()
    basis = Basis(FOLDER, book, newest(book), SEED)
    for kind in KINDS:
        for daily in DAILY:
            for target in kind.targets:
                told = {"traffic.daily_requests": daily, "target_p99_ms": target}
                workload = read_workload(FOLDER / kind.file, told)
                found = candidates_of(question_of(workload, basis))
                cells = (kind.title, f"{daily:,}", _duration(target), *_cells(found))
                yield Row(cells, tuple(_lacking(kind, daily, found)))


def _lacking(kind: Kind, daily: int, found: tuple[Candidate, ...]) -> Iterator[str]:
    for item in found:
        if item.state == State.UNPRICED and item.costed is not None and item.sized is not None:
            items = ", ".join(one.describe() for one in item.costed.unpriced)
            yield f"{item.pattern} ({item.sized.describe()}) with {daily:,} requests a day, {kind.title}: {items}"


def _cells(found: tuple[Candidate, ...]) -> tuple[str, ...]:
    best, second = found[0], found[1]
    if best.state != State.FITS or best.outcome is None or best.sized is None:
        why = "; ".join(best.reasons)
        return ("**none**", "", "", "", f"{best.pattern}: {why}")
    return (
        f"**{best.pattern}**",
        best.sized.describe(),
        usd(best.monthly_usd),
        milliseconds(best.outcome.p99_ms),
        _next(second),
    )


def _next(second: Candidate) -> str:
    if second.state == State.FITS and second.outcome is not None:
        return f"{second.pattern}: {usd(second.monthly_usd)}, p99 {milliseconds(second.outcome.p99_ms)}"
    if second.state == State.MISSES:
        return f"none fits ({second.pattern}: {second.reasons[0]})"
    return f"none ({second.pattern}: {second.state})"


def _duration(ms: int) -> str:
    if ms >= 60_000:
        return f"{ms / 60_000:g} min"
    return f"{ms:,} ms"
