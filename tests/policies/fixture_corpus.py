"""The fixtures of all rules as a labelled corpus: what the whole pack finds in them, misses, and makes up.

Each fixture is judged twice by every rule of its type: as in an update, and as in a preview, where what comes from
another resource is not known yet. The figures of a family are over the fixtures of its rules:

- *found*: the fixture's own rule names the mistake as the fixture says. In a preview a mistake may also be deferred to
  the update, because the value that shows it is not known; that is told apart and does not count as found.
- *false alarms*: the rule speaks on its own clean fixture; or, in a preview, any rule at all speaks on a fixture about
  which it is silent once the values are known. Another rule that speaks in an update is none: a fixture is the least
  that its rule needs, and not a sound resource in every other respect.
- *echoes*: a mistake that further rules report, which are silent on its clean twin. No error, but two lines to read.
- *failures*: a rule that could not check a fixture, whichever it is.

``python -m tests.policies.fixture_corpus`` prints the table.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from guardrails.catalog import Catalog, load
from guardrails.evaluate import Status, Verdict
from guardrails.props import UNKNOWN
from guardrails.rule import Family, Rule, StackRule

from tests.policies.cases import Case, Cases, StackCase, all_cases
from tests.policies.mutate.trial import judged
from tests.policies.twins import differences

REFERENCE = re.compile(
    r"arn:aws[a-z-]*:(?!iam::aws:)[a-z0-9-]+:[a-z0-9-]*:(\d{12})?:[^*?]+|(vpc|subnet|sg|vpce|igw|rtb|eni|i|pl)-[0-9a-f]+"
)
"""A value that a program takes from another resource: the ARN of one thing (not a pattern, and not one of AWS's own
policies, which programs write out), or the id of a part of a network."""


@dataclass
class Figures:
    """What the pack makes of the fixtures of a family."""

    mistakes: int = 0
    found_in_update: int = 0
    found_in_preview: int = 0
    deferred_in_preview: int = 0
    missed_in_preview: list[str] = field(default_factory=list)
    sound: int = 0
    alarms_in_update: list[str] = field(default_factory=list)
    alarms_in_preview: list[str] = field(default_factory=list)
    echoes: int = 0
    failures: list[str] = field(default_factory=list)


def measured(catalog: Catalog, corpus: Mapping[str, Cases]) -> dict[Family, Figures]:
    """The figures of each family that has rules."""
    figures: defaultdict[Family, Figures] = defaultdict(Figures)
    spoken: dict[int, set[str]] = {}
    for rule in catalog.entries:
        cases = corpus[rule.id]
        clean = [*cases.passes, *cases.not_applicable]
        mine = figures[rule.family]
        for case in cases.fails:
            _mistake(catalog, rule, case, _echoed(catalog, rule, case, clean, spoken), mine)
        for case in clean:
            _sound(catalog, rule, case, mine)
    return dict(figures)


def _mistake(catalog: Catalog, rule: Rule | StackRule, case: Case | StackCase, echoed: bool, mine: Figures) -> None:
    now, before = judged(rule, case), judged(rule, in_preview(case))
    mine.mistakes += 1
    mine.found_in_update += _names_it(now, case)
    mine.found_in_preview += _names_it(before, case)
    mine.deferred_in_preview += before.status is Status.DEFERRED
    if not _names_it(before, case) and before.status is not Status.DEFERRED:
        mine.missed_in_preview.append(f"{rule.id} does not name in a preview: {'; '.join(case.names)}")
    mine.echoes += echoed
    _compare(catalog, rule, case, mine)


def _echoed(
    catalog: Catalog,
    rule: Rule | StackRule,
    case: Case | StackCase,
    clean: Iterable[Case | StackCase],
    spoken: dict[int, set[str]],
) -> bool:
    """Whether a further rule reports the mistake; ``spoken`` keeps, by identity, who speaks on a clean fixture."""
    twins = [twin for twin in clean if differences(case, twin) == 1]
    others = _speaking(catalog, case) - {rule.id} if twins else set()
    for twin in twins if others else ():
        if id(twin) not in spoken:
            spoken[id(twin)] = _speaking(catalog, twin)
        others -= spoken[id(twin)]
    return bool(others)


def _sound(catalog: Catalog, rule: Rule | StackRule, case: Case | StackCase, mine: Figures) -> None:
    mine.sound += 1
    if judged(rule, case).found:
        mine.alarms_in_update.append(f"{rule.id} on its own fixture: {judged(rule, case).messages[0]}")
    _compare(catalog, rule, case, mine)


def _compare(catalog: Catalog, owner: Rule | StackRule, case: Case | StackCase, mine: Figures) -> None:
    """Note every rule that speaks only while values are unknown, and every one that fails."""
    preview = in_preview(case)
    for rule in _about(catalog, case):
        now, before = judged(rule, case), judged(rule, preview)
        where = f"{rule.id} on a fixture of {owner.id}"
        mine.failures += [f"{where}: {text}" for text in {*now.messages, *before.messages} if "the rule failed" in text]
        if before.found and not now.found:
            mine.alarms_in_preview.append(f"{where}: {before.messages[0]}")


def in_preview(case: Case | StackCase) -> Case | StackCase:
    """The fixture before the update: what comes from another resource is unknown.

    In a stack that is what the fixture says was made from others: an unknown value without such a link is no reference.
    """
    if isinstance(case, StackCase):
        return replace(case, resources=tuple(_before(one, one.links) for one in case.resources))
    return _before(case, case.props)


def _before(case: Case, references: Iterable[str]) -> Case:
    return replace(case, props={**case.props, **_unreferenced({name: case.props.get(name) for name in references})})


def _unreferenced(value: Any) -> Any:
    """Text that holds more than the reference, such as a JSON document, stays: only its author knows its origin."""
    if isinstance(value, str):
        return UNKNOWN if REFERENCE.fullmatch(value) else value
    if isinstance(value, list):
        return [_unreferenced(element) for element in value]
    if isinstance(value, Mapping):
        return {name: _unreferenced(inner) for name, inner in value.items()}
    return value


def _names_it(verdict: Verdict, case: Case | StackCase) -> bool:
    starts = case.names if isinstance(case, StackCase) else tuple(f"{case.name}: {name}" for name in case.names)
    return all(any(text.startswith(start) for text in verdict.messages) for start in starts)


def _about(catalog: Catalog, case: Case | StackCase) -> Iterator[Rule | StackRule]:
    """The rules that can judge a fixture: a rule about one resource does not see a stack, nor the other way round."""
    if isinstance(case, StackCase):
        types = {resource.type for resource in case.resources}
        yield from (rule for rule in catalog.stack_rules if types & set(rule.resources))
    else:
        yield from catalog.by_type.get(case.type, ())


def _speaking(catalog: Catalog, case: Case | StackCase) -> set[str]:
    return {rule.id for rule in _about(catalog, case) if judged(rule, case).found}


def table(figures: Mapping[Family, Figures]) -> str:
    """The figures as text, a line for each family and one for all."""
    head = ("FAMILY", "MISTAKES", "FOUND", "IN PREVIEW", "DEFERRED", "SOUND", "FALSE ALARMS", "IN PREVIEW", "ECHOES")
    rows = [_row(family.value, figures[family]) for family in Family if family in figures]
    rows.append(_row("all", _total(figures.values())))
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in [head, *rows]]
    noted = [
        text
        for one in figures.values()
        for text in (*one.missed_in_preview, *one.alarms_in_update, *one.alarms_in_preview, *one.failures)
    ]
    return "\n".join([*lines, *(f"  {count} x {text}" for text, count in Counter(noted).items())])


def _row(name: str, one: Figures) -> tuple[str, ...]:
    def share(part: int) -> str:
        return f"{part / one.mistakes:.1%}"

    return (
        name,
        str(one.mistakes),
        share(one.found_in_update),
        share(one.found_in_preview),
        str(one.deferred_in_preview),
        str(one.sound),
        str(len(one.alarms_in_update)),
        str(len(one.alarms_in_preview)),
        str(one.echoes),
    )


def _total(parts: Iterable[Figures]) -> Figures:
    total = Figures()
    for part in parts:
        for one in fields(Figures):
            setattr(total, one.name, getattr(total, one.name) + getattr(part, one.name))
    return total


if __name__ == "__main__":
    print(table(measured(load(), all_cases())))
