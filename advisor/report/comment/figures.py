"""The sections with figures: cost, recovery, schedules, and how many of what change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from advisor.cost.rendering.report import money, signed
from advisor.markdown_text import plain
from advisor.report.comment.risks import change_line
from advisor.report.comment.section import Section
from advisor.report.model import Change, Cost, CostRow, Figures, Operation, Recovery, ReviewReport, Risk, Week

SENTENCE: Final = 600
COLUMNS: Final = ("| | now | afterwards | difference | low to high |", "| --- | ---: | ---: | ---: | ---: |")
DAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
ALIKE: Final = 3
"""Changes of so many resources that are the same are told once."""
WORDS: Final = {
    Operation.CREATE: "new",
    Operation.UPDATE: "changed",
    Operation.REPLACE: "made anew",
    Operation.DELETE: "deleted",
    Operation.FORGET: "left behind",
}


def cost_line(cost: Cost) -> str:
    """The difference and the month afterwards, in one line."""
    at_least = "" if cost.complete else "at least "
    known = "" if cost.difference_complete else " as far as prices are known"
    return (
        f"**{signed(cost.difference.expected)} USD a month**{known} "
        f"({_range(cost.difference, signed=True)}); "
        f"then {at_least}{money(cost.after.expected)} ({_range(cost.after)}), now {money(cost.before.expected)}"
    )


def costs(cost: Cost) -> Iterator[Section]:
    """By theme, then what has no price."""
    yield Section("Cost by theme, US dollars a month", tuple(map(_row, cost.themes)), COLUMNS)
    if cost.unpriced:
        lines = tuple(f"- {plain(one, SENTENCE)}" for one in cost.unpriced)
        yield Section(f"Not priced, and not counted as 0 ({len(lines):,})", lines)


def billed(cost: Cost) -> Iterator[Section]:
    """What is billed differently, resource by resource."""
    if cost.resources:
        rows = tuple(map(_row, cost.resources))
        yield Section(f"Cost of each resource that is billed differently ({len(rows):,})", rows, COLUMNS)


def recovery(found: Recovery) -> Section:
    """Whether the tier is met, and by which figures."""
    verdict = "met" if found.met else "NOT met"
    lines = [
        f"- {one.name}: {'no bound' if one.worst_s is None else f'{one.worst_s:,.0f} s at worst'}, "
        f"{one.allowed_s:,.0f} s allowed"
        for one in found.times
    ]
    lines += [f"- Longest step: {plain(found.dominated_by, SENTENCE)}"]
    lines += [f"- {plain(one, SENTENCE)}" for one in (*found.findings, *found.warnings)]
    return Section(f"Disaster recovery: tier {found.declared_tier} is {verdict}", tuple(lines), folded=found.met)


def schedules(weeks: tuple[Week, ...]) -> Section:
    """When each unit is up, day by day; the heat map is on the page."""
    head = ("| unit | day | capacity by the hour, 0 to 23 |", "| --- | --- | --- |")
    lines = tuple(
        f"| {plain(week.unit)} | {_days(first, last)} | {_spans(week, first)} |"
        for week in weeks
        for first, last in _alike(week)
    )
    zone = ", ".join(dict.fromkeys(plain(week.timezone) for week in weeks))
    return Section(f"Schedules of {len(weeks)} {'unit' if len(weeks) == 1 else 'units'} ({zone})", lines, head)


def counts(report: ReviewReport) -> Iterator[Section]:
    """How much of what changes, by theme."""
    by_theme: dict[str, Counter[Operation]] = {}
    for change in report.changes:
        by_theme.setdefault(change.theme, Counter())[change.operation] += 1
    if by_theme:
        head = (f"| theme | {' | '.join(WORDS.values())} |", f"| --- |{' ---: |' * len(WORDS)}")
        rows = tuple(
            f"| {plain(theme)} | {' | '.join(str(found[one] or '') for one in WORDS)} |"
            for theme, found in sorted(by_theme.items(), key=lambda item: (-item[1].total(), item[0]))
        )
        yield Section(f"Changes by theme ({len(report.changes):,} resources)", rows, head)


def others(report: ReviewReport) -> Iterator[Section]:
    """Every change that is not told among the risks."""
    told = [one for one in report.changes if one.risk is not Risk.DATA_LOSS and one.operation is not Operation.REPLACE]
    old = _changed([one for one in told if one.operation is not Operation.CREATE])
    if told:
        yield Section(f"Every other change ({len(told):,})", (*old, *_new(told)))


def _changed(changes: list[Change]) -> Iterator[str]:
    """What differs in the same properties in the same way is one line, such as a tag of every resource."""
    groups: dict[object, list[Change]] = {}
    for one in changes:
        groups.setdefault((one.operation, one.properties or one.urn), []).append(one)
    for alike in sorted(groups.values(), key=len):
        first = alike[0]
        if len(alike) < ALIKE:
            yield from map(change_line, alike)
            continue
        same = replace(first, summary=f"{len(alike):,} resources are changed in the same way.", advice="")
        yield f"{change_line(same)} ({plain(', '.join(one.name for one in alike), SENTENCE)})"


def _new(changes: list[Change]) -> Iterator[str]:
    """What is created, one line for each theme and type."""
    groups: dict[tuple[str, str], list[str]] = {}
    for one in changes:
        if one.operation is Operation.CREATE:
            groups.setdefault((one.theme, one.type.rpartition(":")[2]), []).append(one.name)
    for (theme, kind), names in sorted(groups.items()):
        yield f"- **+** {plain(theme)}: {len(names):,} new {plain(kind)}: {plain(', '.join(names), SENTENCE)}"


def _row(row: CostRow) -> str:
    name = plain(row.name) + ("" if row.complete else " (not all priced)")
    figures = (money(row.before.expected), money(row.after.expected), signed(row.difference.expected))
    return f"| {name} | {' | '.join(figures)} | {_range(row.difference, signed=True)} |"


def _range(figures: Figures, *, signed: bool = False) -> str:
    show = _signed if signed else money
    least, most = sorted((figures.low, figures.high))
    return f"{show(min(least, figures.expected))} to {show(max(most, figures.expected))}"


def _signed(amount: float) -> str:
    return signed(amount)


def _alike(week: Week) -> list[tuple[int, int]]:
    """Days that follow each other and are the same, as first and last."""
    found: list[tuple[int, int]] = []
    for day in range(len(week.least)):
        same = found and (week.least[day], week.most[day]) == (week.least[day - 1], week.most[day - 1])
        found = [*found[:-1], (found[-1][0], day)] if same else [*found, (day, day)]
    return found


def _days(first: int, last: int) -> str:
    return DAYS[first % 7] if first == last else f"{DAYS[first % 7]}-{DAYS[last % 7]}"


def _spans(week: Week, day: int) -> str:
    """Hours of one capacity, as ``0-8: 0 to 1``."""
    bounds = list(zip(week.least[day], week.most[day], strict=True))
    starts = [hour for hour in range(len(bounds)) if hour == 0 or bounds[hour] != bounds[hour - 1]]
    ends = [*starts[1:], len(bounds)]
    return ", ".join(
        f"{start}-{end}: {bounds[start][0]:g} to {bounds[start][1]:g}" for start, end in zip(starts, ends, strict=True)
    )
