"""Policy documents: as AWS stores them, and never empty."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.iam import Statement, document, service_trust, trust
from tests.components.support.harness import program

NAMES = st.lists(st.text("abcXYZ:*", min_size=1, max_size=5), min_size=1, max_size=4)


def text_of(*statements: Statement) -> str:
    found: list[str] = []
    program(lambda: document(*statements).apply(found.append))
    return found[0]


def test_a_document_is_plain_json() -> None:
    statement = Statement(sid="Read", actions=("s3:GetObject",), resources=("arn:a", "arn:b"))
    assert json.loads(text_of(statement)) == {
        "Version": "2012-10-17",
        "Statement": [
            {"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:a", "arn:b"]},
        ],
    }


@given(actions=NAMES, resources=NAMES, deny=st.booleans())
def test_nothing_is_lost_or_added(actions: list[str], resources: list[str], *, deny: bool) -> None:
    element = Statement(sid="S", actions=actions, resources=resources, deny=deny).element()

    def listed(value: str | list[str]) -> list[str]:
        return value if isinstance(value, list) else [value]

    assert (listed(element["Action"]), listed(element["Resource"])) == (actions, resources)
    assert element["Effect"] == ("Deny" if deny else "Allow")
    assert set(element) == {"Sid", "Effect", "Action", "Resource"}


def test_a_statement_without_actions_is_refused() -> None:
    with pytest.raises(ValueError, match="actions of statement 'Empty' is empty; accepted: at least one action"):
        Statement(sid="Empty", actions=())


def test_trust_is_for_one_service_and_one_account() -> None:
    found: list[str] = []

    def build() -> None:
        trust("states.amazonaws.com", "123456789012").apply(found.append)
        service_trust("lambda.amazonaws.com").apply(found.append)

    program(build)
    by_service = {json.loads(text)["Statement"][0]["Principal"]["Service"]: text for text in found}
    (held,) = json.loads(by_service["states.amazonaws.com"])["Statement"]
    assert held["Condition"] == {"StringEquals": {"aws:SourceAccount": "123456789012"}}
    assert "Condition" not in json.loads(by_service["lambda.amazonaws.com"])["Statement"][0]
