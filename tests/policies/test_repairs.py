"""Every repair keeps its laws on every fixture of its rule, and the laws can be broken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from guardrails.catalog import load
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

from tests.policies.cases import Cases, all_cases, aws
from tests.policies.repairs import broken_laws, made
from tests.policies.test_rules import aws_properties

CASES = all_cases()
REPAIRING = [rule for rule in load().rules if rule.remediation is not None]


@pytest.mark.parametrize("rule", REPAIRING, ids=lambda rule: rule.id)
def test_a_repair_mends_loses_nothing_and_is_done_once(rule: Rule) -> None:
    assert list(broken_laws(rule, CASES[rule.id])) == []


@pytest.mark.parametrize("rule", REPAIRING, ids=lambda rule: rule.id)
def test_a_repair_sets_properties_that_the_type_has(rule: Rule) -> None:
    for case in CASES[rule.id].fails:
        assert set(made(rule, case)) <= aws_properties(case.type)  # type: ignore[arg-type, union-attr]


def test_a_required_tag_with_a_default_joins_the_tags_that_are_there() -> None:
    rule = next(rule for rule in REPAIRING if rule.id == "aws-required-tags")
    settings = {"tags": ["Owner", "Project"], "defaults": {"Owner": "platform", "Unasked": "x"}}
    case = replace(aws("sns/topic", tags={"Project": "p"}, tagsAll={"Stage": "prod"}), settings=settings)
    assert made(rule, case) == {"tags": {"Project": "p", "Owner": "platform"}}
    assert made(rule, case.but(tagsAll={"Owner": "them"})) == {}
    assert made(rule, case.but(tags={"Owner": "them"})) == {}


def test_a_stream_without_a_key_gets_the_one_that_every_account_has() -> None:
    rule = next(rule for rule in REPAIRING if rule.id == "kinesis-stream-encryption")
    assert made(rule, aws("kinesis/stream")) == {"encryptionType": "KMS", "kmsKeyId": "alias/aws/kinesis"}


SWITCH = Cases(
    passes=[aws("sqs/queue", sqsManagedSseEnabled=True)],
    fails=[aws("sqs/queue", policy={"a": 1}, sqsManagedSseEnabled=False)],
    not_applicable=[],
)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "leaves what it should mend"),
        ({"sqsManagedSseEnabled": False}, "leaves a violation"),
        ({"sqsManagedSseEnabled": True, "policy": {}}, "loses policy.a"),
        ({"sqsManagedSseEnabled": True, "policy": {}}, "touches policy"),
        ({"sqsManagedSseEnabled": True}, "of what breaks no rule"),
    ],
)
def test_the_laws_are_seen_to_break(changes: Mapping[str, object], told: str) -> None:
    facts = {"summary": "s.", "cause": "c.", "remedy": "r", "url": "u"}
    rule = Rule(id="x", family=Family.COST, severity=Severity.LOW, resources=("aws:sqs/queue:Queue",), **facts)

    @rule.check
    def check(resource: Resource) -> Iterator[Finding]:
        if not resource["sqsManagedSseEnabled"].flag():
            yield violation("sqsManagedSseEnabled", "is false")

    rule.remediate(lambda _: changes)
    assert any(told in line for line in broken_laws(rule, SWITCH))
