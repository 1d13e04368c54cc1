"""`PATTERNS` of the environment: what is read, and what is refused with which words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lambdas.environment import EnvironmentReader
from lambdas.errors import InvalidEnvironmentError
from lambdas.patterns.served import Cost, Kind, parse_patterns, read_patterns

ENDPOINT: dict[str, Any] = {
    "pattern": "sagemaker_realtime",
    "kind": "endpoint",
    "endpoint": "digits",
    "timeout_ms": 1000,
    "content_types": ["Image/PNG"],
    "max_bytes": 6_291_456,
    "cost": {"per_second": 0.0000319},
}
BEDROCK: dict[str, Any] = {
    "pattern": "bedrock_on_demand",
    "kind": "bedrock",
    "model": "amazon.nova-lite-v1:0",
    "service_tier": "priority",
    "timeout_ms": 5000,
    "content_types": [],
    "max_bytes": 1000,
    "cost": None,
}


def without(entry: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key != name}


def test_the_order_of_preference_is_kept() -> None:
    first, second = parse_patterns(json.dumps([BEDROCK, ENDPOINT]))
    assert (first.pattern, first.kind, first.model, first.service_tier) == (
        "bedrock_on_demand",
        Kind.BEDROCK,
        "amazon.nova-lite-v1:0",
        "priority",
    )
    assert first.cost is None
    assert (second.endpoint, second.content_types) == ("digits", frozenset({"image/png"}))
    assert second.candidate.why_not("image/png; q=1", 10) == ""


def test_a_cost_adds_up_what_is_known() -> None:
    cost = Cost(per_request=0.1, per_second=0.2, per_input_token=0.001, per_output_token=0.01)
    assert cost.of(2.0, 100, 10) == pytest.approx(0.1 + 0.4 + 0.1 + 0.1)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("{", "PATTERNS is no JSON"),
        ("{}", "PATTERNS = '{}' is not accepted"),
        ("[]", "at least one entry"),
        ("[1]", r"PATTERNS\[0\] = 1 is not accepted: an object"),
        ([without(ENDPOINT, "kind")], r"PATTERNS\[0\] has no 'kind'"),
        ([{**ENDPOINT, "kind": "queue"}], r"PATTERNS\[0\].kind = 'queue' is not accepted: one of endpoint, component"),
        ([{**ENDPOINT, "kind": ["x"]}], r"kind = \['x'\]"),
        ([without(ENDPOINT, "endpoint")], "has no 'endpoint'"),
        ([{**ENDPOINT, "endpoint": ""}], "endpoint = ''"),
        ([{**ENDPOINT, "model": "m"}], r"PATTERNS\[0\].model = 'm' is not accepted: nothing, for kind endpoint"),
        ([{**ENDPOINT, "kind": "component"}], "has no 'component'"),
        ([{**ENDPOINT, "pattern": "sagemaker_async"}], "answer comes with the request"),
        ([{**ENDPOINT, "pattern": "teleport"}], "pattern = 'teleport' is not accepted: one of"),
        ([{**ENDPOINT, "timeout_ms": 0}], "timeout_ms = 0"),
        ([{**ENDPOINT, "timeout_ms": True}], "timeout_ms = True"),
        ([{**ENDPOINT, "timeout_ms": 1.5}], "timeout_ms = 1.5"),
        ([{**ENDPOINT, "content_types": "image/png"}], "content_types = 'image/png'"),
        ([{**ENDPOINT, "content_types": ["png"]}], "a list of content types"),
        ([{**ENDPOINT, "max_bytes": 26_214_401}], "max_bytes = 26214401"),
        ([{**ENDPOINT, "service_tier": "flex"}], "service_tier = 'flex' is not accepted: nothing"),
        ([{**BEDROCK, "service_tier": "gold"}], "service_tier = 'gold' is not accepted: one of priority"),
        ([{**ENDPOINT, "cost": 1}], "cost = 1"),
        ([{**ENDPOINT, "cost": {"per_hour": 1}}], "cost.per_hour = 1 is not accepted: fields are per_input_token"),
        ([{**ENDPOINT, "cost": {"per_second": -1}}], "cost.per_second = -1"),
        ([{**ENDPOINT, "cost": {"per_second": float("nan")}}], "cost.per_second = nan"),
        ([{**ENDPOINT, "price": 1}], "price = 1 is not accepted: fields are"),
        ([ENDPOINT, BEDROCK, ENDPOINT], "sagemaker_realtime more than once"),
    ],
)
def test_what_is_malformed_is_named(raw: object, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_patterns(raw if isinstance(raw, str) else json.dumps(raw))


def test_the_environments_error_has_the_parsers_words() -> None:
    read = EnvironmentReader({"PATTERNS": json.dumps([{**ENDPOINT, "timeout_ms": 0}])})
    assert read_patterns(read) == ()
    with pytest.raises(InvalidEnvironmentError, match=r"PATTERNS\[0\].timeout_ms = 0 is not accepted"):
        read.check()
