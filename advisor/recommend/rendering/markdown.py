"""The record as Markdown: for a repository of decisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from advisor.recommend.record import Record
from advisor.recommend.rendering import sections


def markdown(record: Record) -> str:
    """The whole record."""
    return "\n".join(_lines(record)) + "\n"


def _lines(record: Record) -> Iterator[str]:
    yield f"# Which pattern serves {record.question.workload.name}"
    yield from _list(sections.asked(record))
    yield from ("", "## Decision", "", record.verdict())
    yield from _table("## Candidates", sections.ranking(record))
    yield from _list(sections.sizes(record))
    yield from _table("## Points", sections.scores(record))
    yield from ("", "## Not chosen", *_list(sections.rejected(record)))
    yield from _table("## What a month costs", sections.costs(record))
    yield from _table("## With other traffic", sections.traffic(record))
    yield from _list(sections.traffic_notes(record))
    yield from ("", "## Where the answer changes", *_list(sections.sensitivity(record)))
    budget = sections.budget(record)
    if budget is not None:
        yield from (*_table("## Latency budget", budget), "", sections.budget_verdict(record))
    yield from ("", "## Assumed", *_list(item.describe() for item in record.assumptions))
    yield from ("", "## To measure next", *_list(record.measure_next()))
    yield from ("", "## Notes", *_list(record.notes))
    yield from ("", "## Prices", *_list(sections.prices(record)))
    if record.settings is not None:
        yield from ("", "## Settings", "", "```yaml", *record.settings.text().splitlines(), "```")


def _list(lines: Iterable[str]) -> list[str]:
    return ["", *(f"- {line}" for line in lines)]


def _table(title: str, table: sections.Rows) -> Iterator[str]:
    yield from ("", title, "", _row(table.head), _row([" --- "] * len(table.head)))
    yield from (_row(row) for row in table.rows)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.strip().replace("|", "\\|") for cell in cells) + " |"
