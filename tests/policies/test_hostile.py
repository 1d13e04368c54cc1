"""Whatever stands where a value is expected, a rule says something of the resource: it never fails to run.

Of every fixture's resource one property, or leaves deep inside, are replaced; a seed draws which, and by what.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random

import pytest
from guardrails.catalog import Catalog, load
from guardrails.config.pack_config import PackConfig
from guardrails.evaluate import Subject
from guardrails.judge import Judge
from guardrails.props import UNKNOWN, Plain, Secret

from tests.policies.cases import Case, StackCase, all_cases
from tests.policies.cases.case import TODAY

CATALOG: Catalog = load()


def nested(depth: int, *, listed: bool) -> Plain:
    value: Plain = "end"
    for _ in range(depth):
        value = [value] if listed else {"Statement": value}
    return value


BROKEN = {"Effect": 1, "Principal": [{}], "Action": {"a": 1}, "Resource": [["*"]], "Condition": {"Bool": "x"}}
JUNK: tuple[Plain, ...] = (
    *(None, "", 0, -1, 1.5, float("inf"), float("nan"), True, False, 10**400, "9" * 400, "NaN", "1e999", b"bytes"),
    *([], {}, [None], [[]], [{}], {"": None}, {1: 2}, (1, 2), nested(900, listed=True), nested(900, listed=False)),
    *(
        "\x00\ud800",
        "💥" * 50,
        "\uff12\uff12",
        "\n\t",
        "x" * 100_000,
        "*",
        "${",
        "arn:",
        "arn:aws:::",
        "::::::",
        "/",
        "0.0.0.0/0/0",
    ),
    *(
        "{",
        "[]",
        "null",
        '"x"',
        "[" * 5_000,
        '{"a":' * 5_000,
        json.dumps(nested(900, listed=False)),
        "rate(",
        "cron(* *)",
    ),
    *('{"Statement": null}', json.dumps({"Statement": [None, 1, "x", [], BROKEN]}), {"Statement": [BROKEN, None]}),
    *(UNKNOWN, Secret("s"), Secret(UNKNOWN), Secret({"a": 1}), "04da6b54-80e4-46f7-96ec-b56ff0331ba9"),
)


def fixtures() -> Iterator[Case]:
    for cases in all_cases().values():
        for case in (*cases.passes, *cases.fails):
            yield from case.resources if isinstance(case, StackCase) else (case,)


def spoiled(value: Plain, random: Random) -> Plain:
    if random.random() < 0.1:
        return random.choice(JUNK)
    if isinstance(value, dict):
        return {key: spoiled(inner, random) for key, inner in value.items()}
    if isinstance(value, list):
        return [spoiled(inner, random) for inner in value]
    return value


def subjects(random: Random) -> Iterator[Subject]:
    for case in fixtures():
        changed = [{**case.props, key: random.choice(JUNK)} for key in case.props]
        inside = {key: spoiled(value, random) for key, value in case.props.items()}
        for raw in random.sample([*changed, inside], 1):
            yield Subject(case.type, case.name, case.urn, raw, case.links, "eu-west-1", "prod")


@pytest.mark.no_cover  # as many values as can be had; the tracing would take half of the time
@pytest.mark.parametrize("seed", range(1))
def test_no_rule_fails_on_a_hostile_value(seed: int) -> None:
    judge = Judge.of(CATALOG, PackConfig(), "prod", "shop")
    for subject in subjects(Random(seed)):
        for judgement in judge.resource(subject, TODAY):
            failed = [text for text in judgement.verdict.messages if "the rule failed" in text]
            assert failed == [], repr(subject.raw)[:500]


@pytest.mark.parametrize("seed", range(1))
def test_no_stack_rule_fails_on_hostile_values(seed: int) -> None:
    judge = Judge.of(CATALOG, PackConfig(), "prod", "shop")
    everything = list(subjects(Random(seed)))
    for start in range(0, len(everything), 200):
        for judgement in judge.whole(everything[start : start + 200], TODAY):
            assert [text for text in judgement.verdict.messages if "the rule failed" in text] == []


DEEP = {"object": nested(900, listed=False), "text": json.dumps(nested(900, listed=False)), "unclosed": '{"a":' * 5_000}


@pytest.mark.parametrize("kind", DEEP)
def test_a_document_that_is_nested_too_deep_is_a_violation(kind: str) -> None:
    verdicts = CATALOG.check("aws:iam/policy:Policy", "p", {"policy": DEEP[kind]}, TODAY)
    found = [message for verdict in verdicts for message in verdict.messages]
    deep = [text for text in found if "policy is not nested less than 100 times, so it could not be checked" in text]
    assert len(deep) > 1
    assert [text for text in found if "the rule failed" in text] == []
