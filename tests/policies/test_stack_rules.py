"""The rules over whole stacks: what they find, what they leave out, and what they wait for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from guardrails.catalog import load
from guardrails.evaluate import Status, Subject, Verdict, evaluate_stack
from guardrails.props import UNKNOWN

CATALOG = load()
RULES = {rule.id: rule for rule in CATALOG.stack_rules}
TODAY = date(2026, 11, 22)
NAMED = "urn:of:named"


def made(token: str, name: str, links: Mapping[str, tuple[str, ...]] | None = None, /, **props: object) -> Subject:
    module, kind = token.split("/")
    return Subject(f"aws:{module}/{kind}:{kind[0].upper()}{kind[1:]}", name, f"urn:of:{name}", props, links or {})


def model(**props: object) -> Subject:
    return made("sagemaker/model", "named", **{"name": "named", **props})


def config(
    model_name: object, variant: Mapping[str, object], links: Mapping[str, tuple[str, ...]] | None = None
) -> Subject:
    return made(
        "sagemaker/endpointConfiguration", "config", links, productionVariants=[{"modelName": model_name, **variant}]
    )


LINKED = {"productionVariants": (NAMED,)}
SERVERLESS = {"serverlessConfig": {"memorySizeInMb": 1024.0}}
INSTANCE = {"instanceType": "ml.m5.large"}
BUCKET = made("s3/bucket", "inputs", bucket="inputs")
COVERING = {"bucket": ("urn:of:inputs",)}

CASES: dict[str, dict[Status, list[list[Subject]]]] = {
    "sagemaker-model-network": {
        Status.COMPLIANT: [
            [model(enableNetworkIsolation=True), config("named", INSTANCE)],
            [model(vpcConfig=UNKNOWN)],
        ],
        Status.VIOLATION: [
            [model()],
            [model(enableNetworkIsolation=False), config("named", INSTANCE)],
            [model(), config(UNKNOWN, INSTANCE, LINKED)],
            [model(), config("other", SERVERLESS)],
            [model(), config("named", SERVERLESS), config("named", INSTANCE)],
        ],
        Status.NOT_APPLICABLE: [
            [model(), config("named", SERVERLESS)],
            [model(name=UNKNOWN), config(UNKNOWN, SERVERLESS, LINKED)],
            [BUCKET],
        ],
        Status.DEFERRED: [[model(enableNetworkIsolation=UNKNOWN)]],
    },
    "s3-bucket-without-public-access-block": {
        Status.COMPLIANT: [
            [BUCKET, made("s3/bucketPublicAccessBlock", "block", bucket="inputs")],
            [
                made("s3/bucket", "inputs", bucket=UNKNOWN),
                made("s3/bucketPublicAccessBlock", "block", COVERING, bucket=UNKNOWN),
            ],
        ],
        Status.VIOLATION: [[BUCKET], [BUCKET, made("s3/bucketPublicAccessBlock", "block", bucket="results")]],
        Status.NOT_APPLICABLE: [[BUCKET, made("s3/accountPublicAccessBlock", "all")], [model()]],
        Status.DEFERRED: [],
    },
}


def judge(rule_id: str, subjects: list[Subject]) -> Verdict:
    return evaluate_stack(RULES[rule_id], subjects, TODAY)


@pytest.mark.parametrize(
    ("rule_id", "status", "subjects"),
    [
        pytest.param(rule_id, status, subjects, id=f"{rule_id}-{status}-{index}")
        for rule_id, kinds in CASES.items()
        for status, stacks in kinds.items()
        for index, subjects in enumerate(stacks)
    ],
)
def test_a_stack_is_judged_as_its_fixture_says(rule_id: str, status: Status, subjects: list[Subject]) -> None:
    verdict = judge(rule_id, subjects)
    assert verdict.status is status, verdict
    for found in verdict.found:
        assert found.urn in {subject.urn for subject in subjects}
        assert found.text.endswith(f"; {RULES[rule_id].remedy} [{rule_id}]")


def test_each_stack_rule_has_fixtures() -> None:
    assert set(CASES) == set(RULES)
    for kinds in CASES.values():
        assert kinds[Status.COMPLIANT]
        assert kinds[Status.VIOLATION]
        assert kinds[Status.NOT_APPLICABLE]
